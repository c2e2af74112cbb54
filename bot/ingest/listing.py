"""Lists of replies and disclosure items: rows of 标题, 发布机构, 发布时间 in any order, links, pagers.

Rows are read one by one and handed on in pieces, so that a list of a million rows is never in memory as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.item_fields import Surroundings, make_record
from bot.ingest.lines import lines_of_items
from bot.ingest.list_columns import ListColumns, list_columns
from bot.ingest.list_words import list_words
from bot.ingest.pager import Pager, read_pager
from bot.records.columns import read_header
from bot.records.model import Agency, Body, Listing, Place, Record, RecordKind, Refusal, Report
from bot.records.titles import TitleContext, TitleParts, read_title

#: Rows that are handed on at once.
ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A piece of what a document yields: parts of a Batch."""

    records: tuple[Record, ...] = ()
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    reports: tuple[Report, ...] = ()


@dataclass(slots=True)
class _Around:
    """Words met since the last list."""

    name: str | None = None
    located: bool = False
    pager: Pager | None = None
    headings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What holds for every list of a page; see `read_lists`."""

    agency: Agency | None
    section: str | None
    url: str | None
    title: str | None


def is_list(table: Table) -> bool:
    """Return whether a table is a list of items."""
    return list_columns(table) is not None


def read_lists(
    blocks: Iterable[Block],
    *,
    agency: Agency | None = None,
    section: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Iterator[Parts]:
    """Read every list among some blocks: tables, and lines that each are an item.

    Args:
        blocks: Blocks of a document or of one section of it; others than lists only give their words to the lists.
        agency: Whose document it is, if that is known.
        section: Section to cite the rows by; the blocks' own when None.
        url: Address of the document, for relative links.
        title: Title of the page: the name of a list that gives itself none.

    Yields:
        Records in pieces of at most ROWS_AT_ONCE, refusals with them; the listing facts of a list with its last piece.
    """
    around = _Around()
    waiting: _Reader | None = None
    for block in lines_of_items(blocks):
        if isinstance(block, Paragraph):
            pager = read_pager(block.text)
            if pager and waiting:
                waiting.pager = waiting.pager or pager
            elif pager:
                around.pager = pager
            elif waiting and not list_words().furniture.match(block.text):
                yield waiting.end()
                waiting = None
                _meet(block, around)
            else:
                _meet(block, around)
            continue
        columns = list_columns(block)
        if columns is None:
            continue
        if waiting:
            yield waiting.end()
        waiting = _Reader(block, columns, around, _Page(agency=agency, section=section, url=url, title=title))
        around = _Around(name=around.name if not around.located else None)
        yield from waiting.pieces()
    if waiting:
        yield waiting.end()


def read_document_lists(document: Document, *, agency: Agency | None = None) -> Iterator[Parts]:
    """Read every list of a document; see `read_lists`."""
    yield from read_lists(document.blocks, agency=agency, url=document.url, title=document.title)


def _meet(paragraph: Paragraph, around: _Around) -> None:
    words = list_words()
    text = re.sub(r"\s+", " ", paragraph.text)
    if match := words.location.match(text):
        steps = [step for step in words.location_steps.split(match["path"]) if step]
        around.name, around.located = (steps[-1].strip(), True) if steps else (None, False)
    elif not words.furniture.match(text) and len(text) <= 60 and not text.endswith(("。", "；")):
        around.headings.append(text)
        if not around.located:
            around.name = text


class _Reader:
    """Reads one list."""

    def __init__(self, table: Table, columns: ListColumns, around: _Around, page: _Page) -> None:
        self.table, self.columns, self.section = table, columns, page.section
        self.pager = around.pager
        self.rows = 0
        self._labels: tuple[str, ...] = ()
        self._bodies: Counter[Body | None] = Counter()
        self._name = around.name or page.title
        heading, context = read_heading(self._name)
        self._around = Surroundings(
            agency=page.agency, url=page.url, context=context, heading=heading, listing=self._name
        )
        self._refusals: list[Refusal] = []
        # The name of a list that gives itself none is told by its first rows: a record carries the name of its list.
        if self._name is None:
            self._name = self._named_by_rows()
            self._around = Surroundings(agency=page.agency, url=page.url, listing=self._name)

    def pieces(self) -> Iterator[Parts]:
        """Yield the records in pieces."""
        records: list[Record] = []
        for record in self._records():
            records.append(record)
            if len(records) >= ROWS_AT_ONCE:
                yield Parts(records=tuple(records), refusals=self._take_refusals())
                records = []
        if records or self._refusals:
            yield Parts(records=tuple(records), refusals=self._take_refusals())

    def end(self) -> Parts:
        """Return what the list says about itself."""
        body = self._around.context.body
        named = {body for body in self._bodies if body is not None}
        if body is None and len(named) == 1:
            body = next(iter(named))
        listing = Listing(
            name=self._name or "",
            place=self._place(self.columns.header if self.columns.header >= 0 else 0),
            body=body,
            total_rows=self.pager.rows if self.pager else None,
            total_pages=self.pager.pages if self.pager else None,
            rows_in_source=self.rows,
            quote=self.pager.quote if self.pager else None,
            columns=self._labels,
        )
        return Parts(listings=(listing,))

    def _records(self) -> Iterator[Record]:
        for index, row in enumerate(self.table.rows):
            if index == self.columns.header:
                self._labels = tuple(label for cell in row if (label := cell.text.strip()))
            if index <= self.columns.header:
                continue
            fields = self._fields(row)
            if fields is None:
                continue
            made = make_record(fields, self._place(index), self._around)
            self._refusals.extend(made.refusals)
            self.rows += 1
            if made.record is not None:
                self._bodies[made.record.body] += 1
                yield made.record

    def _fields(self, row: Sequence[TableCell]) -> dict[str, str] | None:
        """Return the fields of a row; None for a blank row, a repeated header, a pager."""
        texts = [cell.text for cell in row]
        filled = [text for text in texts if text.strip()]
        if not filled:
            return None
        if len(filled) == 1 and (pager := read_pager(filled[0])):
            self.pager = self.pager or pager
            return None
        if all(list_words().furniture.match(text.strip()) for text in filled):
            return None
        if len(filled) > 1 and self._is_header(texts):
            return None
        fields = {
            name: texts[position].strip()
            for name, position in self.columns.positions.items()
            if position < len(texts) and texts[position].strip()
        }
        if "source_url" not in fields and (link := _link(row, self.columns.positions)):
            fields["source_url"] = link
        return fields

    def _is_header(self, texts: list[str]) -> bool:
        # A header comes again after a page break. Few rows begin with a header's word: look at no others.
        if self.columns.header < 0:
            return False
        named = read_header(texts[:2], self.columns.sheet)
        return len(named) >= min(2, len(texts)) and len(read_header(texts, self.columns.sheet)) >= 2

    def _named_by_rows(self) -> str:
        bodies: Counter[Body] = Counter()
        titles = (self._fields(row) or {} for row in _first(self.table.rows, self.columns.header + 1, 30))
        for fields in titles:
            parts = read_title(fields.get("title", ""))
            if parts.body and parts.kind is not RecordKind.OTHER:
                bodies[parts.body] += 1
        names = list_words().unnamed
        return names[bodies.most_common(1)[0][0].value] if len(bodies) == 1 else names["other"]

    def _place(self, index: int) -> Place:
        place = self.table.row_place(index)
        if self.section is None or place.section == self.section:
            return place
        return Place(
            document=place.document,
            section=self.section,
            page=place.page,
            line=place.line,
            sheet=place.sheet,
            table=place.table,
            row=place.row,
        )

    def _take_refusals(self) -> tuple[Refusal, ...]:
        taken = tuple(self._refusals)
        self._refusals.clear()
        return taken


def _first(rows: Iterable[tuple[TableCell, ...]], start: int, count: int) -> Iterator[tuple[TableCell, ...]]:
    for index, row in enumerate(rows):
        if index >= start + count:
            return
        if index >= start:
            yield row


def _link(row: Sequence[TableCell], positions: dict[str, int]) -> str | None:
    """Return the target of the title's link, else of the only link of the row."""
    title = positions.get("title", positions.get("topic", -1))
    if 0 <= title < len(row) and row[title].links:
        return row[title].links[0].target
    links = [link for cell in row for link in cell.links]
    return links[0].target if len(links) == 1 else None


def read_heading(name: str | None) -> tuple[TitleParts | None, TitleContext]:
    """Read the heading of a list: the session it names, and the body and kind that hold for its rows."""
    if not name:
        return None, TitleContext()
    words = list_words()
    heading = read_title(name)
    bodies = [body for body, pattern in words.bodies.items() if pattern.search(name)]
    kind = next((kind for pattern, kind in words.kinds if pattern.search(name)), None)
    body = heading.body or (bodies[0] if len(bodies) == 1 else None)
    return heading, TitleContext(body=body, kind=kind)
