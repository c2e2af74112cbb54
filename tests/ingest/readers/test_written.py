"""Encodings, formats by content, delimited tables, Markdown."""

import pytest

from bot.ingest.document import Table
from bot.ingest.readers import read_bytes, read_file
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.sniff import format_of
from bot.ingest.readers.source import SourceFile

TEXT = (
    "某市工业和信息化局2020年政府信息公开工作年度报告\n"
    "根据《中华人民共和国政府信息公开条例》要求编制，全年主动公开政府信息1681条，受理申请7件。\n"
)
TRADITIONAL = "關於政府信息公開工作年度報告的說明：全年受理申請七件，按時答覆。\n主動公開政府信息一千條。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x") == TEXT


def test_big5() -> None:
    assert decode(TRADITIONAL.encode("big5"), "x") == TRADITIONAL


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\n", "x") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "gb18030"),
        ("utf-8", "gbk"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "big5"),
        ("gb18030", "latin-1"),
        ("gb18030", "utf-8"),
        ("gb18030", "big5"),
        ("gb18030", "cp1252"),
        ("gb18030", "cp949"),
        ("utf-16-le", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("wrapped", ["{}", "<html><body><p>{}</p></body></html>", "标题,时间\n{},1\n"])
def test_mojibake_is_refused(written: str, read: str, wrapped: str) -> None:
    garbled = (TEXT * 3).replace("\n", "").encode(written).decode(read, errors="replace").replace(",", "")
    with pytest.raises(ReadingError) as error:
        read_bytes(wrapped.format(garbled).encode("utf-8", "replace"), "x.txt")
    assert error.value.name == "reading.mojibake"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), "text"),
        ("标题\t时间\n甲\t2020\n乙\t2021\n".encode(), "csv"),
        ("标题,时间\n甲,2020\n乙,2021\n".encode("gb18030"), "csv"),
        ("# 报告\n文\n".encode(), "markdown"),
        ("文\n\n| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n".encode(), "markdown"),
        ("<p>文</p>".encode(), "html"),
        (b"<!-- x -->\n<table><tr><td>1</td></tr></table>", "html"),
        ("replies:\n  - title: 文\n".encode(), "yaml"),
        ('[{"title": "文"}]'.encode(), "yaml"),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1 x}", "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc"),
    ],
)
def test_formats_by_content(data: bytes, expected: str) -> None:
    assert format_of(SourceFile("x", data)) == expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
        (b"Rar!\x1a\x07", "unknown_format"),
        (b"%PDF-1.4\n1 0 obj", "damaged"),
        (b"PK\x03\x04[Content_Types].xml word/document.xml", "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_bad_files_are_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(ReadingError) as error:
        read_bytes(data, "文件.bin")
    assert error.value.name == f"reading.{name}"
    assert "文件.bin" in error.value.in_words("zh")
    assert "文件.bin" in error.value.in_words("en")


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(ReadingError) as error:
        read_file(path)
    assert error.value.name == "reading.too_large"


def test_delimited_rows_are_parsed_when_asked_for() -> None:
    data = '标题,机构,时间\r\n"甲, ""乙""\n二",办公室,2020\r\n\r\n丙,,\r\n'.encode("utf-8-sig")
    (table,) = read_bytes(data, "x")[0].tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["标题", "机构", "时间"],
        ['甲, "乙"\n二', "办公室", "2020"],
        ["丙", "", ""],
    ]
    assert [table.row_place(index).line for index in range(3)] == [1, 2, 5]
    assert [cell.text for cell in table.rows[-1]] == ["丙", "", ""]
    assert len(table.rows[1:]) == 2
    with pytest.raises(IndexError):
        table.rows[3]


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_separators_are_found(separator: str) -> None:
    lines = [("标题", "机构", "时间"), ("关于建议的答复", "办公室", "2020-01-02"), ("通知", "", "")]
    document = read_bytes("\n".join(separator.join(line) for line in lines).encode(), "x")[0]
    (table,) = document.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [list(line) for line in lines]
    assert document.media_type == ("tsv" if separator == "\t" else "csv")


def test_markdown() -> None:
    text = (
        '# 报告 #\n\n**一、总体**情况见[全文](https://example.test/a(1).html "x")\n- 条目\n![图](a.png)\n---\n'
        "| 项 | 数 |\n|---|--:|\n| 甲\\|乙<br>丙 | 7 |\n| [链](b.html) |  |\n\n文 | 字\n"
    )
    document = read_bytes(text.encode(), "x.md")[0]
    heading, prose, item, rest = document.paragraphs()
    assert (heading.text, heading.level) == ("报告", 1)
    assert prose.text == "一、总体情况见全文"
    assert prose.links[0].target == "https://example.test/a(1).html"
    assert (item.text, item.item) == ("条目", True)
    assert rest.text == "文 | 字"
    (table,) = document.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [["项", "数"], ["甲|乙\n丙", "7"], ["链", ""]]
    assert table.rows[2][0].links[0].target == "b.html"
    assert [table.row_place(index).line for index in range(3)] == [7, 9, 10]
    assert not document.recovered


def test_broken_pipe_tables_keep_every_row() -> None:
    text = "# 表\n| 一、新收 | 3 | 0 | 3 |\n| 0 | 0 | 0 |\n|---|---|---|\n1.秘密\n| 2.禁止 | 1 | 1 |\n|---|---|---|\n"
    document = read_bytes(text.encode(), "x.md")[0]
    assert [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.text
        for block in document.blocks
    ] == ["表", [["一、新收", "3", "0", "3"], ["0", "0", "0"]], "1.秘密", [["2.禁止", "1", "1"]]]
    assert document.recovered
