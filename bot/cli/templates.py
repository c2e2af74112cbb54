"""Empty sheets for staff to fill in: columns, what may be written in them, and for figures every key of the forms."""

import csv
import io
from collections.abc import Callable

from bot.messages import message, operator_language
from bot.records.columns import Column, Sheet, template_columns
from bot.records.form import forms

# Rows for which a choice column offers its list.
_ROWS = 2000


def as_xlsx(sheet: Sheet) -> bytes:
    """Return a workbook: the sheet to fill in, notes on its columns, and for figures the keys of both forms."""
    import xlsxwriter

    language = operator_language()
    columns = template_columns(sheet)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            page.write_string(0, position, column.header(language), head)
            page.set_column(position, position, 40 if column.name in ("title", "topic", "text", "label") else 16)
            words = [column.word(value, language) for value in column.choices]
            # A validation list may have at most 255 characters.
            if words and len(",".join(words)) <= 255:
                page.data_validation(
                    1, position, _ROWS, position, {"validate": "list", "source": words, "error_type": "warning"}
                )
        notes = book.add_worksheet(message("loading.template_notes"))
        notes.set_column(0, 1, 40)
        for number, column in enumerate(columns):
            notes.write_string(number, 0, column.header(language), head)
            notes.write_string(number, 1, _note(column, language))
        if sheet == "figures":
            keys = book.add_worksheet(message("loading.template_keys"))
            keys.set_column(0, 2, 50)
            for number, row in enumerate(_keys()):
                keys.write_row(number, 0, row)
    return buffer.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """Return a table with its header only, with a byte order mark."""
    text = io.StringIO()
    language = operator_language()
    csv.writer(text, lineterminator="\r\n").writerow([column.header(language) for column in template_columns(sheet)])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def as_yaml(sheet: Sheet) -> bytes:
    """Return one entry as a comment, each field with what may be written in it."""
    language = operator_language()
    lines = [f"# {message('loading.template_yaml')}"]
    mark = "-"
    for column in template_columns(sheet):
        lines.append(f"# {mark} {column.name}:  # {column.header(language)}; {_note(column, language)}")
        mark = " "
    return ("\n".join(lines) + "\n").encode("utf-8")


def _note(column: Column, language: str) -> str:
    if column.choices:
        words = message("loading.names_separator").join(column.word(value, language) for value in column.choices)
        note = message("loading.template_choices", choices=words)
    else:
        kind = column.type if column.type in ("date", "integer") else "text"
        note = message(f"loading.template_{kind}")
    return f"{message('loading.template_required')}; {note}" if column.required else note


def _keys() -> list[tuple[str, str, str]]:
    return [(form.id, cell.key, cell.label) for form in forms() for cell in form.cells().values()]


WRITERS: dict[str, Callable[..., bytes]] = {".xlsx": as_xlsx, ".csv": as_csv, ".yaml": as_yaml}
