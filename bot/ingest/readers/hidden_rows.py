"""Which rows of a workbook are hidden, in the formats that are no XML of Excel: XLS, XLSB and ODS.

The library that reads workbooks does not say. XLS by [MS-CFB] and [MS-XLS], XLSB by [MS-XLSB], ODS by OpenDocument 1.2.
"""

import html
import re
import struct
import zipfile
from collections.abc import Iterator

_SECTORS_END = 0xFFFFFFFA  # from here on the numbers of sectors mean something else
_ENTRY = 128  # bytes of an entry of the directory
_BOOKS = ("Workbook", "Book")
_BOF, _EOF, _BOUND_SHEET, _ROW = 0x809, 0x0A, 0x85, 0x208
_WIDE_ROW, _WIDE_SHEET = 0, 156  # of XLSB
_XLSB_SHEET = re.compile(r"^xl/worksheets/[^/]+\.bin$", re.IGNORECASE)
_RELATION = re.compile(rb"""<Relationship\b(?=[^>]*\bId="([^"]*)")[^>]*\bTarget="(?:/xl/)?([^"]*)\"""")
_TABLE_OR_ROW = re.compile(rb"<table:(table|table-row)\s([^>]*)>|<table:(table-row)/?>")
_NAME = re.compile(rb'table:name="([^"]*)"')
_REPEATED = re.compile(rb'table:number-rows-repeated="(\d{1,7})"')
_MOST = 1 << 20  # rows that a sheet has

Hidden = dict[str, frozenset[int]]


def of_xls(data: bytes) -> Hidden:
    """Return the numbers (from 1) of the hidden rows of each sheet, by its name; nothing of what is damaged."""
    try:
        book = _book(data)
        bounds = [content for kind, content in _xls_records(book, 0) if kind == _BOUND_SHEET]
        return {_sheet_name(each): _xls_rows(book, struct.unpack_from("<I", each)[0]) for each in bounds}
    except (struct.error, IndexError, ValueError):
        return {}


def _book(data: bytes) -> bytes:
    """Return the stream of the workbook in a compound file."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return data
    size, small = (1 << min(shift, 16) for shift in struct.unpack_from("<2H", data, 0x1E))
    listed = list(struct.unpack_from("<109I", data, 0x4C))
    following = struct.unpack_from("<I", data, 0x44)[0]
    while following < _SECTORS_END and len(listed) * size <= len(data):
        *more, following = _numbers(data[(following + 1) * size : (following + 2) * size])
        listed += more
    sectors = (data[(number + 1) * size : (number + 2) * size] for number in listed if number < _SECTORS_END)
    table = _numbers(b"".join(sectors))
    directory_at, small_below, small_at = (struct.unpack_from("<I", data, at)[0] for at in (0x30, 0x38, 0x3C))
    whole = memoryview(data)[size:]
    directory = _chain(whole, size, table, directory_at)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    for entry in entries:
        name = entry[: max(0, min(entry[64], 64) - 2)].decode("utf-16-le")
        start, length = struct.unpack_from("<2I", entry, 116)
        if name in _BOOKS and length >= small_below:
            return _chain(whole, size, table, start)
        if name in _BOOKS:
            within = _chain(whole, size, table, struct.unpack_from("<I", entries[0], 116)[0])
            return _chain(within, small, _numbers(_chain(whole, size, table, small_at)), start)
    return b""


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(data: bytes | memoryview, size: int, table: tuple[int, ...], number: int) -> bytes:
    """Return what stands in the sectors that follow one another from that number on."""
    parts: list[bytes | memoryview] = []
    while number < _SECTORS_END and len(parts) * size <= len(data):
        parts.append(data[number * size : (number + 1) * size])
        number = table[number]
    return b"".join(parts)


def _xls_records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the part of a workbook that begins there, without those of parts inside it."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1 and kind in (_BOUND_SHEET, _ROW):
            yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet_name(bound: bytes) -> str:
    length, wide = bound[6], bound[7] & 1
    return bound[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _xls_rows(book: bytes, at: int) -> frozenset[int]:
    rows = (content for kind, content in _xls_records(book, at) if kind == _ROW)
    return frozenset(struct.unpack_from("<H", row)[0] + 1 for row in rows if row[12] & 0x20)


def of_package(archive: zipfile.ZipFile) -> Hidden:
    """Return the hidden rows of an XLSB or ODS, like `of_xls`."""
    names = set(archive.namelist())
    if "content.xml" in names:
        return _ods_rows(archive)
    if "xl/workbook.bin" not in names or "xl/_rels/workbook.bin.rels" not in names:
        return {}
    parts = {
        one.decode(): f"xl/{two.decode()}" for one, two in _RELATION.findall(archive.read("xl/_rels/workbook.bin.rels"))
    }
    found: Hidden = {}
    try:
        for kind, content in _wide_records(archive.read("xl/workbook.bin")):
            if kind == _WIDE_SHEET:
                relation, end = _wide_text(content, 8)
                part = parts.get(relation, "")
                if part in names and _XLSB_SHEET.match(part):
                    rows = (row for kind, row in _wide_records(archive.read(part)) if kind == _WIDE_ROW)
                    found[_wide_text(content, end)[0]] = frozenset(
                        struct.unpack_from("<I", row)[0] + 1 for row in rows if row[11] & 0x10
                    )
    except (struct.error, IndexError, ValueError):
        return found
    return found


def _wide_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | data[at] << 7, at + 1
        size = shift = 0
        while True:
            part, at = data[at], at + 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80 or shift > 21:
                break
        if kind in (_WIDE_ROW, _WIDE_SHEET):
            yield kind, data[at : at + size]
        at += size


def _wide_text(data: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * int(struct.unpack_from("<I", data, at)[0])
    return data[at + 4 : end].decode("utf-16-le"), end


def _ods_rows(archive: zipfile.ZipFile) -> Hidden:
    found: dict[str, set[int]] = {}
    name, row = "", 0
    with archive.open("content.xml") as stream:
        rest = b""
        while chunk := stream.read(_MOST):
            data = rest + chunk
            cut = data.rfind(b"<") if len(chunk) == _MOST else len(data)
            for kind, said, _ in _TABLE_OR_ROW.findall(data[:cut]):
                if kind == b"table":
                    match, row = _NAME.search(said), 0
                    name = html.unescape(match[1].decode("utf-8", "replace")) if match else ""
                    continue
                times = int(match[1]) if (match := _REPEATED.search(said)) else 1
                if b'table:visibility="collapse"' in said or b'table:visibility="filter"' in said:
                    found.setdefault(name, set()).update(range(row + 1, min(row + times, _MOST) + 1))
                row += times
            rest = data[cut:][-_MOST:]
    return {name: frozenset(rows) for name, rows in found.items()}
