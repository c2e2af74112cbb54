"""`gongkai check PATH…`: verdicts, exit status, and the workbook, read back cell by cell."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.messages import LANGUAGES, message
from tests.cli.test_loading import SEED, Run, run
from tests.generated.layouts.office import docx
from tests.generated.reports import zeros

__all__ = ["run"]

WRONG = {
    "review__upheld": "2",
    "review__total": "5",
    "requests__received_new__natural_person": "3",
    "requests__received_new__total": "3",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, agency: str, **cells: str) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(docx(zeros(year=2023, agency=agency, **cells))[1])
        return path

    return written


def test_the_exit_status_is_that_of_the_worst(run: Run, write: Write, tmp_path: Path) -> None:
    good = write("a.docx", "临泉市教育局")
    status, said, summary = run("check", good)
    assert (status, said.splitlines()[0].split("　")[:2]) == (0, ["✓ 可以发布", "a.docx"])
    assert "可以发布 1，有不符 0，读不出 0" in summary
    bad = write("b.docx", "临泉市水利局", **WRONG)
    status, said, _ = run("check", good, bad)
    assert status == 1
    # Of what the checks find only K1 is a relation that the form prints.
    assert [line.split()[1] for line in said.splitlines() if "勾稽" in line] == ["K1", "K1"]
    (tmp_path / "in" / "c.pdf").write_bytes(b"")
    status, said, summary = run("check", tmp_path / "in")
    assert (status, "可以发布 1，有不符 1，读不出 1" in summary) == (2, True)
    assert run("export", "figures")[1] == "[]\n"


def test_the_workbook_says_what_the_terminal_says(run: Run, write: Write, tmp_path: Path) -> None:
    write("a.docx", "临泉市教育局")
    write("b.docx", "临泉市水利局", **WRONG)
    (tmp_path / "in" / "c.pdf").write_bytes(b"")
    book = tmp_path / "findings.xlsx"
    assert run("check", tmp_path / "in", "--report", book)[0] == 2
    read = CalamineWorkbook.from_filelike(io.BytesIO(book.read_bytes()))
    assert read.sheet_names == ["总览", "临泉市教育局", "临泉市水利局", "单位不明：c.pdf", "说明"]
    head, *rows = read.get_sheet_by_name("总览").to_python()
    assert head == ["文件", "单位", "年度", "结论", "须改", "备注", "第一处", "工作表"]
    assert [(row[0], row[1], row[2], row[3], row[4], row[7]) for row in rows] == [
        ("a.docx", "临泉市教育局", 2023, "可以发布", 0, "临泉市教育局"),
        ("b.docx", "临泉市水利局", 2023, "有不符", 3, "临泉市水利局"),
        ("c.pdf", "", "", "读不出", 0, "单位不明：c.pdf"),
    ]
    rows = read.get_sheet_by_name("临泉市水利局").to_python(skip_empty_area=False)
    head = next(number for number, row in enumerate(rows) if row[0] == "处理")
    found = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    assert [
        (one["编号"], one["单元格"].partition("：")[0], one["原表"], one["计算或比对"], one["相差"])
        for one in found[:3]
    ] == [
        ("K1", "自然人", 0, 3, -3),
        ("K1", "总计", 0, 3, -3),
        ("K4", "行政复议·总计", 5, 2, 3),
    ]
    assert [one["处理"] for one in found] == ["须改"] * 3 + ["备注"] * (len(found) - 3)
    assert all("表" in one["位置"] for one in found[:3])
    assert run("check", SEED, "--report", book)[2].startswith(f"{book} 已经存在")
    assert run("check", "--report", tmp_path / "x.xlsx")[0] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_workbook(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", language)
    write("b.docx", "临泉市水利局", **WRONG)
    book = tmp_path / "findings.xlsx"
    assert run("check", tmp_path / "in", "--report", book)[0] == 1
    read = CalamineWorkbook.from_filelike(io.BytesIO(book.read_bytes()))
    head = read.get_sheet_by_name(message("judging.sheet_overview", language)).to_python()[0]
    assert head[3] == message("judging.column_verdict", language)
