"""Which parts of a message ask: not what is about nothing, nor what is doubtful beside what is plain."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from bot.questions.asked import Reader, clause
from bot.questions.claims import FRAMES, sure, unclaimed
from bot.questions.clauses import Clause, is_head, spaced, speaks
from bot.questions.lexicon import alternation, finder, first_key, words
from bot.questions.message import Message, solid
from bot.questions.question import Facets, Figures, Focus, Guarded, Help, InPassages, Listed, Search
from bot.questions.readers.agency_words import may_hold_one
from bot.questions.spans import QUESTIONS, Kind, tagged
from bot.questions.turns import LISTED

_MOST_PARTS = 12
_ABOUT = (QUESTIONS - {Kind.TURN}) | {Kind.NUMBER, Kind.QUANTITY, Kind.FACET, Kind.PERSON, Kind.BODY, Kind.RECORD}
_LEFT_OPEN = re.compile("没有?$|不$")  # 都办完了没
_NAMES = frozenset({Kind.FIGURE, Kind.ROLE, Kind.RECORD, Kind.NUMBER, Kind.PERSON, Kind.CONCEPT})
_OF_LISTS = frozenset({Kind.FIGURE, Kind.ROLE, Kind.RECORD})
_SET_APART = ("set_aside", "except_before", "except_after", "besides", "taken_off", "others", "rest")
_PAUSES = " ,，。;；!！?？"
_WHICH = re.compile("(?:是|有)?(?:哪[个件条家些几]|谁)")
_ASCII = re.compile("[0-9]")
_KINDS = (Focus.WHEN, Focus.HOW_MANY, Focus.WHO, Focus.WHERE)


def kept_of(message: Message, parts: list[Clause], read: Reader) -> list[Clause]:
    """Return the parts that ask: not those that are about nothing, nor doubtful ones beside plain ones."""
    if meant := _of_the_one_before(message, parts):
        return meant
    about = [part for part in parts if not part.frame]
    about = [part for place, part in enumerate(about) if not _is_announced(part, about[place + 1 :])]
    first = next((place for place, part in enumerate(about) if part.heads), 0)
    about = [part for place, part in enumerate(about) if place >= first or part.counts or _reads(message, part, read)]
    if any(finder("frames", "back").search(message.clean[part.start : part.end]) for part in about):
        return [part for part in about if part.heads or part.asks][:_MOST_PARTS]
    # 我是本地市民 says who asks, whatever word of it is loaded.
    asking = [part for part in about if part.inquires or not part.speaks]
    if asking and not any(part.heads for part in asking):
        asking = [*(named for part in about if part not in asking and (named := _before_self(part))), *asking]
    about = asking or about
    if any(part.heads and (part.asks or part.complete) for part in about):
        about = [part for part in about if not _is_talk(message, part, read)]
    plain = [part for part in about if part.plain]
    if not any(part.complete if spaced(message.clean) else part.heads for part in plain):
        return about[:_MOST_PARTS]
    first = plain[0].start
    return [
        part
        for part in about
        if part in plain
        or (part.start > first and asks_on(message, part))
        or (part.complete and not part.speaks and asks_how_many(message, message.clean[part.begins : part.end]))
        or _reads(message, part, read)
    ][:_MOST_PARTS]


def _before_self(part: Clause) -> Clause | None:
    """Return what a sentence of whoever asks names before they speak of themselves: 培训 of 培训那事我忘了."""
    selves = [place for place, span in enumerate(part.spans) if span.said in words("frames", "self")]
    heads = [span for span in part.spans[: selves[0]] if is_head(span)] if selves else []
    if not heads:
        return None
    first, last = heads[0].start, heads[-1].end
    named = tuple(span for span in part.spans if first <= span.start < last)
    return replace(part, start=first, begins=first, end=last, ends=last, spans=named, speaks=False)


def _of_the_one_before(message: Message, parts: Sequence[Clause]) -> list[Clause]:
    """Return 他们回了没 with what of the part before says of which matter: 轴承的; nothing where no part asks so."""
    asked = next((one for one in parts if _whether_answered().fullmatch(message.clean[one.start : one.end])), None)
    for part in reversed([one for one in parts if asked and one.start < asked.start]):
        loaded = [span for span in part.spans if Kind.LOADED in span.kinds and is_head(span)]
        if asked and loaded and not part.asks:
            return [replace(part, start=loaded[0].start, begins=loaded[0].start), asked]
    return []


@cache
def _whether_answered() -> re.Pattern[str]:
    whose = alternation((*words("told", "places"), *words("follow_ups", "subject")))
    whether = alternation((*words("told", "whether"), *words("frames", "whether")))
    answers, answered = alternation(words("words", "answers")), finder("aspects", "answered").pattern
    asked = rf"(?:{answers})(?:了|过)?(?:{whether})?|{answered}"
    return re.compile(rf"(?:{whose}|到底|最后|后来|给|有没有|是否)*(?:{asked})\W*")


def asks_on(message: Message, part: Clause) -> bool:
    """Return whether a part names nothing and asks of what stands before it: 拿到手的有几个, 剩下的怎么回事."""
    said = message.clean[part.start : part.end]
    of_the_rest = part.asks and finder("turns", "rest").match(said) is not None
    return not part.heads and (asks_for_one(said) or of_the_rest)


def asks_which(message: Message, said: str) -> bool:
    """Return whether a clause behind a question asks which one: 哪个拖了没办 is no talk."""
    return not message.clean.startswith(said) and _WHICH.match(said) is not None


def asks_how_many(message: Message, said: str) -> bool:
    """Return whether a part that was left out asks how many of a thing that reports count: 主办八十岁以上几件."""
    spans = tagged(clause(message, said))
    return any(Kind.MEASURE in span.kinds for span in spans) and any(
        span.kinds & {Kind.FIGURE, Kind.ROLE, Kind.RECORD} and not span.kinds & {Kind.MEASURE, Kind.COURTESY}
        for span in spans
    )


def asked_besides(message: Message, said: str) -> bool:
    """Return whether a part that was left out has content, and words for another question (另外) before or after it.

    So has one in which an unknown word limits a name. What somebody says of themselves asks nothing: 还有，我明天要用.
    """
    spans = [span for span in tagged(clause(message, said)) if span.kinds != {Kind.FILLER}]
    # 残疾人的提案 第 261 号
    named = (other.kinds & _OF_LISTS and Kind.CONCEPT not in other.kinds for other in spans[1:])
    limits = (Kind.UNKNOWN in one.kinds and name for one, name in zip(spans, named, strict=False))
    if any(limits) and not speaks(said):
        return True
    content = any(Kind.UNKNOWN in span.kinds or is_head(span) or Kind.ASPECT in span.kinds for span in spans)
    before, _, after = message.clean.partition(said)
    opened = bool(spans) and Kind.OPENER in spans[0].kinds
    opened = opened or before.rstrip(_PAUSES).endswith(words("frames", "openers"))
    besides = opened or after.lstrip(_PAUSES).startswith(words("frames", "openers"))
    return content and besides and not finder("frames", "self").search(said)


def names_something(message: Message, said: str) -> bool:
    """Return whether a part that went into no question names a figure, record or matter and is no talk."""
    named = any(span.kinds & _NAMES and is_head(span) for span in tagged(clause(message, said)))
    return named and not speaks(said)


def asks_to_work_out(message: Message, said: str) -> bool:
    """Return whether a clause behind a question asks for a mean or difference of what stands before: 然后算平均."""
    return (
        not message.clean.startswith(said)
        and finder("computed", "mean", "difference", "times").search(said) is not None
    )


def asks_for_one(said: str) -> bool:
    """Return whether words ask when, where, who or how many."""
    return first_key("focus", said) in _KINDS


def _reads(message: Message, part: Clause, read: Reader) -> bool:
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


def _is_announced(part: Clause, later: Sequence[Clause]) -> bool:
    """Return whether a part only says what a later one asks about: 培训吧，培训哪天."""
    said = {span.said for span in part.spans if is_head(span)}
    asks = any(span.kinds & QUESTIONS - {Kind.TURN} for span in part.spans if not is_head(span))
    return bool(said) and not asks and any(one.asks and said <= {span.said for span in one.spans} for one in later)


def without_remarks(message: Message, parts: Sequence[Clause], read: Reader) -> list[Clause]:
    """Return the parts that are no remarks of whoever writes, thanks or insults; all where the others ask nothing."""
    if finder("frames", "back").search(message.clean):
        return list(parts)  # 我是做轴承的，有没有这方面的提案
    others = [part for part in parts if not (_is_remark(message, part) or _is_insult(message, part, parts, read))]
    return others if any(part.heads or part.unknown > 1 for part in others) else list(parts)


def _is_insult(message: Message, part: Clause, parts: Sequence[Clause], read: Reader) -> bool:
    """Return whether a part beside others is read as an insult, thanks or the like by itself: 就知道糊弄老百姓."""
    if len(parts) < 2 or part.asks or not part.unknown:
        return False
    ask = read(clause(message, message.clean[part.start : part.end], Facets())).asks[0]
    return isinstance(ask, Guarded) and ask.guard in FRAMES


def _is_remark(message: Message, part: Clause) -> bool:
    """Return whether a part is a sentence of somebody that names no record, asks nothing and is loaded nowhere."""
    said = message.clean[part.start : part.end]
    to_come = _is_to_come(message, said)
    if (
        not (speaks(said) or to_come)
        or part.asks
        or _LEFT_OPEN.search(said)
        or finder("turns", *_SET_APART).search(said)
        or (len(message.vocabulary.agencies) > 1 and may_hold_one(said))  # 咱们街道这块，…谁最少
    ):
        return False
    about = _ABOUT - {Kind.FACET} if to_come else _ABOUT
    if any((span.kinds & about and len(span.said) > 1) or Kind.ASKED in span.kinds for span in part.spans):
        return False
    figures = any(Kind.FIGURE in span.kinds and is_head(span) for span in part.spans)
    if figures and not finder("frames", "threats").search(said):
        return False
    return not any(len(piece) * 2 > len(said) for piece in message.vocabulary.titles.pieces(solid(said)))


def _is_to_come(message: Message, said: str) -> bool:
    """Return whether a clause tells of a day to come, told from today: nothing loaded is of 明天."""
    facets = clause(message, said).facets
    return bool(facets.period and facets.period.start > message.today and not _ASCII.search(facets.period.said))


def _is_talk(message: Message, part: Clause, read: Reader) -> bool:
    """Return whether a clause beside a question names nothing, and no loaded text has its words: 就一个数."""
    if part.heads or any(span.kinds & {Kind.ASKED, Kind.LISTING} for span in part.spans):
        return False
    said = message.clean[part.begins : part.end]
    aspects = [span.said for span in part.spans if Kind.ASPECT in span.kinds]
    of_each = finder("follow_ups", "each").match(said) and first_key("aspects", said) in LISTED
    if solid(said).removesuffix("的") == "".join(aspects) or of_each:
        return False  # 399号提案 发文字号; 有几件，都是几号发的
    if finder("frames", "whether").search(message.clean[part.start :]):
        return False  # 没错吧 makes the clause before it one that is compared
    ask = read(clause(message, said)).asks[0]
    holds = (message.vocabulary.titles.holds, message.vocabulary.passages.holds)
    return isinstance(ask, Search) and not any(held(solid(word)) for word in ask.words for held in holds)


def text_of(message: Message, kept: Iterable[Clause]) -> str:
    """Return the message without its frames."""
    text, at = "", 0
    for part in sorted(kept, key=lambda part: part.start):
        pause = next((sign for sign in message.clean[at : part.start] if not sign.isalnum()), "，") if text else ""
        text += pause + message.clean[part.start : part.end]
        at = part.end
    return text
