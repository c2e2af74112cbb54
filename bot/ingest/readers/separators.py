"""Which character separates the cells of a table written as text."""

import csv
import io
from itertools import islice

_LINES = 200
_SEPARATORS = ("\t", ",", ";", "|", "，")


def separator_of(text: str) -> str | None:
    """Return the separator of a text that is one table from its first line to its last, or None where it is none.

    Every line, or nearly every one, has as many cells as the first: tables copied into a report do not.

    Args:
        text: The beginning of the file.
    """
    best: tuple[int, str] | None = None
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        width = _width(text, separator)
        if width and (best is None or width > best[0]):
            best = (width, separator)
    return best[1] if best else None


def _width(text: str, separator: str) -> int:
    """Return how many columns the table has with this separator; 0 where it makes none."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
        rows = [row for row in islice(reader, _LINES) if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0
    if len(rows) < 2:
        return 0
    width = len(rows[0])
    same = sum(len(row) == width for row in rows)
    fewer = sum(1 < len(row) < width for row in rows)
    if width < 2 or any(len(row) > width for row in rows) or same + fewer < len(rows):
        return 0
    if same < len(rows) and (width < 3 or same * 5 < len(rows) * 4):
        return 0
    # A column of sentences is prose with commas; the header of a table is short.
    if separator in ",，;" and ((width == 2 and len(rows) < 3) or any(len(cell) > 60 for cell in rows[0])):
        return 0
    return width
