"""What is to be done with what a message names: an operation, along what, and which of them by their rank.

Words of the vocabulary and numerals tell it, wherever they stand; what they stand beside is another file's matter.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, blank
from bot.questions.operands import spaces
from bot.questions.question import Axis, Bound, Computed, Operand, Operation
from bot.text.numerals import find as numerals

_RANK = re.compile(
    r"(?:排名?|倒数)?第([二三四五2-5])(多|高|大|少|低|小)|(?:排名?|位列|名列)(?:在|是)?第?([二三四五2-5])(?:名|位)?"
)
# 谁的申请多, 哪家收的少; 比乙局多收几件: what stands between is what is counted.
_CONTEST = re.compile(
    r"(?:谁|哪个单位|哪家单位|哪个|哪家|哪边|哪一家)(?:的)?.+?(?:更|比较|最)?([多少高低大小])(?:些|一点|一些)?[?？吗呢啊\s]*$"
)
_MORE_THAN = re.compile(r"(?<=[比较起].)(.*?)([多少高低])([^多少高低比]{1,4}?)(?:了)?((?:多少|几)[件个条项次]?)")
# 前三名, 最多的比最少的, 第一和第三, 哪两个差得最多: which of them by their rank, -1 for the last.
_TOP = re.compile(r"(?:排名?)?在?[前头]([二两三四五2-5])(?:名|位|家|个|[类种样])?(?![个月天年季周日])(?:的|里|中)?")
# 最少的两家, 垫底的两个: so many from either end.
_ENDMOST = re.compile(
    r"(?:最[多高大]|领先|(?P<least>最[少低小]|垫底|倒数))的?(?P<many>[二两三四五2-5])(?:名|位|家|个)(?![个月天年季周日])"
)
_WHICH_END = re.compile(
    r"哪(?P<many>[两二三四五2-5])(?=[个家种项类]).{0,8}?(?P<end>最[多高大少低小])"
)  # 哪两个渠道发得最多
_PAIR = re.compile(
    r"(?:最[多高大]|第一(?:名|多|位)?|头名)(?:的)?(?P<of>[^多少高低比]{0,4}?)\s*(?:比起?|和|跟|与|同|减去?|是)\s*"
    r"(?:最[少低小]|最后一?名?|倒数第一|垫底|第(?P<rank>[二三四五2-5])(?:名|多|位)?)(?:的|那个|那家|一个|一家)*"
)
_FARTHEST = re.compile(
    r"哪?(?:两|二|2)(?=[个家种项类])(?P<of>.{1,8}?)(?:之?间)?(?:发得|的)?(?:相?差|差距|差得)(?:得)?最[多大远](?:的)?"
)
_BY_SO_MUCH = re.compile(r"[多少高低][^多少高低]{0,3}?(?:多少|几)[件个条项次篇]?")
_CLOSING = re.compile(r"[多少高低大小](?=[吗呢啊么?？\s]*$)(?<![多]少)(?<!\s)")
_RANKS = {**dict(zip("二三四五2345", (2, 3, 4, 5) * 2, strict=True)), "两": 2}
_KEYS = {
    "times": Operation.RATIO,
    "mean": Operation.MEAN,
    "difference": Operation.DIFFERENCE,
    "change": Operation.DIFFERENCE,
    "most": Operation.MOST,
    "least": Operation.LEAST,
    "sum": Operation.SUM,
}
_ENDS = ("most", "least")
_NOT_ZERO = re.compile(r"(?<!是)(?:不是|不为|不等于|不算|非)\s*$")
_COUNTERS = re.compile(r"^\s*(?:件|个|条|项|次|份|家|人)?")
_AXES = (Axis.APPLICANTS, Axis.AGENCIES, Axis.YEARS, Axis.MONTHS, Axis.DAYS, Axis.BODIES, Axis.PARTS)
_LEAST = "少低小"
_RELATIONS = ("at_least", "at_most", "over", "under", "equal")


@dataclass(frozen=True, slots=True)
class Task:
    """An operation as `Computed` has it, without its operands, and what is left of the text."""

    operation: Operation
    rest: str = ""
    over: Axis | None = None
    rank: int = 1
    bound: Bound | None = None
    picked: tuple[int, ...] = ()

    def of(self, operands: tuple[Operand, ...], over: Axis | None = None) -> Computed:
        """Return what is to be worked out of operands, along `over` where that is given."""
        return Computed(
            operation=self.operation,
            operands=operands,
            over=over or self.over,
            rank=self.rank,
            bound=self.bound,
            picked=self.picked,
        )


def operation(message: Message) -> Task | None:
    """Return what is to be worked out, with the words for it blanked; None where nothing is."""
    text = message.core
    if found := picked(text) or _bound(text):
        return found
    if said("same").search(text):
        return Task(Operation.DIFFERENCE, said("same").sub(spaces, text), bound=Bound(relation="equal", number=0))
    if match := _RANK.search(text):
        least = (match[2] or " ") in _LEAST or match[0].startswith("倒")
        rank = _RANKS[match[1] or match[3]]
        return Task(Operation.LEAST if least else Operation.MOST, blank(text, *match.span()), rank=rank)
    changes = len(in_its_year(message.facets).years) > 1
    keys = [key for key in _KEYS if (key != "change" or changes) and said(key).search(text)]
    if set(_ENDS) <= set(keys):  # 哪个最多，哪个最少
        return Task(Operation.ORDER, finder("computed", *_ENDS).sub(spaces, text))
    if keys:
        # 政协多还是人大多
        return Task(_KEYS[keys[0]], _CLOSING.sub(spaces, said(keys[0]).sub(spaces, text)))
    return _contest(text)


@cache
def said(key: str) -> re.Pattern[str]:
    """Return a pattern for the words that ask for an operation; by how much is said in many ways (差几条, 多出多少)."""
    by = (
        r"|相?差(?:了|得|出)?(?:多少|几)[件个条项次篇期份家]?"
        r"|(?:多|(?<!多)少|高|低)[出了发列登办收]{0,2}(?:多少|几[件个条项次篇期份])"
    )
    listed = alternation(words("computed", key))
    if key == "same":
        return re.compile(f"(?:{listed})[不没]?")
    return re.compile(f"{listed}{by if key == 'difference' else ''}")


def _contest(text: str) -> Task | None:
    """Read 谁的申请多, 比乙局多收几件."""
    if match := _MORE_THAN.search(text):
        return Task(Operation.DIFFERENCE, blank(blank(text, *match.span(4)), *match.span(2)))
    if match := _CONTEST.search(text):
        operation = Operation.LEAST if match[1] in _LEAST else Operation.MOST
        return Task(operation, blank(text, match.start(1), match.end()))
    return None


def picked(text: str) -> Task | None:
    """Read 前三加起来, 最多的比最少的多几条, 哪两个差得最多: an operation on some of them by their rank."""
    if match := _TOP.search(text):
        ranks = tuple(range(1, _RANKS[match[1]] + 1))
    elif match := _ENDMOST.search(text):
        ranks = tuple(range(1, _RANKS[match["many"]] + 1))
        ranks = tuple(-rank for rank in ranks) if match["least"] else ranks
    elif match := _PAIR.search(text):
        ranks = (1, _RANKS[match["rank"]] if match["rank"] else -1)
    elif match := _FARTHEST.search(text):
        which = "哪".rjust(match.start("of") - match.start())
        rest = blank(f"{text[: match.start()]}{which}{text[match.start('of') :]}", match.end("of"), match.end())
        return Task(Operation.DIFFERENCE, rest, picked=(1, -1))
    elif match := _WHICH_END.search(text):
        ranks = tuple(range(1, _RANKS[match["many"]] + 1))
        ranks = tuple(-rank for rank in ranks) if match["end"][-1] in _LEAST else ranks
        return Task(Operation.ORDER, blank(blank(text, *match.span("end")), *match.span("many")), picked=ranks)
    else:
        return None
    rest = blank(text, *match.span())
    if match.re is _PAIR and match["of"].strip("的那个一家"):
        rest = f"{rest[: match.start('of')]}{match['of']}{rest[match.end('of') :]}"
    for key in ("times", "mean", "sum", "difference"):
        if said(key).search(rest):
            return Task(_KEYS[key], said(key).sub(spaces, rest), picked=ranks)
    if match.re is _PAIR:
        return Task(Operation.DIFFERENCE, _BY_SO_MUCH.sub(spaces, rest), picked=ranks)
    return Task(Operation.ORDER, rest, picked=ranks)


def _bound(text: str) -> Task | None:
    """Read 几个单位超过100件, 20件以上的有几家."""
    of_figures = ("agencies", "years", "months", "applicants", "parts")
    if not (finder("computed", *of_figures).search(text) or finder("told", "kinds_of_channel").search(text)):
        return None
    found = bound_in(text)
    return Task(Operation.COUNT, found[1], bound=found[0]) if found else None


def bound_in(text: str) -> tuple[Bound, str] | None:
    """Return the first bound on a number that a text has (超过100件, 20件以上, 不为0), and the text without it."""
    for span in numerals(text):
        before, after = text[: span.start], text[span.end :]
        counter = _COUNTERS.match(after)
        end = span.end + (counter.end() if counter else 0)
        if span.value == 0 and (match := _NOT_ZERO.search(before)):
            return Bound(relation="over", number=0), blank(text, match.start(), end)
        ends = ((key, match) for key in _RELATIONS if (match := _ends_with(key).search(before)))
        if found := max(ends, key=lambda one: len(one[1][0]), default=None):  # 没达到 is not 达到
            return Bound(relation=found[0], number=int(span.value)), blank(text, found[1].start(), end)
        for key, relation in (("above", "at_least"), ("below", "at_most")):
            if match := re.match(alternation(words("computed", key)), text[end:]):
                return Bound(relation=relation, number=int(span.value)), blank(text, span.start, end + match.end())
    return None


@cache
def _ends_with(relation: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!有)(?:{alternation(words('computed', relation))})了?\s*$")


def with_difference(ask: Computed, text: str) -> tuple[Computed, ...]:
    """Return a ratio with the difference of the same operands, where both are asked for: 多多少，是几倍."""
    differs = (
        ask.operation is Operation.RATIO and len(ask.operands) > 1 and finder("computed", "difference").search(text)
    )
    return (ask, replace(ask, operation=Operation.DIFFERENCE)) if differs else (ask,)


def axis_of(text: str) -> tuple[Axis | None, str]:
    """Return along what is asked, with the words for it blanked."""
    for axis in _AXES:
        pattern = finder("computed", axis.value)
        if pattern.search(text):
            return axis, pattern.sub(spaces, text)
    return None, text
