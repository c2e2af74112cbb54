"""Layouts in plain text: tabs, Markdown, and what is left of tables that were copied."""

from collections.abc import Sequence

from tests.generated.layouts.grid import span_rows, tabbed
from tests.generated.sheet import ENDING, HEADINGS, Sheet, preface


def lines_of(sheet: Sheet, tables: Sequence[Sequence[str]]) -> bytes:
    lines = preface(sheet)
    for heading, table in zip(HEADINGS, tables, strict=True):
        lines += ["", heading, "", *table, ""]
    return "\n".join([*lines, *ENDING]).encode()


def text_tabs(sheet: Sheet) -> tuple[str, bytes]:
    return "e.txt", lines_of(sheet, [["\t".join(row) for row in table] for table in tabbed(sheet)])


def markdown(sheet: Sheet) -> tuple[str, bytes]:
    tables = []
    for table in tabbed(sheet):
        width = max(map(len, table))
        rows = [row + [""] * (width - len(row)) for row in table]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        tables.append([lines[0], "|" + "---|" * width, *lines[1:]])
    name, data = "f.md", lines_of(sheet, tables)
    return name, data.replace("一、总体情况".encode(), "## 一、总体情况".encode())


def text_rows(sheet: Sheet) -> tuple[str, bytes]:
    """One row a line, as copied out of a PDF; blank cells leave no trace."""
    tables = []
    for table in tabbed(sheet):
        tables.append([" ".join(cell for cell in row if cell) for row in table])
    return "g.txt", lines_of(sheet, tables)


def text_cells(sheet: Sheet) -> tuple[str, bytes]:
    """One cell a line; blank cells leave no trace."""
    return "h.txt", lines_of(sheet, [[cell for row in table for cell in row if cell] for table in tabbed(sheet)])


def text_bars(sheet: Sheet) -> tuple[str, bytes]:
    """Rows of bars without a rule, spans written once only, as pages are kept by archives."""
    tables = [["".join(f"{cell[0]} | " for cell in row).rstrip() for row in rows] for rows in span_rows(sheet)]
    return "k.txt", lines_of(sheet, tables)


def _cell_bars(sheet: Sheet, start: str) -> bytes:
    tables = []
    for rows in span_rows(sheet):
        lines: list[str] = []
        for row in rows:
            lines += [start] if start else []
            lines += [f"{text} |".strip() for text, _, _ in row]
            left = sum(right - 1 for _, _, right in row)
            lines += ["|" * left] if left else []
        tables.append(lines)
    return lines_of(sheet, tables)


def text_cell_bars(sheet: Sheet) -> tuple[str, bytes]:
    """A cell a line with a bar after it; a lone bar is a blank cell, or what is left of a span of two."""
    return "l.txt", _cell_bars(sheet, "")


def text_cell_bars_rows(sheet: Sheet) -> tuple[str, bytes]:
    """The same with a lone bar before each row."""
    return "m.txt", _cell_bars(sheet, "|")
