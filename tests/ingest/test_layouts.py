"""What goes into a report of any layout comes out: the same cells, or none without a flag."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.ingest.report.values import read_value
from bot.records.form import FORM_2019, FORM_2021, T3, form
from bot.records.model import Confidence, FindingStatus, Report, Semantic
from tests.generated.layouts import LAYOUTS, LINES, pdf
from tests.generated.sheet import Sheet
from tests.rounds import examples

APPLICANTS = ("natural_person", "org_business", "org_research", "org_social", "org_legal_service", "org_other")
SEEDS = st.integers(0, 10**9)
QUICK = examples(3)


def sheet_of(seed: int, *, blanks: bool, sums: bool = False) -> Sheet:
    """Make up a report. Drawn by number, not cell by cell: hypothesis is slow with hundreds of draws."""
    made = Random(seed)
    known = form(made.choice([FORM_2019, FORM_2021]))

    def text() -> str:
        if blanks and made.random() < 0.3:
            return made.choice(["", "", "/", "—", "0"])
        return str(made.choice([0, 0, made.randint(1, 9), made.randint(10, 4999)]))

    cells = {key: text() for key in known.cells()}
    if sums:
        for row in known.table(T3)[0].rows:
            parts = [cells[f"requests.{row.key}.{name}"] for name in APPLICANTS]
            cells[f"requests.{row.key}.total"] = str(sum(int(part) for part in parts if part.isdigit()))
    return Sheet(known, made.randint(2019, 2025), cells)


def imported(layout: Callable[[Sheet], tuple[str, bytes]], sheet: Sheet) -> Report:
    name, data = layout(sheet)
    (document,) = read_bytes(data, name)
    (report,) = interpret(document).reports
    return report


def check_identity(report: Report, sheet: Sheet) -> None:
    assert report.year == sheet.year
    assert report.agency_name == "虚构市数据局"
    assert report.form == sheet.form.id


def check_cells(report: Report, sheet: Sheet) -> None:
    found = {cell.key: cell for cell in report.cells}
    assert not [key for key in found if key not in sheet.cells]
    for key, text in sheet.cells.items():
        expected = read_value(text)
        assert expected is not None
        assert key in found, key
        assert (found[key].value, found[key].semantic) == (expected.value, expected.semantic), (key, text)
        assert found[key].confidence is not Confidence.AMBIGUOUS


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@QUICK
@given(seed=SEEDS)
def test_tables_keep_every_cell(layout: Callable[[Sheet], tuple[str, bytes]], seed: int) -> None:
    sheet = sheet_of(seed, blanks=True)
    report = imported(layout, sheet)
    check_identity(report, sheet)
    check_cells(report, sheet)


@examples(2)
@given(seed=SEEDS)
def test_pdf_keeps_every_cell(seed: int) -> None:
    sheet = sheet_of(seed, blanks=True)
    report = imported(pdf, sheet)
    check_identity(report, sheet)
    check_cells(report, sheet)


@pytest.mark.parametrize("layout", LINES.values(), ids=LINES.keys())
@QUICK
@given(seed=SEEDS)
def test_lines_keep_every_cell(layout: Callable[[Sheet], tuple[str, bytes]], seed: int) -> None:
    sheet = sheet_of(seed, blanks=False)
    report = imported(layout, sheet)
    check_identity(report, sheet)
    check_cells(report, sheet)


@pytest.mark.parametrize("layout", LINES.values(), ids=LINES.keys())
@QUICK
@given(seed=SEEDS)
def test_lines_without_blank_cells_never_lie(layout: Callable[[Sheet], tuple[str, bytes]], seed: int) -> None:
    """Where blank cells leave no trace, a value is right or flagged."""
    sheet = sheet_of(seed, blanks=True, sums=True)
    report = imported(layout, sheet)
    flagged = {key for one in report.findings if one.status is not FindingStatus.PASS for key in one.cells}
    for cell in report.cells:
        if cell.confidence is not Confidence.EXACT or cell.key in flagged or cell.value is None:
            continue
        expected = read_value(sheet.cells[cell.key])
        assert expected is not None
        if expected.semantic is Semantic.BLANK:
            assert cell.value == Decimal(0), cell.key
        else:
            assert cell.value == expected.value, cell.key


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), *LINES.values()], ids=[*LAYOUTS, *LINES])
def test_added_rows_stay_apart(layout: Callable[[Sheet], tuple[str, bytes]]) -> None:
    """A row that no form has is kept as local and shifts no other row."""
    known = form(FORM_2021)
    sheet = Sheet(known, 2023, {key: str(index % 7) for index, key in enumerate(known.cells())})
    sheet.local.append(("9.属于工作秘密", ["31", "32", "33", "34", "35", "36", "37"]))
    report = imported(layout, sheet)
    found = {cell.key: cell for cell in report.cells}
    for key, text in sheet.cells.items():
        assert found[key].value == Decimal(text), key
    local = [cell for cell in report.cells if cell.key.startswith("local.")]
    assert [cell.value for cell in local] == [Decimal(31 + index) for index in range(7)]
    assert local[0].row_label.endswith("工作秘密")
