"""One registry of columns for those who write sheets and those who read them."""

import pytest

from bot.records.columns import SHEETS, Sheet, columns, export_columns, read_header, template_columns


@pytest.mark.parametrize("sheet", SHEETS)
def test_headers_are_understood_again(sheet: Sheet) -> None:
    for language in ("zh", "zh-Hant", "en"):
        shown = export_columns(sheet)
        assert [column.name for column in read_header([each.header(language) for each in shown], sheet).values()] == [
            column.name for column in shown
        ]
    assert {column.name for column in template_columns(sheet)} <= {column.name for column in export_columns(sheet)}
    assert all(isinstance(alias, str) for column in columns(sheet) for alias in column.aliases)


@pytest.mark.parametrize("sheet", SHEETS)
def test_choices_are_understood_again(sheet: Sheet) -> None:
    for column in columns(sheet):
        for value in column.choices:
            for language in ("zh", "zh-Hant", "en"):
                assert column.choice(column.word(value, language)) == value
        if column.choices:
            assert column.choice("没有这个词") is None


def test_headers_as_sites_write_them() -> None:
    header = read_header(["序号", "标 题*", "发布 机构", "发布时间：", "备注", "发布日期"], "replies")
    assert {position: column.name for position, column in header.items()} == {
        0: "serial",
        1: "title",
        2: "publisher",
        3: "published_on",
    }
