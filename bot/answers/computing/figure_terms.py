"""Operands that are figures of reports: each by itself, or one along years, agencies, parts or applicants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.answers.computed_answers import Term
from bot.answers.computing.wholes import TOTALS, applicants, is_part, parts, whole_of
from bot.answers.computing.working import doubt_of, share
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine, Origin
from bot.answers.figures.lines import briefly
from bot.answers.figures.report import TOTAL, OpenReport
from bot.questions.question import Axis, Computed, Facets, Operand, Operation
from bot.records.form import Comparable, definition, forms, parts_of
from bot.records.model import Semantic
from bot.store.read.values import StoredReport

_PROSE = ("cppcc.", "npc.")
_MATTERS = (*_PROSE, "handling.")
_MONTHS = 12
_RANKS = (Operation.MOST, Operation.LEAST, Operation.ORDER, Operation.COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTerms:
    """The operands of a question about figures.

    Attributes:
        terms: The operands.
        reports: The reports they are taken from, one for each operand.
        whole: What they are the parts of, along parts or applicants.
        reason: Why nothing can be worked out of them, beside the doubts of the operands.
        roughly: Columns of two forms that are not quite the same thing are among them.
        spans: Months or days that the one operand covers, where it is divided by them.
        rounded: One of them is printed in 万, so that what comes of them is about right.
        total: What a sentence says that the numbers listed in it are of.
        blanks: Cells that are not filled in count for none, for the others come to the printed total of their row.
    """

    terms: tuple[Term, ...]
    reports: tuple[OpenReport, ...]
    whole: FigureLine | None = None
    reason: str | None = None
    roughly: bool = False
    spans: int | None = None
    rounded: bool = False
    total: FigureLine | None = None
    blanks: bool = False


def figure_terms(enquiry: Enquiry, ask: Computed, chosen: Sequence[StoredReport]) -> FigureTerms | None:
    """Return the operands of a question; None where no report has any of them.

    Args:
        enquiry: The question.
        ask: What is asked.
        chosen: The reports asked for: one, or along years or agencies several.
    """
    if ask.over in (Axis.YEARS, Axis.AGENCIES):
        reports = OpenReport.of_rows(enquiry, chosen, _rows(ask.operands[0]))
    else:
        reports = [OpenReport.open(enquiry, report) for report in chosen]
    first, operand, whole = reports[0], ask.operands[0], None
    if ask.over in (Axis.YEARS, Axis.AGENCIES):
        found = [key for report in reports for key in keys_of(report, operand) if report.line(key)]
        # Of a row's columns the one that most of the forms have, whichever report is named first.
        key = max(found, key=found.count) if found else operand.key
        placed = [(report, term_of(report, key, ask.over, of=operand.of)) for report in reports]
    elif ask.over in (Axis.PARTS, Axis.APPLICANTS):
        key = keys_of(first, operand)[0]
        whole = first.line(key)
        listed = (parts if ask.over is Axis.PARTS else applicants)(first, key)
        listed = tuple(one for one in listed if not one.startswith(_PROSE) or first.line(one))
        placed = [(first, _briefly(term_of(first, one), whole)) for one in listed]
    else:
        placed = [one for operand in ask.operands for one in _own(enquiry, operand, first)]
    reason = None
    if ask.operation is Operation.SHARE and placed:
        placed, reason = _with_whole(placed)
    if ask.operation in (Operation.REST, Operation.ALL) and placed:
        placed, reason = _with_rest(placed)
    if not any(term.line and term.line.origin is not Origin.ABSENT for _, term in placed):
        return None
    certain = [(report, _none(report, term)) for report, term in placed] if ask.operation in _RANKS else placed
    blanks = certain != placed
    placed = certain
    lines = [term.line for _, term in placed if term.line]
    return FigureTerms(
        terms=tuple(term for _, term in placed),
        reports=tuple(report for report, _ in placed),
        whole=whole,
        reason=reason,
        roughly=len({line.key for line in lines}) > 1 and ask.over in (Axis.YEARS, Axis.AGENCIES),
        spans=_of_the_year(first, ask.over) if ask.operation is Operation.RATIO else None,
        blanks=blanks,
    )


def _none(report: OpenReport, term: Term) -> Term:
    """Return a blank cell as none for certain, where the filled ones of its row come to its printed total."""
    row, _, column = term.line.key.rpartition(".") if term.line else ("", "", "")
    above = report.line(f"{row}.{TOTAL}")
    if term.doubt != Semantic.BLANK.value or column == TOTAL or above is None or doubt_of(above) or above.filled:
        return term
    others = [line for key in applicants(report, above.key) if (line := report.line(key))]
    filled = [line.value for line in others if line.value is not None]
    certain = all(line.semantic is Semantic.BLANK or not doubt_of(line) for line in others)
    return replace(term, doubt=None) if certain and sum(filled, Decimal(0)) == above.value else term


def spans_of(over: Axis | None, first: date, last: date) -> int | None:
    """Return how many months or days lie between two days, both counted; None along anything else."""
    if over is Axis.DAYS:
        return (last - first).days + 1
    months = (last.year - first.year) * _MONTHS + last.month - first.month + 1
    return months if over is Axis.MONTHS else None


def _of_the_year(report: OpenReport, over: Axis | None) -> int | None:
    return spans_of(over, date(report.year, 1, 1), date(report.year, _MONTHS, 31))


def _briefly(term: Term, whole: FigureLine | None) -> Term:
    return replace(term, line=briefly(term.line, whole)) if term.line and whole else term


def _rows(operand: Operand) -> frozenset[str]:
    """Return the rows that a figure, what it is summed up from, and what it is a share of stand in."""
    key = operand.key.removesuffix(".*")
    named = {key, f"{key}.{TOTAL}", *((operand.of or "", *TOTALS) if operand.of is not None else ())}
    summed = {part for one in named for form_ in forms() for part in parts_of(one, form_.id)}
    summed |= {part for one in summed for form_ in forms() for part in parts_of(one, form_.id)}
    rows = {one if definition(one) is None else one.rpartition(".")[0] for one in (*named, *summed) if one}
    return frozenset(row.partition(".")[0] if row.startswith(_MATTERS) else row for row in rows)


def keys_of(report: OpenReport, operand: Operand) -> tuple[str, ...]:
    """Return the figure that an operand names: of a row its total or its only column, all columns where it has more."""
    key = operand.key.removesuffix(".*")
    total = f"{key}.{TOTAL}"
    if report.line(key):
        return (key,)
    if report.line(total) or definition(total):
        return (total,)
    return tuple(one for one in report.keys_of(key) if one.rpartition(".")[0] == key) or (key,)


def term_of(report: OpenReport, key: str, over: Axis | None = None, *, of: str | None = None) -> Term:
    """Return a figure of a report as an operand, or its share of `of`; `over` says what tells it from the others."""
    line, doubt = report.line(key), None
    if line is None and (instead := report.counterpart(key)):
        if instead[1] is Comparable.NO:
            doubt = "other_column"
        else:
            line = report.line(instead[0])
    line = line or report.missing(key)
    doubt, whole = doubt or doubt_of(line), None
    if of is not None and doubt is None:
        whole = report.line(of or whole_of(report, key) or "")
        line, doubt = _share_line(line, whole)
    return Term(
        line=line,
        whole=whole,
        agency=report.agency if over is Axis.AGENCIES else None,
        year=report.year if over in (Axis.YEARS, Axis.AGENCIES) else None,
        doubt=doubt,
    )


def _share_line(part: FigureLine, whole: FigureLine | None) -> tuple[FigureLine, str | None]:
    """Return the share of a figure as an operand of its own, or the figure and why it has none."""
    if whole is None or (doubt := doubt_of(whole)):
        return part, "no_whole" if whole is None else doubt
    made = share(Term(line=part), Term(line=whole))
    if isinstance(made, str) or made.result is None:
        return part, str(made)
    return (
        replace(
            part,
            filled=None,
            partial=False,
            origin=Origin.COMPUTED,
            raw=made.result,
            value=Decimal(made.result),
            unit="%",
            formula=made.formula,
            semantic=Semantic.NUMERIC,
        ),
        None,
    )


def _own(enquiry: Enquiry, operand: Operand, report: OpenReport) -> list[tuple[OpenReport, Term]]:
    """Return an operand that has an agency or a year of its own, or those of the question."""
    facets = operand.facets
    if facets is None or not (facets.years or facets.agencies):
        keys = keys_of(report, operand)
        terms = [term_of(report, key, of=operand.of) for key in keys]
        return [(report, term if len(keys) == 1 else replace(term, doubt="several")) for term in terms]
    other = _report_of(enquiry, facets, report)
    if other is None:
        return [(report, replace(term_of(report, keys_of(report, operand)[0]), doubt="not_loaded"))]
    own = OpenReport.open(enquiry, other)
    return [(own, replace(term_of(own, keys_of(own, operand)[0]), agency=own.agency, year=own.year))]


def _report_of(enquiry: Enquiry, facets: Facets, report: OpenReport) -> StoredReport | None:
    agency = facets.agencies[0] if facets.agencies else report.agency.slug
    reports = enquiry.reports_of(agency)
    wanted = facets.years[0] if facets.years else None
    return next((one for one in reports if one.year == (wanted or one.year)), None)


def _with_whole(placed: list[tuple[OpenReport, Term]]) -> tuple[list[tuple[OpenReport, Term]], str | None]:
    """Return part and whole of a share, and why nothing is worked out where the form makes it no part of that."""
    (report, part), *others = placed
    key = part.line.key if part.line else ""
    if others:
        whole = others[0][1].line
        return placed, None if whole and is_part(report, key, whole.key) else "not_part"
    above = whole_of(report, key)
    if above is None or report.line(above) is None:
        return placed, "no_whole"
    return [*placed, (report, term_of(report, above))], None


def _with_rest(placed: list[tuple[OpenReport, Term]]) -> tuple[list[tuple[OpenReport, Term]], str | None]:
    """Return the one whole of parts that are left out, these, and its other parts; and why nothing is worked out."""
    report = placed[0][0]
    left_out = [term.line.key for _, term in placed if term.line]
    wholes = {whole_of(report, key) for key in left_out}
    whole = wholes.pop()
    if wholes or whole is None or report.line(whole) is None:
        return placed, "no_whole"
    others = parts(report, whole) or (applicants(report, whole) if whole.endswith(f".{TOTAL}") else ())
    above = term_of(report, whole)
    terms = [term_of(report, key) for key in others if key not in left_out and report.line(key)]
    beside = [(report, term) for term in terms if not term.doubt] if set(left_out) <= set(others) else []
    return [(report, above), *((one, _briefly(term, above.line)) for one, term in (*placed, *beside))], None


def printed(placed: FigureTerms) -> Iterator[tuple[OpenReport, Term]]:
    """Yield the operands that a report prints, with their reports."""
    for report, term in zip(placed.reports, placed.terms, strict=True):
        if term.line and term.line.origin is not Origin.ABSENT:
            yield report, term
