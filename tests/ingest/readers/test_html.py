"""HTML as content management systems and word processors write it."""

import pytest

from bot.ingest.document import Document, Link, Table
from bot.ingest.readers import read_bytes
from bot.ingest.readers.errors import ReadingError


def page(body: str, *, encoding: str = "utf-8", head: str = "") -> Document:
    return read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), "页面.html")[0]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def only_table(document: Document) -> Table:
    (table,) = document.tables()
    return table


def test_a_label_over_many_spans_is_one_text() -> None:
    spans = "".join(f'<span style="font-family:仿宋_GB2312">{c}</span>' for c in "一、本年新收政府信息公开申请数量")
    assert texts(page(f"<p>{spans}</p>")) == ["一、本年新收政府信息公开申请数量"]


def test_line_breaks_of_the_source_vanish_inside_chinese_and_stay_between_words() -> None:
    assert texts(page("<p>政府信\n  息公开 open\ngovernment</p>")) == ["政府信息公开 open government"]


def test_breaks_begin_new_paragraphs_but_not_in_headings() -> None:
    assert texts(page("<p>甲<br>乙<br/><br/>丙</p><h2>标<br>题</h2>")) == ["甲", "乙", "丙", "标题"]
    assert [p.level for p in page("<h2>标题</h2><p>文</p>").paragraphs()] == [2, None]


def test_what_is_not_shown_is_dropped() -> None:
    body = (
        "<script>var a='<p>x</p>'</script><style>p{}</style><nav>首页</nav><div class='breadcrumb'>位置</div>"
        "<p style='display: none'>隐藏</p><p hidden>隐</p><!-- 注 -->"
        "<p>正文&nbsp;&nbsp;内\u200b容</p><div id='footer'>版权</div>"
    )
    assert texts(page(body)) == ["正文 内容"]


def test_a_class_called_menu_does_not_hide_sentences() -> None:
    prose = "根据《中华人民共和国政府信息公开条例》要求编制本报告。" * 5
    assert texts(page(f"<div class='main menu'><p>{prose}</p></div><div class='menu'><p>首页</p></div>")) == [prose]


def test_a_page_that_a_script_uncovers_is_read() -> None:
    assert texts(page("<div style='display:none'><p>年度报告</p></div>")) == ["年度报告"]
    with pytest.raises(ReadingError) as error:
        page("<script>x</script>")
    assert error.value.name == "reading.nothing_readable"


def test_spans_of_cells_are_kept() -> None:
    table = only_table(
        page(
            "<table><thead><tr><th rowspan=2>组</th><th colspan='2'>数</th></tr><tr><th>甲</th><th>乙</th></tr>"
            "</thead><tbody><tr><td rowspan=0>名</td><td>&nbsp;</td><td>7</td></tr>"
            "<tr><td>1</td><td>/</td></tr></tbody></table>"
        )
    )
    assert [[(c.text, c.row_span, c.column_span) for c in row] for row in table.rows] == [
        [("组", 2, 1), ("数", 1, 2)],
        [("甲", 1, 1), ("乙", 1, 1)],
        [("名", 2, 1), ("", 1, 1), ("7", 1, 1)],
        [("1", 1, 1), ("/", 1, 1)],
    ]
    assert all(cell.header for cell in table.rows[0])
    assert [[position.cell.text if position else None for position in row] for row in table.grid()][3] == [
        "名",
        "1",
        "/",
    ]


def test_header_rows_repeated_after_a_page_break_come_once() -> None:
    head = "<tr><td rowspan=2>项</td><td colspan=2>人</td></tr><tr><td>自然人</td><td>总计</td></tr>"
    rows = [f"<tr><td>第{n}行</td><td>{n}</td><td>{n}</td></tr>" for n in range(4)]
    table = only_table(page(f"<table>{head}{rows[0]}{rows[1]}{head}{rows[2]}{rows[3]}</table>"))
    assert [row[0].text for row in table.rows] == ["项", "自然人", "第0行", "第1行", "第2行", "第3行"]
    assert list(table.lines) == [1, 2, 3, 4, 7, 8]


def test_tables_that_lay_out_the_page_are_none() -> None:
    inner = "<table><tr><td>标题</td><td>时间</td></tr><tr><td>甲</td><td>2020-01-02</td></tr></table>"
    document = page(f"<table><tr><td><p>正文</p>{inner}</td></tr></table>")
    assert texts(document) == ["正文"]
    assert [cell.text for cell in only_table(document).rows[1]] == ["甲", "2020-01-02"]


def test_links_and_titles_cut_short() -> None:
    full = "对市政协十五届三次会议第0485号提案的答复"
    document = page(
        f"<ul><li><a href='/a.html' title='{full}'>对市政协十五届三次会议…</a><span>2020-11-03</span></li></ul>"
        f"<table><tr><td><a href='b.html' title='{full}'>对市政协十五届...</a></td><td>办公室</td></tr></table>"
    )
    (item,) = document.paragraphs()
    assert item.text == f"{full} 2020-11-03"
    assert item.item
    assert item.links == (Link(full, "/a.html"),)
    cell = only_table(document).rows[0][0]
    assert (cell.text, cell.links) == (full, (Link(full, "b.html"),))


def test_a_date_split_over_spans_in_prose_is_not_torn() -> None:
    assert texts(page("<p>于<span>2020年</span><span>7月24日</span>召开</p>")) == ["于2020年7月24日召开"]


@pytest.mark.parametrize(
    ("declared", "written"), [("gb2312", "gb18030"), ("gbk", "utf-8"), ("utf-8", "gb18030"), ("big5", "big5")]
)
def test_labels_of_encodings_lie(declared: str, written: str) -> None:
    text = "關於政府信息公開工作年度報告的說明" if written == "big5" else "关于镕基同志与喆字的政府信息公开年度报告"
    document = page(f"<p>{text}</p>", encoding=written, head=f"<meta charset={declared}><title>{text}</title>")
    assert texts(document) == [text]
    assert document.title == text


def test_metadata_and_address() -> None:
    head = "<meta name='PubDate' content='2020-11-03'><link rel=canonical href='https://example.test/a.html'>"
    document = page("<p>文</p>", head=head)
    assert document.metadata == {"pubdate": "2020-11-03"}
    assert document.url == "https://example.test/a.html"


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "font", "b", "span", "ul><li", "blockquote"])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_ten_thousand_deep_is_refused(tag: str, closed: bool) -> None:
    end = f"</{tag.split('>', maxsplit=1)[0]}>" * 10_000 if closed else ""
    with pytest.raises(ReadingError) as error:
        page(f"<{tag}>" * 10_000 + "文" + end)
    assert error.value.name == "reading.too_deep"


def test_a_page_saved_with_its_pictures_is_a_mail_message() -> None:
    mail = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        'Content-Type: text/html; charset="gb2312"\n'
        "Content-Transfer-Encoding: 8bit\n\n<html><body><p>年度报告</p></body></html>\n--x--\n"
    )
    (document,) = read_bytes(mail.encode("gb18030"), "a.mht")
    assert texts(document) == ["年度报告"]


def test_tabs_stand_under_their_labels_and_what_else_is_hidden_is_said() -> None:
    table = "<table><tr><td>编号<td>标题</tr><tr><td>{}<td>关于修路的提案</tr></table>"
    tabs = "<ul><li>人大建议</li><li>政协提案</li></ul><div>{}</div><div style='display:none'>{}</div>"
    document = page(tabs.format(table.format(1), table.format(2)) + f"<p hidden id=old>{table.format(3)}</p>")
    numbers = [block.rows[1][0].text if isinstance(block, Table) else block.text for block in document.blocks]
    assert numbers[:4] == ["人大建议", "1", "政协提案", "2"]
    hidden = page(f"<p>文</p><div hidden id=old>{table.format(3)}</div>")
    assert (texts(hidden), [part for part, _ in hidden.passed]) == (["文"], ["part"])
