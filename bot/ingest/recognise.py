"""What a document is, by its content alone, and what it yields: an annual report, lists, a page, typed records.

A new kind of content is one entry of `KINDS`: how it is known, and what reads it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.ingest.document import Block, Document, Paragraph, Table
from bot.ingest.errors import ImportingError
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.items.listing import is_list, is_readable_list, read_document_lists, read_lists
from bot.ingest.items.page import is_letter, is_page, pages_in, read_page
from bot.ingest.items.reader import ListPage, Parts
from bot.ingest.items.written_lists import with_lists_as_tables
from bot.ingest.readers.limits import RECORD_SECONDS
from bot.ingest.report.identity import identify_report
from bot.ingest.report.known import is_report, reports_in
from bot.ingest.report.labels import (
    is_block_heading,
    outcome_columns,
    proactive_columns,
    request_columns,
    request_rows,
)
from bot.ingest.report.outline import OutlineLine, is_link, outline
from bot.ingest.report.reading import read_report
from bot.ingest.report.strips import LONGEST_LABEL
from bot.ingest.typed import is_unfilled, read_typed, typed_sheet, with_mappings_as_table
from bot.records.agencies import identify
from bot.records.model import Agency, Batch, Report
from bot.worker import allow

ROWS_OF_A_HEADER = 6  # rows from the top in which labels of the form must stand


def interpret(
    document: Document,
    *,
    agency_name: str | None = None,
    year: int | None = None,
    force: bool = False,
    answers: ColumnAnswers = NO_ANSWERS,
) -> Batch:
    """Read what a document holds.

    Args:
        document: As its reader found it.
        agency_name: Publishing agency, where the document does not say.
        year: Report year, likewise.
        force: Agency and year are those given even where the document says others.
        answers: What was said of columns of lists that are in doubt.

    Returns:
        All of it as one batch.

    Raises:
        ImportingError: Nothing is recognised in it, or a report names no year or agency.
    """
    return joined(interpret_in_pieces(document, Given(agency_name, year, force), answers))


def joined(pieces: Iterable[Batch]) -> Batch:
    """Return the pieces of one document as one batch."""
    parts = list(pieces)
    first = parts[0]
    return replace(
        first,
        reports=tuple(report for part in parts for report in part.reports),
        records=tuple(record for part in parts for record in part.records),
        listings=tuple(listing for part in parts for listing in part.listings),
        refusals=tuple(refusal for part in parts for refusal in part.refusals),
        withheld=tuple(record for part in parts for record in part.withheld),
        readings=tuple(reading for part in parts for reading in part.readings),
    )


def interpret_in_pieces(
    document: Document, given: Given = NOTHING_GIVEN, answers: ColumnAnswers = NO_ANSWERS
) -> Iterator[Batch]:
    """Like `interpret`, a long list in several batches, so that it is never in memory as a whole."""
    document = with_mappings_as_table(document)
    asked = _Asked(document, given, answers)
    for kind in KINDS:
        if kind.known(document):
            for batch in kind.read(asked):
                allow(RECORD_SECONDS * len(batch.records))
                yield batch
            return
    raise ImportingError("unknown_content", file=document.name)


@dataclass(frozen=True, slots=True)
class _Asked:
    document: Document
    given: Given
    answers: ColumnAnswers

    def batch(
        self, *, agency_name: str | None = None, report: Report | None = None, parts: Parts | None = None
    ) -> Batch:
        """Return a batch of this document."""
        parts = parts or Parts()
        return Batch(
            document=self.document.name,
            sha256=self.document.sha256,
            media_type=self.document.media_type,
            agency_name=agency_name or self.given.agency_name,
            reports=(report,) if report else parts.reports,
            records=parts.records,
            listings=parts.listings,
            refusals=parts.refusals,
            withheld=parts.withheld,
            readings=parts.readings,
            passed=self.document.passed,
        )

    @property
    def agency(self) -> Agency | None:
        """The agency that was given, if one was."""
        return identify(self.given.agency_name) if self.given.agency_name else None


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of content: how it is known, what reads it."""

    name: str
    known: Callable[[Document], bool]
    read: Callable[[_Asked], Iterator[Batch]]


# --- annual reports ------------------------------------------------------------------------------------------------


def is_of_form(table: Table) -> bool:
    """Return whether a table is one of the form's, or a part of one: it has labels of its rows or columns."""
    texts = [cell.text for row in table.rows[:ROWS_OF_A_HEADER] for cell in row if 1 < len(cell.text) <= LONGEST_LABEL]
    if any(is_block_heading(text) or proactive_columns().match(text) for text in texts):
        return True
    return any(
        len({match.key for text in texts if (match := labels.match(text))}) >= 3
        for labels in (request_columns(), request_rows(), outcome_columns())
    )


def _read_report(asked: _Asked) -> Iterator[Batch]:
    for document, year in reports_in(asked.document):
        yield from _read_one_report(replace(asked, document=document), year)


def _read_one_report(asked: _Asked, year: int | None) -> Iterator[Batch]:
    lists = tuple(table for table in asked.document.tables() if _is_list_in_report(table))
    report = read_report(asked.document, asked.given, lists=lists, own_year=year)
    yield asked.batch(agency_name=report.agency_name, report=report)
    if lists:
        agency = identify(report.agency_name)
        for section, blocks in _sections(asked.document):
            page = ListPage(agency=agency, section=section, url=asked.document.url, answers=asked.answers)
            for parts in read_lists(blocks, page):
                yield asked.batch(agency_name=report.agency_name, parts=parts)


def _sections(document: Document) -> Iterator[tuple[str | None, Sequence[Block]]]:
    """Yield the blocks of each section of a report that has lists in it."""
    sources = [
        OutlineLine(block.text, block.place, item=block.item, order=index, link=is_link(block))
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph)
    ]
    links = {index for index, source in enumerate(sources) if source.link}
    identity = identify_report([source.text for source in sources], document.title, links=links)
    section_at = {line.order: line.section for line in outline(sources, identity.title_at)}
    current: str | None = None
    blocks: list[Block] = []
    for index, block in enumerate(document.blocks):
        section = section_at.get(index, current)
        if section != current and blocks:
            if any(isinstance(one, Table) for one in blocks):
                yield current, blocks
            blocks = []
        current = section
        if isinstance(block, Paragraph) or _is_list_in_report(block):
            blocks.append(block)
    if any(isinstance(one, Table) for one in blocks):
        yield current, blocks


def _is_list_in_report(table: Table) -> bool:
    """Whether a table of a report is a list of items; tables of the form never are, whatever their headers say."""
    return is_readable_list(table) and not is_of_form(table)


# --- records typed by staff ---------------------------------------------------------------------------------------


def is_typed(document: Document) -> bool:
    """Return whether a document holds records typed by staff, or exported."""
    return typed_sheet(document) is not None


def _read_typed(asked: _Asked) -> Iterator[Batch]:
    for parts in read_typed(asked.document, agency=asked.agency):
        yield asked.batch(parts=parts)


def _refuse_unfilled(asked: _Asked) -> Iterator[Batch]:
    raise ImportingError("unfilled", file=asked.document.name)


# --- lists and pages -----------------------------------------------------------------------------------------------


def has_lists(document: Document) -> bool:
    """Return whether a document has lists of items, and is not one answer with a list of others beside it."""
    printed = {id(table) for table in document.tables()}
    found = [table for table in with_lists_as_tables(document).tables() if is_list(table)]
    return any(id(table) not in printed for table in found) or bool(found and not is_letter(document))


def _read_lists(asked: _Asked) -> Iterator[Batch]:
    found = False
    blocks = with_lists_as_tables(asked.document).blocks
    for parts in read_document_lists(asked.document, asked.given, asked.answers, blocks):
        found = True
        yield asked.batch(parts=parts)
    if not found:
        raise ImportingError("unknown_content", file=asked.document.name)


def _read_pages(asked: _Asked) -> Iterator[Batch]:
    for document in pages_in(asked.document):
        yield asked.batch(parts=read_page(document, agency=asked.agency))


def _read_page(asked: _Asked) -> Iterator[Batch]:
    yield asked.batch(parts=read_page(asked.document, agency=asked.agency))


#: Kinds of content, the most telling first. Lists of lines without a table are what is left.
KINDS: tuple[ContentKind, ...] = (
    ContentKind("unfilled template", is_unfilled, _refuse_unfilled),
    ContentKind("typed", is_typed, _read_typed),
    ContentKind("report", is_report, _read_report),
    ContentKind("pages", lambda document: bool(pages_in(document)), _read_pages),
    ContentKind("lists", has_lists, _read_lists),
    ContentKind("page", is_page, _read_page),
    ContentKind("lines", lambda _: True, _read_lists),
)
