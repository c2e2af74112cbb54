"""Numbers that a workbook (XLSX) shows otherwise than it holds them: 7 as 007 or 第7号, by the format of its cell.

The library that reads workbooks does not say. Formats by ECMA-376, part 1, 18.8.30 and 18.8.31.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.sheet_extent import attribute, chunks, column_number, sheet_names
from bot.ingest.readers.source import SourceFile

_STYLES = "xl/styles.xml"
_MOST_STYLES = 1 << 24  # bytes
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*?\bs=["'](\d{1,6})["'])[^<>]*?\br=["']([A-Za-z]{1,4})(\d{1,8})["']""")
# Noughts, and words before them: what stands behind them alone is a unit.
_SHOWN = re.compile(r'(?P<before>(?:"[^"]*"|[\u4e00-\u9fff])*)(?P<noughts>0+)(?P<behind>(?:"[^"]*"|[\u4e00-\u9fff])*)')
_SPACE = re.compile(r"_.|\*.|\\|\[[^\]]*\]")  # as wide as a character, filled up with one; taken as it is; a colour

Written = Callable[[Any], Any]
Formats = dict[tuple[int, int], Written]


def number_formats(source: SourceFile) -> dict[str, Formats]:
    """Return how numbers of a sound XLSX are written that are shown with noughts or words before them.

    Returns:
        By name of the sheet; then by row and column, from 0.

    Raises:
        ReadingError: It is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names, parts = sheet_names(archive), set(archive.namelist())
            styles = _styles(_begin(archive, _STYLES)) if _STYLES in parts else {}
            read = {name: part for part, name in names.items() if styles and part in parts}
            return {name: dict(_cells(archive, part, styles)) for name, part in read.items()}
    except DAMAGED_ZIP:
        raise ReadingError("damaged", source.name, format="XLSX") from None


def _begin(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_MOST_STYLES)


def _cells(
    archive: zipfile.ZipFile, part: str, styles: dict[int, Written]
) -> Iterator[tuple[tuple[int, int], Written]]:
    for data in chunks(archive, part):
        for style, letters, row in _CELL.findall(data):
            if written := styles.get(int(style)):
                yield (int(row) - 1, column_number(letters) - 1), written


def _styles(data: bytes) -> dict[int, Written]:
    """Return by its number what each style of cells makes of a number; without those that show it as it is."""
    formats = {}
    for tag in _FORMAT.findall(data):
        code = _SPACE.sub("", attribute(tag, b"formatCode").partition(";")[0])
        shown = _SHOWN.fullmatch(code)
        if shown and (len(shown["noughts"]) > 1 or shown["before"]):
            formats[attribute(tag, b"numFmtId")] = shown
    found = _OF_CELLS.search(data) if formats else None
    styles = enumerate(_STYLE.findall(found[0])) if found else ()
    return {at: _written(formats[of]) for at, tag in styles if (of := attribute(tag, b"numFmtId")) in formats}


def _written(shown: re.Match[str]) -> Written:
    before, behind = (shown[name].replace('"', "") for name in ("before", "behind"))

    def write(value: Any) -> Any:
        plain = isinstance(value, float) and value.is_integer() and value >= 0
        return f"{before}{int(value):0{len(shown['noughts'])}d}{behind}" if plain else value

    return write
