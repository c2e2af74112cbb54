"""Tables that do not have a record a row, put so: a record a column, or several blocks of records side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest

from bot.ingest.document import Table, TableCell
from bot.ingest.list_header import HEADER_WITHIN, distinct, find_header, header_labels, is_header
from bot.ingest.list_layout import SAMPLE, ListLayout, layout_of

_LONGEST = 5000  # rows: a longer table is read row by row
_MOST_BLOCKS = 6
_BLANK = TableCell("")


def arranged(table: Table) -> Table:
    """Return a table with a record a row; the table itself where it is so already, or is no list."""
    if len(table.rows) > _LONGEST:
        return table
    top = list(islice(table.carried(), HEADER_WITHIN + SAMPLE))
    found = find_header(top)
    if found is None:
        return _turned(table)
    index, depth, _ = found
    starts = _blocks(header_labels(top[index : index + depth]))
    return _put(table, list(_below_each_other(table, index, index + depth, starts))) if starts else table


def _turned(table: Table) -> Table:
    """Return a table turned, where its first column is a header and its columns are records."""
    rows = list(table.carried())
    wide = [index for index, row in enumerate(rows) if len(distinct(row)) > 1]
    if not wide:
        return table
    first, end = wide[0], wide[-1] + 1
    columns = [tuple(cell or _BLANK for cell in column) for column in zip_longest(*rows[first:end])]
    layout = layout_of(columns)
    if not (isinstance(layout, ListLayout) and layout.depth and layout.header == 0 and len(columns) > layout.depth + 1):
        return table
    if any(map(is_header, columns[layout.depth :])):
        return table  # labels beside their values, twice or more in a row: one record
    placed = [(row, (index, 0)) for index, row in enumerate(rows)]
    turned = [(column, (first, index)) for index, column in enumerate(columns)]
    return _put(table, [*placed[:first], *turned, *placed[end:]])


def _blocks(labels: Sequence[str]) -> list[int]:
    """Return where blocks of the same labels begin; empty where the labels do not come again."""
    filled = [position for position, label in enumerate(labels) if label]
    names = [labels[position] for position in filled]
    for count in range(2, _MOST_BLOCKS + 1):
        size, rest = divmod(len(filled), count)
        if rest == 0 and size > 1 and len(set(names[:size])) == size and names == names[:size] * count:
            return filled[::size]
    return []


def _below_each_other(
    table: Table, header: int, body_at: int, starts: Sequence[int]
) -> Iterator[tuple[tuple[TableCell, ...], tuple[int, int]]]:
    """Yield the rows of blocks and where they stand; a row of one cell parts what is above it from the rest."""
    run: list[tuple[int, tuple[TableCell, ...]]] = []
    end: tuple[TableCell, ...] = ()
    for index, row in enumerate(chain(table.carried(), [end])):
        if index >= body_at and len(distinct(row)) > 1:
            run.append((index, row))
            continue
        for start, stop in zip(starts, [*starts[1:], None], strict=True):
            yield from ((cells[start:stop], (at, start)) for at, cells in run if distinct(cells[start:stop]))
        run.clear()
        if header <= index < body_at:
            yield row[starts[0] : starts[1]], (index, starts[0])
        elif row:
            yield row, (index, 0)


def _put(table: Table, placed: Sequence[tuple[tuple[TableCell, ...], tuple[int, int]]]) -> Table:
    """Return a table with other rows; a cell that covered several places is one cell in each of them still."""
    single = {id(cell): replace(cell, row_span=1, column_span=1) for row, _ in placed for cell in row}
    cells = tuple(tuple(single[id(cell)] for cell in row) for row, _ in placed)
    hidden = frozenset(index for index, (_, (row, _)) in enumerate(placed) if row in table.hidden)
    return replace(table, rows=cells, at=tuple(at for _, at in placed), hidden=hidden)
