"""Exports from a chat: the whole table behind an answer, with what was asked, when, of what; importable again."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.answers.enquiry import Enquiry
from bot.answers.exporting import table_of
from bot.ingest.pipeline import read_paths
from bot.screens.exports import form_and_message, render_export
from bot.screens.labels import Words
from bot.screens.render import LANGUAGES, render
from bot.screens.screen import PressKind, Screen
from bot.store.load.loading import preview
from tests.answers.making import Made

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def exported(seed: Made, said: str, form: str = "xlsx", *, most: int = 1000, language: str = "zh") -> Screen | None:
    found = seed.said(said)
    assert found.remember
    enquiry = Enquiry(question=found.remember.question, store=seed.store, index=seed.index, today=date(2026, 11, 22))
    table = table_of(found, enquiry, most)
    return render_export(table, said, form, Words(language), at=AT, revision=7) if table else None


def sheets(screen: Screen | None) -> dict[str, list[list[object]]]:
    assert screen is not None
    assert screen.file is not None
    book = CalamineWorkbook.from_filelike(io.BytesIO(screen.file[1]))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_list_is_saved_whole(seed: Made) -> None:
    screen = exported(seed, "2020年的答复")
    about, rows = sheets(screen).values()
    assert list(sheets(screen)) == ["说明", "replies"]
    assert dict(about) == {
        "查询": "2020年的答复",
        "导出时间": "2026-11-22 09:30 UTC",
        "条数": "15",
        "来源": "聊城市工业和信息化局2020年年报 一（三）“人大建议”\n聊城市工业和信息化局2020年年报 一（三）“政府提案”",
        "数据版本": "7",
        "提示": "以官网原文为准",
    }
    assert len(rows) == 1 + 15
    assert screen is not None
    assert screen.file is not None
    assert screen.file[0] == "2020年的答复-20261122.xlsx"


def test_what_a_search_found_is_saved_in_its_order(seed: Made) -> None:
    rows = sheets(exported(seed, "疫情 小微"))["replies"]
    assert [number for row in rows[1:] for number in row if number in {"261", "174148", "215"}] == [
        "261",
        "174148",
        "215",
    ]


def test_a_report_is_saved_with_every_cell(seed: Made) -> None:
    rows = sheets(exported(seed, "规范性文件"))["figures"]
    assert len(rows) == 1 + 198
    assert any("K6" in str(cell) for row in rows for cell in row)  # what is doubtful says so here too


def test_csv_opens_in_a_spreadsheet_program(seed: Made) -> None:
    screen = exported(seed, "2020年的答复", "csv")
    assert screen is not None
    assert screen.file is not None
    assert screen.file[1].startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(screen.file[1].decode("utf-8-sig"))))) == 16
    button = screen.buttons[0][0]
    assert button.press
    assert form_and_message(button.press.value) == ("xlsx", "2020年的答复")


def test_too_many_rows_are_said(seed: Made) -> None:
    screen = exported(seed, "2020年的答复", most=4)
    assert screen is not None
    assert screen.plain.startswith("已导出 4 条（共 15 条")
    assert dict(sheets(screen)["说明"])["条数"].startswith("4（共 15")  # type: ignore[attr-defined]


@pytest.mark.parametrize("said", ["399", "统计", "哪天开放日"])
def test_where_there_is_no_table_there_is_no_file(seed: Made, said: str) -> None:
    assert exported(seed, said) is None
    assert "导出" not in str(render(seed.said(said)).buttons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caption_in_every_language(seed: Made, language: str) -> None:
    screen = exported(seed, "疫情 小微", language=language)
    assert screen is not None
    assert "3" in screen.plain.splitlines()[0]
    assert "疫情 小微" in screen.plain


def test_the_button_asks_for_it_again_at_any_time(seed: Made) -> None:
    buttons = [button for row in render(seed.said("疫情 小微")).buttons for button in row if button.label == "导出"]
    assert [(one.press.kind, one.press.value) for one in buttons if one.press] == [(PressKind.EXPORT, "xlsx 疫情 小微")]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("said", ["2020年的答复", "规范性文件"])
def test_what_was_saved_changes_nothing_when_it_is_imported(seed: Made, tmp_path: Path, said: str, form: str) -> None:
    screen = exported(seed, said, form)
    assert screen is not None
    assert screen.file is not None
    path = tmp_path / screen.file[0]
    path.write_bytes(screen.file[1])
    seen = preview(seed.database, read_paths([path]))
    assert (seen.new.counts, seen.changed.counts, seen.refused.counts) == ({}, {}, {})
