"""Tables of HTML: cells with their spans, links and line breaks; tables that only lay out a page are no tables."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from bot.ingest.document import Link, Table, TableCell
from bot.ingest.readers.html_text import BLOCKS, collapse, is_cut, is_element, is_shown, link_text
from bot.ingest.readers.limits import SHEET_COLUMNS, SPAN
from bot.ingest.readers.tables import without_repeated_headers
from bot.records.model import Place

_NUMBER = re.compile(r"\s*(\d{1,6})")
_LINES = 3  # paragraphs in a cell of the only column from which it is the text of a page
_PROSE = 400  # characters of one cell from which it holds a page, not a figure or a label


def is_layout(table: LexborNode) -> bool:
    """Return whether a table only lays out the page: one cell, a page inside a cell, or tables inside with headings."""
    widths = [sum(1 for _ in _cells(row)) for row in _rows(table)]
    cells = sum(widths)
    if cells <= 1 or (max(widths) == 1 and any(len(cell.css("p,div,br")) > _LINES for cell in table.css("td"))):
        return True
    inner = len(table.css("table")) - 1
    if inner > 0:
        return _has_page(table) or not _is_grid(table)
    return cells <= 8 and _has_page(table)


def _has_page(table: LexborNode) -> bool:
    return any(
        len(_plain(cell)) > _PROSE and len(cell.css("p,div,br,table")) > 3
        for row in _rows(table)
        for cell in _cells(row)
    )


def _plain(node: LexborNode) -> str:
    return node.text(deep=True)


def _is_grid(table: LexborNode) -> bool:
    """Whether most rows of a table have two cells or more with little text, besides the tables inside."""
    rows = [list(_cells(row)) for row in _rows(table)]
    return sum(len(row) >= 2 for row in rows) >= max(2, len(rows) // 2)


def table_of(node: LexborNode) -> list[Table]:
    """Return the table, and after it the tables inside its cells."""
    rows = [tuple(_cell(cell) for cell in list(_cells(row))[:SHEET_COLUMNS]) for row in _rows(node)]
    rows = _closed_spans(rows)
    kept, lines = without_repeated_headers(rows)
    place = Place(document="")
    found = [Table(rows=tuple(kept), place=place, lines=lines)] if any(kept) else []
    for inner in node.css("table"):
        if inner.mem_id != node.mem_id and not is_layout(inner):
            inside = [tuple(_cell(cell) for cell in _cells(row)) for row in _rows(inner)]
            if any(inside):
                found.append(Table(rows=tuple(_closed_spans(inside)), place=place))
    return found


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            if is_shown(child):
                yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            for row in child.iter():
                if row.tag == "tr" and is_shown(row):
                    yield row


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in {"td", "th"} and is_shown(cell))


def _cell(node: LexborNode) -> TableCell:
    attributes = node.attributes
    text, links, picture = _content(node)
    return TableCell(
        text=text,
        row_span=_span(attributes.get("rowspan")),
        column_span=_span(attributes.get("colspan")) or 1,
        header=node.tag == "th",
        links=links,
        picture=picture,
    )


def _span(written: str | None) -> int:
    """Return a span as written; 0 (to the end of the table) is settled when the table is known."""
    found = _NUMBER.match(written) if written else None
    return min(int(found[1]), SPAN) if found else 1


def _closed_spans(rows: list[tuple[TableCell, ...]]) -> list[tuple[TableCell, ...]]:
    """Return the rows with spans that end where the table ends."""
    total = len(rows)
    return [
        tuple(
            cell
            if 1 <= cell.row_span <= total - index
            else TableCell(
                cell.text, total - index, cell.column_span, cell.header, cell.links, cell.place, cell.picture
            )
            for cell in row
        )
        for index, row in enumerate(rows)
    ]


def _content(cell: LexborNode) -> tuple[str, tuple[Link, ...], bool]:
    """Return the text of a cell with its line breaks, its links, and whether it has a picture; not of tables inside."""
    parts: list[str] = []
    links: list[Link] = []
    picture = False
    stack = [(child, True) for child in reversed(list(cell.iter(include_text=True)))]
    while stack:
        node, opening = stack.pop()
        if node.tag == "-text":
            parts.append((node.text_content or "").replace("\n", "\x01"))
            continue
        if not is_element(node) or node.tag == "table" or not is_shown(node):
            continue
        picture = picture or node.tag in {"img", "v:imagedata"}
        if node.tag in BLOCKS or node.tag == "br":
            parts.append("\n")
        if node.tag == "a" and opening:
            target, shown = node.attributes.get("href"), link_text(node)
            if target and shown:
                links.append(Link(shown, target.strip()))
            if is_cut(node):
                parts.append(shown)
                continue
        if opening:
            if node.tag in BLOCKS:
                stack.append((node, False))
            stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))
    lines = (collapse(line.replace("\x01", "\n")) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line), tuple(links), picture
