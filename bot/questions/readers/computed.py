"""What is worked out: sums, differences, means, ranks and counts with a condition, over figures or listed replies.

A message is one where an operation, its operands and what says nothing are all that it holds: a word that is left would
limit what is counted, so another reader has it and nothing is worked out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, keyed, words
from bot.questions.message import Message, Reading, blank
from bot.questions.operands import OF_REPLIES, RECEIVED, Named, figures_in, joined, named_in, says_more, spaces
from bot.questions.question import (
    Ask,
    Axis,
    Bound,
    CellReference,
    Computed,
    Facets,
    Figures,
    Measure,
    Operand,
    Operation,
    Statistics,
)
from bot.questions.words import another_question
from bot.text.numerals import find as numerals

_RANK = re.compile(
    r"(?:排名?|倒数)?第([二三四五2-5])(多|高|大|少|低|小)|(?:排名?|位列|名列)(?:在|是)?第?([二三四五2-5])(?:名|位)?"
)
# 谁的申请多, 哪家收的少; 比乙局多收几件: what stands between is what is counted.
_CONTEST = re.compile(
    r"(?:谁|哪个单位|哪家单位|哪个|哪家|哪边|哪一家)(?:的)?.+?(?:更|比较|最)?([多少高低大小])(?:些|一点|一些)?[?？吗呢啊\s]*$"
)
_MORE_THAN = re.compile(r"(?<=[比较起].)(.*?)([多少高低])([^多少高低比]{1,4}?)(?:了)?((?:多少|几)[件个条项次]?)")
_RANKS = dict(zip("二三四五2345", (2, 3, 4, 5) * 2, strict=True))
_MORE_BY = re.compile("[比较].*(?:[高低]|(?<!多)少|多(?!少))")
_LEAST = "少低小"
_OF = "占"
_HAVING = re.compile(r"(.+)有\s{2,}是(.+)")  # 收到的申请有百分之几是企业
_MOST_WHOLES = 2
_HANDLED = ("cppcc.", "npc.")
_OF_SHARES = (Axis.AGENCIES, Axis.YEARS)
# Figures that the form makes part of nothing that it prints.
_NO_WHOLE = ("art20_", "requests.carried_", "requests.processed_total", "handling.handled")
_COUNTERS = re.compile(r"^\s*(?:件|个|条|项|次|份|家|人)?")
_AXES = (Axis.APPLICANTS, Axis.AGENCIES, Axis.YEARS, Axis.MONTHS, Axis.DAYS, Axis.BODIES, Axis.PARTS)
_RELATIONS = ("at_least", "at_most", "over", "under", "equal")


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation, with what is left of the text."""

    operation: Operation
    rest: str
    rank: int = 1
    bound: Bound | None = None


def read(message: Message) -> Reading | None:
    """Read a message that asks for something worked out."""
    if another_question(message.core):
        return None
    asked = operation(message)
    if finder("figures", "share").search(message.core):
        ranked = asked is not None and asked.operation is not Operation.SUM  # 办理结果总数 is a name
        return _rank_of_shares(message, asked) if asked and ranked else _share(message)
    if asked is None:
        return None
    over, rest = _axis(asked.rest)
    named, rest = named_in(rest, over)
    if over is Axis.AGENCIES and len(message.facets.agencies) == len(named) == 1:
        return None  # 哪个单位比甲局多 is no rank of one
    period = message.facets.period
    if not named and period and period.parts:
        named = [Named(0, 0)]  # 9月和10月哪个多 asks of what is listed
    if says_more(rest) or not joined(rest, named):
        return None
    over = over or _along(message, named)
    computed = _of_figures(message, asked, over, named) or _of_replies(message, asked, over, named)
    return _reading(message, computed) if computed else None


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that is asked for: what names its part and its whole, and the row that the word for it means (同意率)."""

    part: str
    whole: str
    row: str | None


def _ways(text: str) -> Iterator[_Share]:
    """Yield the share that a text asks for: with its part named apart, then by one word for both (同意率)."""
    yield _parted(finder("figures", "share").sub(_without_share, text), None)
    bare = finder("figures", "headings").sub(spaces, text)
    found = [(match.end() - match.start(), row) for row, one in keyed("share_rows") if (match := one.search(bare))]
    if found:
        _, row = max(found)  # 不予公开率 holds 公开率
        rest = finder("share_rows", row).sub(_without_share, text)
        yield _parted(finder("figures", "share").sub(_without_share, rest), row)


def _parted(rest: str, row: str | None) -> _Share:
    """Return what stands before 占 or after 中 as the part, the other as the whole."""
    if (match := _in().search(rest)) and figures_in(match[1])[0]:
        return _Share(blank(rest, *match.span()), match[1], row)  # 予以公开在办理结果中的占比
    if match := _HAVING.fullmatch(rest):
        return _Share(match[2], match[1], row)
    part, of, whole = rest.partition(_OF)
    if of and not says_more(whole):
        return _Share(part, "", row)
    for mark in words("computed", "within"):
        first, of_this, second = part.partition(mark)
        if of_this and not whole and figures_in(first)[0] and (row or figures_in(second)[0]):
            return _Share(second, first, row)
    return _Share(part, whole, row)


@cache
def _in() -> re.Pattern[str]:
    return re.compile(rf"在(.+?)(?:{alternation(words('computed', 'within'))})")


def _without_share(found: re.Match[str]) -> str:
    """Return a word for a share as white space; 占 before its whole stays."""
    said = found[0]
    return " " * (len(said) - 1) + _OF if said.endswith(_OF) else " " * len(said)


def _share(message: Message) -> Reading | None:
    """Read a share of a figure, or of each of several: of what is named, else of what the form makes it part of."""
    if _MORE_BY.search(finder("figures", "share").sub(" ", message.core)):
        return None  # 比建议多百分之几 asks for no share
    return next((found for way in _ways(message.core) if (found := _shares(message, way))), None)


def _shares(message: Message, share: _Share) -> Reading | None:
    parts, rest = named_in(share.part, None)
    wholes, left = named_in(share.whole, None) if share.whole.strip() else ([], "")
    of_replies = bool(wholes) and not wholes[0].key
    if says_more(rest + left) or len(wholes) > _MOST_WHOLES or (of_replies and wholes[0].body):
        return None
    keys = [one.key for one in parts if one.key]
    if share.row:
        keys = [share.row] if not keys or keys == [RECEIVED] else []
    if not keys or of_replies:
        return None if keys else _share_of_replies(message, parts or [Named(0, 0)])
    asks = tuple(
        Computed(
            operation=Operation.SHARE,
            operands=tuple(Operand(said=share.part.strip(), key=key) for key in (part, _whole(part, wholes)) if key),
        )
        for part in keys
    )
    if not wholes and any(part == RECEIVED or part.startswith(_NO_WHOLE) for part in keys):
        return None
    return _figures(message, asks) if _stated(message, asks) else None


def _whole(part: str, wholes: Sequence[Named]) -> str | None:
    """Return the whole that is named; 承办 without a body is that of the part, or of both bodies (政协占总承办)."""
    if len(wholes) < _MOST_WHOLES:
        return wholes[0].key if wholes else None
    last = wholes[0].key.rpartition(".")[2]
    own = f"{part.partition('.')[0]}.{last}"
    return own if own != part and part.startswith(_HANDLED) else f"handling.{last}"


def _share_of_replies(message: Message, parts: Sequence[Named]) -> Reading | None:
    if len(parts) != 1 or parts[0].key or not (parts[0].body or message.facets.period):
        return None
    part = Facets(body=parts[0].body, period=message.facets.period)
    ask = Computed(operation=Operation.SHARE, operands=(Operand(said=message.core.strip(), facets=part),))
    facets = replace(message.facets, body=None, period=None)
    return Reading(asks=(ask,), facets=facets, claimed=(message.clean,))


def _rank_of_shares(message: Message, asked: Asked) -> Reading | None:
    """Read 哪家公开率最高: a rank, difference or count over shares."""
    over, rest = _axis(asked.rest)
    for share in _ways(rest):
        parts, left = named_in(share.part, over)
        keys = [one.key for one in parts if one.key]
        key = share.row if share.row and (not keys or keys == [RECEIVED]) else next(iter(keys), None)
        along = over or _along(message, parts)
        if key and not share.whole.strip() and not says_more(left) and along in _OF_SHARES:
            operand = Operand(said=message.core.strip(), key=key, of="")
            ask = Computed(
                operation=asked.operation, operands=(operand,), over=along, rank=asked.rank, bound=asked.bound
            )
            return _figures(message, (ask,))
    return None


def operation(message: Message) -> Asked | None:
    """Return what is to be worked out, with the words for it blanked; None where nothing is."""
    text = message.core
    if bounded := _bound(text):
        return bounded
    if match := _RANK.search(text):
        least = (match[2] or " ") in _LEAST or match[0].startswith("倒")
        rank = _RANKS[match[1] or match[3]]
        return Asked(Operation.LEAST if least else Operation.MOST, blank(text, *match.span()), rank=rank)
    several = len(in_its_year(message.facets).years) > 1
    for key in ("mean", "difference", *(("change",) if several else ()), "most", "least", "sum"):
        if match := finder("computed", key).search(text):
            operation = Operation.DIFFERENCE if key == "change" else Operation(key)
            return Asked(operation, finder("computed", key).sub(spaces, text))
    if match := _MORE_THAN.search(text):
        return Asked(Operation.DIFFERENCE, blank(blank(text, *match.span(4)), *match.span(2)))
    if match := _CONTEST.search(text):
        operation = Operation.LEAST if match[1] in _LEAST else Operation.MOST
        return Asked(operation, blank(text, match.start(1), match.end()))
    return None


def _bound(text: str) -> Asked | None:
    """Read 几个单位超过100件, 20件以上的有几家."""
    if not any(
        finder("computed", axis).search(text) for axis in ("agencies", "years", "months", "applicants", "parts")
    ):
        return None
    for span in numerals(text):
        before, after = text[: span.start], text[span.end :]
        counter = _COUNTERS.match(after)
        end = span.end + (counter.end() if counter else 0)
        for key in _RELATIONS:
            if match := re.search(rf"(?:{alternation(words('computed', key))})\s*$", before):
                rest = blank(text, match.start(), end)
                return Asked(Operation.COUNT, rest, bound=Bound(relation=key, number=int(span.value)))
        for key, relation in (("above", "at_least"), ("below", "at_most")):
            if match := re.match(alternation(words("computed", key)), text[end:]):
                rest = blank(text, span.start, end + match.end())
                return Asked(Operation.COUNT, rest, bound=Bound(relation=relation, number=int(span.value)))
    return None


def _axis(text: str) -> tuple[Axis | None, str]:
    """Return along what is asked, with the words for it blanked."""
    for axis in _AXES:
        pattern = finder("computed", axis.value)
        if pattern.search(text):
            return axis, pattern.sub(spaces, text)
    return None, text


def _along(message: Message, named: Sequence[Named]) -> Axis | None:
    """Return the axis that the filters name: several agencies, years or months of one thing."""
    facets = message.facets
    if len(named) > 1:
        return None
    if facets.apart or len(facets.agencies) > 1:
        return Axis.AGENCIES
    if facets.period and facets.period.parts:
        return Axis.MONTHS
    return Axis.YEARS if len(in_its_year(facets).years) > 1 else None


def _of_figures(message: Message, asked: Asked, over: Axis | None, named: Sequence[Named]) -> Computed | None:
    operands = tuple(Operand(said=message.core[one.start : one.end].strip(), key=one.key) for one in named if one.key)
    if over is Axis.APPLICANTS and not operands:
        operands = (Operand(said=message.core.strip(), key=RECEIVED),)
    if not operands or over in OF_REPLIES or not _enough(asked.operation, over, operands):
        return None
    over = over if len(operands) == 1 else None
    ask = Computed(operation=asked.operation, operands=operands, over=over, rank=asked.rank, bound=asked.bound)
    return ask if _stated(message, (ask,)) else None


def _of_replies(message: Message, asked: Asked, over: Axis | None, named: Sequence[Named]) -> Computed | None:
    bodies = [one for one in named if not one.key]
    if not bodies or len(bodies) != len(named) or over in (Axis.PARTS, Axis.APPLICANTS):
        return None
    operands = tuple(
        Operand(said=message.core[one.start : one.end], facets=Facets(body=one.body) if one.body else None)
        for one in bodies
    )
    if not _enough(asked.operation, over, operands):
        return None
    over = over if len(operands) == 1 else None
    return Computed(operation=asked.operation, operands=operands, over=over, rank=asked.rank, bound=asked.bound)


def _enough(operation: Operation, over: Axis | None, operands: Sequence[Operand]) -> bool:
    """Return whether there are operands for an operation: two that are named, or one along something."""
    if operation in (Operation.COUNT, Operation.MEAN):
        return over is not None and len(operands) == 1
    return len(operands) > 1 or over is not None


def _reading(message: Message, computed: Computed) -> Reading:
    if any(operand.key for operand in computed.operands):
        return _figures(message, (computed,))
    bodies = [operand.facets for operand in computed.operands if operand.facets]
    facets = replace(message.facets, body=None) if bodies else None
    return Reading(asks=(computed,), facets=facets, claimed=(message.clean,))


def _figures(message: Message, asks: tuple[Computed, ...]) -> Reading:
    facets = replace(in_its_year(message.facets), body=None, term=None, session=None)
    return Reading(asks=asks, facets=facets, claimed=(message.clean,))  # no word of it was left


def _stated(message: Message, asks: Sequence[Computed]) -> bool:
    """Return whether the counts of what was handled that are asked for stand in some report."""
    keys = [operand.key for ask in asks for operand in ask.operands if operand.key.startswith(_HANDLED)]
    return all(message.vocabulary.states(key) for key in keys)


def uncomputed(ask: Computed) -> tuple[Ask, ...]:
    """Return the operands of something that is not to be worked out, each as a question of its own."""
    cells = tuple(CellReference(keys=(one.key,), said=one.said) for one in ask.operands if one.key)
    return (Figures(cells=cells),) if cells else (Statistics(measures=(Measure.LISTED,)),)
