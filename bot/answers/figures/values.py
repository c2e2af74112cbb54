"""Which figures of the loaded reports are a given number (那个6是啥的6), also where no record bears it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.answers.answer import PrintedAnswer
from bot.answers.computing.figure_terms import keys_of
from bot.answers.computing.told_terms import choices, line_of, lines_of_value
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureHint, FigureLine
from bot.answers.figures.report import OpenReport
from bot.answers.parts import QuotedPassage, Source
from bot.answers.passages.proposing import FEW
from bot.answers.passages.quoting import quoted
from bot.answers.passages.told import fits_unit, told_in
from bot.questions.question import Operand, Printed
from bot.store.read.values import StoredReport

_SHOWN, _SHOWN_WHERE_ASKED = 3, 8
_SAID = re.compile("[^0-9.].*$")  # what follows the digits of a number as typed
_SMALLEST = 100  # smaller numbers are in every report: they are told only where that is asked (6是什么数)


def printed(enquiry: Enquiry, ask: Printed) -> PrintedAnswer:
    """Answer what a number is in a report, and whether it is what is supposed: by what that is printed as."""
    reports = _reports(enquiry)
    found = [_hint(report, line) for report in reports for line in lines_of_value(enquiry, report, ask.value)]
    if ask.unit:
        found = [one for one in found if not one.line.unit or fits_unit(one.line.unit, ask.unit)] or found
    units = {hint.line.unit for hint in found}
    unit = units.pop() if len(units) == 1 else None
    supposed = [hint for report in reports for one in ask.operands for hint in _of_operand(enquiry, report, one, unit)]
    texts = () if found else _quoting(enquiry, reports, ask)
    same = [hint for hint in supposed if hint.line.value == ask.value]
    agrees = bool(same) if supposed else None
    return PrintedAnswer(
        said=ask.said,
        figures=tuple(sorted(found, key=_rank)[:_SHOWN_WHERE_ASKED]),
        quotes=texts,
        more=max(len(found) - _SHOWN_WHERE_ASKED, 0),
        supposed=ask.supposed,
        untold=ask.untold,
        instead=tuple((same or supposed)[:_SHOWN]),
        agrees=agrees,
        reports=bool(reports),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )


def figures_of_value(enquiry: Enquiry, number: int) -> tuple[FigureHint, ...]:
    """Return the first figures that are exactly this number, those of totals before those of their parts."""
    reports = _reports(enquiry) if number >= _SMALLEST else []
    found = [_hint(report, line) for report in reports for line in lines_of_value(enquiry, report, Decimal(number))]
    return tuple(sorted(found, key=_rank)[:_SHOWN])


def _quoting(enquiry: Enquiry, reports: list[StoredReport], ask: Printed) -> tuple[QuotedPassage, ...]:
    """Return the sentences in which a number stands that is no figure of its own: 《…16条政策措施》."""
    digits = re.compile(rf"(?<![0-9.:：\-]){re.escape(_SAID.sub('', ask.said))}(?![0-9]|\.[0-9]|\s*[-:：年月日])")
    told = (one for report in reports for one in enquiry.store.passages(agency=report.agency.slug, year=report.year))
    found = ((one, [match.span() for match in digits.finditer(one.passage.text)]) for one in told)
    return tuple(quoted(one, spans) for one, spans in found if spans)[:_SHOWN]


def _of_operand(enquiry: Enquiry, report: StoredReport, operand: Operand, unit: str | None) -> Iterator[FigureHint]:
    """Yield what a report tells of something that a number is supposed to be, in its unit where it does."""
    if operand.told is not None:
        numbers = tuple(told_in(enquiry.store.passages(agency=report.agency.slug, year=report.year)))
        in_unit = replace(operand, told=replace(operand.told, unit=unit))
        yield from (_hint(report, line_of(one)) for one in choices(numbers, in_unit) or choices(numbers, operand))
        return
    opened = OpenReport.open(enquiry, report)
    lines = (opened.line(key) for key in keys_of(opened, operand))
    yield from (_hint(report, line) for line in lines if line is not None)


def _reports(enquiry: Enquiry) -> list[StoredReport]:
    years = enquiry.facets.years
    found = [report for agency in enquiry.reporting() for report in enquiry.reports_of(agency.slug)]
    found = [report for report in found if not years or report.year in years]
    return found if len(found) <= FEW else []


def _rank(hint: FigureHint) -> bool:
    return not hint.line.key.endswith(".total")


def _hint(report: StoredReport, line: FigureLine) -> FigureHint:
    return FigureHint(agency=report.agency, year=report.year, line=line, source=_source(report, line))


def _source(report: StoredReport, line: FigureLine) -> Source:
    return Source(
        agency=report.agency.name,
        year=report.year,
        title=report.title,
        section=line.section,
        document=report.document,
        caveat=report.caveat,
    )
