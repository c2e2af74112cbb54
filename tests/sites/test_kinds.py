# ruff: noqa: E501 - pages stand as sites have them
"""Lists by kinds of markup: four rows each, with what a reader should find; and what is none."""

import json
from datetime import date
from html import escape

import pytest

from bot.ingest.given import Given
from bot.ingest.site.reading import SiteWanted, read_list_page
from bot.ingest.site.seen import ListSeen

SITE = "https://www.yunhe.example"
ROWS = [(n, f"市水利局关于市政协第{n}号提案的答复", f"2023-0{9 - n}-1{n}") for n in range(1, 5)]
WANTED = [(title, f"{SITE}/ta/{n}.html", day) for n, title, day in ROWS]
DATA = json.dumps([{"bt": title, "id": n, "sj": day} for n, title, day in ROWS], ensure_ascii=False)


def listed(row: str, around: str = "<ul>{}</ul>") -> str:
    return around.format("".join(row.format(n=n, t=title, d=day, md=day[5:], y=day[:4]) for n, title, day in ROWS))


LISTS = {
    "written by a script": listed(
        "<li><a href='{n}.html'><script>var s='{t}';if(s.length>9)s=s.substr(0,9)+'…';document.write(s)</script></a> {d}</li>"
    ),
    "written whole": listed(
        r"""document.write('<li><a href=\"{n}.html\">{t}</a>{d}</li>');""", "<ul><script>{}</script></ul>"
    ),
    "opened by a function": listed(
        "<tr><td>{t}</td><td>{d}</td><td><a href='javascript:see({n})'>查看</a></td></tr>", "<table>{}</table>"
    )
    + "<script>function see(id){ var url='/ta/'+id+'.html'; window.open(url,'_blank'); }</script>",
    "opened by what they note": listed("<div class='r' data-id='{n}'><p>{t}</p><p>{d}</p></div>")
    + "<script>$('.r').on('click',function(){ location.href='/ta/'+$(this).data('id')+'.html'; });</script>",
    "noted addresses": listed("<li data-href='/ta/{n}.html'><span>{t}</span><span>{d}</span></li>"),
    "behind a tab": listed("<li><a href='{n}.html'>{t}</a>{d}</li>").replace(
        "第2号提案的答复</a>2023-07-12</li>", "第2号提案的答复</a>2023-07-12</li></ul><ul style='display:none'>"
    ),
    "under years": listed(
        "<div><b>{y}年</b><ul><li><a href='{n}.html'>{t}</a><i>{md}</i></li></ul></div>", "<div>{}</div>"
    ),
    "a table a row": listed(
        "<table><tr><th>标题</th><td>{t}</td></tr><tr><th>答复日期</th><td>{d}</td></tr><tr><th>答复</th><td><a href='{n}.html'>查看</a></td></tr></table>",
        "<div>{}</div>",
    ),
    "a day among other words": listed("<li><a href='{n}.html'>{t}</a><p>市水利局　{d}　阅读（5）</p></li>"),
    "over two rows": listed(
        "<tr><td colspan=2><a href='{n}.html'>{t}</a></td></tr><tr><td>承办：市水利局</td><td>{d}</td></tr>",
        "<table>{}</table>",
    ),
    "whole title in an attribute": listed("<li><a href='{n}.html' data-content='{t}'>市水利局关于市政协…</a> {d}</li>"),
    "cards that are links": listed(
        "<div><a href='{n}.html'><div><div>{t}</div><div>关于进一步加强全市农村饮水安全管理工作并落实管护责任的建议</div><div>{d}</div></div></a></div>",
        "<div>{}</div>",
    ),
    "to the matter and to the answer": listed(
        "<tr><td>{t}</td><td><a href='/p/{n}.html'>查看</a></td><td><a href='{n}.html'>查看</a></td><td>{d}</td></tr>",
        "<table><tr><td>标题</td><td>提案内容</td><td>答复内容</td><td>答复日期</td></tr>{}</table>",
    ),
    "two rows of labels": listed(
        "<tr><td><a href='{n}.html'>{t}</a></td><td>市水利局</td><td></td><td>{d}</td></tr>",
        "<table><tr><td rowspan=2>标题</td><td colspan=2>承办单位</td><td rowspan=2>答复日期</td></tr><tr><td>主办</td><td>会办</td></tr>{}</table>",
    ),
    "objects, address made by the page": f"<script>var list={DATA};</script><a :href=\"'/ta/'+item.id+'.html'\">{{{{item.bt}}}}</a>",
    "objects in an attribute": f"<div data-rows=\"{escape(DATA)}\"></div><a :href=\"'/ta/'+item.id+'.html'\"></a>",
    "labelled lines in an attribute": listed(
        "<tr><td>[<a href='/ta/'>提案答复</a>] <a href='{n}.html' title='文章标题：{t}\n作者：办公室\n更新时间：{d}'>市水利局关于市…</a></td><td>{d}</td></tr>",
        "<table>{}</table>",
    ),
    "years among the rows": listed("<dt>{y}年</dt><dd><a href='{n}.html'>{t}</a><span>{md}</span></dd>", "<dl>{}</dl>"),
    "parts dressed in a link": listed(
        "<li><a href='{n}.html'><span>市水利局关于市政协第</span><span>{n}</span>号提案的答复</a><i>{d}</i></li>"
    ),
    "counted beside its day": listed("<li><a href='{n}.html'><p>{t}</p><p><i></i>{d}<i></i>120</p></a></li>"),
    "one list of two columns alike": listed(
        "<div><em>{n}</em><a href='{n}.html'>{t}</a><b>{d}</b></div>", "<div><div><h3>提案答复</h3>{}</div>"
    )
    + "<div><h3>通知公告<a href='/m'>更多</a></h3>"
    + "".join(
        f"<div><em>{n}</em><a href='/t/{n}'>关于第{n}批取水许可的通告</a><b>2024-01-0{n}</b></div>" for n in range(1, 6)
    )
    + "</div></div>",
    "an address below the title": listed(
        "<div><a href='/ta/{n}.html'>{t}</a><p><a href='/ta/{n}.html'>http://www.yunhe.example/ta/{n}.html</a></p>{d}</div>",
        "<div>{}</div>",
    ),
    "ranked in the link": listed("<li><a href='{n}.html'><i>{n}</i><b>{t}</b><span>{d}</span></a></li>"),
    "cut in the middle, opened by a template": listed(
        "<div onclick='go({n})'><p title='{t}'>市水利局关…的答复</p><p>{d}</p></div>", "<div>{}</div>"
    )
    + "<script>const go = (id) => {{ location.href = `/ta/${{id}}.html`; }}</script>".replace("{{", "{").replace(
        "}}", "}"
    ),
    "a matter with its answer": listed(
        "<div><p>第{n}号 <a href='p/{n}.html'>关于治理第{n}条河道的提案</a></p><p><a href='{n}.html'>{t}</a><time>{d}</time></p></div>",
        "<div>{}</div>",
    ),
    "a title and its day in one column": listed(
        "<tr><td>{n}</td><td><a href='{n}.html'>{t}</a>（{d}）</td></tr>",
        "<table><tr><td>序号</td><td>标题（日期）</td></tr>{}</table>",
    ),
    "under the number of a file": listed(
        "<div><a href='{n}.html'><span>云水函〔2023〕{n}号</span><strong>{t}</strong></a><p>发布时间：{d}</p></div>",
        "<div>{}</div>",
    ),
    "opened by what an element notes": listed(
        "<p data-id='{n}' onclick='see(this)'><b>{t}</b><i>{d}</i></p>", "<div>{}</div>"
    )
    + "<script>function see(el){ var id = el.getAttribute('data-id'); location.href = '/ta/' + id + '.html'; }</script>",
    "a moment behind its words": listed(
        "<article><h2><a href='{n}.html'>{t}</a></h2><time datetime='{d}T08:00:00+08:00'>4个月前</time></article>",
        "<div>{}</div>",
    ),
    "a filter before the rows": listed(
        "<div><h3><a href='{n}.html'>{t}</a></h3><p>来源：市水利局　发布时间：{d}</p></div>",
        "<div><div><a href='?d=1'>一天内</a><a href='?s=1'>按时间排序</a></div>{}</div>",
    ),
    "a file beside the title": listed(
        "<li><p><a href='{n}.html'>{t}</a></p><p><i>{d}</i><a href='/f/{n}.doc'>答复函原件下载.doc</a></p></li>"
    ),
    "columns named by what they hold": listed(
        "<tr><td>{n}</td><td>{t}</td><td>A</td><td>{d}</td><td><a href='{n}.html'>查看</a></td></tr>",
        "<table><tr><td>建议号</td><td>建议内容</td><td>办理结果</td><td>办结日期</td><td>答复件</td></tr>{}</table>",
    ),
    "a text that a script puts in": listed(
        "<li><a href='{n}.html'>{t}</a><i>{d}</i></li>", '<script>box.innerHTML = "{}";</script>'
    ),
    "below their sessions": listed("<li>三届{n}次<ul><li><a href='{n}.html'>{t}</a>({d})</li></ul></li>"),
    "put in one by one": "<script>"
    + "".join(f"a.push({{t:'{title}',u:'{n}.html',d:'{day}'}});" for n, title, day in ROWS)
    + "</script>",
    "below each other": listed(
        "<tr><td><a href='{n}.html'>{t}</a></td><td>{d}</td></tr>",
        "<div><div><h2>政协提案</h2><table>{}</table></div></div>",
    ).replace("2023-07-12</td></tr>", "2023-07-12</td></tr></table></div><div><h2>人大建议</h2><table>"),
    "a label without a class": listed(
        "<li>[<a href='/ta/'>提案答复</a>] <a href='{n}.html'>{t}</a><p><small>日期：</small>{d} 10:22 <small>点击：</small>7</p></li>"
    ),
    "a day in pieces": listed(
        "<p>{n}、<a href='{n}.html'>{t}</a>（<b>{y}</b><span>-</span><u>{md}</u>）</p>", "<div>{}</div>"
    ),
    "a header of its own table": listed(
        "<tr><td><div>{n}</div></td><td>{t}</td><td>{d}</td><td><a href='{n}.html'>查看</a></td></tr>",
        "<div><div><table><tr><th>提案号</th><th>标题</th><th>答复日期</th><th>操作</th></tr></table></div><div><table><tbody>{}</tbody></table></div></div>",
    ),
    "a link over the row": listed(
        "<div><h3>{t}</h3><time>{d}</time><a aria-label='{t}' href='{n}.html'></a></div>", "<div>{}</div>"
    ),
    "a foot of the row": listed(
        "<div><h5><a href='{n}.html'>{t}</a></h5><div class='card-footer'>答复于 {d}</div></div>", "<div>{}</div>"
    ),
    "who wrote and who answered": listed(
        "<tr><td><a href='{n}.html'><img></a></td><td><a href='{n}.html'>{t}</a></td><td><a href='/u/1'>提案委</a> {d}</td><td><a href='/r/{n}'>3</a></td><td><a href='/u/2'>水利局</a></td><td><a href='/x/{n}'>回复</a></td></tr>",
        "<table>{}</table>",
    ),
    "laid out by spaces": "<pre>\n编号   标题      答复日期\n"
    + listed("{n}   <a href='{n}.html'>{t}</a>    {d}\n", "{}")
    + "</pre>",
    "an island of data": "<xml><rows>"
    + listed("<row><title>{t}</title><url>{n}.html</url><pubdate>{d}</pubdate></row>", "{}")
    + "</rows></xml>",
    "a title behind how long ago": listed("<li><a href='{n}.html'>{t}</a><b title='{d} 10:00'>3天前</b></li>"),
    "rows alone": listed("<tr><td><a href='{n}.html'>{t}</a></td><td>{d}</td></tr>", "{}"),
    "days under their months": "<div>"
    + "".join(
        f"<div><h3>{day[:4]}年{int(day[5:7])}月</h3><ul><li><b>{day[8:]}日</b><a href='{n}.html'>{title}</a></li></ul></div>"
        for n, title, day in ROWS
    )
    + "</div>",
    "tables of one header under their months": "".join(
        f"<h3>{day[:4]}年{int(day[5:7])}月</h3><table><tr><th>标题</th><th>答复日期</th></tr><tr><td><a href='{n}.html'>{title}</a></td><td>{day[5:]}</td></tr></table>"
        for n, title, day in ROWS
    ),
    "below its years, beside notices": "".join(
        f"<div class=y><h3>{n}号提案答复</h3><ul><li><a href='{n}.html'>{title}</a>{day}</li></ul></div>"
        for n, title, day in ROWS
    )
    + "<div><h3>公告</h3><ul><li><a href='/t'>关于召开常委会会议的公告</a></li></ul></div>",
    "a cell beside a column of links": listed(
        "<tr><td>·</td><td><a href='{n}.html'>{t}</a></td><td>{d}</td></tr>",
        "<table><tr><td>栏目导航<br><a href='/g'>热门文章</a></td><td><table>{}</table></td></tr></table>",
    ),
    "days beside the titles under their years": listed(
        "<h4>{y}</h4><dl><dt>{md}</dt><dd><a href='{n}.html'>{t}</a></dd></dl>", "<div>{}</div>"
    ),
    "objects, address in a template": f"<script>var list={DATA}; function go(r){{ return `/ta/${{r.id}}.html`; }}</script>",
    "called like files": listed("<li><a href='{n}.html'>{t}.pdf</a><i>(12KB)</i><i>{d}</i></li>"),
    "a day beside its month and a count": "<ul>"
    + "".join(
        f"<li><a href='{n}.html'><b>{day[8:]}</b><i>{day[:7]}</i><h4>{title}</h4><em>{n + 50}</em></a></li>"
        for n, title, day in ROWS
    )
    + "</ul>",
    "only the day of the last change": listed(
        "<tr><td><a href='{n}.html'>{t}</a></td><td>{d}</td></tr>",
        "<table><tr><th>标题</th><th>更新时间</th></tr>{}</table>",
    ),
    "a cell over several rows": "<table><tr><td>主办单位</td><td>标题</td><td>提案原文</td><td>答复</td><td>答复日期</td></tr>"
    + "".join(
        f"<tr>{'<td rowspan=4>市水利局</td>' if n == 1 else ''}<td>{title}</td><td><a href='/p/{n}'>查看</a></td><td><a href='{n}.html'>查看</a></td><td>{day}</td></tr>"
        for n, title, day in ROWS
    )
    + "</table>",
}
NO_LISTS = {
    "a column of notices about replies": "<div><h3>通知公告<a href='/m/'>更多</a></h3><ul>"
    + "".join(f"<li><a href='/t{n}'>关于做好第{n}批提案答复公开工作的通知</a>2024-01-0{n}</li>" for n in range(1, 5))
    + "</ul></div>",
    "a column of notices": "<ul class='l'></ul><p>暂无数据</p><ul>"
    + "".join(f"<li><a href='/t{n}'>关于开展第{n}批河道检查的通知</a>2024-01-0{n}</li>" for n in range(1, 6))
    + "</ul>",
    "what an article refers to": f"<p>现将有关事项通知如下。</p><ul><li><a href='1.html'>{ROWS[0][1]}</a></li><li><a href='2.html'>推进会召开</a></li></ul>",
    "what an error page recommends": "<p>页面不存在</p><h3>为您推荐</h3><ul>"
    + "".join(f"<li><a href='/t{n}'>关于第{n}批河道治理的建议</a>2024-01-0{n}</li>" for n in range(1, 6))
    + "</ul>",
    "what is offered for a page that is gone": "<div>您访问的页面不存在或已被删除</div>"
    + listed("<li><a href='{n}.html'>{t}</a>{d}</li>"),
    "a front page": "".join(
        f"<h3>{name}</h3><ul>"
        + "".join(f"<li><a href='/{at}{n}'>{title}第{n}号</a><i>2024-01-0{n}</i></li>" for n in (1, 2, 3))
        + "</ul>"
        for at, (name, title) in enumerate((("要闻", "全市河道治理现场会"), ("文件", "关于印发取水许可办法的通知")))
    ),
    "a letter before the next": f"<div><h1>{ROWS[0][1]}</h1><p>2023-08-11</p><p>您的提案收悉。</p><p>已清淤12公里。</p><ul><li>下一篇：<a href='2.html'>{ROWS[1][1]}</a></li></ul></div>",
    "links below an article": "<ul><li><a href='/'>网站首页</a></li></ul><p>会议通报了办理情况。</p><h4>相关链接</h4>"
    + listed("<ul><li><a href='{n}.html'>{t}</a>{d}</li></ul>", "{}").replace("</ul><ul>", ""),
    "forms to fill in": "<p><a href='/a.doc'>提案办理情况征询意见表</a><a href='/b.doc'>提案答复函格式样本</a><a href='/c.doc'>提案退办申请表</a></p>",
    "a guide": "<ul>"
    + "".join(
        f"<li><a href='/{n}'>关于{one}的说明</a></li>" for n, one in enumerate(("提案办理", "答复格式", "公开范围"))
    )
    + "</ul>",
    "a menu": "<ul><li><a href='/a'>政府信息公开制度</a></li><li><a href='/b'>建议提案办理结果</a></li></ul>",
}


def seen(body: str, title: str = "提案答复") -> ListSeen:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    return read_list_page(
        SiteWanted(data=page, address=f"{SITE}/ta/index.html", name="list", given=Given("云河市水利局"))
    )


@pytest.mark.parametrize("kind", LISTS)
def test_lists(kind: str) -> None:
    rows = seen(LISTS[kind]).rows
    assert [(row.title, row.address, str(row.record and row.record.dated_on)) for row in rows] == WANTED
    assert [row.record and row.record.number for row in rows] == [1, 2, 3, 4]


def test_of_rows_under_one_day_none_is_lost() -> None:
    boxes = ((ROWS[:2], "11", "2023-08"), (ROWS[2:], "14", "2023-05"))
    body = "".join(
        f"<div><div><b>{day}</b><i>{month}</i></div><div>"
        + "".join(f"<p><a href='{n}.html'>{title}</a></p>" for n, title, _ in rows)
        + "</div></div>"
        for rows, day, month in boxes
    )
    found = [(row.title, str(row.record and row.record.dated_on)) for row in seen(f"<div>{body}</div>").rows]
    assert found == [(title, f"{month}-{day}") for rows, day, month in boxes for _, title, _ in rows]


@pytest.mark.parametrize("kind", NO_LISTS)
def test_no_lists(kind: str) -> None:
    found = seen(NO_LISTS[kind])
    assert found.fault
    assert not found.rows


def test_of_columns_alike_one_of_replies_is_no_list() -> None:
    named = (("办理", ROWS[0][1].replace("1", "{}")), ("要闻", "全市河道治理第{}次现场会召开"))
    body = "".join(
        f"<div><b>{name}</b><ul>"
        + "".join(f"<li><a href='/{at}{n}'>{title.format(n)}</a><i>01-0{n}</i></li>" for n in (1, 2, 3))
        + "</ul></div>"
        for at, (name, title) in enumerate(named)
    )
    assert seen(body, "云河市").fault == "several"


@pytest.mark.parametrize(
    ("days", "addresses", "read"),
    [
        (("23-07-05", "23-07-04", "23-06-30"), "/{}.html", ("2023-07-05", "2023-07-04", "2023-06-30")),
        (("05-07-06", "05-07-06", "05-07-06"), "/{}.html", None),
        (("05-07-06", "05-07-06", "05-07-06"), "/200507/{}.html", ("2005-07-06",) * 3),
        (("05-07-06", "2005-06-30", "05-06-01"), "/{}.html", ("2005-07-06", "2005-06-30", "2005-06-01")),
        (("07-05", "07-04", "06-30"), "/{}.html", None),
        (("07-05", "07-04", "07-01"), "/2023/07/{}.html", ("2023-07-05", "2023-07-04", "2023-07-01")),
        (("07-05", "07-04", "06-30"), "/2023/07/{}.html", None),
        (("07-05", "07-05", "07-05"), "/art/2023/7/5/art_{}.html", ("2023-07-05",) * 3),
    ],
)
def test_a_year_is_completed_only_where_something_tells_it(
    days: tuple[str, ...], addresses: str, read: tuple[str, ...] | None
) -> None:
    rows = "".join(
        f"<li><a href='{addresses.format(n)}'>{ROWS[n][1]}</a><i>{day}</i></li>" for n, day in enumerate(days)
    )
    found = [row.record and row.record.dated_on for row in seen(f"<ul>{rows}</ul>").rows]
    assert found == ([None] * 3 if read is None else [date.fromisoformat(day) for day in read])


PAGERS = {
    "branches": "<a href='javascript:go(2)'>下一页</a><script>function go(n){ if (n == 1) { location.href = 'index.html'; } else { location.href = 'index_' + n + '.html'; } }</script>",
    "an object": "<script>Pager({size:25, current:1, prefix:'index', suffix:'html'});</script>",
    "called back": "<script>laypage.render({count: 27, limit: 4, curr: 1, jump: function(o, first){ if(!first){ location.href = 'index_' + o.curr + '.html'; } }});</script>",
    "a function given the number": "<script>$('#p').twbsPagination({ totalPages: 6, startPage: 1, onPageClick: function (e, page) { location.href = 'index_' + page + '.html'; } });</script>",
    "a pattern": "<script>$('#p').twbsPagination({ totalPages: 6, href: 'index_{{number}}.html' });</script>",
    "a button of a form": "<form><button name='p' value='2'>下一页</button></form>",
    "older ones": "<a href='index_2.html'>← 较早文章</a>",
    "a sum given to a function": "<a href='javascript:go(at+1)'>下一页</a><script>var at = 1, rows=9; function go(i){ location.href = i==1 ? 'index.html' : 'index_'+i+'.html'; }</script>",
    "a sum of what is carried": '<script>var page = {"at": 1, "rows": []}; function on(){ location.href = "index_" + (page.at + 1) + ".html"; }</script><a onclick="on()">下一页</a>',
    "asked from what calls back": "<script>$('#p').pagination({pageCount: 6, current: 1, callback: function(api){ location.href = 'index_' + api.getCurrent() + '.html'; }});</script>",
    "a field of the page": "<input id=p value=1><a href='javascript:on()'>下一页</a><script>function on(){ var n = parseInt($('#p').val()) + 1; location.href = 'index_' + n + '.html'; }</script>",
    "noted in the head": "<link rel=next href='index_2.html'>",
    "an icon": "<a class='next' href='index_2.html'><i></i></a>",
    "more of it": "<div data-url='/ta/index_2.html'>加载更多</div>",
    "a condition in a sum": "<a onclick='go(1+1)'>下一页</a><script>function go(p){ location = 'index' + (p>1 ? '_' + p : '') + '.html'; }</script>",
    "numbers in brackets": "<a href='index.html'>[1]</a> <a href='index_2.html'>[2]</a> <a href='index_3.html'>[3]</a>",
}


@pytest.mark.parametrize("kind", PAGERS)
def test_pagers(kind: str) -> None:
    found = seen(listed("<li><a href='{n}.html'>{t}</a>{d}</li>") + PAGERS[kind])
    assert [turn.address for turn in found.turns][:1] == [
        f"{SITE}/ta/{'index.html?p=2' if 'button' in kind else 'index_2.html'}"
    ]


STATED = {
    "<script>var m_nRecordCount = '203', nPageCount = 11;</script>": (203, 11),
    "<p><a>312条</a> <b>1</b> <a href='2.html'>2</a> .. <a href='23.html'>23</a> <a href='2.html'>下一页</a></p>": (
        312,
        23,
    ),
    "<p>共<b>67</b>条 页码 <b>1</b>/<b>5</b></p>": (67, 5),
    "<script>var imageCount = 5, total = 0;</script>": (None, None),
}


@pytest.mark.parametrize("pager", STATED)
def test_rows_and_pages_that_are_stated(pager: str) -> None:
    found = seen(listed("<li><a href='{n}.html'>{t}</a>{d}</li>") + pager)
    assert (found.total_rows, found.total_pages) == STATED[pager]


def test_further_rows_of_an_address_with_the_number_of_a_page() -> None:
    carried = {"api": "/api/list", "query": {"pageNum": 1, "pageSize": 4}, "total": 9, "rows": json.loads(DATA)}
    script = f"<script>window.data={json.dumps(carried)}</script><a :href=\"'/ta/'+item.id+'.html'\"></a>"
    assert [turn.address for turn in seen(script).turns] == [f"{SITE}/api/list?pageNum=2&pageSize=4"]
    rows = [{"title": title, "url": f"/ta/{n}.html", "date": day} for n, title, day in ROWS]
    for at, following in ((2, [3]), (3, [])):
        answer = json.dumps({"total": 9, "rows": rows}).encode()
        where = f"{SITE}/api/list?pageNum={at}&pageSize=4"
        found = read_list_page(SiteWanted(data=answer, address=where, name="list", given=Given("云河市水利局")))
        assert [turn.address for turn in found.turns] == [where.replace(f"m={at}", f"m={n}") for n in following]


def test_rows_in_a_text_that_an_answer_carries() -> None:
    rows = listed("<li><a href='/ta/{n}.html' title='{t}'>{t}</a><span>{d}</span></li>", "{}")
    answer = json.dumps({"total": 12, "pageCount": 3, "html": rows}, ensure_ascii=False).encode()
    found = read_list_page(SiteWanted(data=answer, address=f"{SITE}/list.do", name="list", given=Given("云河市水利局")))
    assert [(row.title, row.address, str(row.record and row.record.dated_on)) for row in found.rows] == WANTED
    assert (found.total_rows, found.total_pages) == (12, 3)
