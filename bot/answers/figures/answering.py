"""A question for figures: whose, of which year, and then each reference in turn."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Chooser, FiguresAnswer, NoSuchFigure, NoSuchYear, Several
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureGroup
from bot.answers.figures.claims import denied, unit_lacking, verdict
from bot.answers.figures.comparison import compare
from bot.answers.figures.groups import both_bodies, group_of, holding_group, results_group
from bot.answers.figures.report import OpenReport
from bot.answers.parts import Count, Option
from bot.questions.lexicon import finder, first_key
from bot.questions.question import CellReference, Computed, Figures, Focus
from bot.records.model import Agency, Body, FindingStatus, RecordKind
from bot.store.read.values import Selection, StoredReport

_RECEIVED = "requests.received_new.total"
_PROCESSED = "requests.processed_total.total"
_PAUSE = re.compile("[,，;；。]")
_MATTERS = {body.value: body for body in Body}


def figures(enquiry: Enquiry, ask: Figures) -> Answer:
    """Answer a question for figures."""
    agencies = enquiry.reporting()
    if len(agencies) > 1:
        return choose_agency(enquiry, agencies)
    if not agencies:
        return no_report(enquiry)
    agency = agencies[0]
    years = enquiry.facets.years
    # 洪泽和沭阳对比 compares two agencies: the figures of each are shown, by themselves.
    reports = {report.year: report for report in enquiry.reports_of(agency.slug)}
    if len(years) > 1 or (ask.compare and not enquiry.facets.apart):
        compared = compare(enquiry, ask, agency)
        only = [year for year in reports if year in (years or reports)]
        if not isinstance(compared, NoSuchYear) or len(only) != 1:
            return compared
        # The one year that is loaded is shown all the same.
        shown = _of_report(enquiry, ask, OpenReport.open(enquiry, reports[only[0]]), tuple(reports))
        return Several(
            parts=(replace(compared, understood=()), replace(shown, understood=())),
            remember=shown.remember,
            understood=enquiry.question.understood,
        )
    year = years[0] if years else max(reports)
    if year not in reports:
        # The figure stays asked: 2019年呢, then 2020年呢.
        return no_such_year(enquiry, agency, (year,), "report", figures=_asked(ask))
    return _of_report(enquiry, ask, OpenReport.open(enquiry, reports[year]), tuple(reports))


def choose_agency(enquiry: Enquiry, agencies: tuple[Agency, ...]) -> Chooser:
    """Ask which agency is meant: figures of two are never mixed."""
    return Chooser(
        about="agency",
        options=tuple(Option(agency=agency, ask=f"{agency.name} {enquiry.question.said}") for agency in agencies),
        said=enquiry.question.said,
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )


def no_such_year(
    enquiry: Enquiry, agency: Agency, asked: tuple[int, ...], what: str, *, figures: tuple[str, ...] = ()
) -> NoSuchYear:
    """Say that an agency has no report of a year, or too few years to compare (`what`: `report` or `comparison`)."""
    return NoSuchYear(
        asked=asked,
        years=tuple(report.year for report in enquiry.reports_of(agency.slug)),
        what=what,
        agency=agency,
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(figures=figures, agency=agency.slug),
        understood=enquiry.question.understood,
    )


def _asked(ask: Figures) -> tuple[str, ...]:
    return tuple(key for reference in ask.cells for key in reference.keys)


def no_report(enquiry: Enquiry) -> NoSuchYear:
    """Say that no report is loaded of whom the question asks, or none of that year."""
    reporting = enquiry.reporting()
    agencies = reporting or [agency for agency in enquiry.store.agencies() if agency.slug in enquiry.facets.agencies]
    loaded = {report.year for agency in reporting for report in enquiry.reports_of(agency.slug)}
    return NoSuchYear(
        asked=enquiry.facets.years,
        years=tuple(sorted(loaded, reverse=True)),
        what="report",
        agency=agencies[0] if agencies and len(reporting) < 2 else None,  # of several it is nobody's
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )


def _doubtful(enquiry: Enquiry, report: OpenReport) -> tuple[CellReference, ...]:
    """Return the figures whose relations the report's numbers break, a total for its row or group."""
    found: dict[str, None] = {}
    for finding in enquiry.store.findings(report.agency.slug, report.year):
        if finding.status is FindingStatus.FAIL and finding.cells:
            totals = [key for key in finding.cells if key.endswith(".total")]
            found[(totals or list(finding.cells))[0]] = None
    return tuple(CellReference(keys=(key,), said=enquiry.question.said) for key in found if report.line(key))


def _of_report(enquiry: Enquiry, ask: Figures, report: OpenReport, years: tuple[int, ...]) -> Answer:
    if ask.doubts and (broken := _doubtful(enquiry, report)):
        ask = replace(ask, cells=broken)
    alone = len(ask.cells) == 1 and not enquiry.facets.apart  # of several agencies only what is asked
    groups: list[FigureGroup] = []
    lacking: list[str] = []
    shown: set[str] = set()
    if ask.holding:
        groups.append(holding_group(report, _asked(ask), ask.holding, columns=ask.columns))
    for reference in () if ask.holding else ask.cells:
        group = group_of(report, reference, alone=alone)
        if group is not None:
            shown.add(reference.said)
        elif group := _beside(report, reference, alone=alone):
            lacking.append(report.missing(reference.keys[0]).label)  # the row is there: what lacks is the column
        else:
            named = reference.said not in reference.keys  # what is set beside a denial was asked for by nobody
            lacking.append(reference.said if named else report.missing(reference.said).label)
            continue
        groups.append(group)
        first = group.lines[0].key if group.lines else None
        if (
            alone
            and first in (_RECEIVED, _PROCESSED)
            and not reference.by_applicant
            and (results := results_group(report))
        ):
            groups.append(results)
    if not enquiry.limited_in_vain and (together := both_bodies(report, groups)):
        groups.append(together)
    # What denies within the name of the figure (没办完的) supposes nothing of it.
    said = _beside_it(enquiry.question.clean, ask.cells[0].said) if len(ask.cells) == 1 else ""
    beside = any(isinstance(one, Computed) for one in enquiry.question.asks)  # what is supposed is supposed of that
    denies = None if beside else denied(said)
    claimed = None if enquiry.limited_in_vain else ask.claimed or denies
    remembered = enquiry.remember(figures=_asked(ask), agency=report.agency.slug, year=report.year)
    others = tuple(year for year in years if year != report.year)
    if not groups:
        return NoSuchFigure(
            agency=report.agency,
            year=report.year,
            said=lacking[0],
            label=report.missing(ask.cells[0].keys[0]).label if report.block_of(ask.cells[0].keys[0]) else None,
            other_years=_years_with(enquiry, ask, report, others),
            remember=remembered,
            understood=enquiry.question.understood,
        )
    return FiguresAnswer(
        agency=report.agency,
        year=report.year,
        groups=tuple(groups),
        lacking=tuple(said for said in lacking if said not in shown),  # a column without a row is of those that have it
        claimed=claimed,
        agrees=verdict(claimed, groups, len(ask.cells), enquiry.question.clean),
        unit_lacking=unit_lacking(claimed, groups),
        untold=_untold(enquiry, groups),
        more=() if enquiry.facets.apart else _more(groups),  # a button asks of one agency
        listed=listed_beside(enquiry, report.report, _keys(groups)),
        other_years=others,
        several_agencies=len({one.agency.slug for one in enquiry.store.reports()}) > 1,
        caveat=report.report.caveat,
        remember=remembered,
        understood=enquiry.question.understood,
    )


def _beside_it(text: str, said: str) -> str:
    """Return what the clause of a figure says beside it: 没单位吧 denies nothing of 都是个人吧."""
    clause = next((one for one in _PAUSE.split(text) if said in one), text)
    return clause.replace(said, "")


def _untold(enquiry: Enquiry, groups: Sequence[FigureGroup]) -> str | None:
    """Return what is asked and stands in no table: the day of a count, or the names of those who are counted."""
    question = enquiry.question
    focus = first_key("focus", question.clean)
    in_sentences = any(line.quote for group in groups for line in (*group.lines, *group.breakdown))
    if len(question.asks) > 1 or question.facets.period or in_sentences or focus not in (Focus.WHEN, Focus.NAME):
        return None
    return None if finder("computed", "years").search(question.clean) else focus


def _beside(report: OpenReport, reference: CellReference, *, alone: bool) -> FigureGroup | None:
    """Return the row of a figure that this form has not, where it has the row: 收费金额 of 2020 (domain.md §1.3)."""
    rows = {key.rpartition(".")[0] for key in reference.keys if report.block_of(key)}
    if len(rows) != 1:
        return None
    return group_of(report, replace(reference, keys=(f"{rows.pop()}.*",)), alone=alone)


def _years_with(enquiry: Enquiry, ask: Figures, report: OpenReport, others: tuple[int, ...]) -> tuple[int, ...]:
    """Return the agency's other years whose report has the asked figure."""
    found = []
    for other in enquiry.reports_of(report.agency.slug):
        if other.year in others:
            opened = OpenReport.open(enquiry, other)
            if any(opened.keys_of(key) for key in _asked(ask)):
                found.append(other.year)
    return tuple(found)


def _keys(groups: list[FigureGroup]) -> list[str]:
    return [line.key for group in groups for line in (*group.lines, *group.breakdown)]


def _more(groups: list[FigureGroup]) -> tuple[str, ...]:
    """Return codes of the questions that lie next to the figures shown (`data/offers.yaml`)."""
    leading = groups[0].lines[0].key if groups[0].lines else ""
    if leading == _RECEIVED:
        return ("by_applicant", "refused", "litigation")
    if leading.startswith("requests."):
        return ("requests",) if leading.startswith("requests.refused") else ("requests", "refused")
    if leading.startswith(("review", "litigation")):
        return ("requests",)
    bodies = {key.partition(".")[0] for key in _keys(groups)} & set(_MATTERS)
    if len(bodies) == 1:
        return ("handled_npc",) if Body.CPPCC in bodies else ("handled_cppcc",)
    return ()


def listed_beside(enquiry: Enquiry, report: StoredReport, keys: Iterable[str]) -> tuple[Count, ...]:
    """Return how many replies are loaded of the bodies whose handled matters are shown (domain.md §6, trap 2)."""
    shown = {key.partition(".")[0] for key in keys} & set(_MATTERS)
    counts = []
    for body in Body:
        if body.value in shown:
            chosen = Selection(
                agencies=(report.agency.slug,), body=body, years=(report.year,), kinds=(RecordKind.REPLY,)
            )
            counts.append(Count(value=enquiry.store.count(chosen), body=body, year=report.year))
    return tuple(count for count in counts if count.value)
