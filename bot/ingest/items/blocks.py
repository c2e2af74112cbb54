"""Puts a list together that its format has cut up: section lines and rows of one cell stand as paragraphs there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from bot.ingest.document import Block, Paragraph, Table, TableCell
from bot.ingest.items.header import HEADER_WITHIN, distinct, find_header, repeats
from bot.records.columns import header_form

#: Rows up to which a table is put together with others; a longer one is read row by row and stands alone.
_LONGEST = 5000
_LINES_BETWEEN = 3
_LONGEST_LINE = 60
#: Media whose every line is a row of the table.
ROWWISE = frozenset({"csv", "tsv", "xlsx"})


def joined_lists(blocks: Iterable[Block], media_type: str = "") -> Iterator[Block]:
    """Yield the blocks, the pieces of a list as one Table.

    Args:
        blocks: Of a document.
        media_type: Of the document. In sheets every line is a row of the table, so what follows a list belongs to it;
            elsewhere lines belong to it only between two of its pieces.
    """
    whole: Table | None = None
    lines: list[Paragraph] = []
    for block in blocks:
        if whole is None:
            if isinstance(block, Table) and _begins(block):
                whole = block
            else:
                yield block
        elif isinstance(block, Paragraph):
            lines.append(block)
        elif _goes_on(whole, lines, block, media_type):
            whole, lines = _with(whole, [*lines, block]), []
        else:
            yield from _closed(whole, lines, media_type)
            whole, lines = (block, []) if _begins(block) else (None, [])
            if whole is None:
                yield block
    if whole is not None:
        yield from _closed(whole, lines, media_type)


def _begins(table: Table) -> bool:
    return len(table.rows) <= _LONGEST and find_header(_top(table)) is not None


def _top(table: Table) -> list[tuple[TableCell, ...]]:
    return list(islice(table.carried(), HEADER_WITHIN + 2))


def _width(table: Table) -> int:
    return max((len(row) for row in _top(table)), default=0)


def _goes_on(whole: Table, lines: list[Paragraph], table: Table, media_type: str) -> bool:
    if len(table.rows) > _LONGEST or len(whole.rows) > _LONGEST or table.place.sheet != whole.place.sheet:
        return False
    rowwise = media_type in ROWWISE
    if not rowwise and (
        len(lines) > _LINES_BETWEEN or any(len(line.text) > _LONGEST_LINE or line.level for line in lines)
    ):
        return False
    if any(line.place.sheet != whole.place.sheet for line in lines):
        return False
    return _width(whole) >= _width(table) > 1 and (find_header(_top(table)) is None or _same_header(whole, table))


def _same_header(whole: Table, table: Table) -> bool:
    """Whether a table begins with the header of another: the same list on its next page."""
    top = _top(whole)
    found = find_header(top)
    if found is None:
        return False
    index, depth, _ = found
    labels = frozenset(header_form(cell.text) for row in top[index : index + depth] for cell in distinct(row))
    return repeats(_top(table)[0], labels)


def _closed(whole: Table, lines: list[Paragraph], media_type: str) -> Iterator[Block]:
    """Yield the table and the lines after it; in a sheet these are rows of it."""
    if media_type in ROWWISE and lines and len(whole.rows) <= _LONGEST:
        mine = [line for line in lines if line.place.sheet == whole.place.sheet]
        # The title of another sheet, or of a list that follows, is no row of this one: the last lines may be its name.
        yield _with(whole, list(mine)) if mine else whole
        yield from lines[len(mine) :]
    else:
        yield whole
        yield from lines


def _with(whole: Table, blocks: list[Block]) -> Table:
    rows, lines = list(whole.rows), _lines(whole)
    hidden, last_lines = set(whole.hidden), dict(whole.last_lines)
    for block in blocks:
        if isinstance(block, Paragraph):
            rows.append((TableCell(block.text, links=block.links),))
            lines.append(block.place.line or block.place.row)
        else:
            hidden |= {index + len(rows) for index in block.hidden}
            last_lines |= {index + len(rows): line for index, line in block.last_lines.items()}
            rows += block.rows
            lines += _lines(block)
    known = [line for line in lines if line is not None]
    return replace(
        whole,
        rows=tuple(rows),
        lines=tuple(known) if len(known) == len(rows) else (),
        last_lines=last_lines,
        hidden=frozenset(hidden),
    )


def _lines(table: Table) -> list[int | None]:
    return [table.row_place(index).line for index in range(len(table.rows))]
