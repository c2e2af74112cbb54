"""A document as one sequence of strips: a strip is a row of a table or a line of text.

Tables of reports come as tables, as lines with the values at their end, and as one cell a line; what reads them sees
strips in all three cases. A table printed with rows and columns exchanged is turned here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.ingest.document import Document, GridCell, Paragraph, Table, TableCell
from bot.ingest.report.labels import (
    TermLabels,
    outcome_columns,
    outcome_groups,
    proactive_columns,
    proactive_rows,
    request_columns,
    request_rows,
)
from bot.records.model import Place

PAGE_NUMBER = re.compile(r"^\s*(?:[-—–－―]+\s*\d{1,3}\s*[-—–－―]+|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3})\s*$")
LONGEST_TURNED = 40  # rows; T3 turned has ten, T4 turned fifteen
LINES_OF_A_LABEL = 3
LONGEST_PART = 12  # characters of one of its lines
LONGEST_LABEL = 80  # the longest label of the forms has 35 characters; sentences are longer


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in its row: text, first grid column, columns covered."""

    text: str
    column: int
    span: int = 1
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A row or a line.

    Attributes:
        slots: Cells that begin in it, left to right; one for a line of text.
        place: Where it stands.
        table: Number of its table, from 0; None for a line of text.
        above: Texts of cells that reach into it from above (group labels).
        block: Index of its block in the document.
        width: Columns of its table's grid.
        spans: The table has cells that span, so grid columns can be trusted.
    """

    slots: tuple[Slot, ...]
    place: Place
    table: int | None = None
    above: tuple[str, ...] = ()
    block: int = 0
    width: int = 1
    spans: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are not blank."""
        return tuple(slot.text for slot in self.slots if slot.text)

    @property
    def text(self) -> str:
        """All text of the strip."""
        return " ".join(self.texts)

    @property
    def is_line(self) -> bool:
        """Whether it is a line of text, or a row with one filled cell only, which reads like one."""
        return self.table is None or (len(self.slots) == 1 and bool(self.slots[0].text))


def strips_of(document: Document) -> list[Strip]:
    """Return the document as strips.

    Args:
        document: As read.

    Returns:
        All rows and lines in order; rows without any cell are left out, blank rows of tables are kept.
    """
    strips: list[Strip] = []
    number = 0
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if not PAGE_NUMBER.match(block.text):
                strips.append(Strip((Slot(block.text, 0),), block.place, block=index))
        else:
            strips.extend(_rows(block, number, index))
            number += 1
    return _with_whole_labels(strips)


def _with_whole_labels(strips: Sequence[Strip]) -> list[Strip]:
    """Join lines that are one label together (本年新, 制作数量) and none alone: its cell had several lines."""
    found: list[Strip] = []
    index = 0
    while index < len(strips):
        strip = strips[index]
        count = _lines_of_label(strips, index)
        if count > 1:
            strip = replace(strip, slots=(Slot("".join(one.text for one in strips[index : index + count]), 0),))
        found.append(strip)
        index += count
    return found


def _lines_of_label(strips: Sequence[Strip], index: int) -> int:
    """Return how many lines from `index` on make one label, 1 where the first is none or one by itself."""
    parts: list[str] = []
    for strip in strips[index : index + LINES_OF_A_LABEL]:
        if strip.table is not None or not strip.text.strip() or len(strip.text) > LONGEST_PART or strip.text.isdigit():
            break
        parts.append(strip.text)
        if _is_label("".join(parts)):
            return len(parts)
    return 1


def _is_label(text: str) -> bool:
    labels = (proactive_columns(), proactive_rows(), request_columns(), outcome_columns(), outcome_groups())
    return any((match := one.match(text)) is not None and not match.near for one in labels)


def _rows(table: Table, number: int, block: int) -> list[Strip]:
    grid = table.grid()
    if is_turned(grid):
        table = _turned(table, grid)
        grid = table.grid()
    spans = any(cell.row_span > 1 or cell.column_span > 1 for row in table.rows for cell in row)
    found = []
    for index, row in enumerate(grid):
        slots, above, seen = [], [], set[int]()
        for column, position in enumerate(row):
            if position is None or id(position.cell) in seen:
                continue
            seen.add(id(position.cell))
            if _begins(grid, index, column):
                slots.append(_slot(row, column, position))
            elif position.cell.text:
                above.append(position.cell.text)
        if slots:
            place = next((cell.place for cell in table.rows[index] if cell.place), None)
            at = table.row_place(index)
            if place is not None:
                at = replace(at, page=place.page, line=place.line)
            found.append(Strip(tuple(slots), at, number, tuple(above), block, len(row), spans))
    return found


def _begins(grid: Sequence[Sequence[GridCell | None]], row: int, column: int) -> bool:
    """Whether the cell at a position begins in this row (it may begin farther left)."""
    here = grid[row][column]
    if here is None:
        return False
    above = grid[row - 1][column] if row else None
    return above is None or above.cell is not here.cell


def _slot(row: Sequence[GridCell | None], column: int, position: GridCell) -> Slot:
    span = 1
    while column + span < len(row) and (other := row[column + span]) is not None and other.cell is position.cell:
        span += 1
    return Slot(position.cell.text, column, span, position.cell.picture)


def is_turned(grid: Sequence[Sequence[GridCell | None]]) -> bool:
    """Return whether a table has rows and columns exchanged: labels of columns down its left side."""
    if len(grid) < 2 or len(grid) > LONGEST_TURNED or len(grid[0]) < 2:
        return False
    for rows, columns, least, labels in (
        (proactive_rows(), proactive_columns(), 1, 1),
        (request_rows(), request_columns(), 4, 2),
    ):
        left = {_text(row[column]) for row in grid for column in range(min(labels, len(row)))}
        head = {_text(cell) for row in grid[:2] for cell in row[1:]}
        down, down_rows = _known(left, columns), _known(left, rows)
        across, across_columns = _known(head, rows), _known(head, columns)
        if down >= least and across >= least and down > down_rows and across > across_columns:
            return True
    return _outcomes_down(grid)


def _known(texts: Iterable[str], labels: TermLabels) -> int:
    """Count the different terms that texts name."""
    return len({match.key for text in texts if text and (match := labels.match(text))})


def _outcomes_down(grid: Sequence[Sequence[GridCell | None]]) -> bool:
    """Whether the outcomes of T4 stand below each other, one value beside each."""
    width = len(grid[0])
    if width > 6:
        return False
    down = max(_known({_text(row[column]) for row in grid}, outcome_columns()) for column in range(width))
    across = max(_known({_text(cell) for cell in row}, outcome_columns()) for row in grid)
    return down >= 4 and across <= 1


def _text(position: GridCell | None) -> str:
    return position.cell.text if position and len(position.cell.text) <= LONGEST_LABEL else ""


def _turned(table: Table, grid: Sequence[Sequence[GridCell | None]]) -> Table:
    """Exchange rows and columns."""
    rows = []
    for column in range(len(grid[0])):
        cells = []
        for index, row in enumerate(grid):
            position = row[column]
            if position is None:
                cells.append(TableCell(""))
            elif position.origin:
                cell = position.cell
                place = cell.place or table.row_place(index, column)
                cells.append(replace(cell, row_span=cell.column_span, column_span=cell.row_span, place=place))
        rows.append(tuple(cells))
    return Table(rows=tuple(rows), place=table.place)
