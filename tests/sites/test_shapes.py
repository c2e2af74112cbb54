# ruff: noqa: E501 - pages stand as sites have them
"""Rows and replies in further shapes: what stands between rows, days in pieces, scripts, letters of every make."""

import pytest

from bot.ingest.given import Given
from bot.ingest.site.reading import SiteWanted, read_list_page
from bot.ingest.site.record import read_row_page
from bot.screens.opening import opening
from tests.sites.published import END, HEAD, MENU
from tests.sites.published_pages import letter

HERE = "http://www.qinghe.example/zw/ta/"
OFFICE = Given("清河市财政局")
N = range(1, 8)


def title(number: int) -> str:
    return f"对市政协十三届四次会议第{number}号提案（关于推进第{number}项民生实事的建议）的答复"


def each(made: object) -> str:
    return "".join(made(number) for number in N)  # type: ignore[operator]


def framed(body: str, name: str = "提案答复-清河市财政局") -> bytes:
    return (HEAD.format(title=name, meta="") + f"<ul class='m'>{MENU}</ul>" + body + END).encode()


SIDE = (
    "<h3>通知公告<a href=/m>更多</a></h3><ul>"
    + each(
        lambda n: f"<li><a href='/wj/{n}.html'>清河市财政局关于第{n}批项目的批复文件</a><span>2021-06-1{n}</span></li>"
    )
    + "</ul>"
)


def carried(rows: str) -> str:
    return f"<div><script type='text/xml'><datastore><recordset>{rows}</recordset></datastore></script></div>"


LISTS = {
    "foot_of_a_row": "<section>"
    + each(
        lambda n: (
            f"<article><header><span>人大建议</span><a href='{n}.html'>{title(n)}</a></header><footer><span>清河市财政局</span><time>2021-06-0{n}</time></footer></article>"
        )
    )
    + "</section>",
    "two_lists_in_scripts": carried(
        each(
            lambda n: (
                f"<record><![CDATA[<a href='/art/{n}.html'>关于开展第{n}次专项督导的通知</a><i>2021-07-0{n}</i>]]></record>"
            )
        )
    )
    + carried(
        each(
            lambda n: (
                f"<record>&lt;tr&gt;&lt;td&gt;&lt;a href='{n}.html' title='{title(n)}'&gt;{title(n)[:15]}..&lt;/a&gt;&lt;/td&gt;&lt;td&gt;2021-06-0{n}&lt;/td&gt;&lt;/tr&gt;</record>"
            )
        )
    ),
    "moments_in_json": '<script>window.page={"rows":['
    + ",".join(
        f'{{"docTitle":"{title(n)}","docPubUrl":"{HERE}{n}.html","crtime":"2021-01-01","docRelTime":{1622476800000 + 86400000 * (n - 1)}}}'
        for n in N
    )
    + "]}</script>",
    "only_a_link_to_read": "<table><tr><td>序号</td><td>提案编号</td><td>提案题目</td><td>承办单位</td><td>答复时间</td><td>答复内容</td></tr>"
    + each(
        lambda n: (
            f"<tr><td>{n}</td><td>第{n}号</td><td>{title(n)}</td><td>市财政局</td><td>2021-06-0{n}</td><td><a href='{n}.html'>查看答复</a></td></tr>"
        )
    )
    + "</table>",
    "opened_by_script": "<ul>"
    + each(
        lambda n: (
            f"<li><a href='javascript:void(0)' onclick=\"window.open('{n}.html')\">{title(n)}</a><i>2021/06/0{n}</i></li>"
        )
    )
    + "</ul>",
    "a_category_before": "<ul>"
    + each(lambda n: f"<li>[<a href='/c/1'>政协提案</a>] <a href='{n}.html'>{title(n)}</a> <em>2021.06.0{n}</em></li>")
    + "</ul>",
    "rows_parted_by_rules": "<table><tr><td><table><tr><td><a href='/a'>政策法规文件</a></td></tr><tr><td><a href='/b'>政府采购信息</a></td></tr></table></td><td><table>"
    + each(
        lambda n: (
            f"<tr><td>·</td><td><a href='{n}.html' title='{title(n)}'>{title(n)[:20]}…</a></td><td>2021年6月{n}日</td></tr><tr><td colspan=3></td></tr>"
        )
    )
    + "</table></td></tr></table>",
    "a_literal": "<script>var data={total:'21',rows:["
    + ",".join(f"{{id:{n},title:'{title(n)}',url:'{n}.html',time:'2021-06-0{n} 10:00:00'}}" for n in N)
    + "]};</script>",
    "pieces_of_the_page": "<script>var dataStore = ["
    + each(lambda n: f'\'<li><a href="{n}.html" title="{title(n)}">{title(n)[:15]}...</a><i>2021-06-0{n}</i></li>\',')
    + "];</script>",
    "parsed": '<script>draw(JSON.parse("{\\"rows\\":['
    + ",".join(f'{{\\"bt\\":\\"{title(n)}\\",\\"fbsj\\":\\"2021-06-0{n}\\",\\"lj\\":\\"./{n}.html\\"}}' for n in N)
    + ']}"))</script>',
    "xml": "<script type='text/xml'><list total='21'>"
    + each(lambda n: f"<item><title>{title(n)}</title><link>{n}.html</link><pubDate>2021-06-0{n}</pubDate></item>")
    + "</list></script>",
    "beside_a_longer_list": f"<div class='l1'>{SIDE}</div><div class='l2'><h2>提案答复</h2><ul>"
    + each(lambda n: f"<li><a href='{n}.html'>{title(n)}</a><span>2021-06-0{n}</span></li>")
    + "</ul><div>首页 上一页 1 <a href='index_1.html'>下一页</a> 共2页</div></div>",
    "day_in_what_follows": "<dl>"
    + each(lambda n: f"<dt><a href='{n}.html'>{title(n)}</a></dt><dd>发布日期：2021-06-0{n}　来源：市财政局</dd>")
    + "</dl>",
    "day_in_brackets_before": "<ul>"
    + each(lambda n: f"<li><a href='{n}.html'>【2021-06-0{n}】{title(n)}</a></li>")
    + "</ul>",
    "day_in_what_precedes": "<dl>"
    + each(lambda n: f"<dt>2021年06月0{n}日</dt><dd><a href='{n}.html'>{title(n)}</a></dd>")
    + "</dl>",
    "two_a_row": "<table>"
    + each(
        lambda n: (
            ("<tr>" if n % 2 else "")
            + f"<td>·</td><td><a href='{n}.html'>{title(n)}</a></td><td>2021-06-0{n}</td>"
            + ("" if n % 2 else "</tr>")
        )
    )
    + "</table>",
    "under_their_days": "<div>"
    + each(lambda n: f"<h5>2021-06-0{n}</h5><ul><li><a href='{n}.html'>{title(n)}</a></li></ul>")
    + "</div>",
    "cells_over_several_rows": "<table><tr><td>年度</td><td>名称</td><td>发布日期</td></tr>"
    + each(
        lambda n: (
            ("<tr><td rowspan=7>2021年</td>" if n == 1 else "<tr>")
            + f"<td><a href='{n}.html'>{title(n)}</a></td><td>2021-06-0{n}</td></tr>"
        )
    )
    + "</table>",
    "labels_in_one_line": "<ul>"
    + each(
        lambda n: (
            f"<li><h4><a href='{n}.html'>{title(n)}</a></h4><p>索引号：1137/{n}　成文日期：2021-05-0{n}　发布日期：2021-06-0{n}</p></li>"
        )
    )
    + "</ul>",
    "no_element_a_row": "<div>"
    + each(lambda n: f"<a href='{n}.html'>{title(n)}</a><span>[2021-06-0{n}]</span><br>")
    + "</div>",
    "day_in_a_box": "<div>"
    + each(
        lambda n: (
            f"<div class='it'><div><p>0{n}</p><span>2021年06月</span></div><div><h5><a href='{n}.html'>{title(n)}</a></h5><p>委员：您的建议收悉。<a href='{n}.html'>[详细]</a></p></div></div>"
        )
    )
    + "</div>",
    "opened_as_a_whole": "<ul>"
    + each(
        lambda n: (
            f"<li onclick=\"location.href='{n}.html'\"><div>{title(n)}<p>财政局 <b>2021-06-0{n}</b></p></div></li>"
        )
    )
    + "</ul>",
    "in_full_in_a_box_that_opens": "<div>位置：<h2>建议提案</h2><span><a href='/'>网站首页政务公开建议提案</a></span></div><ul>"
    + each(
        lambda n: (
            f"<li><a href='{n}.html'>{title(n)[:20]}...</a><div style='display:none'><b>名称：</b><i>{title(n)}</i></div><span>2021年06月0{n}日</span></li>"
        )
    )
    + "</ul>",
    "each_value_in_its_place": "<h3>政务要闻</h3><ul><li><a href='/y'>全市财政工作会议召开</a> 2021-06-01</li></ul><script>"
    + each(
        lambda n: (
            f"urls[{n}]='./{n}.html';heads[{n}]=\"{title(n)}\";year[{n}]='2021';month[{n}]='06';day[{n}]='0{n}';\n"
        )
    )
    + "</script>",
    "boxes_of_years": "<div>"
    + "".join(
        f"<div><h4>{2021 + at}年</h4><ul>"
        + "".join(f"<li><b>·</b><a href='{n}.html'>{title(n)}</a> 2021-06-0{n}</li>" for n in some)
        + "</ul></div>"
        for at, some in enumerate((range(1, 4), range(4, 8)))
    )
    + "</div>",
    "by_years": "<div>"
    + "".join(
        f"<h3>第{at}组</h3><ul>"
        + "".join(f"<li><a href='{n}.html'>{title(n)}</a><span>2021-06-0{n}</span></li>" for n in some)
        + "</ul>"
        for at, some in enumerate((range(1, 4), range(4, 8)))
    )
    + "</div>",
}


@pytest.mark.parametrize("name", LISTS)
def test_rows_of_every_shape(name: str) -> None:
    seen = read_list_page(SiteWanted(data=framed(LISTS[name]), address=f"{HERE}index.html", name="list", given=OFFICE))
    found = [(row.title, row.address, str(row.record.published_on or row.record.replied_on)) for row in seen.rows]
    assert found == [(title(n), f"{HERE}{n}.html", f"2021-06-0{n}") for n in N]


def test_of_a_front_page_none_is_meant() -> None:
    def news(name: str) -> str:
        rows = each(
            lambda n: f"<li><a href='/{name}/{n}.html'>{name}关于第{n}项工作的报道</a><span>2021-06-0{n}</span></li>"
        )
        return f"<div><h3>{name}<a href=/m>更多</a></h3><ul>{rows}</ul></div>"

    body = "".join(map(news, ("工作动态", "通知公告", "政策解读")))
    seen = read_list_page(SiteWanted(data=framed(body), address=f"{HERE}index.html", name="list", given=OFFICE))
    assert (seen.fault, seen.rows) == ("several", ())


def test_a_single_row_beside_a_longer_list() -> None:
    body = f"<div><h2>提案答复</h2><ul><li><a href='1.html'>{title(1)}</a><span>2021-01-04</span></li></ul><div>共1页 1条</div></div><div class='side'>{SIDE}</div>"
    seen = read_list_page(SiteWanted(data=framed(body), address=f"{HERE}index.html", name="list", given=OFFICE))
    assert ([row.title for row in seen.rows], seen.total_rows) == ([title(1)], 1)


def test_a_day_without_its_year_is_none() -> None:
    body = "<div>" + each(lambda n: f"<p><a href='{n}.html'>{title(n)}</a> (06-1{n})</p>") + "</div>"
    seen = read_list_page(SiteWanted(data=framed(body), address=f"{HERE}index.html", name="list", given=OFFICE))
    assert [row.record.dated_on for row in seen.rows] == [None] * len(N)


def test_of_a_matter_and_its_answer_beside_it_the_answer_is_led_to() -> None:
    body = each(
        lambda n: (
            f"<p>{n}．<a href='p/{n}.html'>关于改造第{n}条道路的建议</a>　<a href='{n}.html'>【答复】</a>　2021-06-0{n}</p>"
        )
    )
    seen = read_list_page(SiteWanted(data=framed(body), address=f"{HERE}index.html", name="list", given=OFFICE))
    assert [row.address for row in seen.rows] == [f"{HERE}{n}.html" for n in N]


TITLE = "对市政协十三届四次会议第88号提案（关于支持专精特新企业发展的建议）的答复"
TEXT = letter("关于支持专精特新企业发展的建议", 31)
SIGNED = "<p style='text-align:right'>清河市财政局</p><p style='text-align:right'>2021年7月2日</p>"
PAGES = {
    "labels_apart": f"<div><dl><dt>索 引 号：</dt><dd>113/2021-1</dd></dl><dl><dt>发文字号：</dt><dd>清财字〔2021〕5号</dd></dl></div><div><div>清河市财政局<br/>{TITLE}</div><div>2021-07-05 10:02 <span>来源： 市财政局</span></div><div id='UCAP-CONTENT'>{TEXT}{SIGNED}</div><div><h3>相关文档</h3><ul><li><a href='x'>清河市2020年建议提案办理情况通报说明</a></li></ul></div></div>",
    "title_of_the_window": f"<div><p>时间：2021-07-05</p>{TEXT}{SIGNED}</div>",
    "what_follows_it": f"<h1>{TITLE}</h1><div>日期：2021-07-05　作者：　点击数：33</div><div>{TEXT}{SIGNED}</div><div>责任编辑：李某</div><div>上一篇：<a href=1>对市政协第87号提案的答复</a></div><div>【打印】【关闭】</div>",
    "two_lines": f"<table><tr><td><table><tr><td><p>对市政协十三届四次会议第<span>88</span>号提案</p><p>（关于支持专精特新企业发展的建议）的答复</p></td></tr><tr><td>{TEXT}{SIGNED}</td></tr></table></td></tr></table>",
    "said_beside_it": f"<div><h3>{TITLE}</h3><p>县局 <em>2021/07/05</em> 阅读 35</p><div class='x'><h4>答复内容</h4>{TEXT}{SIGNED}</div><p>附件【<a href='/download.jsp?id=7'>清单.docx</a>】已下载7次</p><p>扫描二维码查看</p><div><b>收藏</b><b>打印</b></div></div>",
    "in_a_cell": f"<table><tr><td>名称</td><td colspan=3>{TITLE}</td></tr><tr><td>索引号</td><td>113/2021-1</td><td>发布日期</td><td>2021-07-05</td></tr><tr><td>发布机构</td><td>市财政局</td><td>文号</td><td></td></tr><tr><td>内容</td><td colspan=3><div>{TEXT}{SIGNED}</div></td></tr></table>",
    "prose_beside_it": f"<div><h3>信息公开</h3><p>依申请公开的受理机构为清河市财政局办公室，工作时间为每周一至周五上午八时三十分至十二时，下午二时至六时（法定节假日除外）。</p></div><div><h1>{TITLE}</h1><span>2021-07-05</span>{TEXT * 3}{SIGNED}</div>",
    "another_heading": f"<div><h1>提案办理</h1><h2>{TITLE}</h2>{TEXT}{SIGNED}</div>",
}


@pytest.mark.parametrize("name", PAGES)
def test_letters_of_every_make(name: str) -> None:
    wanted = SiteWanted(data=framed(PAGES[name], TITLE), address=f"{HERE}88.html", name="list", row=TITLE, given=OFFICE)
    record = read_row_page(wanted).record
    assert record is not None
    assert (record.number, str(record.issued_on)) == (88, "2021-07-02")
    lines = (record.text or "").split("\n")
    assert lines[0].strip("　").startswith("尊敬的")
    assert lines[-1] == "2021年7月2日"
    assert not {"相关文档", "责任编辑", "受理机构", "第87号"} & {
        word for word in ("相关文档", "责任编辑", "受理机构", "第87号") if word in (record.text or "")
    }
    assert record.publisher != "清河市人民政府办公室"
    assert opening(record.text) == "今年以来，我局对全市31个小区逐一排查，建立台账。"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("委员：您的提案收悉。经研究，已采纳。", "经研究，已采纳。"),
        ("高某代表：\n您提出的关于修路的建议收悉，现答复如下：\n已安排资金300万元。明年完工。", "已安排资金300万元。"),
        (
            "尊敬的民建市委：\n　　非常感谢您对水利工作的关心，现就有关情况答复如下。\n　　（一）加强领导。\n　　我市成立了专班；责任到人。",
            "我市成立了专班；责任到人。",
        ),
        ("", ""),
        (None, ""),
        ("附件：清单.docx", ""),
    ],
)
def test_the_first_sentence_of_the_answer_proper(text: str | None, first: str) -> None:
    assert opening(text) == first
