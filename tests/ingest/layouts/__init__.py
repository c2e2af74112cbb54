"""Small reports made of given figures, in the layouts that agencies publish: what goes in must come out.

A `Sheet` holds the figures as printed; each function of `LAYOUTS` renders it to a file of one format and layout.
"""

from collections.abc import Callable

from tests.ingest.layouts.office import docx, xlsx
from tests.ingest.layouts.sheet import Sheet
from tests.ingest.layouts.text import (
    markdown,
    text_bars,
    text_cell_bars,
    text_cell_bars_rows,
    text_cells,
    text_rows,
    text_tabs,
)
from tests.ingest.layouts.web import html_nested, html_plain, html_turned, html_word

#: Layouts in which a blank cell is seen as one.
LAYOUTS: dict[str, Callable[[Sheet], tuple[str, bytes]]] = {
    "html_plain": html_plain,
    "html_word": html_word,
    "html_nested": html_nested,
    "html_turned": html_turned,
    "text_tabs": text_tabs,
    "markdown": markdown,
    "text_bars": text_bars,
    "docx": docx,
    "xlsx": xlsx,
}
#: Layouts in which a blank cell leaves no trace, or is not told from what a span leaves.
LINES: dict[str, Callable[[Sheet], tuple[str, bytes]]] = {
    "text_rows": text_rows,
    "text_cells": text_cells,
    "text_cell_bars": text_cell_bars,
    "text_cell_bars_rows": text_cell_bars_rows,
}
