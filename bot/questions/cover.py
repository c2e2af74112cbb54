"""Which parts of a message ask, and of what: a cover of it by asks and frames.

A message is cut at pauses, asking verbs and openers. A part that nothing loaded, no label and no question word explains
is frame. The rest is read as one question where that leaves no word unused, else as several.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.questions.asked import PartReading, Reader, alone, clause
from bot.questions.claims import ALONE, FRAMES, OF_PERSONS, counted_otherwise, sure, unapplied, unclaimed
from bot.questions.clauses import Clause, parts_of
from bot.questions.core import settled
from bot.questions.kept import (
    asked_besides,
    asks_how_many,
    asks_on,
    asks_to_work_out,
    asks_which,
    kept_of,
    names_something,
    text_of,
    without_remarks,
)
from bot.questions.leaning import about_the_first, leaning, with_unread
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    BadDate,
    ByNumber,
    Computed,
    Days,
    Facets,
    Figures,
    Guarded,
    Help,
    InPassages,
    Listed,
    NotPublished,
    Overview,
    Persons,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers.printed import passed_over
from bot.questions.ready_made import looked_up_first
from bot.questions.spans import SUBJECTS, Kind, Span, tagged
from bot.questions.turns import checked, leaves_out
from bot.questions.unread import of_the_unread
from bot.questions.weighing import of_the_reason, of_the_year, of_what_is_denied, weighed
from bot.questions.whole import asks_after_a_lead, holds_all, stands_alone

_APART = re.compile(
    r"(?P<one>[^和与跟及]{2,})[和与跟及](?P<other>.{2,}?)(?:都?分别|各自|各|都(?=是|在))(?P<asked>.{2,})"
)
_MOST_ASKS = 6
_VALUE = re.compile(r"[0-9.]*[件个条项次份期人家]")  # what is left of 38件 as a word
_QUOTATION = 9
_ANSWER_TO_THEIR_NAME = (Figures, Computed, Days, Persons, ByNumber, Guarded, NotPublished, Help, BadDate)
_WHEN = frozenset({Kind.FACET, Kind.FILLER, Kind.COURTESY})
_WITHIN = words("computed", "within")
_ROUGHLY = ("多", "余", "来", "几")


@dataclass(frozen=True, slots=True)
class Cover:
    """The questions of a message: each as the message that it is, with its reading."""

    asks: tuple[tuple[Message, Reading], ...]
    frames: tuple[str, ...] = ()


def covered(message: Message, read: Reader) -> Cover:
    """Return a message's questions; one of which a turning word was passed over is none.

    Args:
        message: The message, courtesies and all.
        read: Reads a message as one question.
    """
    cover = _covered(message, read)
    otherwise = counted_otherwise(tagged(message)) if len(cover.asks) == 1 else ()
    asks = [
        (
            one,
            checked(
                one,
                of_the_reason(one, weighed(one, of_the_year(one, of_what_is_denied(one, reading)), otherwise)),
                tagged(one),
            ),
        )
        for one, reading in cover.asks
    ]
    asks = of_the_unread(message, asks, cover.frames)
    asks = [(one, passed_over(message if len(asks) == 1 else one, reading)) for one, reading in asks]
    unread = [
        Understood(said, "", "unsaid")
        for said in cover.frames
        if leaves_out(said)
        or any(asks(message, said) for asks in (asks_which, asks_how_many, asks_to_work_out, asked_besides))
    ]
    if unread:
        one, reading = asks[-1]
        asks[-1] = (one, replace(reading, understood=(*reading.understood, *unread)))
    return replace(cover, asks=tuple(asks))


def _covered(message: Message, read: Reader) -> Cover:
    """Return a message's questions.

    Args:
        message: The message, courtesies and all.
        read: Reads a message as one question.
    """
    whole = read(message)
    ask = whole.asks[0]
    spans = tagged(message)
    parts = parts_of(message, spans)
    guarded = isinstance(ask, Guarded) and ask.guard in (*ALONE, *OF_PERSONS)
    asking = list(parts) if whole.follows or guarded else without_remarks(message, parts, read)
    if len(asking) < len(parts):
        rest = _covered(clause(message, text_of(message, asking), Facets()), read)
        remarks = (message.clean[part.start : part.end] for part in parts if part not in asking)
        return replace(rest, frames=(*rest.frames, *remarks))
    if whole.follows or stands_alone(message, whole, parts, read) or _quoted(message, ask):
        return Cover(((message, whole),))
    texts = _each(message.clean, spans) if len(parts) < 2 and not _names_both(message, whole, spans) else []
    if not texts and len(parts) < 2:
        return Cover((_one(message, whole, spans, parts, read),))
    kept = kept_of(message, parts, read) if not texts else parts
    frames = tuple(message.clean[part.start : part.end] for part in parts if part not in kept)
    inner = message
    if frames and kept:
        inner = clause(message, text_of(message, kept))
        whole = read(inner)
    pieces = (
        [
            (text, one.apart if at == 0 else True)
            for one in kept
            for at, text in enumerate(_each_figure(message, message.clean[one.begins : one.end], read))
        ]
        if not texts
        else [(text, True) for text in texts]
    )
    if len(pieces) > 1 and not _spans_several(whole, [text for text, _ in pieces]):
        several = _several(inner, pieces, read)
        if texts and not all(isinstance(one.asks[0], Figures | InPassages) for _, one in several):
            several = []
        parted = any(apart for _, apart in pieces)
        if several and not holds_all(inner, whole, several, parted=parted):
            return Cover(tuple(several), frames)
    if inner is not message:
        spans = tagged(inner)
        parts = parts_of(inner, spans)
    return Cover((_one(inner, whole, spans, parts, read),), frames)


def _spans_several(whole: Reading, texts: Sequence[str]) -> bool:
    """Return whether a figure is named by words of two parts together: 老百姓申请，你们给了多少."""
    figures = isinstance(whole.asks[0], Figures) and len(whole.asks) == 1
    return figures and any(not any(phrase in solid(text) for text in texts) for phrase in whole.claimed)


def _names_both(message: Message, whole: Reading, spans: Sequence[Span]) -> bool:
    """Return whether two figures are read with all that is said of both: 提案和建议主办各几件."""
    cells = [cell for ask in whole.asks if isinstance(ask, Figures) for cell in ask.cells]
    return len(cells) > 1 and not unclaimed(message, whole, spans)


def _each(text: str, spans: Sequence[Span]) -> list[str]:
    """Return 开放日和培训分别是哪天 as a question on each: 开放日是哪天, 培训是哪天; no name is cut (发展和改革局)."""
    match = _APART.fullmatch(text.strip())
    if match is None or any(Kind.FACET in span.kinds and span.start < match.end("one") < span.end for span in spans):
        return []
    return [f"{subject.strip()}{match['asked']}" for subject in (match["one"], match["other"])]


def _each_figure(message: Message, text: str, read: Reader) -> list[str]:
    """Return a part that asks for a figure of each of two things as a question on each: 提案和建议各多少件."""
    halves = _each(text, tagged(clause(message, text)))
    if not halves or not isinstance(read(clause(message, text)).asks[0], Statistics):
        return [text]
    figures = all(isinstance(read(clause(message, half)).asks[0], Figures) for half in halves)
    return halves if figures else [text]


def _quoted(message: Message, ask: Ask) -> bool:
    """Return whether the message stands as it is in a title, and names nothing else."""
    if not isinstance(ask, Search) or len(ask.words) != 1:
        return False
    quoted = solid(ask.words[0])
    if len(quoted) < _QUOTATION or not message.vocabulary.titles.holds(quoted):
        return False
    named = (span for span in tagged(message) if span.kinds & SUBJECTS and not span.kinds & {Kind.BODY, Kind.RECORD})
    return all(solid(span.said) in quoted for span in named)


def _one(
    message: Message, whole: Reading, spans: Sequence[Span], parts: Sequence[Clause], read: Reader
) -> tuple[Message, Reading]:
    """Return a message that is one question with its reading, without what only leads to it or cannot be applied."""
    untold = isinstance(whole.asks[0], InPassages) and all(map(_VALUE.fullmatch, whole.asks[0].terms))
    if (untold or isinstance(whole.asks[0], Search)) and (compared := _compared(message, whole, spans, read)):
        return compared
    left = unclaimed(message, whole, spans)
    led = len(parts) == 1 and parts[0].begins > spans[0].start
    # 今天专门来问…: the day is when it is asked, not of what; a guard's word may be of whoever asks (我老公非要我问…).
    dated = led and any(Kind.FACET in span.kinds and span.end <= parts[0].begins for span in spans)
    guarded = asks_after_a_lead(message, parts) and isinstance(whole.asks[0], Guarded | Help)
    guarded = guarded and getattr(whole.asks[0], "guard", None) not in ALONE
    lead = message.clean[: parts[0].begins].rstrip() if guarded else ""
    guarded = guarded and (lead.endswith("~") or read(clause(message, lead, Facets())).asks == whole.asks)
    parted = led and message.clean[spans[0].start : parts[0].begins].rstrip()[-1:] in ",;。?!"
    led = led and (dated or guarded or parted or isinstance(whole.asks[0], Search))
    if sure(message, whole) and not left and not led:
        return message, whole
    if isinstance(whole.asks[0], Guarded) and whole.asks[0].guard not in FRAMES and not led:
        return message, whole
    if len(parts) == 1 and (parts[0].heads or parts[0].asks or guarded):
        text = message.clean[parts[0].begins : parts[0].ends]
        if len(text) < len(message.clean.strip()):
            inner = clause(message, text, Facets() if guarded else None)
            found = read(inner)
            own = tagged(inner)
            fewer = unclaimed(inner, found, own)
            better = led or not sure(message, whole) or len("".join(fewer)) < len("".join(left))
            cut = found.follows and solid(message.clean[parts[0].ends :])  # 几件没 of 还有几件没完
            if sure(inner, found) and better and not cut:
                return inner, unapplied(found, fewer, inner.facets)
            if isinstance(found.asks[0], Search) and isinstance(whole.asks[0], Search | Guarded | Help):
                message, whole, spans = inner, found, own
    if isinstance(whole.asks[0], Search):
        return settled(message, whole, spans, read)
    return message, unapplied(whole, left, message.facets) if sure(message, whole) else whole


def _several(message: Message, pieces: Sequence[tuple[str, bool]], read: Reader) -> list[tuple[Message, Reading]]:
    """Return the questions that the parts of a message are; nothing where fewer than two of them stand alone.

    A part that is none by itself goes with the one before it, or the first with the one after.

    Args:
        message: The message.
        pieces: Its parts, each with whether it is told apart from the one before by more than a comma.
        read: Reads a message as one question.
    """
    found: list[PartReading] = []
    waiting, carried, joined_to = "", Facets(), False
    lost: list[str] = []
    for place, (said, apart) in enumerate(pieces[:_MOST_ASKS]):
        parted = apart or (place + 1 < len(pieces) and pieces[place + 1][1])
        one = alone(f"{waiting} {said}".strip(), carried, message, read)
        if waiting and not _stands(one, parted=parted):
            lost += [waiting] if names_something(message, waiting) else []
            one = alone(said, carried, message, read)
        found, left = leaning(found, one, said, read, parted=parted)
        if left is None:
            joined_to = True
            continue
        spans = tagged(left.message)
        if isinstance(left.ask, Search) and (compared := _compared(left.message, left.reading, spans, read)):
            left = replace(left, message=compared[0], reading=compared[1])  # 提案是20件吧？主办几件
        if not (not found and not parted and _leads(left, said)) and _stands(left, parted=parted):
            found.append(left)
            waiting, carried = "", left.message.facets
        elif found:
            found[-1] = _beside(found, left, message, read)
            carried = found[-1].message.facets
        else:
            waiting = left.text
    if len(found) < 2 and not joined_to:
        return []
    for said in lost:
        found[-1] = with_unread(found[-1], alone(said, Facets(), message, read))
    asks: list[tuple[Message, Reading]] = []
    for each in looked_up_first(found):
        reading = about_the_first(each.message, each.reading, asks)
        left_over = unclaimed(each.message, reading, tagged(each.message))
        asks.append((each.message, unapplied(reading, left_over, each.message.facets)))
    return asks


def _leads(one: PartReading, said: str) -> bool:
    """Return whether a list only says when, or of what, the next part asks: 10月28日那天…发了几件."""
    counts = any(span.kinds & {Kind.MEASURE, Kind.ASKED, Kind.ASPECT} for span in one.part.spans)
    when = all(span.kinds & _WHEN for span in one.part.spans)
    return isinstance(one.ask, Listed) and not counts and (when or said.endswith(_WITHIN))


def _beside(found: Sequence[PartReading], one: PartReading, message: Message, read: Reader) -> PartReading:
    """Return the last question with a part that is none by itself: as a part of it, or named where it says anything."""
    last = found[-1]
    if asks_on(one.message, one.part):
        return with_unread(last, one)
    former = found[-2].message.facets if len(found) > 1 else Facets()
    joined = alone(f"{last.text} {one.text}", former, message, read)
    if sure(joined.message, joined.reading) and type(joined.ask) is type(last.ask):
        return joined
    return with_unread(last, one) if names_something(message, one.text) else last


def _stands(one: PartReading, *, parted: bool) -> bool:
    """Return whether a part is a question by itself: it asks, or names a thing that answers to its name."""
    ask, part = one.ask, one.part
    whole = part.heads == sum(span.end - span.start for span in part.spans if span.said != "的")
    certain = sure(one.message, one.reading)
    if isinstance(ask, Search):
        stands = (certain and (part.complete or parted or whole)) or (parted and part.plain)
    elif isinstance(ask, Overview):
        stands = parted  # 洪泽 beside a figure says whose
    elif isinstance(ask, Listed) and not part.complete:
        stands = parted or (part.asks and one.message.facets.period is not None)
    elif isinstance(ask, InPassages) and not part.complete:
        stands = certain and (parted or whole or bool(ask.people or ask.topic))
    elif isinstance(ask, Statistics):
        stands = certain and (part.complete or part.asks)
    else:
        stands = certain and (part.complete or isinstance(ask, _ANSWER_TO_THEIR_NAME))
    return stands


def _compared(
    message: Message, reading: Reading, spans: Sequence[Span], read: Reader
) -> tuple[Message, Reading] | None:
    """Return 发了六百多条吧 as a question for what is printed: a supposed number or day is compared, no filter."""
    ask, facets = reading.asks[0], reading.facets or message.facets
    if not finder("frames", "whether").search(message.clean):
        return None
    if isinstance(ask, Search) and facets.period and sure(message, reading):
        aspect = Aspect.PUBLISHED_ON if ask.aspect is Aspect.CARD else ask.aspect
        asked = replace(ask, aspect=aspect, dated=facets.period)
        return message, replace(reading, asks=(asked,), facets=replace(facets, period=None))
    supposed = [span for span in spans if Kind.QUANTITY in span.kinds]
    if len(supposed) != 1:
        return None
    end = supposed[0].end + (message.core[supposed[0].end : supposed[0].end + 1] in _ROUGHLY)
    text = message.core[: supposed[0].start] + words("frames", "how_many")[0] + message.core[end:]
    inner = replace(message, core=text, clean=text)
    found = read(inner)
    ask = found.asks[0]
    if isinstance(ask, Search | Guarded) or not sure(inner, found):
        return None
    if isinstance(ask, Figures) and len(ask.cells) == 1:  # 提案是不是38件
        found = replace(found, asks=(replace(ask, claimed=supposed[0].said), *found.asks[1:]))
    return inner, found
