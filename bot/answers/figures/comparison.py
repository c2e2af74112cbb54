"""Figures of several years side by side, where domain.md §1.3 allows it; else the reason."""

from collections.abc import Sequence
from decimal import Decimal

from bot.answers.answer import Answer, ComparisonAnswer, FiguresAnswer, NoSuchFigure, NoSuchYear
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import Comparison, FigureLine, Origin, YearValue
from bot.answers.figures.report import OpenReport
from bot.answers.parts import Source
from bot.questions.question import Figures
from bot.records.form import T2, Comparable
from bot.records.model import Agency, Semantic

_COUNTS = (Semantic.ZERO, Semantic.NUMERIC)


def compare(enquiry: Enquiry, ask: Figures, agency: Agency) -> Answer:
    """Answer a question for figures across years."""
    loaded = {report.year: report for report in enquiry.reports_of(agency.slug)}
    wanted = tuple(sorted(enquiry.facets.years)) or tuple(sorted(loaded))
    years = tuple(year for year in wanted if year in loaded)
    if len(years) < 2:
        return NoSuchYear(
            asked=tuple(year for year in wanted if year not in loaded),
            years=tuple(loaded),
            what="comparison",
            agency=agency,
            several_agencies=enquiry.several_agencies(),
            remember=enquiry.remember(agency=agency.slug, year=next(iter(loaded), None)),
            understood=enquiry.question.understood,
        )
    reports = [OpenReport.open(enquiry, loaded[year]) for year in years]
    comparisons = []
    sources: dict[Source, None] = {}
    for reference in ask.cells:
        for key in _keys(reports, reference.keys):
            compared, places = _compare(reports, key)
            comparisons.append(compared)
            sources.update(dict.fromkeys(places))
    if not comparisons:
        return NoSuchFigure(
            agency=agency,
            year=years[-1],
            years=years,
            said="、".join(dict.fromkeys(reference.said for reference in ask.cells)),
            label=None,
            remember=enquiry.remember(agency=agency.slug, year=years[-1]),
            understood=enquiry.question.understood,
        )
    return ComparisonAnswer(
        agency=agency,
        years=years,
        comparisons=tuple(comparisons),
        missing_years=tuple(year for year in wanted if year not in loaded),
        sources=tuple(sources),
        several_agencies=len(enquiry.reporting()) > 1 or enquiry.several_agencies(),
        remember=enquiry.remember(
            figures=tuple(key for reference in ask.cells for key in reference.keys),
            agency=agency.slug,
            year=years[-1],
        ),
        understood=enquiry.question.understood,
    )


def unlike(parts: Sequence[Answer]) -> str | None:
    """Return the code of why figures of several agencies, each answered by itself, are not the same thing, if so.

    Rows of both forms that have no column in common: 收费 is a count in one and money in the other.
    """
    rows: dict[str, list[list[FigureLine]]] = {}
    for part in parts:
        own: dict[str, list[FigureLine]] = {}
        for line in (line for group in part.groups for line in group.lines) if isinstance(part, FiguresAnswer) else ():
            if line.table == T2:
                own.setdefault(line.key.rpartition(".")[0], []).append(line)
        for row, lines in own.items():
            rows.setdefault(row, []).append(lines)
    for first, *others in rows.values():
        columns = {line.key for line in first}
        for other in others:
            if columns.isdisjoint(line.key for line in other):
                return _reason(first[0].key, [*first, *other])
    return None


def _keys(reports: list[OpenReport], asked: tuple[str, ...]) -> list[str]:
    """Return the exact keys to compare: the leading ones of the latest report, its whole row for a T2 row."""
    keys: dict[str, None] = {}
    for reference in asked:
        for report in reversed(reports):
            found = report.keys_of(reference)
            if found:
                leading = found[:1] if found[0].endswith(".total") or not reference.endswith("*") else found
                keys.update(dict.fromkeys(leading))
                break
    covered: dict[str, None] = {}
    for key in keys:
        # A figure that another one already stands beside, as its counterpart in the other form, is not asked twice.
        if not any(_counterpart(report, other) == key for report in reports for other in covered):
            covered[key] = None
    return list(covered)


def _counterpart(report: OpenReport, key: str) -> str | None:
    instead = report.counterpart(key)
    return instead[0] if instead else None


def _compare(reports: list[OpenReport], key: str) -> tuple[Comparison, list[Source]]:
    values, places, levels = [], [], [Comparable.YES]
    for report in reports:
        line = report.line(key)
        if line is None and (instead := report.counterpart(key)):
            levels.append(instead[1])
            # What may not be compared is not put beside it either (domain.md §1.3).
            line = report.line(instead[0]) if instead[1] is not Comparable.NO else None
        values.append(YearValue(year=report.year, line=line))
        if line and line.origin is not Origin.ABSENT:
            places.append(report.source(line))
    level = max(levels, key=[Comparable.YES, Comparable.ROUGHLY, Comparable.NO].index)
    lines = [value.line for value in values]
    label = next((line.label for line in reversed(lines) if line), key)
    return (
        Comparison(
            label=label,
            values=tuple(values),
            comparable=level.value,
            reason=_reason(key, lines) if level is not Comparable.YES else None,
            difference=_difference(lines) if level is not Comparable.NO else None,
        ),
        places,
    )


def _reason(key: str, lines: list[FigureLine | None]) -> str:
    """Return the code of why two columns are not the same thing: the column that was asked, with what stands there."""
    columns = {line.key.rpartition(".")[2] for line in lines if line} | {key.rpartition(".")[2]}
    if key.startswith("art20_8."):
        return "count_and_money"
    if columns & {"in_force", "disclosed_total"}:
        return "disclosed_and_in_force"
    return "made_and_issued" if columns == {"made", "issued"} else "other_column"


def _difference(lines: list[FigureLine | None]) -> str | None:
    """Return last minus first, signed; None unless both are exact numbers in the same unit."""
    first, last = lines[0], lines[-1]
    if first is None or last is None or first.value is None or last.value is None:
        return None
    if first.semantic not in _COUNTS or last.semantic not in _COUNTS or first.unit != last.unit:
        return None
    difference: Decimal = last.value - first.value
    return format(difference, "+f") if difference else "0"
