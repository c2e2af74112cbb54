"""Small reports made of given figures, in the layouts that agencies publish: what goes in must come out.

A `Sheet` holds the figures as printed; each function of `LAYOUTS` renders it to a file of one format and layout.
"""

from collections.abc import Callable

from tests.generated.layouts.office import docx, xlsx
from tests.generated.layouts.pdf import pdf, pdf_cells
from tests.generated.layouts.recovered import html_spans, markdown_recovered, text_uneven
from tests.generated.layouts.text import (
    markdown,
    text_bars,
    text_cell_bars,
    text_cell_bars_rows,
    text_cells,
    text_rows,
    text_tabs,
)
from tests.generated.layouts.web import html_nested, html_plain, html_turned, html_word
from tests.generated.sheet import Sheet

Layout = Callable[[Sheet], tuple[str, bytes]]
#: Layouts in which a blank cell is seen as one.
LAYOUTS: dict[str, Layout] = {
    "html_plain": html_plain,
    "html_word": html_word,
    "html_spans": html_spans,
    "html_nested": html_nested,
    "html_turned": html_turned,
    "text_tabs": text_tabs,
    "markdown": markdown,
    "text_bars": text_bars,
    "docx": docx,
    "xlsx": xlsx,
}
#: Layouts in which a blank cell leaves no trace, or is not told from what a span leaves.
LINES: dict[str, Layout] = {
    "text_rows": text_rows,
    "text_cells": text_cells,
    "text_cell_bars": text_cell_bars,
    "text_cell_bars_rows": text_cell_bars_rows,
}
#: Layouts that take a second to read: whole pages are drawn and put together again.
PRINTED: dict[str, Layout] = {"pdf": pdf, "pdf_cells": pdf_cells}
#: Layouts that are harmed: a value is right, or it is flagged.
HARMED: dict[str, Layout] = {"text_uneven": text_uneven, "markdown_recovered": markdown_recovered}
