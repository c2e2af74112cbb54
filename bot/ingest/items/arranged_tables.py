"""Tables put under one header with a record a row: a record a column, blocks side by side, labels in each cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest

from bot.ingest.document import Block, Paragraph, Table, TableCell
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.columns import ListLayout
from bot.ingest.items.header import HEADER_WITHIN, SAMPLE, distinct, find_header, header_labels, is_header
from bot.ingest.items.layout import layout_of
from bot.ingest.items.lines import is_numbered

_LONGEST = 5000  # rows: a longer table is read row by row
_MOST_BLOCKS = 6
_FEWEST = 3  # rows of a sheet whose columns may stand on several pages
_SEEN = 5  # rows by which it is told that cells carry labels
_WHOSE = re.compile("^(?:政协|人大|代表|委员)*(?:提案|建议|议案)(?=.)")
_LABELLED = re.compile(r"\s*([^\s:：]{1,14})\s*[:：]\s*(.*)", re.DOTALL)


def arranged(table: Table) -> Table:
    """Return a table with a record a row; the table itself where it is so already, or is no list."""
    if len(table.rows) > _LONGEST:
        return table
    top = list(islice(table.carried(), HEADER_WITHIN + SAMPLE))
    found = find_header(top)
    if found is None:
        labels = _own_labels(top[:_SEEN])
        return _under(table, labels) if labels else _of_titles(table) or _turned(table)
    index, depth, _ = found
    labels = header_labels(top[index : index + depth])
    if starts := _blocks([_WHOSE.sub("", label) or label for label in labels]):
        # 提案编号, 提案题目 beside 建议编号, 建议题目: each block is a section.
        ours = [match[0] if (match := _WHOSE.match(labels[at])) else "" for at in starts]
        named = ours if len(set(ours)) == len(ours) else [""] * len(starts)
        return _put(table, list(_below_each_other(table, (index, index, index + depth), starts, named)))
    parts = [label.split("\n") for label in labels]
    groups = [part[0] for part in parts]
    if starts := _blocks([part[-1] for part in parts]):
        # 编号, 标题 under 人大建议, and once more under 政协提案: each group is a section.
        named = [groups[at] for at in starts]
        if depth == 2 and len(set(named)) == len(named):
            return _put(table, list(_below_each_other(table, (index, index + 1, index + depth), starts, named)))
    return table


def with_columns_of_next_pages(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a PDF, the columns of a sheet that were printed on further pages beside those before them."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        while isinstance(block, Table) and len(block.rows) <= _LONGEST:
            height = len(block.rows)
            rest = _columns(blocks[at : at + height], height, block.place.page)
            if not rest or find_header(list(islice(block.carried(), HEADER_WITHIN))) is None:
                break
            block = replace(block, rows=tuple((*row, *more) for row, more in zip(block.rows, rest, strict=True)))
            at += 1 if isinstance(blocks[at], Table) else height
        yield block


def _columns(blocks: Sequence[Block], height: int, page: int | None) -> Sequence[Sequence[TableCell]]:
    """Return as many rows, of known labels and what is no list by itself; empty where there are none."""
    first = next(iter(blocks), None)
    rows: Sequence[Sequence[TableCell]] = ()
    if isinstance(first, Table):
        rows = first.rows
    elif first is not None and all(isinstance(block, Paragraph) for block in blocks):
        rows = [(TableCell(block.text),) for block in blocks if isinstance(block, Paragraph)]
    if first is None or len(rows) != height or height < _FEWEST or (first.place.page or 0) <= (page or 0):
        return ()
    header = next((distinct(row) for row in rows if distinct(row)), [])
    known = all(meaning_of(cell.text) not in (None, "title", "summary") for cell in header)
    return rows if known and all(len(distinct(row)) <= len(header) for row in rows) else ()


def _own_labels(top: Sequence[Sequence[TableCell]]) -> list[str]:
    """Return the label that the cells of each column carry: 编号：7, 标题：… in each row; none where one does not."""
    found = [[match[1] if (match := _LABELLED.fullmatch(cell.text)) else "" for cell in row] for row in top]
    labels = found[0] if len(found) > 1 and all(row == found[0] for row in found) else []
    return labels if is_header([TableCell(label) for label in labels]) else []


def _under(table: Table, labels: Sequence[str]) -> Table:
    """Return a table under a header of labels, which are taken out of its cells."""
    placed = [(tuple(map(TableCell, labels)), (0, 0))]
    for index, row in enumerate(table.carried()):
        matches = [_LABELLED.fullmatch(cell.text) for cell in row]
        mine = [match and label == match[1] for match, label in zip_longest(matches, labels)]
        cells = (
            replace(cell, text=match[2]) if match and own else cell
            for cell, match, own in zip(row, matches, mine, strict=False)
        )
        placed.append((tuple(cells), (index, 0)))
    return _put(table, placed)


def _of_titles(table: Table) -> Table | None:
    """Return a table of titles, several in a row, with one in a row; None for another table."""
    cells = [
        (cell, (row, at)) for row, line in enumerate(table.rows) for at, cell in enumerate(line) if cell.text.strip()
    ]
    several = len(cells) > 1 and max(len(row) for row in table.rows) > 1
    if not several or not all(is_numbered(cell.text.strip()) for cell, _ in cells):
        return None
    return _put(table, [((cell,), place) for cell, place in cells])


def _turned(table: Table) -> Table:
    """Return a table turned, where its first column is a header and its columns are records."""
    rows = list(table.carried())
    wide = [index for index, row in enumerate(rows) if len(distinct(row)) > 1]
    if not wide:
        return table
    first, end = wide[0], wide[-1] + 1
    columns = [tuple(cell or TableCell("") for cell in column) for column in zip_longest(*rows[first:end])]
    layout = layout_of(columns)
    if not (isinstance(layout, ListLayout) and layout.depth and len(columns) > layout.body_at + 1):
        return table
    if any(map(is_header, columns[layout.body_at :])):
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
    table: Table, header: tuple[int, int, int], starts: Sequence[int], names: Sequence[str]
) -> Iterator[tuple[tuple[TableCell, ...], tuple[int, int]]]:
    """Yield the rows of blocks and where they stand, those of a named block under its name.

    A row of one cell parts what is above it from the rest. `header`: where it begins, its labels, the first row below.
    """
    begins, labels, below = header
    run: list[tuple[int, tuple[TableCell, ...]]] = []
    end: tuple[TableCell, ...] = ()
    for index, row in enumerate(chain(table.carried(), [end])):
        if index >= below and len(distinct(row)) > 1:
            run.append((index, row))
            continue
        for name, start, stop in zip(names, starts, [*starts[1:], None], strict=True):
            if name and run:
                yield (TableCell(name),), (begins, start)
            yield from ((cells[start:stop], (at, start)) for at, cells in run if distinct(cells[start:stop]))
        run.clear()
        if labels <= index < below:
            yield row[starts[0] : starts[1]], (index, starts[0])
        elif row and not begins <= index < labels:
            yield row, (index, 0)


def _put(table: Table, placed: Sequence[tuple[tuple[TableCell, ...], tuple[int, int]]]) -> Table:
    """Return a table with other rows, in which one cell stands in each place that it covers."""
    grid = [row for row, _ in placed]
    hidden = frozenset(index for index, (_, (row, _)) in enumerate(placed) if row in table.hidden)
    rows = tuple(
        tuple(_spanned(grid, top, left) for left in range(len(row)) if not _is_covered(grid, top, left))
        for top, row in enumerate(grid)
    )
    return replace(table, rows=rows, at=tuple(at for _, at in placed), hidden=hidden)


def _is_covered(grid: Sequence[Sequence[TableCell]], top: int, left: int) -> bool:
    cell, above = grid[top][left], grid[top - 1] if top else ()
    return (left > 0 and grid[top][left - 1] is cell) or (left < len(above) and above[left] is cell)


def _spanned(grid: Sequence[Sequence[TableCell]], top: int, left: int) -> TableCell:
    cell = grid[top][left]
    right = next((at for at in range(left, len(grid[top])) if grid[top][at] is not cell), len(grid[top]))
    below = (at for at in range(top, len(grid)) if left >= len(grid[at]) or grid[at][left] is not cell)
    return replace(cell, row_span=next(below, len(grid)) - top, column_span=right - left)
