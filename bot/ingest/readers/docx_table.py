"""Tables of Word: cells with their spans; a cell that continues the one above it belongs to that one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.ingest.document import TableCell
from bot.ingest.readers.docx_text import W, contents
from bot.ingest.readers.limits import SHEET_COLUMNS, SPAN

_Row = list[tuple[int, TableCell]]  # first column, cell


def rows_of(table: Any, cell_of: Callable[[Any], TableCell]) -> list[tuple[TableCell, ...]]:
    """Return the rows of a table.

    Args:
        table: Its `w:tbl` element.
        cell_of: Reads the contents of a `w:tc` element, spans aside.
    """
    rows: list[_Row] = []
    open_cells: dict[int, tuple[int, int]] = {}  # column → (row, position in it) of a cell that goes on below
    for element in _parts(table, "tr"):
        row: _Row = []
        column = _skipped(element)
        for _ in range(column):
            row.append((len(row), TableCell("")))
        for cell in _parts(element, "tc"):
            if column >= SHEET_COLUMNS:
                break
            width = min(_number(cell, "gridSpan"), SPAN)
            going_on = _continues(cell)
            if going_on and column in open_cells:
                above, position = open_cells[column]
                start, owner = rows[above][position]
                rows[above][position] = (start, replace(owner, row_span=len(rows) - above + 1))
            else:
                row.append((column, replace(cell_of(cell), column_span=width)))
                open_cells.pop(column, None)
                if going_on is not None:
                    open_cells[column] = (len(rows), len(row) - 1)
            column += width
        rows.append(row)
    return [tuple(cell for _, cell in row) for row in rows]


def _parts(container: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    stack = list(reversed(list(container)))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}{name}":
            if node.find(f"{W}trPr/{W}del") is None:
                yield node
        elif node.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            stack.extend(reversed(list(node)))


def _skipped(row: Any) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    return min(int(before.get(f"{W}val", "0") or 0), SHEET_COLUMNS) if before is not None else 0


def _number(cell: Any, name: str) -> int:
    found = cell.find(f"{W}tcPr/{W}{name}")
    value = found.get(f"{W}val", "1") if found is not None else "1"
    return max(1, int(value)) if value.isdigit() else 1


def _continues(cell: Any) -> bool | None:
    """Return whether a cell continues the one above (True), begins a group of cells (False), or neither (None)."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return None if merge is None else merge.get(f"{W}val", "continue") != "restart"


def tables_inside(cell: Any) -> list[Any]:
    """Return the tables inside a cell."""
    return [node for node in contents(cell) if node.tag == f"{W}tbl"]
