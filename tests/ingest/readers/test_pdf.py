"""PDF files: text in its order, what is refused."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.ingest.document import Document, Paragraph, Table
from bot.ingest.readers import limits, read_bytes
from bot.ingest.readers import pdf as reader
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.pdf_flow import blocks_of
from bot.ingest.readers.pdf_page import Page
from bot.ingest.readers.pdf_table import PlacedCell, RuledTable
from bot.ingest.readers.pdf_text import PrintedLine, tidy, wrapped
from tests.generated.layouts.printer import FONT, Printer

PROSE = "二〇二三年，我局坚持依法公开、及时公开，围绕群众关切，通过网站和公报等渠道主动公开各类信息。" * 6


def read(data: bytes) -> Document:
    return read_bytes(data, "x.pdf")[0]


def refused(data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        read(data)
    return error.value.name.removeprefix("reading.")


def test_sentences_are_joined_over_lines_and_pages_without_numbers_and_headers() -> None:
    printer = Printer(bottom=700, header="虚构市数据局文件")
    for _ in range(3):
        printer.paragraph(PROSE)
    document = read(printer.save())
    assert [paragraph.text for paragraph in document.paragraphs()] == [PROSE] * 3
    assert document.recovered


@pytest.mark.parametrize(
    ("pages", "left"),
    [
        (["申请", "12 13 14"], "申请 12 13 14"),  # one page: 14 is not its number
        (["申请 1", "0 7 2", "0 8 9 3"], "申请 0 7 0 8 9"),
        (["申请 12", "0 7 13"], "申请 0 7"),  # numbered from 12
        (["申请 -1-", "3 7 -2-", "0 -3-"], "申请 3 7 0"),
        (["申请", "3 1/2", "1,234 2/2"], "申请 3 1,234"),
        (["申请", "2 5"], "申请 5"),  # a 2 at an end of page 2 cannot be told from its number
    ],
)
def test_a_number_in_a_line_by_itself_is_no_page_number_unless_it_goes_up_with_the_pages(
    pages: list[str], left: str
) -> None:
    made = []
    for number, said in enumerate(pages, start=1):
        texts = said.split()
        places = [*(30.0 + 20 * at for at in range(len(texts) - 1)), 800.0]
        items = [PrintedLine(text, 90, 100, top, top + 10, number) for text, top in zip(texts, places, strict=True)]
        made.append(Page(number, 842.0, [*items], 0, 0, 0.0, {}))
    assert " ".join(one.text for one in blocks_of(made, "x.pdf") if isinstance(one, Paragraph)) == left


def test_backgrounds_are_no_tables() -> None:
    printer = Printer()
    printer.canvas.setFillGray(1)
    for n in range(8):
        printer.canvas.rect(80, 755 - 17 * n, 435, 16, stroke=0, fill=1)
    printer.canvas.setFillGray(0)
    printer.paragraph(PROSE)
    assert [paragraph.text for paragraph in read(printer.save()).paragraphs()] == [PROSE]


@pytest.mark.parametrize("sides", [True, False])
def test_spans_vertical_labels_and_open_sides(sides: bool) -> None:
    printer = Printer()
    cells = [(0, 0, "结\n果", 2, 1), (0, 1, "一个换行的长标签占两行", 1, 1), (0, 2, "12", 1, 1)]
    cells += [(1, 1, "短", 1, 1), (1, 2, "", 1, 1), (2, 0, "总 计", 1, 2), (2, 2, "3.50", 1, 1)]
    draw = printer.canvas.line
    if not sides:
        printer.canvas.line = lambda x0, y0, x1, y1: None if x0 == x1 in {80, 240} else draw(x0, y0, x1, y1)  # type: ignore[method-assign]
    printer.table(cells, [30, 80, 50])
    (table,) = read(printer.save()).tables()
    assert [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in table.rows] == [
        [("结果", 2, 1), ("一个换行的长标签占两行", 1, 1), ("12", 1, 1)],
        [("短", 1, 1), ("", 1, 1)],
        [("总 计", 1, 2), ("3.50", 1, 1)],
    ]
    assert table.rows[0][0].place is not None
    assert table.rows[0][0].place.page == 1


def test_a_table_goes_on_over_pages_with_its_header_once() -> None:
    printer = Printer(bottom=650)
    header = [(0, 0, "标题", 1, 1), (0, 1, "发布机构", 1, 1), (0, 2, "发布时间", 1, 1)]
    printer.table(
        [*header, *((n, c, f"{'甲乙丙'[c]}{n}", 1, 1) for n in range(1, 4) for c in range(3))], [100, 100, 100]
    )
    printer.turn()
    printer.table(
        [*header, *((n, c, f"{'甲乙丙'[c]}{n + 3}", 1, 1) for n in range(1, 4) for c in range(3))], [100, 100, 100]
    )
    blocks = read(printer.save()).blocks
    assert len(blocks) == 1
    assert isinstance(blocks[0], Table)
    assert [row[0].text for row in blocks[0].rows] == ["标题", *(f"甲{n}" for n in range(1, 7))]
    assert [blocks[0].rows[n][0].place.page for n in (1, 5)] == [1, 2]  # type: ignore[union-attr]


def test_a_row_of_blanks_on_a_new_page_stays_a_row() -> None:
    printer = Printer(bottom=700)
    rows = [("规章", "1", "2"), ("规范性文件", "3", "4"), ("其他", "5", "6"), ("其他主动公开文件", "", "")]
    printer.table([(r, c, text, 1, 1) for r, row in enumerate(rows) for c, text in enumerate(row)], [150, 50, 50])
    (table,) = read(printer.save()).tables()
    assert [tuple(cell.text for cell in row) for row in table.rows] == rows


def test_labels_of_a_row_and_its_group_cut_by_a_page_are_one_row() -> None:
    first = [PlacedCell(0, 40, 1, "（六）", 1, True), PlacedCell(40, 80, 1, "1.申请", 1, True)]
    rest = [PlacedCell(0, 40, 3, "其他处理", 2), PlacedCell(40, 80, 1, "人逾期不补正", 2)]
    table = RuledTable(1, (0, 0, 160, 9), [[*first, PlacedCell(80, 120, 1, "4", 1), PlacedCell(120, 160, 1, "4", 1)]])
    blank, below = [PlacedCell(x, x + 40, 1, "", 2) for x in (80, 120)], [PlacedCell(40, 80, 1, "2.其他", 2)]
    table.add(RuledTable(2, (0, 0, 160, 9), [[*rest, *blank], below, below]))
    rows = [[(cell.text, cell.row_span) for cell in row] for row in table.table("a", 1).rows]
    assert rows == [[("（六）其他处理", 3), ("1.申请人逾期不补正", 1), ("4", 1), ("4", 1)], *[[("2.其他", 1)]] * 2]


def test_look_alikes_are_ordinary_characters_and_the_rest_is_as_printed() -> None:
    assert tidy("⾏政⽂件⼯作⻔户　１２") == "行政文件工作门户　１２"
    assert wrapped("公开", "条例") == "公开条例"
    assert wrapped("open", "data") == "open data"
    assert wrapped("自202", "0年") == "自2020年"


def _canvas(draw: object, **options: object) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1, **options)
    draw(canvas)  # type: ignore[operator]
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_scans_encrypted_and_truncated_files_are_refused() -> None:
    assert refused(_canvas(lambda canvas: canvas.rect(0, 0, 595, 842, fill=1))) == "no_text_layer"

    def text(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(100, 700, "虚构市数据局年度报告全文内容")

    whole = _canvas(text)
    assert [p.text for p in read(whole).paragraphs()] == ["虚构市数据局年度报告全文内容"]
    assert refused(_canvas(text, encrypt="secret")) == "encrypted"
    for share in (0.2, 0.5, 0.9):
        assert refused(whole[: int(len(whole) * share)]) == "damaged"


def test_limits_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    printer = Printer()
    printer.paragraph(PROSE)
    printer.turn()
    printer.paragraph(PROSE)
    data = printer.save()
    monkeypatch.setattr(reader, "PDF_PAGE_CHARACTERS", 20)
    assert refused(data) == "page_too_dense"
    monkeypatch.setattr(reader, "PDF_PAGES", 1)
    assert refused(data) == "too_many_pages"
    assert limits.PDF_PAGES > 100
