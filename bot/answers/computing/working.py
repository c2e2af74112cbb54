"""The arithmetic: from operands to a result, or to the reason why there is none for certain."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bot.answers.computed_answers import Term, Worked
from bot.answers.figures.lines import defined
from bot.answers.parts import FigureLine, Origin
from bot.answers.passages.told import unit_class
from bot.questions.question import Bound, Computed, Operation
from bot.records.model import Confidence, Semantic
from bot.text.numerals import find

_TENTH = Decimal("0.1")
_LONGEST_FORMULA = 6
_MINUS, _DIVIDED = " − ", " ÷ "
# A number that stands for what is counted: these words are one unit (件 is the form's, people say others).
COUNTED = frozenset("件个項项条次份篇宗起人家期")
_PERCENT, _POINTS = "%", "points"
_FITS: dict[str, Callable[[Decimal, int], bool]] = {
    "over": lambda value, bound: value > bound,
    "under": lambda value, bound: value < bound,
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "equal": lambda value, bound: value == bound,
    "about": lambda value, bound: bound <= value < bound + _step(bound),
}
TOLD = "told."  # keys of numbers that sentences tell under no key of the form


def _step(number: int) -> int:
    """Return what the last digit that is not 0 counts: 600多 is less than 700."""
    return 10 ** (len(str(number)) - len(str(number).rstrip("0"))) if number else 1


def doubt_of(line: FigureLine) -> str | None:
    """Return the code of why a figure is no number for certain (domain.md §1.7), None where it is one."""
    if line.origin is Origin.ABSENT:
        return "absent"
    if line.confidence is Confidence.AMBIGUOUS:
        return "ambiguous"
    if line.semantic in (Semantic.ZERO, Semantic.NUMERIC) and line.value is not None:
        return None
    # A blank total is made up for by its applicants, and says so.
    if line.semantic is Semantic.BLANK and line.filled is not None:
        return None
    return {Semantic.ZERO: "text", Semantic.NUMERIC: "text"}.get(line.semantic, line.semantic.value)


def unit_of(line: FigureLine) -> str | None:
    """Return the unit of a figure: `` of whatever is counted, the printed one of money and shares, None of neither."""
    if line.unit == _PERCENT:
        return _PERCENT
    if line.key.startswith(TOLD):
        return unit_class(line.unit) if line.unit else None
    known = defined(line.key)
    if line.unit_missing or (known and known.money):
        return line.unit
    return "" if not line.unit or set(line.unit) <= COUNTED else line.unit


def work(ask: Computed, terms: Sequence[Term]) -> Worked | str:
    """Return the result of an operation, or the code of the reason why it is not certain.

    Args:
        ask: What is asked.
        terms: Its operands, in order.
    """
    if doubt := next((term.doubt for term in terms if term.doubt), None):
        return doubt
    values = [term.value or Decimal(0) for term in terms]
    if ask.operation is Operation.COUNT and ask.bound:
        return _fitting(values, ask.bound)
    if len(terms) == 1 and ask.bound:
        return Worked(chosen=(0,), fits=_FITS[ask.bound.relation](values[0], ask.bound.number))
    if len(terms) < 2 and ask.operation is not Operation.COUNT:
        return "single"
    worked = _mixed(ask, terms) or _OPERATIONS[ask.operation](ask, terms, values)
    if ask.bound is None or isinstance(worked, str) or worked.result is None:
        return worked
    return replace(worked, fits=_FITS[ask.bound.relation](Decimal(worked.result), ask.bound.number))


def _mixed(ask: Computed, terms: Sequence[Term]) -> str | None:
    """Return why operands of these units are not set against each other, None where they can be."""
    units = {unit_of(term.line) if term.line else "" for term in terms}
    if ask.operation is Operation.RATIO:
        return None  # how much of the one comes to one of the other
    # Without a printed unit two amounts may be 元 and 万元.
    if len(units) > 1 or None in units:
        return "unit"
    return "rate" if ask.operation in (Operation.SUM, Operation.MEAN) and units == {_PERCENT} else None


def _ratio(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked | str:
    """Return how many times the second the first is, or how much of the first comes to one of the second."""
    if not values[1]:
        return "zero"
    ratio = (values[0] / values[1]).quantize(_TENTH, ROUND_HALF_UP)
    same = len({unit_of(term.line) if term.line else "" for term in terms}) == 1
    formula = f"{terms[0].raw}{_DIVIDED}{terms[1].raw}"
    return Worked(result=plain(ratio), formula=formula, unit="times" if same else "per")


def monthly(term: Term, months: int) -> Worked | str:
    """Return what comes to a month of a figure, or why it cannot be said."""
    if term.doubt or term.value is None:
        return term.doubt or "text"
    if term.line is not None and unit_of(term.line) == _PERCENT:
        return "rate"
    return Worked(
        result=plain((term.value / months).quantize(_TENTH, ROUND_HALF_UP)), formula=f"{term.raw}{_DIVIDED}{months}"
    )


def _sum(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    return Worked(result=plain(sum(values, Decimal(0))), formula=_added(terms))


def _mean(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    added = _added(terms)
    mean = (sum(values, Decimal(0)) / len(values)).quantize(_TENTH, ROUND_HALF_UP)
    return Worked(result=plain(mean), formula=f"({added}){_DIVIDED}{len(terms)}" if added else "")


def _difference(ask: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    one, other = (len(terms) - 1, 0) if ask.over == "years" else (0, len(terms) - 1)
    difference = values[one] - values[other]
    shares = terms[0].line is not None and unit_of(terms[0].line) == _PERCENT
    return Worked(
        result=("+" if difference > 0 else "") + plain(difference),
        formula=f"{terms[one].raw}{_MINUS}{terms[other].raw}",
        chosen=(one, other),
        unit=_POINTS if shares else None,
    )


def _rest(ask: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked | str:
    """Return the first operand less those that are left out; the others, its parts beside them, are what is left."""
    first = len(ask.operands) + 1
    result = values[0] - sum(values[1:first])
    if result < sum(values[first:]):
        return "greater"
    formula = _MINUS.join(term.raw for term in terms[:first])
    return Worked(result=plain(result), formula=formula, chosen=tuple(range(first, len(terms))))


def share(part: Term, whole: Term) -> Worked | str:
    """Return a share in percent with one decimal, rounded half up, or why there is none."""
    if part.value is None or not whole.value:
        return "zero"
    if part.value > whole.value:
        return "greater"
    percent = (part.value * 100 / whole.value).quantize(_TENTH, ROUND_HALF_UP)
    return Worked(result=plain(percent), formula=f"{part.raw}{_DIVIDED}{whole.raw}", unit=_PERCENT)


def _edge(ask: Computed, _: Sequence[Term], values: list[Decimal]) -> Worked | str:
    edges = sorted(set(values), reverse=ask.operation is Operation.MOST)
    if len(edges) < ask.rank:
        return "rank"
    edge = edges[ask.rank - 1]
    return Worked(chosen=tuple(place for place, value in enumerate(values) if value == edge))


def _order(_ask: Computed, _terms: Sequence[Term], values: list[Decimal]) -> Worked:
    return Worked(chosen=tuple(sorted(range(len(values)), key=lambda place: -values[place])))


def _fitting(values: list[Decimal], bound: Bound) -> Worked:
    chosen = tuple(place for place, value in enumerate(values) if _FITS[bound.relation](value, bound.number))
    return Worked(result=str(len(chosen)), chosen=chosen)


def _counted(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    return Worked(result=plain(values[0]), chosen=tuple(range(len(terms))))


_OPERATIONS: dict[Operation, Callable[[Computed, Sequence[Term], list[Decimal]], Worked | str]] = {
    Operation.SUM: _sum,
    Operation.MEAN: _mean,
    Operation.DIFFERENCE: _difference,
    Operation.REST: _rest,
    Operation.ALL: lambda ask, terms, values: _rest(ask, terms, values) if values[0] else "zero",
    Operation.SHARE: lambda _ask, terms, _values: share(*terms),
    Operation.MOST: _edge,
    Operation.LEAST: _edge,
    Operation.COUNT: _counted,
    Operation.ORDER: _order,
    Operation.RATIO: _ratio,
}


def plain(value: Decimal) -> str:
    """Return a number without zeros behind the point and without an exponent."""
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def agrees(claimed: str | None, worked: Worked | None) -> bool | None:
    """Return whether a supposed result is the one worked out; None where nothing is supposed, or none is certain."""
    if worked is not None and worked.fits is not None:
        return worked.fits
    supposed = {span.value for span in find(claimed)} if claimed else set()
    if not supposed or worked is None or worked.result is None:
        return None
    return abs(Decimal(worked.result)) in supposed


def _added(terms: Sequence[Term]) -> str:
    return " + ".join(term.raw for term in terms) if len(terms) <= _LONGEST_FORMULA else ""
