"""Which character separates the cells of a table written as text."""

import re
from collections import Counter
from itertools import islice

from bot.ingest.readers.delimited_rows import cells_of, rows_in

_LINES = 200
_SEPARATORS = ("\t", ",", ";", "|", "，")
_SHEET_SEPARATORS = frozenset(",;")
_HEADER_WITHIN = 12
_LONGEST_LABEL = 40
_DAY = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}")


def separator_of(text: str) -> str | None:
    """Return the separator of a text that is one table from its first line to its last, or None where it is none.

    Every line, or nearly every one, has as many cells as the first: tables copied into a report do not. In a sheet
    saved as text a few rows may have more or fewer, under a header that is sure.

    Args:
        text: The beginning of the file.
    """
    best: tuple[int, str] | None = None
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        width = width_of(text, separator)
        if width and (best is None or width > best[0]):
            best = (width, separator)
    return best[1] if best else None


def width_of(text: str, separator: str) -> int:
    """Return how many columns the table has with this separator; 0 where it makes none."""
    data, mark = text.encode(), separator.encode()
    written = (cells_of(data[start:end], mark) for start, end, _ in rows_in(data, mark))
    rows = list(islice((row for row in written if any(cell.strip() for cell in row)), _LINES))
    if len(rows) < 2:
        return 0
    # Lines with tabs are rows wherever they stand: only where cells are quoted they are read as a sheet.
    loose = separator in _SHEET_SEPARATORS or (separator == "\t" and '"' in text)
    return _even(rows, separator) or (_nearly_even(rows) if loose else 0)


def _even(rows: list[list[str]], separator: str) -> int:
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


def _nearly_even(rows: list[list[str]]) -> int:
    """Return the width that most rows have, where one near the top of that width is a header."""
    widths = Counter(len(row) for row in rows)
    width, same = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
    longer = sum(count for cells, count in widths.items() if cells > width)
    parted = sum(count for cells, count in widths.items() if cells > 1)  # lines between rows are none
    if width < 3 or same * 5 < max(parted * 2, len(rows)) or longer * 5 > len(rows) * 2:
        return 0
    filled = (row for row in rows[:_HEADER_WITHIN] if sum(bool(cell.strip()) for cell in row) * 2 >= width)
    head = next((row for row in filled if len(row) == width), None)
    return 0 if head is None or any(len(cell) > _LONGEST_LABEL or _DAY.search(cell) for cell in head) else width
