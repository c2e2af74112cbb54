# ruff: noqa: E501 - pages stand as sites have them
"""Pages of rows by kinds of markup, with what a reader should find; and what is none."""

import json

import pytest

from bot.ingest.given import Given
from bot.ingest.site.reading import SiteWanted
from bot.ingest.site.record import read_row_page
from bot.ingest.site.seen import PageSeen
from tests.sites.test_kinds import ROWS, SITE

TITLE = ROWS[0][1]
LETTER = "<p>王明委员：</p><p>您提出的关于河道治理的提案收悉，现答复如下：</p><p>一、已完成清淤12公里。</p><p>二、明年继续推进。感谢您的支持！</p>"
OTHERS = "<h3>更多</h3>" + "".join(
    f"<div><a href='/{n}'>市水利局关于市政协第{n}号提案的答复</a><p>您的提案收悉。现答复如下。</p></div>"
    for n in (7, 8, 9)
)
PAGES = {
    "labels without a colon": (
        f"<div><label>文号</label><span>云水函〔2023〕5号</span></div><h1>{TITLE}</h1><div>{LETTER}</div>",
        {"doc_no": "云水函〔2023〕5号"},
    ),
    "a day and who published": (
        f"<h1>{TITLE}</h1><div><em>2023-08-11</em><em>市水利局</em></div><div>{LETTER}</div>",
        {"published_on": "2023-08-11"},
    ),
    "summaries of others": (f"<div><h1>{TITLE}</h1><div>{LETTER}</div></div><div>{OTHERS}</div>", {}),
    "an aside": (
        f"<article><h1>{TITLE}</h1>{LETTER}</article><aside><p>市委召开会议。会议强调要抓落实。</p></aside>",
        {},
    ),
    "a question to the reader": (
        f"<div><h1>{TITLE}</h1><div>{LETTER}</div><div><p>您对答复是否满意？</p><label><input type=radio>满意</label></div></div>",
        {},
    ),
    "what was proposed before it": (
        f"<h1>{TITLE}</h1><h3>提案内容</h3><p>河道淤积。建议清淤。</p><h3>答复内容</h3>{LETTER}",
        {},
    ),
    "the same in a table": (
        f"<table><tr><td>标题</td><td>{TITLE}</td></tr><tr><td>答复日期</td><td>2023-08-11</td></tr><tr><td>提案内容</td><td><p>河道淤积。</p></td></tr><tr><td>答复内容</td><td>{LETTER}</td></tr></table>",
        {"replied_on": "2023-08-11"},
    ),
    "below the signature": (
        f"<div><h1>{TITLE}</h1>{LETTER}</div><div><p>2023年8月1日</p><p>机器人为您服务！</p></div>",
        {"issued_on": "2023-08-01"},
    ),
    "under the head of a letter": (
        f"<div><h1>{TITLE}</h1><ul><li>2023-08-11</li><li>市水利局</li><li><a href=#>打印</a></li></ul><div><p>云河市水利局文件</p><p>云水函〔2023〕5号</p><p>类别：A</p>{LETTER}</div></div>",
        {"published_on": "2023-08-11", "doc_no": "云水函〔2023〕5号"},
    ),
    "titled in a cell": (
        f"<table><tr><td colspan=4>{TITLE}</td></tr><tr><td>公开类别</td><td>主动公开</td><td>发布时间</td><td>2023-08-11</td></tr><tr><td colspan=4>{LETTER}</td></tr></table>",
        {"published_on": "2023-08-11", "number": "1"},
    ),
    "labels of a definition list": (
        f"<dl><dt>信息索引号</dt><dd>43120/2023-8</dd><dt>答复时间</dt><dd>2023-08-11</dd></dl><dl><dt>公开日期</dt><dd>2023-08-12</dd></dl><h1>{TITLE}</h1><div>{LETTER}</div>",
        {"published_on": "2023-08-12", "replied_on": "2023-08-11", "index_no": "43120/2023-8"},
    ),
    "a heading worded as a label": (
        f"<h1>{TITLE}</h1><div>{LETTER.replace('<p>二', '<p>办理情况</p><p>二')}</div>",
        {"number": "1"},
    ),
    "a source that another label follows": (
        f"<h1>{TITLE}</h1><p><span>来源：某日报</span><span>阅读：1046</span><span>日期：2023-08-11</span></p><div>{LETTER}</div>",
        {"published_on": "2023-08-11", "publisher": "市水利局"},
    ),
    "carried by a script": (
        f"<div id=app></div><script>var d={json.dumps({'title': TITLE, 'fileNo': '云水函〔2023〕5号', 'html': LETTER}, ensure_ascii=False)}</script>",
        {"doc_no": "云水函〔2023〕5号"},
    ),
}


def read(body: str) -> PageSeen:
    page = f"<html><head><title>云河市</title></head><body>{body}</body></html>".encode()
    return read_row_page(
        SiteWanted(data=page, address=f"{SITE}/ta/1.html", name="list", row=TITLE, given=Given("云河市水利局"))
    )


@pytest.mark.parametrize("kind", PAGES)
def test_pages(kind: str) -> None:
    body, says = PAGES[kind]
    record = read(body).record
    assert record is not None
    assert (record.text or "").split("\n")[0] == "王明委员："
    assert (record.text or "").removesuffix("\n2023年8月1日").endswith("感谢您的支持！")
    assert {name: str(getattr(record, name)) for name in says} == says


def test_a_page_that_shows_a_file_attaches_it() -> None:
    found = read(f"<h1>{TITLE}</h1><iframe src='/pdfjs/viewer.html?file=/u/1.pdf'></iframe>")
    assert [one.address for one in found.attachments] == [f"{SITE}/u/1.pdf"]


def test_files_that_a_script_names_are_attached() -> None:
    carried = {"title": TITLE, "html": LETTER, "files": [{"name": "清单.xlsx", "url": "/u/1.xlsx"}]}
    found = read(f"<div id=app></div><script>var d={json.dumps(carried, ensure_ascii=False)}</script>")
    assert [(one.name, one.address) for one in found.attachments] == [("清单.xlsx", f"{SITE}/u/1.xlsx")]


def test_whoever_signs_a_letter_publishes_it_on_whosever_site() -> None:
    record = read(f"<h1>{TITLE}</h1><p>来源：市人大常委会</p>{LETTER}<p>云河市财政局</p><p>2023年8月1日</p>").record
    assert record is not None
    assert record.publisher == "云河市财政局"


def test_what_is_issued_with_a_letter_is_of_it() -> None:
    rules = "<p>河道管理办法</p><p>第一条 为保护河道，制定本办法。</p><p>第二条 本办法自发布之日起施行。</p>"
    record = read(f"<h1>{TITLE}</h1><div>{LETTER}<p>市水利局</p><p>2023年8月1日</p>{rules}</div>").record
    assert record is not None
    assert (record.text or "").endswith("施行。")
    assert str(record.issued_on) == "2023-08-01"


def test_labels_below_the_letter_are_of_it() -> None:
    record = read(
        f"<h1>{TITLE}</h1><div>{LETTER}<p>市水利局</p><p>2023年8月1日</p><p>公开方式：主动公开</p></div>"
    ).record
    assert record is not None
    assert (record.text or "").endswith("2023年8月1日\n公开方式：主动公开")


def test_a_page_of_a_form_alone_is_no_letter() -> None:
    assert read("<form><img src='/c'><input placeholder='请输入验证码'><button>确定</button></form>").fault == "captcha"
    assert read("<p>提案</p><button>赞</button>").fault


def test_another_number_is_another_page_though_it_names_this_one() -> None:
    found = read(f"<h1>{TITLE.replace('1', '6')}</h1>{LETTER}<p>上一篇：<a href='1.html'>{TITLE}</a></p>")
    assert (found.fault, found.record) == ("other", None)
