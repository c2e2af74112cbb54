"""Which documents are annual reports, and of which years; a notice about reports, or the blank form, is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.ingest.document import Block, Document, Paragraph, Table
from bot.ingest.report.identity import is_title, title_match
from bot.ingest.report.labels import proactive_columns, proactive_rows, request_rows
from bot.ingest.report.outline import is_link
from bot.ingest.report.regions import find_regions, is_prose, section_of
from bot.ingest.report.strips import LONGEST_LABEL, Strip, strips_of
from bot.ingest.report.values import is_value
from bot.records.model import Cell, RecordKind, Semantic
from bot.records.titles import read_title
from bot.text.normalise import unify

ROWS_LOOKED_AT = 400  # rows of a table, from its top, in which the form's words must appear for it to be a report's
BLOCKS_LOOKED_AT = 5_000  # from the top; a report with a cell a line has a thousand, a list may have a million
TITLE_WITHIN = 40  # blocks from the top among which a title stands
FEWEST_ROWS = 3  # rows of T2 that make a table it, where nothing else of a report is there
FEWEST_REQUEST_ROWS = 12  # of the 23 or 25 of T3
LONGEST_TABLE = 60
FIRST_YEAR = 2008  # of reports: the 条例 came into force
HEADER_ROWS = 4  # rows of a table in which the years over its columns stand
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?度?")


def is_report(document: Document) -> bool:
    """Return whether a document is an annual report: it has a table of the form, or its title and its sections."""
    looked = replace(document, blocks=tuple(_top(block) for block in document.blocks[:BLOCKS_LOOKED_AT]))
    strips = strips_of(looked)
    regions = find_regions(strips)
    titled = any(strip.is_line and is_title(strip.text) for strip in strips)
    if not titled and _is_about_reports(document):
        return False
    if regions.requests and regions.outcomes:
        return True
    headings = {
        section
        for strip in strips
        if strip.is_line and not is_prose(strip) and (section := section_of(strip.text)) is not None
    }
    if regions.requests and (titled or headings):
        return True
    if _has_proactive(strips):
        return True
    return len(headings) >= (2 if titled else 4)


def _top(block: Block) -> Block:
    if isinstance(block, Table) and len(block.rows) > ROWS_LOOKED_AT:
        return replace(block, rows=tuple(block.rows[:ROWS_LOOKED_AT]))
    return block


def _is_about_reports(document: Document) -> bool:
    """Whether a heading is that of a notice about reports: how to write them, when to publish them."""
    lines = [block.text for block in document.blocks[:TITLE_WITHIN] if isinstance(block, Paragraph)]
    return any(
        len(line) <= LONGEST_LABEL
        and ("年报" in line or "年度报告" in line)
        and read_title(line).kind in {RecordKind.NOTICE, RecordKind.POLICY_INTERPRETATION}
        for line in lines
    )


def _has_proactive(strips: Sequence[Strip]) -> bool:
    """Whether T2 is there, alone: several of its rows with values, under labels of its columns."""
    rows, columns = set[str](), set[str]()
    for strip in strips:
        for text in strip.texts[:16]:
            if len(text) > LONGEST_LABEL:
                continue
            if (row := proactive_rows().match(text)) and not row.near and any(map(is_value, strip.texts)):
                rows.add(row.key)
            if (column := proactive_columns().match(text)) and not column.near:
                columns.add(column.key)
    return len(rows) >= FEWEST_ROWS and bool(columns)


def is_blank(cells: Sequence[Cell]) -> bool:
    """Return whether tables are there and nothing is filled in: the form itself."""
    return bool(cells) and all(cell.semantic is Semantic.BLANK for cell in cells)


# --- several years -------------------------------------------------------------------------------------------------


def reports_in(document: Document) -> Iterator[tuple[Document, int | None]]:
    """Yield the reports of a document, with their years where there are several.

    Args:
        document: One report; or several one after the other, each with its title; or one whose tables have columns of
            several years side by side.
    """
    parts = _one_after_the_other(document)
    if len(parts) > 1:
        yield from parts
        return
    years = sorted({year for table in document.tables() for year in _years_over(table)})
    if len(years) < 2:
        yield document, None
        return
    for year in years:
        blocks = (_of_year(block, year) if isinstance(block, Table) else block for block in document.blocks)
        yield replace(document, blocks=tuple(blocks)), year


def _one_after_the_other(document: Document) -> list[tuple[Document, int | None]]:
    starts: list[tuple[int, int]] = []
    for index, block in enumerate(document.blocks):
        text = _title_line(block)
        match = title_match(text) if text and is_title(text) else None
        if match and (not starts or int(match["year"]) != starts[-1][1]):
            starts.append((index, int(match["year"])))
    if len({year for _, year in starts}) < 2:
        return []
    ends = [index for index, _ in starts[1:]] + [len(document.blocks)]
    firsts = [0, *(index for index, _ in starts[1:])]
    parts = [replace(document, blocks=document.blocks[first:end]) for first, end in zip(firsts, ends, strict=True)]
    # A line that names another year's report is no report: each part must be one.
    if not all(is_report(part) for part in parts):
        return []
    return [(part, year) for part, (_, year) in zip(parts, starts, strict=True)]


def _title_line(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "" if is_link(block) else block.text
    first = [cell.text for row in block.rows[:1] for cell in row if cell.text]
    return first[0] if len(first) == 1 else ""


def _years_over(table: Table) -> dict[int, set[int]]:
    """Return the grid columns over which each year stands in the header of a table; nothing where only one does."""
    columns: dict[int, set[int]] = {}
    for row in table.grid(rows=HEADER_ROWS):
        texts = [unify(position.cell.text).strip() if position else "" for position in row]
        found = {column: int(match[1]) for column, text in enumerate(texts) if (match := _YEAR.fullmatch(text))}
        # Beside another number it is one too: 1942 件.
        if any(is_value(text) for column, text in enumerate(texts) if text and column not in found):
            continue
        for column, year in found.items():
            if year >= FIRST_YEAR:
                columns.setdefault(year, set()).add(column)
    return columns if len(columns) > 1 and _is_of_many_rows(table) else {}


def _is_of_many_rows(table: Table) -> bool:
    """Whether a table has most rows of T3, or several of T2: tables of a few figures stand in the prose of reports."""
    texts = {cell.text for row in table.rows[:LONGEST_TABLE] for cell in row if 1 < len(cell.text) <= LONGEST_LABEL}
    found = {
        (labels, match.key)
        for labels in (request_rows(), proactive_rows())
        for text in texts
        if (match := labels.match(text)) and not match.near
    }
    requests = sum(labels is request_rows() for labels, _ in found)
    return requests >= FEWEST_REQUEST_ROWS or len(found) - requests > FEWEST_ROWS


def _of_year(table: Table, year: int) -> Table:
    """Return a table without the columns of other years, and without the row of years."""
    years = _years_over(table)
    if not years:
        return table
    mine = years.get(year, set())
    others = set().union(*years.values()) - mine
    rows = []
    for row in table.grid():
        kept = [
            replace(position.cell, row_span=1, column_span=1) if position else None
            for column, position in enumerate(row)
            if column not in others
        ]
        texts = {cell.text for cell in kept if cell and cell.text}
        if not any(_YEAR.fullmatch(unify(text).strip()) for text in texts):
            rows.append(tuple(cell for cell in kept if cell))
    return Table(rows=tuple(rows), place=table.place)
