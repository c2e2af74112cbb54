"""Reads workbooks (XLSX, XLS, ODS): each sheet that is shown, its figures as they are typed."""

import datetime
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, overload

import python_calamine

from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.hidden_rows import of_xls
from bot.ingest.readers.limits import OFFICE_PART_BYTES, SHEET_CELLS, SHEET_COLUMNS, SPAN
from bot.ingest.readers.number_formats import Formats, number_formats
from bot.ingest.readers.packages import refuse_bad_package
from bot.ingest.readers.sheet_extent import hidden_rows
from bot.ingest.readers.source import SourceFile
from bot.records.model import Place

_BLANK = TableCell("")
_MOST_COVERED = 2_000_000  # cells under merged ones: beyond, a sheet is decoration
_SENTENCE = 30  # characters from which a lone cell in a row is prose between tables, not a label

_NOTHING: Final = ("", None)

Spans = dict[tuple[int, int], tuple[int, int]]


def read(source: SourceFile) -> Document:
    """Read a workbook.

    Args:
        source: Its bytes and name.

    Returns:
        The document: a table for each run of rows; lone cells above and between them are paragraphs.

    Raises:
        ReadingError: It is damaged, encrypted or too large, or no sheet has anything in it.
    """
    hidden: dict[str, frozenset[int]] = {}
    formats: dict[str, Formats] = {}
    if source.data.startswith(b"PK"):
        refuse_bad_package(source, "XLSX", part="xl/worksheets/", part_bytes=OFFICE_PART_BYTES)
        hidden = hidden_rows(source)
        formats = number_formats(source)
    else:
        hidden = of_xls(source.data)
    blocks: list[Block] = []
    passed: list[tuple[str, str]] = []
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        shown = _shown(workbook)
        passed = [("sheet", f"{source.name} {name}") for name in workbook.sheet_names if name not in shown]
        for name in shown:
            told = hidden.get(name, frozenset()), formats.get(name, {})
            _add_sheet(blocks, workbook.get_sheet_by_name(name), Place(document=source.name, sheet=name), told)
    except ReadingError:
        raise
    except python_calamine.PasswordError:
        raise ReadingError("encrypted", source.name, format="XLSX") from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise ReadingError("damaged", source.name, format="XLSX") from error
    except BaseException as error:
        # The reader is compiled code: what it does not expect comes as a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ReadingError("damaged", source.name, format="XLSX") from None
    if not blocks:
        raise ReadingError("old_sheet", source.name)
    return Document(
        name=source.name, sha256=source.sha256, media_type="xlsx", blocks=tuple(blocks), passed=tuple(passed)
    )


def _shown(workbook: Any) -> list[str]:
    visible = python_calamine.SheetVisibleEnum.Visible
    work = python_calamine.SheetTypeEnum.WorkSheet
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == visible and sheet.typ == work]
    return names or list(workbook.sheet_names)


def _add_sheet(blocks: list[Block], sheet: Any, place: Place, told: tuple[frozenset[int], Formats]) -> None:
    """Add the blocks of a sheet; `told`: its hidden rows, and how its numbers are written."""
    if sheet.start is None or not sheet.height:
        return
    if sheet.height * sheet.width > SHEET_CELLS:
        raise ReadingError("too_wide", place.document, place=place.sheet, limit=SHEET_CELLS)
    hidden, formats = told
    first_row = sheet.start[0]
    rows = sheet.to_python(skip_empty_area=True)
    for (row, column), written in formats.items():
        if first_row <= row < first_row + len(rows) and column >= sheet.start[1]:
            cells, at = rows[row - first_row], column - sheet.start[1]
            cells[at : at + 1] = map(written, cells[at : at + 1])
    spans = _spans(sheet)
    whole = SheetRows(rows, spans)
    run: list[int] = []

    def close() -> None:
        while run and not whole.filled(run[-1]):
            run.pop()
        if run:
            number = 1 + sum(isinstance(block, Table) for block in blocks)
            top = first_row + run[0] + 1
            blocks.append(
                Table(
                    rows=whole.part(run[0], run[-1] + 1),
                    place=replace(place, row=top, table=number),
                    lines=range(top, first_row + run[-1] + 2),
                    hidden=frozenset(row - top for row in hidden if top <= row <= first_row + run[-1] + 1),
                )
            )
            run.clear()

    for index in range(len(whole)):
        filled = whole.filled(index)
        if filled == 1 and (text := whole.lone(index)) and (not run or len(text) > _SENTENCE):
            close()
            at = replace(place, row=first_row + index + 1)
            blocks.extend(Paragraph(text=line, place=at) for line in text.split("\n"))
        elif filled or run:
            run.append(index)
    close()


def _spans(sheet: Any) -> Spans:
    """Return how many rows and columns each merged cell covers, by its position in the filled part of the sheet."""
    first_row, first_column = sheet.start
    found: Spans = {}
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        row, column = top - first_row, left - first_column
        if row < 0 or column < 0 or row >= sheet.height or column >= sheet.width:
            continue
        height, width = min(bottom - top + 1, SPAN, sheet.height - row), min(right - left + 1, SHEET_COLUMNS)
        covered += height * width
        if covered > _MOST_COVERED:
            break
        found[row, column] = height, width
    return found


class SheetRows(Sequence[tuple[TableCell, ...]]):
    """Rows of a sheet; their cells are made when they are asked for, so that a long list needs little memory."""

    def __init__(self, rows: list[list[Any]], spans: Spans, *, first: int = 0) -> None:
        self._rows = rows
        self._first = first
        self._spans = spans
        self._covered = {
            (row + down, column + right)
            for (row, column), (height, width) in spans.items()
            for down in range(height)
            for right in range(width)
            if down or right
        }
        self._width = 0
        for row in rows:
            last = min(len(row), SHEET_COLUMNS)
            while last > self._width and row[last - 1] in _NOTHING:
                last -= 1
            self._width = max(self._width, last)
        ends = [column + width for (row, column), (_, width) in spans.items() if first <= row < first + len(rows)]
        self._width = min(max([self._width, *ends]), SHEET_COLUMNS)

    def __len__(self) -> int:
        return len(self._rows)

    def part(self, first: int, last: int) -> "SheetRows":
        """Return the rows from `first` to before `last`."""
        spans = {position: span for position, span in self._spans.items() if first <= position[0] < last}
        return SheetRows(self._rows[first:last], spans, first=first)

    def filled(self, index: int) -> int:
        """Return how many cells of a row are filled."""
        return sum(value not in _NOTHING for value in self._rows[index])

    def lone(self, index: int) -> str | None:
        """Return the text of the only filled cell of a row, unless it is a label that covers rows below."""
        row = self._rows[index]
        column = next(column for column, value in enumerate(row) if value not in _NOTHING)
        if self._spans.get((index, column), (1, 1))[0] > 1 or not isinstance(row[column], str):
            return None
        return text_of(row[column]) or None

    @overload
    def __getitem__(self, index: int) -> tuple[TableCell, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[TableCell, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[TableCell, ...] | Sequence[tuple[TableCell, ...]]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        values = self._rows[index]
        row = self._first + (index + len(self) if index < 0 else index)
        width = min(self._width, len(values))
        if not self._spans:
            return tuple(_cell(value) for value in values[:width])
        return tuple(
            self._spanned(row, column, values[column]) for column in range(width) if (row, column) not in self._covered
        )

    def _spanned(self, row: int, column: int, value: Any) -> TableCell:
        height, width = self._spans.get((row, column), (1, 1))
        height = min(height, self._first + len(self) - row)
        return TableCell(text_of(value), row_span=height, column_span=width)


def _cell(value: Any) -> TableCell:
    text = text_of(value)
    return TableCell(text) if text else _BLANK


def text_of(value: Any) -> str:
    """Return a value as it is typed: whole numbers without `.0`, days as 2020-11-03."""
    if isinstance(value, str):
        lines = value.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # A sheet shows 15 digits at most; more are rounding of the machine.
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return "" if value is None else str(value)
