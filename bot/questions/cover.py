"""Which parts of a message ask, and of what: a cover of it by asks and frames.

A message is cut at pauses, asking verbs and openers. A part that nothing loaded, no label and no question word explains
is frame. The rest is read as one question where that leaves no word unused, else as several.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.questions.claims import ALONE, FRAMES, counted_otherwise, outweighed, sure, unapplied, unclaimed
from bot.questions.clauses import Part, is_head, part_of, parts_of, spaced, told_apart
from bot.questions.core import settled
from bot.questions.exclusions import applied
from bot.questions.facets import prepare
from bot.questions.lexicon import finder, first_key, words
from bot.questions.message import Message, Reading, solid, squeezed
from bot.questions.question import (
    Ask,
    Aspect,
    Axis,
    BadDate,
    ByNumber,
    Computed,
    Facets,
    Figures,
    Focus,
    Guarded,
    Help,
    InPassages,
    Listed,
    NotPublished,
    Overview,
    Persons,
    Search,
    Statistics,
    TurnedQuestion,
)
from bot.questions.readers import passages
from bot.questions.readers.passages import asks_for_a_kind
from bot.questions.spans import QUESTIONS, SUBJECTS, Kind, Span, tagged
from bot.questions.turns import checked

_APART = re.compile(r"(?P<one>[^和与跟及]{2,})[和与跟及](?P<other>.{2,}?)(?:都?分别|各自|各)(?P<asked>.{2,})")
_CONTEST = re.compile(r"(?:哪[个种家边样类]|谁)(?:发得|更|最|比较)*[多少](?:些|一些|一点|点)?")
_COUNTED = re.compile(r"(?:一共|总共)?有?(?:多少|几)[件条个份项次]?")
_MOST_PARTS, _MOST_ASKS = 12, 6
_QUOTATION = 9
_TELLING = 4  # characters of a figure's name that ask by themselves
_ANSWER_TO_THEIR_NAME = (Figures, Computed, Persons, ByNumber, Guarded, NotPublished, Help, BadDate)
_OWN = frozenset({Kind.CONCEPT, Kind.PERSON, Kind.LOADED})
_WHEN = frozenset({Kind.FACET, Kind.FILLER, Kind.COURTESY})
_OF_TEXTS = frozenset({Kind.CONCEPT, Kind.LOADED})
_NO_COUNT = (Focus.WHEN, Focus.WHERE, Focus.WHO, Focus.NAME)
_ROUGHLY = ("多", "余", "来", "几")


@dataclass(frozen=True, slots=True)
class Cover:
    """The questions of a message: each as the message that it is, with its reading."""

    asks: tuple[tuple[Message, Reading], ...]
    frames: tuple[str, ...] = ()


Reader = Callable[[Message], Reading]


def covered(message: Message, read: Reader) -> Cover:
    """Return a message's questions; one of which a turning word was passed over is none.

    Args:
        message: The message, courtesies and all.
        read: Reads a message as one question.
    """
    cover = _covered(message, read)
    otherwise = counted_otherwise(tagged(message)) if len(cover.asks) == 1 else ()
    return replace(
        cover,
        asks=tuple(
            (one, checked(one, _weighed(one, _of_the_year(one, reading), otherwise), tagged(one)))
            for one, reading in cover.asks
        ),
    )


def _of_the_year(message: Message, reading: Reading) -> Reading:
    """Return a reading that names a day or month which a report's figures, those of its year, cannot be told by."""
    period = message.facets.period
    if period is None or period.precision not in ("day", "month") or period.said not in message.clean:
        return reading
    return unapplied(reading, (period.said,)) if all(isinstance(ask, Figures) for ask in reading.asks) else reading


def _weighed(message: Message, reading: Reading, otherwise: Sequence[str]) -> Reading:
    """Return a reading; where more of the message is unused than used, that most of it was not understood."""
    ask, facets = reading.asks[0], reading.facets or message.facets
    if (
        not isinstance(ask, Figures | Statistics | Listed)
        or (isinstance(ask, Figures) and ask.doubts)
        or facets.other_office
    ):
        return reading
    left = [word for one in reading.understood if one.how == "unapplied" for word in one.said.split("”“")]
    left += [word for word in otherwise if not any(word in one for one in left)]
    if left and not otherwise and isinstance(ask, Figures) and (told := _told_elsewhere(message, left)):
        return told
    if not left or not (otherwise or outweighed(message, reading, tagged(message), left)):
        return reading
    left = _in_order(message.clean, left)
    nearest = message.clean
    for word in left:
        nearest = nearest.replace(word, "", 1)
    turned = TurnedQuestion(turn="”“".join(left), nearest=squeezed(nearest), strange=True)
    return replace(reading, asks=(turned,), understood=())


def _in_order(text: str, said: Iterable[str]) -> list[str]:
    """Return words in the order of a text, those that stand beside each other as one."""
    found: list[str] = []
    for word in sorted(said, key=text.find):
        beside = found and f"{found[-1]}{word}" in text
        found.append(f"{found.pop()}{word}" if beside else word)
    return found


def _told_elsewhere(message: Message, left: Sequence[str]) -> Reading | None:
    """Return a question for a day, place or person as one to sentences, where those leave fewer words unused.

    Args:
        message: What was read as a question for figures, which tell no such thing: 让老百姓进去转转的活动是哪天搞的.
        left: The words that this reading did not use.
    """
    told = passages.read(message)
    ask = told.asks[0] if told else None
    if told is None or not isinstance(ask, InPassages) or ask.focus not in _NO_COUNT:
        return None
    unused = unclaimed(message, told, tagged(message))
    return unapplied(told, unused) if sum(map(len, unused)) < sum(map(len, left)) else None


def _covered(message: Message, read: Reader) -> Cover:
    """Return a message's questions.

    Args:
        message: The message, courtesies and all.
        read: Reads a message as one question.
    """
    whole = read(message)
    ask = whole.asks[0]
    # What is worked out is read only where no word is left.
    worked_out = isinstance(ask, Computed | Persons) and not told_apart(message.clean)
    alone = worked_out or (isinstance(ask, Guarded) and ask.guard in ALONE)
    if whole.whole or whole.follows or alone or _quoted(message, ask):
        return Cover(((message, whole),))
    spans = tagged(message)
    parts = parts_of(message, spans)
    texts = _each(message.clean) if len(parts) < 2 else []
    if not texts and len(parts) < 2:
        return Cover((_one(message, whole, spans, parts, read),))
    kept = _kept(message, parts, read) if not texts else parts
    frames = tuple(message.clean[part.start : part.end] for part in parts if part not in kept)
    inner = message
    if frames and kept:
        inner = _clause(message, _text(message, kept))
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
    if len(pieces) > 1:
        several = _several(inner, pieces, read)
        if texts and not all(isinstance(one.asks[0], Figures | InPassages) for _, one in several):
            several = []
        parted = any(apart for _, apart in pieces)
        if several and not _holds_all(inner, whole, several, parted=parted):
            return Cover(tuple(several), frames)
    if inner is not message:
        spans = tagged(inner)
        parts = parts_of(inner, spans)
    return Cover((_one(inner, whole, spans, parts, read),), frames)


def _each(text: str) -> list[str]:
    """Return 开放日和培训分别是哪天 as a question on each: 开放日是哪天, 培训是哪天."""
    match = _APART.fullmatch(text.strip())
    return [f"{subject.strip()}{match['asked']}" for subject in (match["one"], match["other"])] if match else []


def _each_figure(message: Message, text: str, read: Reader) -> list[str]:
    """Return a part that asks for a figure of each of two things as a question on each: 提案和建议各多少件."""
    halves = _each(text) if isinstance(read(_clause(message, text)).asks[0], Statistics) else []
    figures = halves and all(isinstance(read(_clause(message, half)).asks[0], Figures) for half in halves)
    return halves if figures else [text]


def _quoted(message: Message, ask: Ask) -> bool:
    """Return whether the message stands as it is in a title."""
    return (
        isinstance(ask, Search)
        and len(ask.words) == 1
        and len(solid(ask.words[0])) >= _QUOTATION
        and message.vocabulary.titles.holds(solid(ask.words[0]))
    )


def _one(
    message: Message, whole: Reading, spans: Sequence[Span], parts: Sequence[Part], read: Reader
) -> tuple[Message, Reading]:
    """Return a message that is one question with its reading, without what only leads to it or cannot be applied."""
    if isinstance(whole.asks[0], Search) and (compared := _compared(message, whole, spans, read)):
        return compared
    left = unclaimed(message, whole, spans)
    led = len(parts) == 1 and parts[0].begins > parts[0].start
    # 今天专门来问…: the day is when it is asked, not of what; a guard's word may be of whoever asks (我老公非要我问…).
    dated = led and any(Kind.FACET in span.kinds and span.end <= parts[0].begins for span in spans)
    guarded = led and isinstance(whole.asks[0], Guarded) and whole.asks[0].guard not in ALONE
    guarded = guarded and read(_clause(message, message.clean[: parts[0].begins])).asks == whole.asks
    led = led and (dated or guarded or isinstance(whole.asks[0], Search))
    if sure(message, whole) and not left and not led:
        return message, whole
    if isinstance(whole.asks[0], Guarded) and whole.asks[0].guard not in FRAMES and not led:
        return message, whole
    if len(parts) == 1 and (parts[0].heads or parts[0].asks):
        text = message.clean[parts[0].begins : parts[0].ends]
        if len(text) < len(message.clean.strip()):
            inner = _clause(message, text)
            found = read(inner)
            own = tagged(inner)
            fewer = unclaimed(inner, found, own)
            better = led or not sure(message, whole) or len("".join(fewer)) < len("".join(left))
            if sure(inner, found) and better:
                return inner, unapplied(found, fewer)
            if isinstance(found.asks[0], Search) and isinstance(whole.asks[0], Search | Guarded):
                message, whole, spans = inner, found, own
    if isinstance(whole.asks[0], Search):
        return settled(message, whole, spans, read)
    return message, unapplied(whole, left) if sure(message, whole) else whole


def _holds_all(message: Message, whole: Reading, several: Sequence[tuple[Message, Reading]], *, parted: bool) -> bool:
    """Return whether a message read as one asks all that its parts ask."""
    if not sure(message, whole):
        return False
    focused = parted or sum(asks_for_a_kind(one.clean) for one, _ in several) > 1
    if sum(isinstance(reading.asks[0], Listed | Statistics) for _, reading in several) > 1:
        return False
    return all(_holds(ask, whole, focused=focused) for _, reading in several for ask in reading.asks)


def _holds(ask: Ask, whole: Reading, *, focused: bool) -> bool:
    """Return whether a reading asks this as well, with the same or with more."""
    for one in whole.asks:
        if isinstance(one, ByNumber) and isinstance(ask, ByNumber):
            known = {(number.said, number.term, number.session) for number in one.numbers}
            held = all((number.said, number.term, number.session) in known for number in ask.numbers)
            held = held and ask.aspect in (one.aspect, Aspect.CARD)
        elif isinstance(one, Search) and isinstance(ask, Search):
            held = set(map(solid, ask.words)) <= {solid(word) for word in one.words}
        elif isinstance(one, Figures) and isinstance(ask, Figures):
            held = {cell.keys for cell in ask.cells} <= {cell.keys for cell in one.cells}
        elif isinstance(one, InPassages) and one.claimed and isinstance(ask, Listed):
            held = True  # what is supposed is compared, and filters nothing
        elif isinstance(one, InPassages) and isinstance(ask, InPassages):
            same = set(ask.terms) - {one.unit} <= set(one.terms) and ask.topic in (None, one.topic)
            held = same and ask.people == one.people and not focused
        else:
            held = one == ask or (type(one) is type(ask) and isinstance(one, Listed | Statistics))
        if held:
            return True
    return False


def _kept(message: Message, parts: list[Part], read: Reader) -> list[Part]:
    """Return the parts that ask: not those that are about nothing, nor doubtful ones beside plain ones."""
    about = [part for part in parts if not part.frame or _told(message, part, read)]
    about = [part for part in about if not part.told_off] or about
    first = next((place for place, part in enumerate(about) if part.heads), 0)
    about = [part for place, part in enumerate(about) if place >= first or part.counts]
    if any(finder("frames", "back").search(message.clean[part.start : part.end]) for part in about):
        return [part for part in about if part.heads or part.asks][:_MOST_PARTS]
    # 我是本地市民 says who asks, whatever word of it is loaded.
    about = [part for part in about if part.asks or not part.speaks or _is_request(message, part, read)] or about
    if any(part.heads and part.asks for part in about):
        about = [part for part in about if not _is_talk(message, part, read)]
    plain = [part for part in about if part.plain]
    if not any(part.complete if spaced(message.clean) else part.heads for part in plain):
        return about[:_MOST_PARTS]
    return [part for part in about if part in plain or _reads(message, part, read)][:_MOST_PARTS]


def _reads(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a doubtful part is a question all the same: of sentences or figures, with no word unused."""
    one = _clause(message, message.clean[part.begins : part.end])
    reading = read(one)
    ask = reading.asks[0]
    if not sure(one, reading) or isinstance(ask, Search | Listed | Guarded) or unclaimed(one, reading, tagged(one)):
        return False
    return part.asks or isinstance(ask, Figures) or (isinstance(ask, InPassages) and ask.topic is not None)


def _is_talk(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a clause beside a question names nothing, and no loaded text has its words: 就一个数."""
    if part.heads or any(span.kinds & {Kind.ASKED, Kind.LISTING} for span in part.spans):
        return False
    said = message.clean[part.start : part.end]
    if finder("frames", "whether").search(message.clean[part.start :]):
        return False  # 没错吧 makes the clause before it one that is compared
    ask = read(_clause(message, said)).asks[0]
    holds = (message.vocabulary.titles.holds, message.vocabulary.passages.holds)
    return isinstance(ask, Search) and not any(held(solid(word)) for word in ask.words for held in holds)


def _is_request(message: Message, part: Part, read: Reader) -> bool:
    """Return whether somebody who speaks of themselves wants what the bot cannot do: 我想申请公开信息."""
    reading = read(one := _clause(message, message.clean[part.start : part.end]))
    return isinstance(reading.asks[0], Guarded) and sure(one, reading)


def _told(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a part without any name is one of the matters that every report tells: 填表规则."""
    if part.end - part.begins < _TELLING:
        return False
    ask = (reading := read(_clause(message, message.clean[part.begins : part.end]))).asks[0]
    return (
        isinstance(ask, InPassages)
        and ask.topic is not None
        and sum(map(len, reading.claimed)) * 2 > (part.end - part.begins)
    )


def _text(message: Message, kept: Iterable[Part]) -> str:
    """Return the message without its frames."""
    text, at = "", 0
    for part in sorted(kept, key=lambda part: part.start):
        pause = next((sign for sign in message.clean[at : part.start] if not sign.isalnum()), "，") if text else ""
        text += pause + message.clean[part.start : part.end]
        at = part.end
    return text


def _clause(message: Message, text: str, carried: Facets | None = None) -> Message:
    """Return a part of a message as a message: a slot that it does not name is the one named before it."""
    own = prepare(text, text, vocabulary=message.vocabulary, today=message.today)
    given = own.facets
    if carried is not None:
        dated = bool(given.years or given.period)
        given = replace(
            given,
            body=given.body or carried.body,
            term=given.term or carried.term,
            session=given.session or carried.session,
            years=given.years if dated else carried.years,
            period=given.period if dated else carried.period,
            agencies=given.agencies or (() if given.other_office else carried.agencies),
            other_office=given.other_office or (None if given.agencies else carried.other_office),
            apart=given.apart if given.agencies else carried.apart,
        )
    given = applied(given, message.excluded, message.vocabulary)
    said = message.said if carried is None else text
    return replace(own, said=said, context=message.context, facets=given, excluded=message.excluded)


def _several(message: Message, pieces: Sequence[tuple[str, bool]], read: Reader) -> list[tuple[Message, Reading]]:
    """Return the questions that the parts of a message are; nothing where fewer than two of them stand alone.

    A part that is none by itself goes with the one before it, or the first with the one after.

    Args:
        message: The message.
        pieces: Its parts, each with whether it is told apart from the one before by more than a comma.
        read: Reads a message as one question.
    """
    found: list[tuple[str, Message, Reading]] = []
    waiting, carried = "", Facets()
    for place, (said, apart) in enumerate(pieces[:_MOST_ASKS]):
        parted = apart or (place + 1 < len(pieces) and pieces[place + 1][1])
        text, one, reading, part = _alone(f"{waiting} {said}".strip(), carried, message, read)
        if waiting and not _stands(one, reading, part, parted=parted):
            text, one, reading, part = _alone(said, carried, message, read)
        if found and isinstance(found[-1][2].asks[0], ByNumber | Search) and not _has_a_subject(one, part):
            found[-1:] = _of_the_record(found[-1], one)
            continue
        counting = (
            found and isinstance(reading.asks[0], Statistics) and not _names_records(one, part, after=found[-1][2])
        )
        if counting or (found and _compares_lists(reading, part)):
            of_the_same = _of_the_same(found, said, message, read, compared=not counting)
            if of_the_same is None and not counting:
                continue  # 哪个多 of what is shown above: never of the lists that happen to be loaded
            text, one, reading, part = of_the_same or (text, one, reading, part)
        leads = not found and isinstance(reading.asks[0], Listed) and not part.asks
        leads = leads and all(span.kinds & _WHEN for span in part.spans)  # 10月28日那天…发了几件
        if not leads and _stands(one, reading, part, parted=parted):
            bare = found and isinstance(found[-1][2].asks[0], Listed) and _is_named(found[-1][1], one)
            if bare and isinstance(reading.asks[0], Figures | Statistics):
                found.pop()  # 是建议！人大代表建议多少件: it only says which are meant
            found.append((text, one, reading))
            waiting, carried = "", one.facets
        elif found:
            both, joined, taken, _ = _alone(f"{found[-1][0]} {text}", Facets(), message, read)
            if sure(joined, taken) and type(taken.asks[0]) is type(found[-1][2].asks[0]):
                found[-1] = (both, joined, taken)
                carried = joined.facets
        else:
            waiting = text
    if len(found) < 2:
        return []
    asks: list[tuple[Message, Reading]] = []
    for _, one, read_alone in found:
        reading = _about_the_first(one, read_alone, asks)
        asks.append((one, unapplied(reading, unclaimed(one, reading, tagged(one)))))
    return asks


def _alone(text: str, carried: Facets, message: Message, read: Reader) -> tuple[str, Message, Reading, Part]:
    one = _clause(message, text)
    part = part_of(list(tagged(one)) or [Span(0, 0, "", frozenset())], apart=False)
    about = {kind for span in part.spans for kind in span.kinds & SUBJECTS if is_head(span)}
    if not about <= {
        Kind.ROLE
    }:  # 11月的提案有几件，有哪些: the same ones; with a subject of its own only whose and when
        carried = Facets(
            years=carried.years, agencies=carried.agencies, other_office=carried.other_office, apart=carried.apart
        )
    one = _clause(message, text, carried)
    return text, one, read(one), part


def _has_a_subject(message: Message, part: Part) -> bool:
    """Return whether a part names something of its own, as it is loaded: 开放日, not 一起办 (合办).

    Where nothing is counted 答复 is that of the record before: 哪天答复的, 几号公布的答复.
    """
    holds = (message.vocabulary.titles.holds, message.vocabulary.passages.holds)
    counted = any(Kind.MEASURE in span.kinds and not span.kinds & {Kind.ASPECT, Kind.ASKED} for span in part.spans)
    of_it = QUESTIONS | {Kind.FILLER} | (frozenset() if counted else {Kind.RECORD})
    return any(
        is_head(span)
        and not (kinds := span.kinds - of_it) <= frozenset()
        and (not kinds <= _OF_TEXTS or any(held(solid(span.said)) for held in holds))
        for span in part.spans
    )


def _of_the_record(before: tuple[str, Message, Reading], message: Message) -> list[tuple[str, Message, Reading]]:
    """Return 谁办的 after 399号 or 轴承的提案 as a question on this record; what no record tells is named."""
    text, one, reading = before
    asked = reading.asks[0]
    name = first_key("aspects", message.clean)
    if name is None or not isinstance(asked, ByNumber | Search):
        return [(text, one, unapplied(reading, (message.clean.strip(),)))]
    other = replace(reading, asks=(replace(asked, aspect=Aspect(name)),), understood=())
    return [before, (message.clean, replace(message, facets=one.facets), other)]


def _names_records(message: Message, part: Part, after: Reading) -> bool:
    """Return whether a clause says that replies, or what is loaded, are counted: not 发了多少条.

    After a figure of the form, 给公开了 says of its cases what became of them.
    """
    subjects = {Kind.RECORD, Kind.BODY} if isinstance(after.asks[0], Figures) else SUBJECTS - {Kind.CONCEPT}
    named = any(span.kinds & subjects and is_head(span) for span in part.spans)
    return named or finder("measures", "loaded").search(message.clean) is not None


def _is_named(message: Message, after: Message) -> bool:
    """Return whether a clause only names the records that the next one asks for."""
    named = message.facets.body is not None and message.facets.body == after.facets.body
    return named and all(span.kinds & {Kind.RECORD, Kind.BODY} for span in tagged(message))


def _compares_lists(reading: Reading, part: Part) -> bool:
    """Return whether a clause without a subject is read as one on the loaded lists: 哪个多."""
    ask = reading.asks[0]
    lists = isinstance(ask, Computed) and ask.over is Axis.BODIES and not any(one.key for one in ask.operands)
    return not part.heads and (lists or _CONTEST.fullmatch("".join(span.said for span in part.spans)) is not None)


def _of_the_same(
    found: Sequence[tuple[str, Message, Reading]], said: str, message: Message, read: Reader, *, compared: bool
) -> tuple[str, Message, Reading, Part] | None:
    """Return 发了多少条 as a question on the subject of the clauses before it: 公众号啥时候开的, 发了多少条.

    None where that is no question: of two of them (哪个多) it has to be one that is worked out.
    """
    subjects = _subjects(*found[-1][1:])
    if compared:
        each = [_subjects(one, reading) for _, one, reading in found]
        stated = [_COUNTED.sub("", one.clean).strip() for _, one, _ in found]
        # 公众号发了几条: of its numbers the one that it publishes is meant.
        subjects = [
            subject for own, text in zip(each, stated, strict=True) for subject in (own if own[1:] else own and [text])
        ]
        text = "和".join(subjects[-2:]) + said
    else:
        text = "".join(subjects[:1]) + said
    joined = _alone(text, found[-1][1].facets, message, read)
    whole = (
        len(subjects) > compared
        and isinstance(joined[2].asks[0], Computed if compared else InPassages | Figures)
        and sure(joined[1], joined[2])
    )
    return joined if whole and not _compares_lists(joined[2], joined[3]) else None


def _subjects(message: Message, reading: Reading) -> list[str]:
    """Return what a question is about, as it was written."""
    ask = reading.asks[0]
    if isinstance(ask, InPassages) and not (ask.people or ask.topic):
        said = solid(message.clean)
        whose = [term for term in ask.terms if solid(term) in said]
        joined = [
            term for term, other in pairwise(whose) if any(f"{term}{mark}{other}" in said for mark in "和与跟及、")
        ]
        return whose[: len(joined) + 1]
    if isinstance(ask, Figures):
        return [_COUNTED.sub("", cell.said) for cell in ask.cells]
    return []


def _stands(message: Message, reading: Reading, part: Part, *, parted: bool) -> bool:
    """Return whether a part is a question by itself: it asks, or names a thing that answers to its name."""
    ask = reading.asks[0]
    whole = part.heads == sum(span.end - span.start for span in part.spans if span.said != "的")
    certain = sure(message, reading)
    if isinstance(ask, Search):
        stands = (certain and (part.complete or parted or whole)) or (parted and part.plain)
    elif isinstance(ask, Overview):
        stands = parted  # 洪泽 beside a figure says whose
    elif isinstance(ask, Listed) and not part.complete:
        stands = parted or (part.asks and message.facets.period is not None)
    elif isinstance(ask, InPassages) and not part.complete:
        stands = certain and (parted or whole or bool(ask.people or ask.topic))
    elif isinstance(ask, Statistics):
        stands = certain and (part.complete or part.asks)
    else:
        stands = certain and (part.complete or isinstance(ask, _ANSWER_TO_THEIR_NAME))
    return stands


def _about_the_first(message: Message, reading: Reading, before: list[tuple[Message, Reading]]) -> Reading:
    """Return 主题是什么 with what the question before is about: 培训. One with a subject of its own needs none."""
    ask = reading.asks[0]
    former = before[-1][1].asks[0] if before else None
    if not isinstance(ask, InPassages) or not isinstance(former, InPassages) or ask.topic or ask.people:
        return reading
    headed = any(message.vocabulary.headings.holds(solid(term)) for term in ask.terms)
    if headed or any(is_head(span) and span.kinds <= _OWN and len(span.said) > 2 for span in tagged(message)):
        return reading
    subject = former.terms[:1]
    if any(term in ask.terms for term in subject):
        return reading
    whole = replace(ask, terms=(*subject, *ask.terms), alternatives=(*former.alternatives[:1], *ask.alternatives))
    return replace(reading, asks=(whole, *reading.asks[1:]))


def _compared(
    message: Message, reading: Reading, spans: Sequence[Span], read: Reader
) -> tuple[Message, Reading] | None:
    """Return 发了六百多条吧 as a question for what is printed: a supposed number or day is compared, no filter."""
    ask, facets = reading.asks[0], reading.facets or message.facets
    if not finder("frames", "whether").search(message.clean):
        return None
    if isinstance(ask, Search) and facets.period and sure(message, reading):
        asked = replace(ask, aspect=Aspect.PUBLISHED_ON if ask.aspect is Aspect.CARD else ask.aspect)
        return message, replace(reading, asks=(asked,), facets=replace(facets, period=None))
    supposed = [span for span in spans if Kind.QUANTITY in span.kinds]
    if len(supposed) != 1:
        return None
    end = supposed[0].end + (message.core[supposed[0].end : supposed[0].end + 1] in _ROUGHLY)
    text = message.core[: supposed[0].start] + words("frames", "how_many")[0] + message.core[end:]
    inner = replace(message, core=text, clean=text)
    found = read(inner)
    if isinstance(found.asks[0], Search | Guarded) or not sure(inner, found):
        return None
    return inner, found
