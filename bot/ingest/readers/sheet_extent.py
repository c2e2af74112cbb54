"""How far the cells of a workbook reach, before it is opened.

The library lays a sheet out in full from its first to its last filled cell, and ends the process when memory does not
suffice: one cell typed by mistake at the far corner would do.
"""

import io
import re
import zipfile

from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.limits import SHEET_CELLS
from bot.ingest.readers.source import Source

_CHUNK = 1 << 20
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
# A cell with something in it: one without anything closes itself.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Za-z]{1,4})(\d{1,8})["'][^<>]*(?<!/)>""")


def refuse_far_cells(source: Source) -> None:
    """Raise where a sheet would be laid out on more cells than the limit.

    Raises:
        ReadingError: It would, or a sheet is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            for name in archive.namelist():
                if _SHEET.match(name):
                    rows, columns = _extent(archive, name)
                    if rows * columns > SHEET_CELLS:
                        raise ReadingError("too_wide", source.name, place=name, limit=SHEET_CELLS)
    except DAMAGED_ZIP:
        raise ReadingError("damaged", source.name, format="XLSX") from None


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Return over how many rows and columns the filled cells of a sheet spread."""
    top = left = 1 << 30
    bottom = right = 0
    seen: dict[bytes, int] = {}
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            cut = data.rfind(b"<")
            for letters, digits in _CELL.findall(data[:cut]):
                column = seen.get(letters)
                if column is None:
                    column = seen[letters] = _column(letters)
                    left, right = min(left, column), max(right, column)
                row = int(digits)
                bottom = max(bottom, row)
                top = min(top, row)
            rest = data[cut:] if cut >= 0 else data
            rest = rest[-_CHUNK:]
    return max(0, bottom - top + 1), max(0, right - left + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
