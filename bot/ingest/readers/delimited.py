"""Reads CSV and TSV: one table, its rows parsed when they are asked for, so that a million of them need no memory."""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.readers.delimited_rows import cells_of, rows_in
from bot.ingest.readers.encodings import as_utf8
from bot.ingest.readers.limits import SHEET_COLUMNS
from bot.ingest.readers.separators import separator_of, width_of
from bot.ingest.readers.source import SourceFile
from bot.records.model import Place

_FORMULA = re.compile(r'^\s*="([^"]*)"\s*$')  # ="012": how exports keep a spreadsheet from reading a number
_HEAD = 256 * 1024
_BLANK = TableCell("")
_WHOLE = 5000  # rows; a longer file is a list, read row by row
_SENTENCE = 30  # characters from which a lone cell between rows is prose, not a label


def read(source: SourceFile) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document: one table; blank rows are left out. A short file with lone cells above and between its rows (a
        whole report saved from a workbook) is paragraphs and tables.

    Raises:
        ReadingError: No encoding fits, or the text is garbled.
    """
    data = as_utf8(source.data, source.name)
    head = data[:_HEAD].decode(errors="ignore")
    separator = separator_of(head) or separator_of(head[: head.rfind("\n") + 1]) or ","
    rows = DelimitedRows(data, separator)
    return Document(
        name=source.name,
        sha256=source.sha256,
        media_type="tsv" if separator == "\t" else "csv",
        blocks=tuple(_blocks(rows, source.name)),
    )


def _blocks(rows: "DelimitedRows", name: str) -> Iterator[Block]:
    """Yield the tables, and the lone cells above and between them, as in a workbook."""
    if len(rows) > _WHOLE or not _has_lines(rows):
        place = Place(document=name, line=1, table=1)
        yield Table(rows=rows, place=place, lines=rows.lines, last_lines=rows.last_lines)
        return
    start = tables = 0
    for index in range(len(rows) + 1):
        text = _lone(rows[index], 0 if start == index else _SENTENCE) if index < len(rows) else None
        if index < len(rows) and text is None:
            continue
        if start < index:
            tables += 1
            place = Place(document=name, line=rows.lines[start], table=tables)
            last = {at - start: line for at, line in rows.last_lines.items() if start <= at < index}
            yield Table(rows=rows[start:index], place=place, lines=rows.lines[start:index], last_lines=last)
        if text is not None:
            yield Paragraph(text=text, place=Place(document=name, line=rows.lines[index]))
        start = index + 1


def _has_lines(rows: "DelimitedRows") -> bool:
    """Whether there are lines of text between rows: sentences, or a first line that is no row though others are."""
    if all(len(row) == 1 for row in rows):
        return False
    return len(rows[0]) == 1 or any(_lone(row, _SENTENCE) for row in rows)


def _lone(row: tuple[TableCell, ...], longer_than: int) -> str | None:
    """Return the text of the only filled cell of a row, if it is longer than so many characters."""
    filled = [cell.text for cell in row if cell.text]
    return filled[0] if len(filled) == 1 and len(filled[0]) > longer_than else None


class DelimitedRows(Sequence[tuple[TableCell, ...]]):
    """Rows of a text: only where each begins and ends is kept, and the line it is on.

    The text stays in UTF-8: as characters it would take twice as much.

    Attributes:
        lines: The first line of each row.
        last_lines: The last line of those that have several.
    """

    def __init__(self, data: bytes, separator: str) -> None:
        self._data = data
        self._separator = separator.encode()
        self._starts, self._ends = array("Q"), array("Q")
        self._damaged: set[int] = set()
        self.lines = array("L")
        self.last_lines: dict[int, int] = {}
        self._find(width_of(data[:_HEAD].decode(errors="ignore"), separator))

    def _find(self, width: int) -> None:
        line = 1
        for start, end, sound in rows_in(self._data, self._separator, width):
            breaks = self._data.count(b"\n", start, end)
            if not self._is_blank(start, end):
                index = len(self._starts)
                self._starts.append(start)
                self._ends.append(end)
                self.lines.append(line)
                if breaks:
                    self.last_lines[index] = line + breaks
                if not sound:
                    self._damaged.add(index)
            line += breaks + 1

    def _is_blank(self, start: int, end: int) -> bool:
        if start == end:
            return True
        # White space is one of these in UTF-8, or begins with them.
        return self._data[start] in b" \t\r\v\f\xc2\xe1\xe2\xe3" and not self._data[start:end].decode().strip()

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> tuple[TableCell, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[TableCell, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[TableCell, ...] | Sequence[tuple[TableCell, ...]]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        row = self._data[self._starts[index] : self._ends[index]]
        if index in self._damaged:
            cells = row.decode().split(self._separator.decode())
            return tuple(TableCell(cell.strip(), damaged=True) for cell in cells[:SHEET_COLUMNS])
        cells = cells_of(row, self._separator)
        if b'="' in row:
            cells = [_FORMULA.sub(r"\1", cell) for cell in cells]
        return tuple(TableCell(text) if (text := cell.strip()) else _BLANK for cell in cells[:SHEET_COLUMNS])

    def __iter__(self) -> Iterator[tuple[TableCell, ...]]:
        return (self[index] for index in range(len(self)))
