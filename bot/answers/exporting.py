"""From an answer to the table behind it: all entries of a list, all cells of a report."""

from dataclasses import dataclass

from bot.answers.answer import AgenciesAnswer, Answer, FiguresAnswer, NumberList, RecordList, SearchList, Several
from bot.answers.enquiry import Enquiry
from bot.answers.entries import MATTERS, entry, selection, sources
from bot.answers.parts import Source
from bot.answers.searches import filters_of
from bot.records.columns import Sheet
from bot.store.export.rows import ExportRow, ExportScope, figures, record_row
from bot.store.read.values import StoredRecord

# Records whose sources are named; an export of many lists names those of the first ones.
_CITED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable:
    """What an answer was taken from, as rows.

    Attributes:
        sheet: Its columns.
        rows: Its rows, in the order of the answer.
        total: How many there are; more than `rows` where these would be too many.
        sources: Where they are from.
        agencies: The answer itself, where it is a table of many offices; `rows` are empty then.
    """

    sheet: Sheet
    rows: tuple[ExportRow, ...]
    total: int
    sources: tuple[Source, ...]
    agencies: AgenciesAnswer | None = None


def can_be_exported(answer: Answer) -> bool:
    """Return whether there is a table behind an answer."""
    if isinstance(answer, RecordList | SearchList):
        return answer.total > 1
    if isinstance(answer, NumberList):
        return answer.found > 1
    if isinstance(answer, AgenciesAnswer):
        return answer.lead.members > 1
    return report_in(answer) is not None


def report_in(answer: Answer) -> FiguresAnswer | None:
    """Return the figures of a report that an answer shows, perhaps among other things; None where it shows none."""
    parts = answer.parts if isinstance(answer, Several) else (answer,)
    return next((part for part in parts if isinstance(part, FiguresAnswer)), None)


def table_of(answer: Answer, enquiry: Enquiry, most: int) -> ExportTable | None:
    """Return the table behind an answer, or None where there is none.

    Args:
        answer: The answer to the question of `enquiry`.
        enquiry: The question, and where to look.
        most: Most rows.
    """
    if not can_be_exported(answer):
        return None
    if isinstance(answer, AgenciesAnswer):
        return _agencies(answer)
    if told := report_in(answer):
        rows = tuple(figures(enquiry.store, ExportScope(agency=told.agency.slug, year=told.year)))
        source = Source(agency=told.agency.name, year=told.year, caveat=told.caveat)
        return ExportTable(sheet="figures", rows=rows[:most], total=len(rows), sources=(source,))
    if isinstance(answer, SearchList):
        hits = enquiry.index.search(answer.words, filters_of(enquiry), offset=0, limit=most).hits
        found = [stored for hit in hits if (stored := enquiry.store.record(hit.key)) is not None]
        return _records(enquiry, found, answer.total)
    if isinstance(answer, RecordList):
        return _records(enquiry, enquiry.store.records(selection(enquiry), limit=most), answer.total)
    lines = answer.lines if isinstance(answer, NumberList) else ()
    keys = [item.key for line in lines for item in line.entries][:most]
    found = [stored for key in keys if (stored := enquiry.store.record(key))]
    return _records(enquiry, found, answer.found) if isinstance(answer, NumberList) else None


def _agencies(answer: AgenciesAnswer) -> ExportTable:
    offices = [row.agency.name for table in answer.tables for row in (*table.rows, *table.apart)]
    cited = tuple(Source(agency=name, year=answer.year) for name in offices)
    return ExportTable(sheet="figures", rows=(), total=len(cited), sources=cited, agencies=answer)


def _records(enquiry: Enquiry, found: list[StoredRecord], total: int) -> ExportTable:
    return ExportTable(
        sheet="replies" if any(stored.record.kind in MATTERS for stored in found) else "items",
        rows=tuple(map(record_row, found)),
        total=total,
        sources=sources(enquiry, tuple(map(entry, found[:_CITED]))),
    )
