"""Where a message can be cut: at pauses, at openers, and where one question ends and another follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message
from bot.questions.spans import HEADS, OPEN_MEASURES, QUESTIONS, SUBJECTS, Kind, Span

_PAUSE = re.compile(r"[^\w%.+\-/⁄#'\"“”《》〔〕\[\]()（）【】·、]|_")
_FULL = re.compile(r"[?!;。\n]")
_OPEN, _ASKS = re.compile("几|多少"), re.compile("什么|谁|哪|几|多少")
_PROPOSED = re.compile("提[了过]?")
_UNBROKEN, _ASCII = re.compile(r"[\s,，。;；:：?？!！]"), re.compile("[0-9a-z]")
_JOINS = ("和", "与", "跟", "及", "、")
_WITH_NUMBERS = frozenset("第号届次年月日")
_LEADING = frozenset({Kind.COURTESY, Kind.OPENER, Kind.VERB})
_OF_TEXTS = frozenset({Kind.LOADED, Kind.FACET})
_TRAILING = frozenset({Kind.COURTESY, Kind.UNKNOWN})
_TELLING = 4  # characters of a figure's name that ask by themselves
_SHORTEST_TALK = 2
_LONG_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the message between two borders.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        begins: Where its question begins, after courtesies and asking verbs.
        ends: Where it ends, without what follows a finished question.
        spans: The spans from `begins` to `ends`.
        apart: A full stop, a question mark or an opener stands before it.
        speaks: It is a sentence of whoever asks about themselves.
        addressed: It begins with whom it is said to.
    """

    start: int
    end: int
    begins: int
    ends: int
    spans: tuple[Span, ...]
    apart: bool = False
    speaks: bool = False
    addressed: bool = False

    @property
    def unknown(self) -> int:
        """How many characters nothing explains."""
        return sum(span.end - span.start for span in self.spans if Kind.UNKNOWN in span.kinds)

    @property
    def heads(self) -> int:
        """How many characters say what the question is about."""
        return sum(span.end - span.start for span in self.spans if is_head(span))

    @property
    def asks(self) -> bool:
        """Whether a question word, a measure or an aspect stands in it."""
        return any(_is_question(span) for place, span in enumerate(self.spans) if place or not _speaks(span))

    @property
    def inquires(self) -> bool:
        """Whether it asks, or tells of no self: 让我报个数 only says why."""
        selfish = any(span.said in words("frames", "self") for span in self.spans)
        return any(
            _is_question(span) and not (selfish and Kind.MEASURE in span.kinds and not _OPEN.search(span.said))
            for place, span in enumerate(self.spans)
            if place or not _speaks(span)
        )

    @property
    def complete(self) -> bool:
        """Whether it can be a question by itself."""
        subjects = [span for span in self.spans if span.kinds & SUBJECTS and is_head(span)]
        return any(map(_asks_alone, subjects)) or (self.asks and bool(subjects))

    @property
    def counts(self) -> bool:
        """Whether a measure or an aspect stands in it."""
        return any(span.kinds & {Kind.MEASURE, Kind.ASPECT} and span.end - span.start > 1 for span in self.spans)

    @property
    def plain(self) -> bool:
        """Whether more of it is known than unknown, and not by what is loaded or a date alone."""
        if not self.heads:
            return not self.unknown
        named = any(is_head(span) and not span.kinds <= _OF_TEXTS for span in self.spans)
        if not named and not self.asks:
            dated = any(Kind.FACET in span.kinds for span in self.spans)
            return not self.unknown if dated else self.heads == sum(span.end - span.start for span in self.spans)
        return self.unknown < self.heads

    @property
    def frame(self) -> bool:
        """Whether nothing in it is about anything loaded."""
        return not self.heads and not self.asks


def is_head(span: Span) -> bool:
    """Return whether a span says what a question is about."""
    if Kind.NUMBER in span.kinds and span.end - span.start > 1:
        return True
    return bool(span.kinds & HEADS) and not span.kinds & _LEADING and span.end - span.start > 1


def _says(span: Span) -> bool:
    return is_head(span) or _is_question(span)


def _is_question(span: Span) -> bool:
    return (
        bool(span.kinds & QUESTIONS)
        and not span.kinds & _LEADING
        and (span.end - span.start > 1 or Kind.FILLER not in span.kinds or Kind.ASKED in span.kinds)
    )


def _asks_alone(span: Span) -> bool:
    size = span.end - span.start
    if Kind.NUMBER in span.kinds:
        return size >= _LONG_NUMBER
    return Kind.PERSON in span.kinds or (size >= _TELLING and bool(span.kinds & {Kind.FIGURE, Kind.LOADED}))


def parts_of(message: Message, spans: Sequence[Span]) -> list[Clause]:
    """Cut a message at pauses, openers and after finished questions."""
    found: list[Clause] = []
    current: list[Span] = []
    apart = False
    for place, span in enumerate(spans):
        if current:
            gap = message.clean[current[-1].end : span.start]
            opened = Kind.OPENER in span.kinds and not span.kinds & HEADS and not _goes_on(span, spans[place + 1 :])
            asks_whether = gap and not found and _whether().match(message.clean, span.start)
            if not asks_whether and (
                opened
                or (_finished(message, current, spans[place:]) and not _is_object(spans[place:]))
                or (gap and _is_pause(message.clean, current[-1].end, span.start))
            ):
                led = all(one.kinds & (_LEADING | {Kind.FILLER}) and not _says(one) for one in current)
                if not led:
                    found.append(part_of(current, apart=apart))
                apart = opened or bool(_FULL.search(gap)) or (led and apart)
                current = []
        elif Kind.OPENER in span.kinds:
            apart = True
        current.append(span)
    return [*found, part_of(current, apart=apart)] if current else found


@cache
def _whether() -> re.Pattern[str]:
    """Find a clause that only asks whether the one before it is so: …，是不是; …，真的假的."""
    asking = alternation(word for word in words("told", "whether") if len(word) > 1)
    return re.compile(rf"(?:{asking})(?=\W|$)")


def _goes_on(opener: Span, rest: Sequence[Span]) -> bool:
    """Return whether 还有 asks what more there is: 还有哪些, 还有几件, 还有吗."""
    return opener.said in words("frames", "more") and (
        not rest or (rest[0].start == opener.end and bool(rest[0].kinds & QUESTIONS))
    )


def _is_pause(text: str, start: int, end: int) -> bool:
    """Return whether what stands between two spans parts them: not the spaces of 第 117 号, nor quotation marks."""
    gap = text[start:end]
    if gap.isspace() and "\n" not in gap:
        # 第 117 号 is one word; so is a number with what stands beside it, but not with a sentence: 气死我了 2020年.
        numbers = text[start - 1] in _WITH_NUMBERS or text[start - 1].isascii() or text[end].isascii()
        return not numbers or any(map(speaks, (_UNBROKEN.split(text[:start])[-1], _UNBROKEN.split(text[end:])[0])))
    return _PAUSE.search(gap) is not None


def speaks(said: str) -> bool:
    """Return whether words are somebody's sentence, not the name of anything: 气死我了, 书记催得紧."""
    told = finder("frames", "spoken" if len(said) > _TELLING else "self").search(said)
    return len(said) > _SHORTEST_TALK and not _ASCII.search(said) and told is not None


def _finished(message: Message, current: list[Span], rest: Sequence[Span]) -> bool:
    """Return whether a question ends here and another follows without a pause: 提案几件|满意率多少, not 几件|提案."""
    last, following = current[-1], rest[0]
    mood = last.said in words("frames", "moods") and len(current) > 1 and _asks_of_something(current[:-1])
    again = current[0].said == following.said and Kind.ASKED in following.kinds and any(map(is_head, current))
    if mood or again:
        return True  # 多少件啊|有没有都办完, 谁是组长|谁负责日常
    if len(current) > 1 and _counts(current[:-1], last) and following.said != "的":
        last = current[-2]  # 承办了多少件政协提案|主办的有几件
    # 一共 asks nothing by itself: 一共|发过几篇; 谁 does, and may name a post as well.
    says = _ASKS.search(last.said) is not None and not last.said.endswith("什么")  # 是什么主题
    closing = len(last.said) > 1 or following.said == last.said  # 组长是谁|谁负责日常工作
    closing = closing and bool(last.kinds & {Kind.MEASURE, Kind.ASKED, Kind.ASPECT})
    closing = closing and (says or not (last.kinds & SUBJECTS or last.kinds >= {Kind.MEASURE, Kind.FILLER}))
    named = any(is_head(span) and Kind.FILLER not in span.kinds for span in current)  # not 发了多少|新闻
    asks = closing and named and _asks_of_something(current[: current.index(last) + 1])
    after = next((span for span in rest if span.kinds != {Kind.FILLER}), following)
    # 是谁答复的|什么时候发布的
    aspects = Kind.ASPECT in following.kinds & last.kinds and _ASKS.search(following.said) is not None
    opens = is_head(after) or following.said in _JOINS or (Kind.ASKED in following.kinds and len(rest) > 1)
    if _counts(current, following) or not asks or not (aspects or opens):
        return False
    if aspects:
        return True
    for before, span in zip((last, *rest), rest, strict=False):
        if before.end < span.start and _is_pause(message.clean, before.end, span.start):
            return False
        if _is_question(span) and (span is not following or is_head(span)):
            return True
    return Kind.ASKED in following.kinds and any(map(is_head, rest[1:]))


def _is_object(rest: Sequence[Span]) -> bool:
    """Return whether no more than 提过 and a noun for records ends the question: 滑梯有人|提过|建议吗."""
    noun, *ending = rest[1:] if _PROPOSED.fullmatch(rest[0].said) and rest[1:] else rest
    return noun.kinds >= {Kind.RECORD, Kind.BODY} and all(span.said in words("frames", "whether") for span in ending)


def _counts(current: Sequence[Span], noun: Span) -> bool:
    """Return whether a measure at the end of spans without a noun for records counts what this noun says."""
    of_records = noun.kinds & {Kind.RECORD, Kind.BODY} and not noun.kinds & QUESTIONS
    named = any(span.kinds & {Kind.RECORD, Kind.BODY} for span in current)
    return bool(of_records) and not named and Kind.MEASURE in current[-1].kinds and current[-1].end == noun.start


def _asks_of_something(spans: Sequence[Span]) -> bool:
    """Return whether spans that end with a question word name what is asked about."""
    last = spans[-1]
    return _is_question(last) and (len(last.said) > 1 or Kind.ASKED in last.kinds) and any(map(is_head, spans))


def part_of(spans: list[Span], *, apart: bool) -> Clause:
    """Return the part that these spans make, from where its question begins: after the last asking verb."""
    first, last = 0, len(spans)
    for place, span in enumerate(spans[:-1]):
        if Kind.VERB in span.kinds and not any(is_head(one) and not _speaks(one) for one in spans[first:place]):
            first = place + 1
    while (
        first < last - 1
        and (spans[first].kinds & _LEADING or spans[first].said in _JOINS)
        and not is_head(spans[first])
    ):
        first += 1
    while (
        last > first + 1
        and spans[last - 1].kinds & _TRAILING
        and not is_head(spans[last - 1])
        and not _is_counted(spans[last - 2], spans[last - 1])
        and not _is_half(spans[last - 2], spans[last - 1])
    ):
        last -= 1
    told = next(
        (span for span in reversed(spans[first:last]) if Kind.FILLER not in span.kinds or _is_question(span)), None
    )
    if told is None or not (_is_question(told) or told.kinds & _LEADING or Kind.NUMBER in told.kinds):
        last = len(spans)  # what follows a noun is what it is about: 节目收听率
    return Clause(
        spans[0].start,
        spans[-1].end,
        spans[first].start,
        spans[last - 1].end,
        tuple(spans[first:last]),
        apart,
        # 我替邻居咨询一下… asks after all
        _speaks(spans[first]) or any(span.said in words("frames", "self") for span in spans[first:]),
        spans[0].said in words("frames", "addressed"),
    )


def _is_counted(measure: Span, span: Span) -> bool:
    """Return whether an unknown word is what is counted: 小时 of 播了多少小时."""
    return Kind.UNKNOWN in span.kinds and measure.end == span.start and measure.said.endswith(OPEN_MEASURES)


def _is_half(before: Span, span: Span) -> bool:
    """Return whether an unknown sign is the end of a word that begins with the particle before it: 把|关, 兜|底."""
    single = before.end == span.start and span.end - span.start == before.end - before.start == 1
    return single and Kind.UNKNOWN in span.kinds and before.kinds <= {Kind.FILLER, Kind.UNKNOWN}


def _speaks(span: Span) -> bool:
    return span.said in words("frames", "speakers")


def spaced(text: str) -> bool:
    """Return whether a text has no other pauses than spaces."""
    return _PAUSE.search(text.replace(" ", "")) is None


def told_apart(text: str) -> bool:
    """Return whether a sentence ends within a text, as in 组长是谁？副组长有几个？ of two."""
    return _FULL.search(text.strip("?!;。 ~")) is not None
