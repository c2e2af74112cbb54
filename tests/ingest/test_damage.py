"""Damaged tables: what cannot be read for certain is flagged, never wrong and silent (domain.md §6)."""

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.ingest.report.values import read_value
from bot.records.form import T4
from bot.records.model import Confidence, FindingStatus
from tests.generated.layouts import LAYOUTS, LINES
from tests.generated.layouts.grid import tabbed
from tests.generated.layouts.text import lines_of, text_tabs
from tests.generated.layouts.web import html_page, html_plain
from tests.generated.reports import PARTS, consistent
from tests.generated.sheet import Sheet
from tests.rounds import examples


def damaged(sheet: Sheet, made: Random) -> list[list[list[str]]]:
    """Drop, repeat, blank or shift cells, or lose a row or its label, in one to three rows."""
    tables = tabbed(sheet)
    harmed: list[list[str]] = []
    for _ in range(made.randint(1, 3)):
        table = tables[made.choice([0, 1, 1, 1, 2])]
        rows = [row for row in table if sum(cell.isdigit() for cell in row) >= (1 if table is tables[0] else 5)]
        # Once a row: a cell too many and a cell too few make a row that looks right.
        rows = [row for row in rows if not any(row is other for other in harmed)]
        if not rows:
            continue
        row = made.choice(rows)
        harmed.append(row)
        at = made.choice([index for index, cell in enumerate(row) if cell.isdigit()])
        kind = made.choice(["drop", "repeat", "blank", "shift", "lose", "unlabel"])
        if kind == "drop":
            del row[at]
        elif kind == "repeat":
            row.insert(at, row[at])
        elif kind == "blank":
            row[at] = ""
        elif kind == "shift":
            row.insert(0, "")
        elif kind == "lose":
            table.remove(row)
        else:
            row[:] = [cell if cell.isdigit() else "" for cell in row]
    return tables


def _html(sheet: Sheet, tables: list[list[list[str]]]) -> bytes:
    rows = [["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table] for table in tables]
    return html_page(sheet, [f"<table>{''.join(table)}</table>" for table in rows])


RENDERED: dict[str, Callable[[Sheet, list[list[list[str]]]], bytes]] = {
    "tabs": lambda sheet, tables: lines_of(sheet, [["\t".join(row) for row in table] for table in tables]),
    "rows": lambda sheet, tables: lines_of(sheet, [[" ".join(filter(None, row)) for row in table] for table in tables]),
    "cells": lambda sheet, tables: lines_of(
        sheet, [[cell for row in table for cell in row if cell] for table in tables]
    ),
    "html": _html,
}


@pytest.mark.parametrize("render", RENDERED.values(), ids=RENDERED.keys())
@examples(5)
@given(seed=st.integers(0, 10**9))
def test_no_wrong_value_without_a_flag(render: Callable[[Sheet, list[list[list[str]]]], bytes], seed: int) -> None:
    made = Random(seed)
    sheet = consistent(made)
    data = render(sheet, damaged(sheet, made))
    (report,) = interpret(read_bytes(data, "damaged")[0]).reports
    flagged = {key for one in report.findings if one.status is not FindingStatus.PASS for key in one.cells}
    for cell in report.cells:
        if cell.value is None or cell.key in flagged or cell.confidence is not Confidence.EXACT:
            continue
        expected = read_value(sheet.cells[cell.key])
        assert expected is not None
        assert cell.value == expected.value, cell.key


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), *LINES.values()], ids=[*LAYOUTS, *LINES])
def test_right_reports_have_no_findings(layout: Callable[[Sheet], tuple[str, bytes]]) -> None:
    sheet = consistent(Random(7))
    name, data = layout(sheet)
    (report,) = interpret(read_bytes(data, name)[0]).reports
    assert [one for one in report.findings if one.status is not FindingStatus.PASS] == []


def test_a_row_one_short_without_its_total_is_not_laid_out_by_a_blank_label() -> None:
    """A spare cell for a label stands before the values; with a value too few and no total the row looks whole."""
    sheet = consistent(Random(7))
    for key in sheet.cells:
        if key.endswith(".total") and key.startswith("requests."):
            sheet.cells[key] = ""
    sheet.cells |= {f"requests.granted_full.{part}": "0" for part in PARTS} | {
        "requests.granted_full.natural_person": "29"
    }
    whole = "（一）予以公开\t\t29\t0\t0\t0\t0\t0\t"
    text = text_tabs(sheet)[1].decode()
    assert whole in text
    harmed = text.replace(whole, "（一）予以公开\t\t29\t0\t0\t0\t0\t")
    (report,) = interpret(read_bytes(harmed.encode(), "harmed.txt")[0]).reports
    row = [cell for cell in report.cells if cell.key.startswith("requests.granted_full.")]
    assert {(cell.value, cell.confidence) for cell in row} == {(None, Confidence.AMBIGUOUS)}


def test_labels_of_a_header_that_stand_over_no_value_settle_no_order() -> None:
    """A cell that covers a row too few lets the labels below it slide to the left, under no value of theirs."""
    sheet = consistent(Random(7))
    text = html_plain(sheet)[1].decode()
    corner = text.index("勾稽关系")
    spans = text.rindex("rowspan=", 0, corner)
    slid = text[:spans] + re.sub(r"\d", "2", text[spans : spans + 12], count=1) + text[spans + 12 :]
    assert slid != text
    (report,) = interpret(read_bytes(slid.encode(), "slid.html")[0]).reports
    for cell in report.cells:
        assert cell.confidence is not Confidence.EXACT or cell.value == read_value(sheet.cells[cell.key]).value  # type: ignore[union-attr]


def test_a_row_of_outcomes_a_cell_short_is_not_read_by_its_header() -> None:
    sheet = consistent(Random(7))
    text = html_plain(sheet)[1].decode()
    outcomes = text.index("复议后起诉")
    short = text[:outcomes] + re.sub(r"<td[^>]*>\d+</td>", "", text[outcomes:], count=1)
    assert short != text
    (report,) = interpret(read_bytes(short.encode(), "short.html")[0]).reports
    assert {cell.confidence for cell in report.cells if cell.table == T4} == {Confidence.AMBIGUOUS}


@pytest.mark.parametrize("first", ["29", "28"])
def test_a_row_whose_values_stand_a_column_to_the_left_is_flagged(first: str) -> None:
    """Its label covers a column too few, and a blank cell fills the row: no value is dropped, none moved unsaid."""
    sheet = consistent(Random(7))
    sheet.cells |= {f"requests.granted_partial.{part}": "1" for part in PARTS}
    sheet.cells |= {"requests.granted_partial.natural_person": first, "requests.granted_partial.total": "34"}
    text = html_plain(sheet)[1].decode()
    row = next(one for one in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if "部分公开" in one)
    short = re.sub(r" colspan=\W?2\W?", "", row.replace("</tr>", "<td></td></tr>"))
    assert short.count("colspan") < row.count("colspan")
    (report,) = interpret(read_bytes(text.replace(row, short).encode(), "short.html")[0]).reports
    cells = [cell for cell in report.cells if cell.key.startswith("requests.granted_partial.")]
    assert Confidence.EXACT not in {cell.confidence for cell in cells}
    assert [cell.value for cell in cells] == [29, 1, 1, 1, 1, 1, 34] if first == "29" else [None] * 7
