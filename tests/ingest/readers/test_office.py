"""Word files and workbooks."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.ingest.document import Document, Paragraph, Table
from bot.ingest.readers import legacy, read_bytes
from bot.ingest.readers.docx_numbering import written
from bot.ingest.readers.errors import ReadingError


def word(fill: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def book(fill: Callable[[Any], None]) -> bytes:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return file.getvalue()


def shape(document: Document) -> list[Any]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def read(data: bytes) -> Document:
    return read_bytes(data, "文件")[0]


def test_word_keeps_order_and_merged_cells() -> None:
    def fill(document: Any) -> None:
        document.add_heading("年度报告", 1)
        document.add_paragraph("一、总体情况")
        table = document.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(1, 1)).text = "组"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"
        document.add_paragraph("完")

    document = read(word(fill))
    assert shape(document) == [
        "年度报告",
        "一、总体情况",
        [[("组", 2, 2), ("02", 1, 1)], [("竖", 2, 1)], [("20", 1, 1), ("21", 1, 1)]],
        "完",
    ]
    assert next(document.paragraphs()).level == 1


def test_word_text_as_printed() -> None:
    def fill(document: Any) -> None:
        run = "<w:r><w:t>{}</w:t></w:r>"
        box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
        xml = (
            f"<w:p {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'>"
            + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins>"
            + run.format("主动")
            + "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
            + run.format("公开")
            + "<w:r><w:br/></w:r>"
            + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            + '<w:r><w:instrText> HYPERLINK "http://a.test/" </w:instrText></w:r>'
            + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            + run.format("全文")
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            + box
            + "</v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        document.element.body.insert(0, parse_xml(xml))

    document = read(word(fill))
    assert shape(document) == ["主动公开", "全文", "框内"]
    assert [(link.text, link.target) for link in next(document.paragraphs()).links] == [("全文", "http://a.test/")]


def test_word_numbers_are_computed() -> None:
    def fill(document: Any) -> None:
        for _ in range(2):
            document.add_paragraph("项", style="List Number")
        document.add_paragraph("点", style="List Bullet")

    assert shape(read(word(fill))) == ["1.项", "2.项", "点"]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (21, "chineseCountingThousand", "二十一"),
        (10, "chineseCounting", "十"),
        (12, "ideographDigital", "一二"),
        (3, "lowerRoman", "iii"),
        (28, "upperLetter", "BB"),
        (2, "decimalEnclosedCircleChinese", "②"),
        (5, "chineseLegalSimplified", "伍"),
        (7, "decimalZero", "07"),
        (7, "unheard", "7"),
    ],
)
def test_styles_of_numbers(value: int, style: str, text: str) -> None:
    assert written(value, style) == text


def test_a_truncated_word_file_is_refused_everywhere_it_is_cut() -> None:
    data = word(lambda document: document.add_paragraph("年度报告"))
    for end in range(200, len(data), 3001):
        with pytest.raises(ReadingError) as error:
            read(data[:end])
        assert error.value.name == "reading.damaged"


def test_a_word_file_without_its_text_is_refused() -> None:
    data = word(lambda document: document.add_paragraph("年度报告"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"" if name == "word/document.xml" else old.read(name))
    with pytest.raises(ReadingError, match=r"DOCX"):
        read(file.getvalue())


def test_sheets_as_shown() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("表一")
        sheet.merge_range(0, 0, 0, 2, "某市某局年报")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(2, 0, ["标题", "件数", "时间"])
        sheet.write_row(3, 0, ["甲", None, "0485"])
        sheet.write(3, 1, 7, workbook.add_format({"num_format": '"第"000"号"'}))
        sheet.write_datetime(3, 2, datetime.datetime(2020, 11, 3), day)
        sheet.merge_range(4, 0, 5, 0, "组")
        sheet.write_row(4, 1, [7730.28, "/"])
        sheet.write_row(5, 1, [0, " "])
        sheet.write(7, 0, "本表数据截至年末，由办公室统计，其中规范性文件包括已经废止的文件在内。")
        hidden = workbook.add_worksheet("隐藏")
        hidden.write(0, 0, "不读")
        hidden.hide()

    document = read(book(fill))
    assert shape(document) == [
        "某市某局年报",
        [
            [("标题", 1, 1), ("件数", 1, 1), ("时间", 1, 1)],
            [("甲", 1, 1), ("第007号", 1, 1), ("2020-11-03", 1, 1)],
            [("组", 2, 1), ("7730.28", 1, 1), ("/", 1, 1)],
            [("0", 1, 1), ("", 1, 1)],
        ],
        "本表数据截至年末，由办公室统计，其中规范性文件包括已经废止的文件在内。",
    ]
    (table,) = document.tables()
    assert isinstance(table, Table)
    assert (table.place.sheet, table.row_place(0).line) == ("表一", 3)


def test_a_hundred_thousand_formatted_blank_rows_are_nothing() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, ["标题", "时间"])
        sheet.write_row(1, 0, ["甲", "2020"])
        for row in range(2, 100_000):
            sheet.write_blank(row, 0, None, bold)

    (table,) = read(book(fill)).tables()
    assert len(table.rows) == 2


def test_a_cell_at_the_far_corner_is_refused_before_the_sheet_is_laid_out() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 5000, "乙")

    with pytest.raises(ReadingError) as error:
        read(book(fill))
    assert error.value.name == "reading.too_wide"


def test_old_word_files_say_what_to_do_without_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "office", lambda: None)
    with pytest.raises(ReadingError) as error:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    assert error.value.name == "reading.no_office"


def test_old_word_files_go_through_an_office(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stands in for LibreOffice: it puts a DOCX where it is asked to, or fails."""
    made = tmp_path / "made.docx"
    made.write_bytes(word(lambda document: document.add_paragraph("年度报告")))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\ncp "{made}" "$2/original.docx" 2>/dev/null\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(legacy, "office", lambda: str(program))
    assert shape(read(b"{\\rtf1 \\'c4\\'ea}")) == ["年度报告"]
    made.unlink()
    with pytest.raises(ReadingError) as error:
        read(b"{\\rtf1 x}")
    assert error.value.name == "reading.office_failed"


def test_encrypted_office_files_are_refused() -> None:
    with pytest.raises(ReadingError) as error:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert error.value.name == "reading.encrypted"
