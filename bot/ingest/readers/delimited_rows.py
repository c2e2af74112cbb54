"""Rows and cells of CSV and TSV, line by line: what is wrong with one line takes no other with it.

A cell that begins with a quotation mark goes on to the mark that ends it, over line breaks too. A mark inside a cell,
or one that nothing ends, is a character like others; the line in which it stands is a row by itself.
"""

from collections.abc import Iterator

QUOTE = b'"'
#: Bytes that one cell may have: a reply of 300 pages.
_LONGEST_CELL = 3_000_000


def rows_in(data: bytes, separator: bytes, width: int = 0) -> Iterator[tuple[int, int, bool]]:
    """Yield where each row begins and ends, and whether its quotation marks are in order.

    Args:
        data: The whole text in UTF-8, its lines ended by line feeds.
        separator: Between its cells.
        width: Cells that a row has; a row over several lines that has more is none, 0 where it is not known.
    """
    start, size = 0, len(data)
    while start < size:
        line = data.find(b"\n", start)
        line = size if line < 0 else line
        end: int | None = line
        if data.find(QUOTE, start, line) >= 0:
            end = _end_of_row(data, start, separator)
            if end is not None and end > line and width and len(cells_of(data[start:end], separator)) > width:
                end = None
        yield start, line if end is None else end, end is not None
        start = (line if end is None else end) + 1


def _end_of_row(data: bytes, start: int, separator: bytes) -> int | None:
    """Return where the row ends that begins at `start`, None where a quotation mark is not ended."""
    position, size = start, len(data)
    while True:
        if data.startswith(QUOTE, position):
            closing = _closing(data, position, separator)
            if closing is None:
                return None
            position = closing + 1
        line = data.find(b"\n", position)
        line = size if line < 0 else line
        following = data.find(separator, position, line)
        if following < 0:
            return line
        position = following + len(separator)


def _closing(data: bytes, opening: int, separator: bytes) -> int | None:
    """Return the mark that ends a quoted cell: one before a separator or the end of a line, and not doubled."""
    first_line = data.find(b"\n", opening)
    position, size = opening + 1, len(data)
    while (found := data.find(QUOTE, position, opening + _LONGEST_CELL)) >= 0:
        if data.startswith(QUOTE, found + 1):
            position = found + 2
        elif found + 1 == size or data.startswith((b"\n", b"\r", separator), found + 1):
            return found
        elif first_line < 0 or found < first_line:
            position = found + 1  # a mark inside the cell that nobody doubled
        else:
            return None
    return None


def cells_of(row: bytes, separator: bytes) -> list[str]:
    """Return the cells of a row, quotation marks around them taken off."""
    if QUOTE not in row:
        return row.decode().split(separator.decode())
    cells: list[str] = []
    position, size = 0, len(row)
    while position <= size:
        closing = _closing(row, position, separator) if row.startswith(QUOTE, position) else None
        if closing is not None:
            cells.append(row[position + 1 : closing].replace(QUOTE * 2, QUOTE).decode())
            following = row.find(separator, closing)
        else:
            following = row.find(separator, position)
            cells.append(row[position : following if following >= 0 else size].decode())
        if following < 0:
            break
        position = following + len(separator)
    return cells
