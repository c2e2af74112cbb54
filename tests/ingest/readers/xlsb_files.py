"""A binary workbook (.xlsb) of one sheet, as Excel writes it: records of [MS-XLSB], no more of them than it takes."""

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
)
_ROW, _REAL, _TEXT = 0, 5, 6
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 129, 130, 131, 132
_BEGIN_SHEETS, _END_SHEETS, _BEGIN_DATA, _END_DATA, _DIMENSION, _SHEET = 143, 144, 145, 146, 148, 156


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, written = len(content), b""
    while True:
        size, part = size >> 7, size & 0x7F
        written += bytes([part | (0x80 if size else 0)])
        if not size:
            return head + written + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: str | float) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(_TEXT, head + _wide(value))
    return _record(_REAL, head + struct.pack("<d", value))


def xlsb(rows: Sequence[Sequence[str | float]], hidden: int = -1) -> bytes:
    """Return a workbook with these rows, one of them hidden; blank texts are cells that are not there."""
    data = b""
    for index, row in enumerate(rows):
        data += _record(
            _ROW, struct.pack("<IIHHB", index, 0, 300, 0x1000 * (index == hidden), 0) + struct.pack("<I", 0)
        )
        data += b"".join(_cell(column, value) for column, value in enumerate(row) if value != "")
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _joined([(_BEGIN_SHEET, b""), (_DIMENSION, size), (_BEGIN_DATA, b"")]) + data
    sheet += _joined([(_END_DATA, b""), (_END_SHEET, b"")])
    named = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sheet1")
    book = [(_BEGIN_BOOK, b""), (_BEGIN_SHEETS, b""), (_SHEET, named), (_END_SHEETS, b""), (_END_BOOK, b"")]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format(target="xl/workbook.bin", kind="officeDocument"))
        package.writestr("xl/workbook.bin", _joined(book))
        relations = _RELATIONS.format(target="worksheets/sheet1.bin", kind="worksheet")
        package.writestr("xl/_rels/workbook.bin.rels", relations)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return held.getvalue()


def _joined(records: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(_record(kind, content) for kind, content in records)
