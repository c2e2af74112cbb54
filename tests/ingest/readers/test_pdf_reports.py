"""Reports as PDF files: what was printed comes out, over page breaks too."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Confidence, FindingStatus
from tests.generated.layouts.grid import placed, span_rows
from tests.generated.layouts.printer import Printer
from tests.generated.sheet import ENDING, HEADINGS, Sheet, preface
from tests.ingest.test_layouts import check_cells, check_identity, sheet_of
from tests.rounds import examples

WIDTHS = ([150, 90, 90, 100], [24, 60, 135, *[31] * 7], [29] * 15)


def _printed(
    sheet: Sheet, printer: Printer, *, open_ends: bool = False, vertical: bool = False, start: float = 0
) -> bytes:
    title, *rest = preface(sheet)
    printer.title(title)
    for line in rest:
        printer.paragraph(line)
    printer.y -= start
    for heading, rows, widths in zip(HEADINGS, span_rows(sheet), WIDTHS, strict=True):
        printer.paragraph(heading)
        cells = placed(rows)
        if vertical:
            cells = [(r, c, "\n".join(t) if t.startswith("三、本年") else t, d, w) for r, c, t, d, w in cells]
        printer.table(cells, widths, open_ends=open_ends)
    for line in ENDING:
        printer.paragraph(line)
    return printer.save()


def _ruled(sheet: Sheet) -> bytes:
    return _printed(sheet, Printer())


def _small(sheet: Sheet) -> bytes:
    """T3 over two pages, its last lines open, its group label set vertically."""
    return _printed(sheet, Printer(size=9, numbers="第 {} 页 共 9 页"), open_ends=True, vertical=True, start=330)


def _headed(sheet: Sheet) -> bytes:
    return _printed(sheet, Printer(bottom=300, header="虚构市数据局 2023 年度报告", numbers="{}"), vertical=True)


@pytest.mark.parametrize("layout", [_ruled, _small, _headed])
@examples(2, phases=[Phase.generate])
@given(seed=st.integers(0, 10**9))
def test_ruled_tables_keep_every_cell(layout: Callable[[Sheet], bytes], seed: int) -> None:
    sheet = sheet_of(seed, blanks=True)
    (document,) = read_bytes(layout(sheet), "x.pdf")
    (report,) = interpret(document).reports
    check_identity(report, sheet)
    check_cells(report, sheet)


@examples(2, phases=[Phase.generate])
@given(seed=st.integers(0, 10**9))
def test_without_lines_values_are_right_or_flagged(seed: int) -> None:
    """Text at the places of the cells and no line drawn: blank cells leave no trace."""
    sheet = sheet_of(seed, blanks=False, sums=True)
    printer = Printer(size=9)
    printer.canvas.line = lambda *_: None  # type: ignore[method-assign]
    (document,) = read_bytes(_printed(sheet, printer), "x.pdf")
    (report,) = interpret(document).reports
    flagged = {key for one in report.findings if one.status is not FindingStatus.PASS for key in one.cells}
    for cell in report.cells:
        if cell.value is not None and cell.key in sheet.cells and cell.confidence is not Confidence.AMBIGUOUS:
            assert cell.key in flagged or str(cell.value) == sheet.cells[cell.key], cell.key
