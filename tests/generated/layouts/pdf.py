"""Layouts of PDF files: ruled tables as a word processor prints them, and tables of which only the text is left."""

from tests.generated.layouts.grid import placed, span_rows, tabbed
from tests.generated.layouts.printer import Printer
from tests.generated.sheet import ENDING, HEADINGS, Sheet, preface

_WIDTHS = ([120.0] + [100.0] * 3, [26.0, 50, 140] + [30.0] * 7, [29.0] * 15)
_LONG = 30  # characters; what is longer is set as a paragraph


def _begin(sheet: Sheet) -> Printer:
    printer = Printer(size=9)
    title, *rest = preface(sheet)
    printer.title(title)
    _lines(printer, rest)
    return printer


def _lines(printer: Printer, lines: list[str] | tuple[str, ...]) -> None:
    for line in lines:
        printer.paragraph(line) if len(line) > _LONG else printer.line(line)


def pdf(sheet: Sheet) -> tuple[str, bytes]:
    """Ruled tables over several pages, as a word processor prints them."""
    printer = _begin(sheet)
    for heading, rows, columns in zip(HEADINGS, span_rows(sheet), _WIDTHS, strict=True):
        printer.line(heading)
        printer.table(placed(rows), columns)
    _lines(printer, ENDING)
    return "n.pdf", printer.save()


def pdf_cells(sheet: Sheet) -> tuple[str, bytes]:
    """One cell a line and no ruling, over many pages; blank cells leave no trace."""
    printer = _begin(sheet)
    for heading, rows in zip(HEADINGS, tabbed(sheet), strict=True):
        printer.line(heading)
        _lines(printer, [cell for row in rows for cell in row if cell])
    _lines(printer, ENDING)
    return "o.pdf", printer.save()
