"""Writing exported rows as JSON, YAML, CSV or XLSX."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from bot.messages import message
from bot.records.columns import Column, Sheet, export_columns
from bot.store.errors import StoreError
from bot.store.export.rows import INTERFACE, ExportRow

FORMATS = ("json", "yaml", "csv", "xlsx")
# What a spreadsheet program takes for the beginning of a formula; full-width forms count in East Asian editions.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_HARMLESS = re.compile(r"[+\-]?\d[\d,.]*%?|[+\-—]+")
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself: the sheet's title, and what is said, name by name."""

    title: str
    said: Sequence[tuple[str, str]]


def write_json(rows: Iterable[ExportRow], sheet: Sheet, target: TextIO) -> None:
    """Write an array of objects, one a line. Those of replies and figures are an interface (docs/exports.md)."""
    fields = INTERFACE.get(sheet) or tuple(column.name for column in export_columns(sheet))
    separator = "[\n"
    for row in rows:
        target.write(separator + json.dumps({name: row.get(name) for name in fields}, ensure_ascii=False))
        separator = ",\n"
    target.write("\n]\n" if separator == ",\n" else "[]\n")


def write_yaml(rows: Iterable[ExportRow], sheet: Sheet, target: TextIO) -> None:
    """Write a list of mappings, as `gongkai import` reads it back; empty fields are left out."""
    import yaml

    names = [column.name for column in export_columns(sheet)]
    empty = True
    for row in rows:
        shown = {name: row[name] for name in names if row.get(name) not in (None, "", [], {})}
        target.write(yaml.safe_dump([shown], allow_unicode=True, sort_keys=False, width=10_000))
        empty = False
    if empty:
        target.write("[]\n")


def write_csv(rows: Iterable[ExportRow], sheet: Sheet, target: TextIO, language: str = "zh") -> None:
    """Write a table with a byte order mark, without which spreadsheet programs misread Chinese."""
    columns = export_columns(sheet)
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.header(language) for column in columns])
    for row in rows:
        writer.writerow([neutralised(_cell(row.get(column.name), column, language)) for column in columns])


def write_xlsx(
    rows: Iterable[ExportRow], sheet: Sheet, language: str = "zh", *, about: About | None = None
) -> tuple[bytes, int]:
    """Return a workbook with one sheet, and how many texts were too long for a cell and are left out.

    Texts are written as texts: nothing in them is run. A text that is left out changes nothing when it is read back.

    Args:
        rows: What is written.
        sheet: Its columns.
        language: Of headers and choices.
        about: A sheet before it that says what this is.

    Raises:
        StoreError: More rows than a sheet can have.
    """
    import xlsxwriter

    columns = export_columns(sheet)
    buffer = io.BytesIO()
    too_long = 0
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        if about is not None:
            write_about(book, about)
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "text_wrap": True})
        for position, column in enumerate(columns):
            page.write_string(0, position, column.header(language), head)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            if number > _MOST_ROWS:
                raise StoreError("store.too_many_rows", most=_MOST_ROWS)
            for position, column in enumerate(columns):
                value = _cell(row.get(column.name), column, language)
                if isinstance(value, int | float):
                    page.write_number(number, position, value)
                elif len(value) > _LONGEST_CELL:
                    too_long += 1
                elif value:
                    page.write_string(number, position, value)
    return buffer.getvalue(), too_long


def write_about(book: Any, about: About) -> None:
    """Write the sheet that says what a workbook is."""
    page = book.add_worksheet(about.title)
    name, text = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 80)
    for number, (what, said) in enumerate(about.said):
        page.write_string(number, 0, what, name)
        page.write_string(number, 1, said[:_LONGEST_CELL], text)


def neutralised(value: str | float) -> str | float:
    """Return a CSV cell so that no spreadsheet program runs it: an apostrophe before what would be a formula."""
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.fullmatch(value):
        return "'" + value
    return value


def _cell(value: Any, column: Column, language: str) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if column.type == "choice":
        return column.word(str(value), language)
    if isinstance(value, Mapping):
        extras = column.name == "extras"
        return "\n".join(f"{k}：{v}" for k, v in value.items()) if extras else place_in_words(value, language)
    if isinstance(value, list):
        return "; ".join(_finding_in_words(finding) for finding in value)
    return str(value)


def place_in_words(place: Mapping[str, Any], language: str) -> str:
    """Return a place as one line: `report.txt 三 第 12 行`."""
    return " ".join(
        str(value)
        if name in ("document", "section", "sheet")
        else message(f"loading.place_{name}", language, number=value)
        for name, value in place.items()
    )


def _finding_in_words(finding: Mapping[str, Any]) -> str:
    difference = f" ({finding['difference']})" if finding["difference"] else ""
    return f"{finding['relation']} {finding['status']}: {finding['left']} | {finding['right']}{difference}"
