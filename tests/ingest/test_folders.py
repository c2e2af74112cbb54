"""A folder is many files: each is judged by itself, what is passed over is named, and links do not lead out of it."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from bot.errors import GongkaiError
from bot.ingest.given import Given
from bot.ingest.pipeline import Files
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.ingest.whose import OfficeWantedError
from bot.store.load.own_office import Whose

LIST = "标题,发布时间,发布机构\n" + "".join(
    f"对市政协一届一次会议第{number}号提案的答复,2021-01-0{number},某县水利局\n" for number in (1, 2, 3)
)
DOUBTFUL = "编号,事项甲,事项乙,答复日期\n" + "".join(
    f"{number},关于救助的若干考虑,关于津贴的若干考虑,2022-01-0{number}\n" for number in (1, 2)
)


def test_the_rest_of_a_folder_is_read_and_all_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "c.csv").write_text(DOUBTFUL, encoding="utf-8")
    for name in ("d.png", "list_files.css", "~$a.xlsx", "home.url"):
        (tmp_path / name).write_bytes(b"x")
    outside = tmp_path.parent / f"{tmp_path.name}-outside.csv"
    outside.write_text(LIST, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(outside)
    files = Files([tmp_path])
    assert sum(len(batch.records) for batch in files.pieces()) == 3
    assert [str(error).split(" ")[0] for error in files.failed] == ["b.csv", "c.csv"]
    # Beside a file that is loaded nobody says that the database is unchanged.
    unchanged = ("数据库", "没有载入任何内容")
    for error in files.failed:
        assert any(words in str(error) for words in unchanged)
        assert not any(words in error.in_words(alone=False) for words in unchanged)
    assert sorted(files.passed) == [
        ("left", "~$a.xlsx"),
        ("link", "link.csv"),
        ("other", "home.url"),
        ("other", "list_files.css"),
        ("picture", "d.png"),
    ]
    with pytest.raises(GongkaiError, match="b\\.csv"):
        list(Files([tmp_path], strict=True).pieces())


def test_an_archive_is_many_files_like_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in (("a.csv", LIST), ("b.csv", "你好,世界\n"), ("c.csv", DOUBTFUL), ("d.png", "x")):
            made.writestr(name, text)
    files = Files([path])
    assert sum(len(batch.records) for batch in files.pieces()) == 3
    assert [str(error).split(" ")[0].partition("里")[0] for error in files.failed] == ["all.zip/b.csv", "all.zip/c.csv"]
    with pytest.raises(GongkaiError, match="b\\.csv"):
        list(Files([path], strict=True).pieces())


NAMELESS = "编号,题目,答复日期\n第12号,关于加强校园安全管理的建议,2024-05-06\n第13号,关于食堂管理的建议,2024-05-07\n"


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_names_no_office_is_of_the_one_that_stands_beside_it(
    tmp_path: Path, names: tuple[str, str], packed: bool
) -> None:
    def pieces(*texts: str) -> Files:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        for name, text in zip((*names, "c.csv"), texts, strict=False):
            (folder / name).write_text(text, encoding="utf-8")
        if not packed:
            return Files([folder], Given(whose=Whose(ask=True)))
        path = tmp_path / f"{folder.name}.zip"
        with zipfile.ZipFile(path, "w") as made:
            for file in sorted(folder.iterdir()):
                made.write(file, file.name)
        return Files([path], Given(whose=Whose(ask=True)))

    titled = "冠县教育局2024年提案答复情况,,\n" + NAMELESS
    files = pieces(NAMELESS, titled)
    assert sum(len(batch.records) for batch in files.pieces()) == 4
    assert [office for _, office in files.filled] == ["冠县教育局"]
    with pytest.raises(OfficeWantedError):  # of two offices it could be either's
        list(pieces(NAMELESS, titled, titled.replace("教育", "水利")).pieces())


def test_hidden_rows_and_sheets_are_passed_over_and_said() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    shown, hidden = book.add_worksheet("公开"), book.add_worksheet("内部")
    for sheet in (shown, hidden):
        for row, cells in enumerate(line.split(",") for line in LIST.splitlines()):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
    shown.set_row(2, None, None, {"hidden": True})
    hidden.hide()
    book.close()
    batch = interpret(read_bytes(out.getvalue(), "a.xlsx")[0])
    assert [record.number for record in batch.records] == [1, 3]
    assert dict(batch.readings[0].passed)["hidden"] == 1
    assert batch.passed == (("sheet", "a.xlsx 内部"),)
