"""How far the cells of a workbook reach, and which of its rows are hidden, before it is opened.

The library lays a sheet out in full from its first to its last filled cell, and ends the process when memory does not
suffice: one cell typed by mistake at the far corner would do.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator

from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.hidden_rows import of_package
from bot.ingest.readers.limits import SHEET_CELLS
from bot.ingest.readers.source import SourceFile

_CHUNK = 1 << 20
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_LISTED = re.compile(rb"<sheet\b[^>]*>")
_HIDDEN = re.compile(rb"""<row\b(?=[^<>]*\bhidden=["'](?:1|true)["'])[^<>]*\br=["'](\d{1,8})["']""")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
# A cell with something in it: one without anything closes itself.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Za-z]{1,4})(\d{1,8})["'][^<>]*(?<!/)>""")


def hidden_rows(source: SourceFile) -> dict[str, frozenset[int]]:
    """Return the numbers (from 1) of the hidden rows of each sheet, after refusing what reaches too far.

    Returns:
        By name of the sheet.

    Raises:
        ReadingError: It would, or a sheet is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            found = of_package(archive)
            names = sheet_names(archive)
            for name in archive.namelist():
                if _SHEET.match(name):
                    rows, columns, hidden = _extent(archive, name)
                    if rows * columns > SHEET_CELLS:
                        raise ReadingError("too_wide", source.name, place=name, limit=SHEET_CELLS)
                    found[names.get(name, name)] = hidden
            return found
    except DAMAGED_ZIP:
        raise ReadingError("damaged", source.name, format="XLSX") from None


def sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the sheets by the parts that hold them."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    parts = {
        attribute(tag, b"Id"): "xl/" + attribute(tag, b"Target").removeprefix("/xl/")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = _LISTED.findall(archive.read("xl/workbook.xml"))
    return {parts.get(attribute(tag, b"r:id"), ""): attribute(tag, b"name") for tag in sheets}


def attribute(tag: bytes, name: bytes) -> str:
    """Return what an attribute of an XML tag says; empty where it has none."""
    match = re.search(rb"\b" + name + rb"\s*=\s*(\"|')(.*?)\1", tag)
    return html.unescape(match[2].decode("utf-8", "replace")) if match else ""


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int, frozenset[int]]:
    """Return over how many rows and columns the filled cells of a sheet spread, and which rows are hidden."""
    hidden: set[int] = set()
    top = left = 1 << 30
    bottom = right = 0
    seen: dict[bytes, int] = {}
    for data in chunks(archive, name):
        hidden.update(int(row) for row in _HIDDEN.findall(data))
        for letters, digits in _CELL.findall(data):
            column = seen.get(letters)
            if column is None:
                column = seen[letters] = column_number(letters)
                left, right = min(left, column), max(right, column)
            row = int(digits)
            bottom = max(bottom, row)
            top = min(top, row)
    return max(0, bottom - top + 1), max(0, right - left + 1), frozenset(hidden)


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part of a package piece by piece, each up to the last tag that begins in it."""
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            cut = data.rfind(b"<")
            yield data[:cut]
            rest = (data[cut:] if cut >= 0 else data)[-_CHUNK:]


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 1: 28 of AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
