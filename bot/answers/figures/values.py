"""Which figures of the loaded reports are a given number: a hint where the number is no record's (116455是什么)."""

from bot.answers.enquiry import Enquiry
from bot.answers.figures.lines import cell_line, prose_line
from bot.answers.parts import FigureHint, FigureLine, Source
from bot.answers.passages.proposing import FEW
from bot.questions.lexicon import finder
from bot.records.model import Semantic
from bot.store.values import StoredReport

_SHOWN, _SHOWN_WHERE_ASKED = 3, 8
_SMALLEST = 100  # smaller numbers are in every report: they are told only where that is asked (6是什么数)


def figures_of_value(enquiry: Enquiry, number: int) -> tuple[FigureHint, ...]:
    """Return the first figures that are exactly this number, those of totals before those of their parts."""
    reports = [report for agency in enquiry.reporting() for report in enquiry.reports_of(agency.slug)]
    asked = finder("words", "what_number").search(enquiry.question.clean) is not None
    if (number < _SMALLEST and not asked) or len(reports) > FEW:
        return ()
    found = [
        FigureHint(agency=report.agency, year=report.year, line=line, source=_source(report, line))
        for report in reports
        for line in _lines(enquiry, report)
        if line.semantic is Semantic.NUMERIC and line.value == number
    ]
    most = _SHOWN_WHERE_ASKED if asked else _SHOWN
    return tuple(sorted(found, key=lambda hint: not hint.line.key.endswith(".total")))[:most]


def _lines(enquiry: Enquiry, report: StoredReport) -> list[FigureLine]:
    agency, year = report.agency.slug, report.year
    return [
        *map(cell_line, enquiry.store.cells(agency, year).values()),
        *map(prose_line, enquiry.store.figures(agency, year).values()),
    ]


def _source(report: StoredReport, line: FigureLine) -> Source:
    return Source(
        agency=report.agency.name,
        year=report.year,
        title=report.title,
        section=line.section,
        document=report.document,
        caveat=report.caveat,
    )
