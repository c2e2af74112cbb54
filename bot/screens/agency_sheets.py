"""Many offices as a workbook: a sheet a table, sums as formulas with their values, sources, what contradicts itself."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.answers.agency_answers import AgenciesAnswer, AgencyTable, Row, ShownValue
from bot.answers.computing.working import tenth
from bot.screens.charts.agencies import name_of, unit_of
from bot.screens.engine import macros, one_line
from bot.screens.labels import Words
from bot.store.export.formats import About, neutralised, write_about

_LONGEST_SHEET_NAME = 31
_NARROW, _WIDE = 8, 40


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its head, and what is added up below it: `sum`, `share`, `growth` or nothing."""

    head: str
    kind: str = "text"


def workbook(answer: AgenciesAnswer, words: Words, about: About) -> bytes:
    """Return the workbook of an answer: what it is, each table, what contradicts itself."""
    import xlsxwriter  # here: few ask for sheets, and all wait for the start

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        write_about(book, about)
        for table in answer.tables:
            _sheet(book, answer, table, words)
        if any(table.broken for table in answer.tables):
            _findings(book, answer, words)
    return buffer.getvalue()


def text(answer: AgenciesAnswer, words: Words) -> bytes:
    """Return the table that the answer is about as CSV, with a byte order mark."""
    target = io.StringIO(newline="")
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    columns = _columns(answer, words)
    writer.writerow([neutralised(column.head) for column in columns])
    for row in _lines(answer, answer.lead, words):
        writer.writerow([neutralised(_plainly(cell)) for cell in row])
    return target.getvalue().encode()


def _plainly(cell: str | Decimal | None) -> str:
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else cell


def _columns(answer: AgenciesAnswer, words: Words) -> list[SheetColumn]:
    """Return the columns: place, name, the values with what they are made of, remarks, source."""
    found = [SheetColumn(words.said("agencies.place")), SheetColumn(words.said("agencies.name"))]
    if answer.years:
        found += [SheetColumn(words.said("agencies.then", year=year), "sum") for year in sorted(answer.years)]
    else:
        for line, whole in zip(answer.figures, answer.wholes, strict=True):
            found += _of_figure(answer, line, whole, words)
    return [*found, *(SheetColumn(words.said(f"agencies.{key}")) for key in ("remark", "broken", "source"))]


def _of_figure(answer: AgenciesAnswer, line: Any, whole: Any, words: Words) -> list[SheetColumn]:
    named = name_of(line, words)
    if whole is not None:
        return [
            SheetColumn(f"{words.said('agencies.share')} {named} / {name_of(whole, words)} (%)", "share"),
            SheetColumn(f"{words.said('agencies.part')} {named}", "sum"),
            SheetColumn(f"{words.said('agencies.whole')} {name_of(whole, words)}", "sum"),
        ]
    if answer.of_change is not None:
        growth = answer.of_change == "percent"
        return [
            SheetColumn(
                f"{named} {words.said('agencies.growth')} (%)"
                if growth
                else f"{named} {words.said('agencies.difference')}",
                "growth" if growth else "difference",
            ),
            SheetColumn(f"{named} {words.said('agencies.then', year=answer.before)}", "sum"),
            SheetColumn(f"{named} {words.said('agencies.then', year=answer.year)}", "sum"),
        ]
    unit = unit_of(line, words)
    key = "agencies.value_in" if unit else "agencies.value"
    values = {"what": named, "year": answer.year} | ({"unit": unit} if unit else {})
    return [SheetColumn(words.said(key, **values), "sum")]


def _lines(answer: AgenciesAnswer, table: AgencyTable, words: Words) -> list[list[str | Decimal | None]]:
    """Return the rows of a table: those with a place, those without, those that are not loaded."""
    found = [_line(answer, row, words) for row in (*table.rows, *table.apart)]
    width = len(_columns(answer, words))
    for name in table.missing:
        row: list[str | Decimal | None] = [None] * width
        row[1], row[-3] = name, words.said("agencies.not_loaded")
        found.append(row)
    return found


def _line(answer: AgenciesAnswer, row: Row, words: Words) -> list[str | Decimal | None]:
    made: list[str | Decimal | None] = [Decimal(row.place) if row.place else None, row.name]
    remarks: list[str] = []
    values = tuple(reversed(row.values)) if answer.years else row.values if answer.figures else ()
    wide = any(answer.wholes) or answer.of_change is not None
    for at, shown in enumerate(values):
        made += _cells(shown, wide=wide)
        if shown.number is None:
            said = words.shown(one_line(macros(words.folder).agency_doubt(shown, answer.before)))
            remarks.append(f"{sorted(answer.years)[at]}: {said}" if answer.years else said)
    broken = words.said("agencies.broken") if row.broken else None
    source = words.said("agencies.source_of", agency=row.agency.name, year=answer.year)
    return [*made, "; ".join(remarks) or None, broken, source]


def _cells(shown: ShownValue, *, wide: bool) -> list[str | Decimal | None]:
    """Return the cells of a value: it, and of a share or a change what it is made of."""
    number = shown.number
    if not wide:
        return [number]
    value = Decimal(shown.raw.removesuffix("%").removeprefix("+")) if number is not None else None
    parts = [_number(one) for one in shown.parts] or [None, None]
    return [value, *parts]


def _number(said: str) -> Decimal | None:
    try:
        return Decimal(said)
    except ArithmeticError:
        return None


def _sheet(book: Any, answer: AgenciesAnswer, table: AgencyTable, words: Words) -> None:
    page = book.add_worksheet(_sheet_name(book, table, words))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    bold = book.add_format({"bold": True, "top": 1})
    columns, rows = _columns(answer, words), _lines(answer, table, words)
    for at, column in enumerate(columns):
        page.write_string(0, at, column.head, head)
        longest = max([_cells_wide(column.head) // 2, *(_cells_wide(_plainly(row[at])) for row in rows)])
        page.set_column(at, at, min(_WIDE, max(_NARROW, longest + 2)))
    page.freeze_panes(1, 2)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, Decimal):
                page.write_number(number, at, float(cell))
            elif cell:
                page.write_string(number, at, cell)
    if not rows:
        return
    page.autofilter(0, 0, len(rows), len(columns) - 1)
    if answer.figures:
        _totals(page, rows, answer, words, bold)
    if table.beside is not None:
        at = len(rows) + 4
        page.write_string(at, 1, words.said("agencies.beside", agency=table.beside.agency.name))
        for place, cell in enumerate(_cells(table.beside.shown, wide=len(columns) > 6 and not answer.years), start=2):
            if isinstance(cell, Decimal):
                page.write_number(at, place, float(cell))


def _totals(page: Any, rows: Sequence[Sequence[Any]], answer: AgenciesAnswer, words: Words, bold: Any) -> None:
    """Write the sums below a table: formulas over the cells above, each with its value."""
    first, last, columns = 2, len(rows) + 1, _columns(answer, words)
    page.write_string(last, 1, words.said(f"agencies.{'together' if answer.of_share else 'sum'}"), bold)
    sums: dict[int, Decimal] = {}
    for at, column in enumerate(columns):
        if column.kind == "sum":
            numbers = [row[at] for row in rows if isinstance(row[at], Decimal) and _counts(row, columns)]
            sums[at] = sum(numbers, Decimal(0))
    for at, column in enumerate(columns):
        letter = _letter(at)
        if column.kind == "sum":
            wanted = f"{letter}{first}:{letter}{last}"
            # Of a share or a change only offices that have both numbers count.
            formula = f"=SUM({wanted})" if not _paired(columns) else f'=SUMIFS({wanted},C{first}:C{last},"<>")'
            page.write_formula(last, at, formula, bold, _stored(sums[at]))
        elif column.kind in ("share", "growth", "difference"):
            one, other = _letter(at + 1), _letter(at + 2)
            part, whole = sums[at + 1], sums[at + 2]
            formula, value = {
                "share": (f"=ROUND({one}{last + 1}/{other}{last + 1}*100,1)", part * 100 / whole if whole else None),
                "growth": (
                    f"=ROUND(({other}{last + 1}-{one}{last + 1})/{one}{last + 1}*100,1)",
                    (whole - part) * 100 / part if part else None,
                ),
                "difference": (f"={other}{last + 1}-{one}{last + 1}", whole - part),
            }[column.kind]
            if value is not None:
                page.write_formula(last, at, formula, bold, _stored(tenth(value)))
    if answer.summed and answer.of_change is None:
        for down, (key, name) in enumerate((("mean", "AVERAGE"), ("median", "MEDIAN")), start=1):
            page.write_string(last + down, 1, words.said(f"agencies.{key}"))
            for at, column in enumerate(columns):
                numbers = sorted(row[at] for row in rows if isinstance(row[at], Decimal))
                if column.kind == "sum" and numbers:
                    wanted = f"{_letter(at)}{first}:{_letter(at)}{last}"
                    value = sum(numbers, Decimal(0)) / len(numbers) if key == "mean" else _median(numbers)
                    page.write_formula(last + down, at, f"={name}({wanted})", None, _stored(value))


def _paired(columns: Sequence[SheetColumn]) -> bool:
    return any(column.kind in ("share", "growth", "difference") for column in columns)


def _counts(row: Sequence[Any], columns: Sequence[SheetColumn]) -> bool:
    """Return whether a row has a value where parts stand beside it."""
    return not _paired(columns) or row[2] is not None


def _median(numbers: Sequence[Decimal]) -> Decimal:
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2


def _findings(book: Any, answer: AgenciesAnswer, words: Words) -> None:
    page = book.add_worksheet(words.said("agencies.findings"))
    head = book.add_format({"bold": True, "bottom": 1})
    for at, key in enumerate(("name", "relation", "left", "right", "said")):
        page.write_string(0, at, words.said(f"agencies.{key}"), head)
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 24)
    page.set_column(4, 4, 60)
    number = 0
    for table in answer.tables:
        for one in table.broken:
            number += 1
            stored = one.message if words.folder == "zh" else ""  # findings are stored in Chinese
            said = stored or words.shown(one_line(macros(words.folder).relation(one)))
            for at, cell in enumerate((one.name, one.relation, one.left, one.right, said)):
                page.write_string(number, at, cell)


def _sheet_name(book: Any, table: AgencyTable, words: Words) -> str:
    said = words.shown(one_line(macros(words.folder).agency_group(table))).replace("/", " ")[:_LONGEST_SHEET_NAME]
    taken = {sheet.get_name() for sheet in book.worksheets()}
    return said if said not in taken else f"{said[: _LONGEST_SHEET_NAME - 4]} {len(taken)}"


def _stored(value: Decimal) -> int | float:
    """Return a number as a sheet stores it."""
    return int(value) if value == value.to_integral_value() else float(value)


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"{chr(ord('A') + at // 26 - 1)}{chr(ord('A') + at % 26)}"


def _cells_wide(said: str) -> int:
    return sum(1 + (sign > "\u2e7f") for sign in said)
