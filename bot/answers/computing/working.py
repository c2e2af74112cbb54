"""The arithmetic: from operands to a result, or to the reason why there is none for certain."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bot.answers.computed_answers import AT_LEAST, Term, Worked
from bot.answers.figure_parts import FigureLine, Origin
from bot.answers.figures.lines import defined
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
_AT_MOST = "at_most"
_RANKING = (Operation.MOST, Operation.LEAST, Operation.ORDER)
TOLD = "told."  # keys of numbers that sentences tell under no key of the form


def doubt_of(line: FigureLine) -> str | None:
    """Return the code of why a figure is no number for certain (domain.md §1.7), None where it is one."""
    if line.origin is Origin.ABSENT:
        return "unread" if line.key.startswith(TOLD) else "absent"
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
    """Return the result of an operation, or the code of the reason why it is not certain."""
    rough = [place for place, term in enumerate(terms) if term.doubt == AT_LEAST]
    values = [term.value or Decimal(0) for term in terms]
    if reason := _why_not(ask, terms, values, rough):
        return reason
    if ask.picked:
        return _of_picked(ask, terms, values)
    if ask.operation is Operation.COUNT and ask.bound:
        return _fitting(terms, values, ask.bound)
    if len(terms) == 1 and ask.bound:
        fits = _fits(values[0], ask.bound, terms[0])
        return Semantic.APPROXIMATE.value if fits is None else Worked(chosen=(0,), fits=fits)
    worked = _mixed(ask, terms) or _OPERATIONS[ask.operation](ask, terms, values)
    if isinstance(worked, str) or worked.result is None:
        return worked
    fits = ask.bound.holds(Decimal(worked.result)) if ask.bound else None
    sided = rough and ask.operation in _SIDES
    return replace(worked, fits=fits, side=_SIDES[ask.operation](rough, worked.result) if sided else None)


def _why_not(ask: Computed, terms: Sequence[Term], values: Sequence[Decimal], rough: Sequence[int]) -> str | None:
    """Return why nothing can be worked out of operands, None where it can."""
    doubt = next((term.doubt for term in terms if term.doubt not in (None, AT_LEAST)), None)
    single = len(terms) == 1 and ask.bound is not None
    if doubt is None and len(terms) < 2 and not single and ask.operation is not Operation.COUNT:
        return "single"
    if doubt or not rough or single or ask.operation is Operation.COUNT:
        return doubt
    sided = ask.operation in _SIDES and not ask.picked
    told_apart = ask.operation in (Operation.SUM, Operation.MEAN) or not _reach_others(terms, values, rough)
    certain = told_apart and (sided or ask.picked or ask.operation in _RANKING) and not (ask.bound and sided)
    # Of two that are at least so much no difference or ratio is known from one side.
    both = len(rough) > 1 and ask.operation in (Operation.DIFFERENCE, Operation.RATIO)
    return None if certain and not both else Semantic.APPROXIMATE.value


def _fits(value: Decimal, bound: Bound, term: Term) -> bool | None:
    """Return whether a number fits a bound; None of one that is at least so much where that is not enough to tell."""
    if term.doubt != AT_LEAST or bound.relation == "about":
        return bound.holds(value)
    edges = {bound.holds(one) for one in (value + 1, value + _reach(term) - 1)}
    return edges.pop() if len(edges) == 1 else None


def _reach_others(terms: Sequence[Term], values: Sequence[Decimal], rough: Sequence[int]) -> bool:
    """Return whether another number stands in the range of a rough one (300余 and 310): which is more is not told."""
    return any(
        values[place] <= value < values[place] + _reach(terms[place])
        for place in rough
        for other, value in enumerate(values)
        if other != place
    )


def _reach(term: Term) -> Decimal:
    """Return how far beyond a rough number it may go: 300余 is less than 400."""
    return Decimal(10) ** (term.value or Decimal(1)).adjusted()


def _of_picked(ask: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked | str:
    """Return what comes of some operands by their rank, or that the ranks are not told apart."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    if max(ask.picked) > len(order) or len(order) < len(ask.picked):
        return "rank"
    places = [order[rank - 1 if rank > 0 else rank] for rank in ask.picked]
    left = [values[place] for place in order if place not in places]
    if any(values[place] in left for place in places):
        return "tied"
    worked = work(replace(ask, picked=(), over=None), [terms[place] for place in places])
    if isinstance(worked, str):
        return worked
    return replace(worked, chosen=tuple(places[place] for place in worked.chosen or range(len(places))))


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
    ratio = tenth(values[0] / values[1])
    same = len({unit_of(term.line) if term.line else "" for term in terms}) == 1
    formula = f"{terms[0].raw}{_DIVIDED}{terms[1].raw}"
    return Worked(result=plain(ratio), formula=formula, unit="times" if same else "per")


def over_time(term: Term, spans: int) -> Worked | str:
    """Return what comes to a month or a day of a figure, or why it cannot be said."""
    if term.doubt or term.value is None:
        return term.doubt or "text"
    if term.line is not None and unit_of(term.line) == _PERCENT:
        return "rate"
    return Worked(result=plain(tenth(term.value / spans)), formula=f"{term.raw}{_DIVIDED}{spans}")


def _sum(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    return Worked(result=plain(sum(values, Decimal(0))), formula=_added(terms))


def _mean(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    added = _added(terms)
    mean = tenth(sum(values, Decimal(0)) / len(values))
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
    return Worked(result=percent(part.value, whole.value), formula=f"{part.raw}{_DIVIDED}{whole.raw}", unit=_PERCENT)


def _edge(ask: Computed, _: Sequence[Term], values: list[Decimal]) -> Worked | str:
    edges = sorted(set(values), reverse=ask.operation is Operation.MOST)
    if len(edges) < ask.rank:
        return "rank"
    edge = edges[ask.rank - 1]
    return Worked(chosen=tuple(place for place, value in enumerate(values) if value == edge))


def _order(ask: Computed, _terms: Sequence[Term], values: list[Decimal]) -> Worked:
    """Return all of them by their rank; of a list of which one is named, the rank of that: it stands first."""
    place = (
        str(1 + sum(value > values[0] for value in values)) if ask.over == "kinds" and len(ask.operands) > 1 else None
    )
    return Worked(result=place, chosen=tuple(sorted(range(len(values)), key=lambda at: -values[at])))


def _fitting(terms: Sequence[Term], values: list[Decimal], bound: Bound) -> Worked | str:
    fits = [_fits(value, bound, term) for value, term in zip(values, terms, strict=True)]
    if None in fits:
        return Semantic.APPROXIMATE.value
    chosen = tuple(place for place, one in enumerate(fits) if one)
    return Worked(result=str(len(chosen)), chosen=chosen)


def _counted(_: Computed, terms: Sequence[Term], values: list[Decimal]) -> Worked:
    return Worked(result=plain(values[0]), chosen=tuple(range(len(terms))))


# What comes of operands that are at least so much, by where they stand; the others only rank what is known.
_SIDES: dict[Operation, Callable[[Sequence[int], str], str]] = {
    Operation.SUM: lambda _rough, _result: AT_LEAST,
    Operation.MEAN: lambda _rough, _result: AT_LEAST,
    Operation.DIFFERENCE: lambda rough, result: AT_LEAST if (rough[0] == 0) == (result[0] == "+") else _AT_MOST,
    Operation.RATIO: lambda rough, _result: AT_LEAST if rough[0] == 0 else _AT_MOST,
}

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


def percent(part: Decimal, whole: Decimal) -> str:
    """Return a share in percent with one decimal, rounded half up."""
    return plain(tenth(part * 100 / whole))


def tenth(value: Decimal) -> Decimal:
    """Return a number with one decimal, rounded half up."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


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
