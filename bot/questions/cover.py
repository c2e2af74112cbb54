"""Which parts of a message ask, and of what: a cover of it by asks and frames.

A message is cut at pauses, asking verbs and openers. A part that nothing loaded, no label and no question word explains
is frame. The rest is read as one question where that leaves no word unused, else as several.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.questions.asked import Asked, Reader, alone, clause
from bot.questions.claims import ALONE, FRAMES, counted_otherwise, outweighed, sure, unapplied, unclaimed
from bot.questions.clauses import Part, is_head, parts_of, spaced, told_apart
from bot.questions.core import asked_instead, settled
from bot.questions.leaning import about_the_first, leaning, with_unread
from bot.questions.lexicon import finder, first_key, words
from bot.questions.message import Message, Reading, solid, squeezed
from bot.questions.question import (
    Ask,
    Aspect,
    Axis,
    BadDate,
    ByNumber,
    Computed,
    Days,
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
    Understood,
)
from bot.questions.readers import passages
from bot.questions.readers.passages import asks_for_a_kind
from bot.questions.ready_made import looked_up_first
from bot.questions.spans import QUESTIONS, SUBJECTS, Kind, Span, tagged
from bot.questions.turns import LISTED, checked, leaves_out

_APART = re.compile(
    r"(?P<one>[^和与跟及]{2,})[和与跟及](?P<other>.{2,}?)(?:都?分别|各自|各|都(?=是|在))(?P<asked>.{2,})"
)
_MOST_PARTS, _MOST_ASKS = 12, 6
_QUOTATION = 9
_TELLING = 4  # characters of a figure's name that ask by themselves
_ANSWER_TO_THEIR_NAME = (Figures, Computed, Days, Persons, ByNumber, Guarded, NotPublished, Help, BadDate)
_WHEN = frozenset({Kind.FACET, Kind.FILLER, Kind.COURTESY})
_WITHIN = words("computed", "within")
_KINDS = (Focus.WHEN, Focus.HOW_MANY, Focus.WHO, Focus.WHERE)
_NO_COUNT = (Focus.WHEN, Focus.WHERE, Focus.WHO, Focus.NAME)
_A_YEAR = 360  # days; what is shorter is a part of it
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
        (one, checked(one, _weighed(one, _of_the_year(one, reading), otherwise), tagged(one)))
        for one, reading in cover.asks
    ]
    # 谁级别最高 beside officials asks for a rank that no list tells: it is no talk.
    of_persons = isinstance(asks[-1][1].asks[0], Persons)
    unread = [
        Understood(said, "", "unsaid") for said in cover.frames if (of_persons and _ranks(said)) or leaves_out(said)
    ]
    if unread:
        one, reading = asks[-1]
        asks[-1] = (one, replace(reading, understood=(*reading.understood, *unread)))
    return replace(cover, asks=tuple(asks))


def _ranks(said: str) -> bool:
    ranked = finder("computed", "most", "least").search(said)
    return ranked is not None and finder("computed", "who").search(said) is not None


def _of_the_year(message: Message, reading: Reading) -> Reading:
    """Return a reading that names a part of a year, which a report's figures cannot be told by."""
    period = message.facets.period
    if period is None or (period.end - period.start).days > _A_YEAR or period.said not in message.clean:
        return reading
    yearly = all(
        isinstance(ask, Figures)
        or (isinstance(ask, InPassages) and ask.focus is Focus.HOW_MANY)
        or (isinstance(ask, Computed) and ask.over is not Axis.MONTHS and any(one.told for one in ask.operands))
        for ask in reading.asks
    )
    named = unapplied(reading, (period.said,), message.facets)
    if yearly and isinstance(named.asks[0], InPassages):
        named = replace(
            reading, asks=named.asks, understood=(*reading.understood, Understood(period.said, "", "unapplied"))
        )
    return named if yearly else reading


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
    spans = tagged(message)
    # A figure beside what is listed is no word that limits the list: 发证发了几个.
    other = not isinstance(ask, Figures) and any(
        Kind.FIGURE in span.kinds and not span.kinds & {Kind.RECORD, Kind.BODY} and span.said in left for span in spans
    )
    other = other or (not isinstance(ask, Figures) and any(finder("turns", "operations").search(word) for word in left))
    if not left or not (otherwise or other or outweighed(message, reading, spans, left)):
        return reading
    left = _in_order(message.clean, left)
    nearest = message.clean
    for word in left:
        nearest = nearest.replace(word, "", 1)
    named = [span.said for span in tagged(message) if span.kinds & SUBJECTS and is_head(span)]
    whole = not any(name in word or word in name for name in named for word in left)
    nearest, said = squeezed(nearest), "”“".join(left)
    if not whole and (told := passages.read(message)) and isinstance(told.asks[0], InPassages):
        # 开放日花了多少钱: of what was left out more is known than of what was used.
        turned = TurnedQuestion(turn=nearest, nearest="", strange=True, instead=asked_instead(message, told))
        return replace(reading, asks=(turned,), understood=())
    instead = asked_instead(replace(message, clean=nearest), reading) if whole else None
    turned = TurnedQuestion(turn=said, nearest=nearest, strange=True, instead=instead)
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
    return unapplied(told, unused, message.facets) if sum(map(len, unused)) < sum(map(len, left)) else None


def _covered(message: Message, read: Reader) -> Cover:
    """Return a message's questions.

    Args:
        message: The message, courtesies and all.
        read: Reads a message as one question.
    """
    whole = read(message)
    ask = whole.asks[0]
    # What is worked out is read only where no word is left.
    worked_out = isinstance(ask, Computed | Persons | Days) and not told_apart(message.clean)
    if worked_out and isinstance(ask, Persons):
        worked_out = (
            sum(_asks_itself(part) for part in parts_of(message, tagged(message))) < 2
        )  # 组长是谁啊副组长又是谁啊
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
        inner = clause(message, _text(message, kept))
        without = read(inner)
        requests = any(finder("words", "requests").search(frame) for frame in frames)
        if requests and isinstance(without.asks[0], Statistics) and isinstance(ask, Figures):
            inner, kept, frames = message, parts, ()  # 群众反映的申请，公开了几件 counts no replies
        else:
            whole = without
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
        if several and not _holds_all(inner, whole, several, parted=parted):
            return Cover(tuple(several), frames)
    if inner is not message:
        spans = tagged(inner)
        parts = parts_of(inner, spans)
    return Cover((_one(inner, whole, spans, parts, read),), frames)


def _spans_several(whole: Reading, texts: Sequence[str]) -> bool:
    """Return whether a figure is named by words of two parts together: 老百姓申请，你们给了多少."""
    figures = isinstance(whole.asks[0], Figures) and len(whole.asks) == 1
    return figures and any(not any(phrase in solid(text) for text in texts) for phrase in whole.claimed)


def _asks_itself(part: Part) -> bool:
    """Return whether a part names something and has a word that asks: 党组成员 of 副组长里有几个党组成员 has none."""
    return (
        part.asks
        and bool(part.heads)
        and any(span.kinds & {Kind.ASKED, Kind.MEASURE} and not span.kinds & SUBJECTS for span in part.spans)
    )


def _each(text: str) -> list[str]:
    """Return 开放日和培训分别是哪天 as a question on each: 开放日是哪天, 培训是哪天."""
    match = _APART.fullmatch(text.strip())
    return [f"{subject.strip()}{match['asked']}" for subject in (match["one"], match["other"])] if match else []


def _each_figure(message: Message, text: str, read: Reader) -> list[str]:
    """Return a part that asks for a figure of each of two things as a question on each: 提案和建议各多少件."""
    halves = _each(text)
    if not halves or not isinstance(read(clause(message, text)).asks[0], Statistics):
        return [text]
    figures = all(isinstance(read(clause(message, half)).asks[0], Figures) for half in halves)
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
    guarded = guarded and read(clause(message, message.clean[: parts[0].begins])).asks == whole.asks
    led = led and (dated or guarded or isinstance(whole.asks[0], Search))
    if sure(message, whole) and not left and not led:
        return message, whole
    if isinstance(whole.asks[0], Guarded) and whole.asks[0].guard not in FRAMES and not led:
        return message, whole
    if len(parts) == 1 and (parts[0].heads or parts[0].asks):
        text = message.clean[parts[0].begins : parts[0].ends]
        if len(text) < len(message.clean.strip()):
            inner = clause(message, text)
            found = read(inner)
            own = tagged(inner)
            fewer = unclaimed(inner, found, own)
            better = led or not sure(message, whole) or len("".join(fewer)) < len("".join(left))
            if sure(inner, found) and better:
                return inner, unapplied(found, fewer, inner.facets)
            if isinstance(found.asks[0], Search) and isinstance(whole.asks[0], Search | Guarded):
                message, whole, spans = inner, found, own
    if isinstance(whole.asks[0], Search):
        return settled(message, whole, spans, read)
    return message, unapplied(whole, left, message.facets) if sure(message, whole) else whole


def _holds_all(message: Message, whole: Reading, several: Sequence[tuple[Message, Reading]], *, parted: bool) -> bool:
    """Return whether a message read as one asks all that its parts ask."""
    if not sure(message, whole):
        return False
    named = unclaimed(message, whole, tagged(message))
    unread = [one.said for _, own in several for one in own.understood if _of_kind(one.said)]
    if any(not any(word in said for word in named) for said in unread):
        return False
    focused = parted or sum(asks_for_a_kind(one.clean) for one, _ in several) > 1
    if sum(isinstance(reading.asks[0], Listed | Statistics) for _, reading in several) > 1:
        return False
    if parted and sum(isinstance(reading.asks[0], Search) for _, reading in several) > 1:
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
            held = ask.aspect is one.aspect and set(map(solid, ask.words)) <= {solid(word) for word in one.words}
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
    about = [part for place, part in enumerate(about) if not _is_announced(part, about[place + 1 :])]
    first = next((place for place, part in enumerate(about) if part.heads), 0)
    about = [part for place, part in enumerate(about) if place >= first or part.counts or _reads(message, part, read)]
    if any(finder("frames", "back").search(message.clean[part.start : part.end]) for part in about):
        return [part for part in about if part.heads or part.asks][:_MOST_PARTS]
    # 我是本地市民 says who asks, whatever word of it is loaded.
    about = [part for part in about if part.asks or not part.speaks or _is_request(message, part, read)] or about
    if any(part.heads and (part.asks or part.complete) for part in about):
        about = [part for part in about if not _is_talk(message, part, read)]
    plain = [part for part in about if part.plain]
    if not any(part.complete if spaced(message.clean) else part.heads for part in plain):
        return about[:_MOST_PARTS]
    first = plain[0].start
    return [
        part
        for part in about
        if part in plain or (part.start > first and _asks_on(message, part)) or _reads(message, part, read)
    ][:_MOST_PARTS]


def _asks_on(message: Message, part: Part) -> bool:
    """Return whether a part names nothing and asks for a kind of thing: 拿到手的有几个, of what stands before it."""
    said = message.clean[part.start : part.end]
    return not part.heads and _of_kind(said) and not _ranks(said)


def _of_kind(said: str) -> bool:
    """Return whether words ask when, where, who or how many."""
    return first_key("focus", said) in _KINDS


def _reads(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a doubtful part is a question all the same: of sentences or figures, with no word unused."""
    one = clause(message, message.clean[part.begins : part.end])
    reading = read(one)
    ask = reading.asks[0]
    if not sure(one, reading) or isinstance(ask, Search | Listed | Guarded | Help):
        return False
    told = isinstance(ask, Figures) or (isinstance(ask, InPassages) and ask.topic is not None)
    if unclaimed(one, reading, tagged(one)):
        return told and any(span.kinds & {Kind.ASPECT, Kind.LISTING} for span in part.spans)
    return part.asks or told


def _is_announced(part: Part, later: Sequence[Part]) -> bool:
    """Return whether a part only says what a later one asks about: 培训吧，培训哪天."""
    said = {span.said for span in part.spans if is_head(span)}
    asks = any(span.kinds & QUESTIONS - {Kind.TURN} for span in part.spans if not is_head(span))
    return bool(said) and not asks and any(one.asks and said <= {span.said for span in one.spans} for one in later)


def _is_talk(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a clause beside a question names nothing, and no loaded text has its words: 就一个数."""
    if part.heads or any(span.kinds & {Kind.ASKED, Kind.LISTING} for span in part.spans):
        return False
    said = message.clean[part.start : part.end]
    aspects = [span.said for span in part.spans if Kind.ASPECT in span.kinds]
    of_each = finder("follow_ups", "each").match(said) and first_key("aspects", said) in LISTED
    if solid(said) == "".join(aspects) or of_each:
        return False  # 399号提案 发文字号; 有几件，都是几号发的
    if finder("frames", "whether").search(message.clean[part.start :]):
        return False  # 没错吧 makes the clause before it one that is compared
    ask = read(clause(message, said)).asks[0]
    holds = (message.vocabulary.titles.holds, message.vocabulary.passages.holds)
    return isinstance(ask, Search) and not any(held(solid(word)) for word in ask.words for held in holds)


def _is_request(message: Message, part: Part, read: Reader) -> bool:
    """Return whether somebody who speaks of themselves wants what the bot cannot do: 我想申请公开信息."""
    reading = read(one := clause(message, message.clean[part.start : part.end]))
    return isinstance(reading.asks[0], Guarded) and sure(one, reading)


def _told(message: Message, part: Part, read: Reader) -> bool:
    """Return whether a part without any name is one of the matters that every report tells: 填表规则."""
    if part.end - part.begins < _TELLING:
        return False
    ask = (reading := read(clause(message, message.clean[part.begins : part.end]))).asks[0]
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


def _several(message: Message, pieces: Sequence[tuple[str, bool]], read: Reader) -> list[tuple[Message, Reading]]:
    """Return the questions that the parts of a message are; nothing where fewer than two of them stand alone.

    A part that is none by itself goes with the one before it, or the first with the one after.

    Args:
        message: The message.
        pieces: Its parts, each with whether it is told apart from the one before by more than a comma.
        read: Reads a message as one question.
    """
    found: list[Asked] = []
    waiting, carried, joined_to = "", Facets(), False
    for place, (said, apart) in enumerate(pieces[:_MOST_ASKS]):
        parted = apart or (place + 1 < len(pieces) and pieces[place + 1][1])
        one = alone(f"{waiting} {said}".strip(), carried, message, read)
        if waiting and not _stands(one, parted=parted):
            one = alone(said, carried, message, read)
        found, left = leaning(found, one, said, read, parted=parted)
        if left is None:
            joined_to = True
            continue
        counts = any(span.kinds & {Kind.MEASURE, Kind.ASKED, Kind.ASPECT} for span in left.part.spans)
        leads = not found and isinstance(left.ask, Listed) and not counts
        # 10月28日那天…发了几件; 已列出的答复里，10月的有几件
        leads = leads and (all(span.kinds & _WHEN for span in left.part.spans) or said.endswith(_WITHIN))
        if not leads and _stands(left, parted=parted):
            bare = found and isinstance(found[-1].ask, Listed) and _is_named(found[-1].message, left.message)
            if bare and isinstance(left.ask, Figures | Statistics):
                found.pop()  # 是建议！人大代表建议多少件: it only says which are meant
            found.append(left)
            waiting, carried = "", left.message.facets
        elif found and _asks_on(left.message, left.part):
            found[-1] = with_unread(found[-1], left)
        elif found:
            former = found[-2].message.facets if len(found) > 1 else Facets()
            joined = alone(f"{found[-1].text} {left.text}", former, message, read)
            if sure(joined.message, joined.reading) and type(joined.ask) is type(found[-1].ask):
                found[-1] = joined
                carried = joined.message.facets
        else:
            waiting = left.text
    if len(found) < 2 and not joined_to:
        return []
    asks: list[tuple[Message, Reading]] = []
    for each in looked_up_first(found):
        reading = about_the_first(each.message, each.reading, asks)
        left_over = unclaimed(each.message, reading, tagged(each.message))
        asks.append((each.message, unapplied(reading, left_over, each.message.facets)))
    return asks


def _is_named(message: Message, after: Message) -> bool:
    """Return whether a clause only names the records that the next one asks for."""
    named = message.facets.body is not None and message.facets.body == after.facets.body
    return named and all(span.kinds & {Kind.RECORD, Kind.BODY} for span in tagged(message))


def _stands(one: Asked, *, parted: bool) -> bool:
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
