"""From an answer to a chart: replies by month, parts of a whole, results, a figure over the years.

Only printed or counted numbers are drawn. A cell that says `/`, is blank or is not there gets no bar but its words, for
0, `/`, blank and absent are different answers (architecture.md §1, promise 3).
"""

from calendar import month_abbr
from collections.abc import Callable, Sequence
from typing import Any

from bot.answers.answer import AgenciesAnswer, Answer, ComparisonAnswer, FiguresAnswer, StatisticsAnswer
from bot.answers.figure_parts import Comparison, FigureGroup, FigureLine
from bot.answers.parts import Count
from bot.records.model import Body, Confidence, FindingStatus
from bot.screens.charts.agencies import chart_of_agencies
from bot.screens.charts.chart import Bar, Chart, Shape, Value
from bot.screens.engine import environment, macros, one_line
from bot.screens.labels import Words

# More upright columns than this are too narrow for their numbers on a phone.
_MOST_COLUMNS = 8
_MOST_BARS = 24
# A ring of more parts cannot be told apart by colour.
_MOST_PARTS = 6


def chart_of(answer: Answer, words: Words) -> Chart | None:
    """Return the chart of an answer, or None where there is nothing to look at.

    Args:
        answer: What is shown.
        words: The words of the chat's language.
    """
    maker = _MAKERS.get(type(answer))
    return maker(answer, words) if maker else None


def _statistics(answer: StatisticsAnswer, words: Words) -> Chart | None:
    bars, series, title = _months(answer.by_month, words), _bodies(answer.by_month), "by_month"
    if not 2 <= len(bars) <= _MOST_BARS:
        bars, series, title = _years(answer.by_year, words), (), "by_year"
    if not 2 <= len(bars) <= _MOST_BARS:
        return None
    about = one_line(macros(words.folder).filters(answer.facets, answer.named))
    name = words.label(f"chart_{title}")
    return Chart(
        shape=_upright(bars),
        title=words.label("chart_about", about=words.shown(about), chart=name) if about else name,
        bars=bars,
        series=tuple(words.label(f"series_{body.value}") for body in series) if len(series) > 1 else (),
        notes=(words.label("chart_counted"),),
        sources=tuple(
            words.shown(one_line(macros(words.folder).record_source(source))) for source in answer.sources[:3]
        ),
    )


def _months(counts: Sequence[Count], words: Words) -> tuple[Bar, ...]:
    """Return one bar for each month that has records; the year is named where it changes."""
    bodies = _bodies(counts)
    bars, year = [], ""
    for month in sorted({count.month for count in counts if count.month}):
        number: int | str = int(month[5:]) if words.folder == "zh" else month_abbr[int(month[5:])]
        named = words.label("month", month=number)
        label = f"{named}\n{words.label('year', year=month[:4])}" if month[:4] != year else named
        year = month[:4]
        here = {count.body: count.value for count in counts if count.month == month}
        values = (_counted(here.get(body), words) for body in bodies) if len(bodies) > 1 else ()
        full = words.label("month_of", month=number, year=year)
        bars.append(Bar(label, tuple(values) or (_counted(sum(here.values()), words),), full))
    return tuple(bars)


def _years(counts: Sequence[Count], words: Words) -> tuple[Bar, ...]:
    made = sorted((count.year, count.value) for count in counts if count.year)
    return tuple(Bar(words.label("year", year=year), (_counted(value, words),)) for year, value in made)


def _bodies(counts: Sequence[Count]) -> tuple[Body, ...]:
    return tuple(body for body in Body if any(count.body is body for count in counts))


def _counted(value: int | None, words: Words) -> Value | None:
    return None if value is None else Value(float(value), words.label("count", value=value))


def _figures(answer: FiguresAnswer, words: Words) -> Chart | None:
    """Return the chart of the first figure that consists of others."""
    head = f"{_agency(answer, words)}{words.label('year', year=answer.year)}"
    for group in answer.groups:
        chart = _group(group, head, words)
        if chart is not None:
            return chart
    return None


def _group(group: FigureGroup, head: str, words: Words) -> Chart | None:
    lines = (*group.breakdown, *group.zeros)
    whole = group.lines[0] if len(group.lines) == 1 else None
    if not group.breakdown and len({line.key.rpartition(".")[2] for line in group.lines}) == 1:
        lines = group.lines  # the same column of several rows; other figures are not of one kind
    numbered = [line for line in lines if line.value is not None and line.confidence is not Confidence.AMBIGUOUS]
    some = [line for line in numbered if line.value]
    # One bar, or bars of money beside bars of cases, say nothing that the text does not.
    if len(lines) < 2 or len(some) < 2 or len(lines) > _MOST_BARS or not _of_one_kind(numbered):
        return None
    worded = macros(words.folder)
    named = environment(words.folder).filters
    parts = len(numbered) == len(lines) <= _MOST_PARTS and _make_up(numbered, whole)
    about = named["named"](whole) if whole else named["titled"](group)
    computed = (words.label("chart_computed"),) if any(line.origin == "computed" for line in lines) else ()
    return Chart(
        shape=Shape.PARTS if parts else Shape.BARS,
        title=words.label("chart_of", head=head, what=words.shown(about)),
        bars=tuple(Bar(words.shown(named["brief"](line, whole)), (_figure(line, words),)) for line in lines),
        whole=words.shown(one_line(worded.value(whole))) if parts and whole else None,
        notes=(*computed, *_doubts(group, words)),
        sources=_sections(group, words),
    )


def _of_one_kind(lines: Sequence[FigureLine]) -> bool:
    """Return whether numbers may stand side by side: no two units, and no amount of which none is printed."""
    return len({line.unit for line in lines if line.unit}) <= 1 and not any(line.unit_missing for line in lines)


def _make_up(parts: Sequence[FigureLine], whole: FigureLine | None) -> bool:
    """Return whether the parts are the whole, by the printed numbers themselves."""
    if whole is None or not whole.value or any(part.value is None or part.value < 0 for part in parts):
        return False
    return sum(part.value for part in parts if part.value is not None) == whole.value


def _figure(line: FigureLine, words: Words) -> Value:
    size = None if line.value is None or line.confidence is Confidence.AMBIGUOUS else float(line.value)
    return Value(size, words.shown(one_line(macros(words.folder).value(line))))


def _comparison(answer: ComparisonAnswer, words: Words) -> Chart | None:
    """Return the chart of the first figure that may be compared across the years (domain.md §1.3)."""
    for one in answer.comparisons:
        numbers = [value.line for value in one.values if value.line is not None and value.line.value is not None]
        if one.comparable != "no" and len(numbers) >= 2 and len({line.unit for line in numbers}) == 1:
            return _over_years(one, answer, words)
    return None


def _over_years(one: Comparison, answer: ComparisonAnswer, words: Words) -> Chart:
    absent = Value(None, words.label("not_in_report"))
    bars = tuple(
        Bar(words.label("year", year=value.year), (_figure(value.line, words) if value.line else absent,))
        for value in sorted(one.values, key=lambda value: value.year)
    )
    first = next((value.line for value in one.values if value.line is not None), None)
    named = environment(words.folder).filters["named"](first) if first and first.label == one.label else one.label
    return Chart(
        shape=_upright(bars),
        title=words.label("chart_over_years", head=_agency(answer, words), what=words.shown(named)),
        bars=bars,
        notes=(words.label("chart_roughly"),) if one.comparable == "roughly" else (),
        sources=tuple(
            words.shown(one_line(macros(words.folder).figure_source(source))) for source in answer.sources[:4]
        ),
    )


def _upright(bars: Sequence[Bar]) -> Shape:
    return Shape.COLUMNS if len(bars) <= _MOST_COLUMNS else Shape.BARS


def _agency(answer: Any, words: Words) -> str:
    return words.shown(one_line(macros(words.folder).agency(answer.agency))) + " " if answer.several_agencies else ""


def _doubts(group: FigureGroup, words: Words) -> tuple[str, ...]:
    """Return what the form's own arithmetic says against these numbers (architecture.md §1, promise 6)."""
    failed = (check for check in group.checks if check.status is not FindingStatus.PASS)
    return tuple(words.shown(one_line(macros(words.folder).check_line(check))) for check in failed)


def _sections(group: FigureGroup, words: Words) -> tuple[str, ...]:
    worded = macros(words.folder)
    cited = [words.shown(one_line(worded.figure_source(source))) for source in group.sources]
    return tuple(dict.fromkeys(cited))[:3]


_MAKERS: dict[type, Callable[..., Chart | None]] = {
    StatisticsAnswer: _statistics,
    FiguresAnswer: _figures,
    ComparisonAnswer: _comparison,
    AgenciesAnswer: chart_of_agencies,
}
