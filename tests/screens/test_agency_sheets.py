"""Many offices as a workbook, as CSV and as a picture: the numbers of the screen, sums as formulas that hold."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from bot.answers.answer import AgenciesAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.exporting import table_of
from bot.screens.charts import Shape, chart_of
from bot.screens.exports import render_export
from bot.screens.labels import Words
from bot.screens.render import LANGUAGES
from bot.screens.screen import Screen
from tests.screens.agency_scenes import library

AT = datetime(2026, 11, 29, tzinfo=UTC)
RANKED, SHARED, CHANGED = "2022年市直部门收到的申请排名", "2022年市直部门公开率排名", "2022年市直部门申请比上年变化"


def answered(said: str) -> AgenciesAnswer:
    found = library().said(said)
    assert isinstance(found, AgenciesAnswer)
    return found


def exported(said: str, form: str = "xlsx", language: str = "zh") -> Screen:
    made, found = library(), answered(said)
    assert found.remember
    enquiry = Enquiry(question=found.remember.question, store=made.store, index=made.index, today=date(2026, 11, 29))
    table = table_of(found, enquiry, 1000)
    assert table is not None
    return render_export(table, said, form, Words(language), at=AT, revision=1)


def content(screen: Screen) -> bytes:
    assert screen.file is not None
    return screen.file[1]


def sheets(screen: Screen) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(screen)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_sums_are_formulas_with_their_values() -> None:
    screen, found = exported(RANKED), answered(RANKED)
    rows = sheets(screen)["市直部门"]
    assert [row[1] for row in rows[1 : len(found.lead.rows) + 1]] == [row.name for row in found.lead.rows]
    total = next(row for row in rows if row[1] == "合计")
    assert total[2] == float(found.lead.totals[0].sum or 0)
    with zipfile.ZipFile(io.BytesIO(content(screen))) as book:
        written = book.read("xl/worksheets/sheet2.xml").decode()
    assert re.search(r"<f>SUM\(C2:C\d+\)</f><v>\d+</v>", written)
    assert "<autoFilter" in written
    assert 'state="frozen"' in written


@pytest.mark.parametrize("said", [SHARED, CHANGED])
def test_what_a_share_or_a_change_is_made_of_stands_beside_it(said: str) -> None:
    found, rows = answered(said), sheets(exported(said))["市直部门"]
    for row, shown in zip(rows[1:], found.lead.rows, strict=False):
        assert [row[3], row[4]] == [float(one) for one in shown.first.parts]
    total = next(row for row in rows if row[1] in ("合计", "合在一起"))
    assert [total[3], total[4]] == [float(found.lead.totals[0].part or 0), float(found.lead.totals[0].whole or 0)]


def test_who_is_not_loaded_and_what_is_contradicted_is_in_it() -> None:
    found, book = answered(RANKED), sheets(exported(RANKED))
    remarks = {row[1]: row[3] for row in book["市直部门"][1:]}
    assert all(remarks[name] == "未收录" for name in found.lead.missing)
    assert {row[0] for row in book.get("原表矛盾", [[]])[1:]} == {one.name for one in found.lead.broken}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_values_is_the_same_in_each_language(language: str) -> None:
    found = answered(RANKED)
    rows = list(csv.reader(io.StringIO(content(exported(RANKED, "csv", language)).decode("utf-8-sig"))))
    assert [row[2] for row in rows[1 : len(found.lead.rows) + 1]] == [row.first.raw for row in found.lead.rows]


def test_a_picture_holds_each_row_and_years_are_a_grid() -> None:
    found = answered(RANKED)
    chart, grid = chart_of(found, Words("zh")), chart_of(answered("近三年市直部门收到的申请"), Words("zh"))
    assert chart is not None
    assert grid is not None
    assert (chart.shape, grid.shape) == (Shape.ROWS, Shape.GRID)
    assert [bar.name for bar in chart.bars] == [row.name for row in found.lead.rows]
    assert grid.series == ("2021年", "2022年")
    assert all(len(bar.values) == len(grid.series) for bar in grid.bars)
