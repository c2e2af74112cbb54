# ruff: noqa: E501 - pages stand as sites have them
"""Sites made of generated records in twelve layouts, with their truth: what each row and each page says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qsl, urlsplit

from tests.sites.server import Answer

OFFICE = "云河市民政局"
_SUBJECTS = [
    "养老服务",
    "社区治理",
    "殡葬改革",
    "儿童福利",
    "慈善事业",
    "社会救助",
    "婚姻登记",
    "地名管理",
    "残疾人保障",
    "志愿服务",
]
_WAYS = ("进一步完善", "加快推进", "规范", "大力发展", "加强", "创新")
_ENDS = ("体系建设", "工作", "资金监管", "设施布局", "人才培养", "长效机制")


@dataclass
class Made:
    """A reply that the site publishes."""

    number: int
    topic: str
    day: date
    index_no: str
    doc_no: str
    text: tuple[str, ...]
    extra: str = ""

    @property
    def title(self) -> str:
        return f"对市政协十五届二次会议第{self.number}号提案（{self.topic}）的答复{self.extra}"


def make_records(random: Random, number: int, *, first: int = 1) -> list[Made]:
    """Return replies, the newest first."""
    made = []
    for at in range(number):
        topic = f"关于{random.choice(_WAYS)}{random.choice(_SUBJECTS)}{random.choice(_ENDS)}的建议"
        n = first + number - 1 - at
        text = (
            "尊敬的高某委员：",
            f"您提出的“{topic}”的提案收悉，现答复如下：",
            f"第{n}号提案所提问题切中要害，我局已安排专项资金{random.randint(10, 900)}万元予以落实。",
            f"二、全市已建成相关设施{random.randint(3, 99)}处，覆盖{random.randint(2, 30)}个街道。",
            "感谢您对民政工作的关心和支持！",
            OFFICE,
        )
        day = date(2024, 12, 30) - timedelta(days=(at * 7) // 5)
        made.append(Made(n, topic, day, f"11371500/2024-{n:05d}", f"云民字〔2024〕{n}号", text))
    return made


# --- pages of rows --------------------------------------------------------------------------------------------------


def _article(one: Made) -> str:
    lines = "".join(f"<p>　　{line}</p>" for line in one.text)
    return f"""<div class="article"><h1>{one.title}</h1><div class="info"><span>发布时间：{one.day} 09:00</span>
<span>来源：{OFFICE}</span></div><div class="TRS_Editor">{lines}</div></div>"""


def _catalogue(one: Made) -> str:
    lines = "<br>".join(f"　　{line}" for line in one.text)
    return f"""<table><tr><td>索引号</td><td>{one.index_no}</td><td>发文字号</td><td>{one.doc_no}</td></tr>
<tr><td>发布机构</td><td>{OFFICE}</td><td>发布日期</td><td>{one.day:%Y年%m月%d日}</td></tr></table>
<h2 class="t">{one.title}</h2><div class="zw">{lines}</div>"""


def _soup(one: Made) -> str:
    lines = "".join(f"<div><font face='仿宋'>{line}</font></div>" for line in one.text)
    return f"""<table width="100%"><tr><td class="bt" align="center"><b>{one.title}</b></td></tr>
<tr><td align="center">日期：{one.day} 浏览次数：12</td></tr><tr><td><div id="zoom">{lines}</div></td></tr></table>"""


PAGES = (_article, _catalogue, _soup)

# --- lists ----------------------------------------------------------------------------------------------------------

Row = tuple[Made, str]


def _cut(title: str) -> str:
    return title[:22] + "..."


def _lis(rows: Sequence[Row], *, cut: bool = False, whole: bool = True, group: int = 0) -> str:
    items = []
    for at, (one, where) in enumerate(rows):
        said = f' title="{one.title}"' if whole else ""
        shown = _cut(one.title) if cut else one.title
        items.append(f'<li><span class="d">{one.day}</span><a href="{where}"{said}>{shown}</a></li>')
        if group and at % group == group - 1:
            items.append('</ul><div class="line"></div><ul>')
    return f"<ul>{''.join(items)}</ul>"


def _table(rows: Sequence[Row], *, header: bool = True) -> str:
    top = "<tr><th>序号</th><th>索引号</th><th>标题</th><th>发布日期</th></tr>" if header else ""
    return (
        "<table>"
        + top
        + "".join(
            f'<tr><td>{at}</td><td>{one.index_no}</td><td><a href="{where}">{one.title}</a></td><td>{one.day}</td></tr>'
            if header
            else f'<tr><td><a href="{where}">{one.title}</a></td><td>{OFFICE}</td><td>[{one.day}]</td></tr>'
            for at, (one, where) in enumerate(rows, 1)
        )
        + "</table>"
    )


def _dls(rows: Sequence[Row]) -> str:
    return "".join(
        f'<dl><dt><b>{one.day.day:02d}</b><i>{one.day:%Y-%m}</i></dt><dd><a href="{where}">{one.title}</a></dd></dl>'
        for one, where in rows
    )


def _cards(rows: Sequence[Row]) -> str:
    return "".join(
        f'<div class="card"><a href="{where}"><h3>{one.title}</h3><p>{one.text[2]}</p><time>{one.day}</time></a></div>'
        for one, where in rows
    )


def _uls(rows: Sequence[Row]) -> str:
    return "<ul class='h'><li>编号</li><li>题目</li><li>答复时间</li><li>内容</li></ul>" + "".join(
        f"<ul><li>{one.number}</li><li>{one.title}</li><li>{one.day:%Y/%m/%d}</li><li><a href='{where}'>查看</a></li></ul>"
        for one, where in rows
    )


def _nested(rows: Sequence[Row]) -> str:
    return (
        "<table><tr><td>"
        + "".join(
            f'<table width="100%"><tr><td width="10">·</td><td><a href="{where}">{one.title}</a> ({one.day})</td></tr></table>'
            for one, where in rows
        )
        + "</td></tr></table>"
    )


def _lines(rows: Sequence[Row]) -> str:
    return "".join(
        f'<p class="l"><a href="{where}" target="_blank">{one.title}</a><em>{one.day}</em></p>' for one, where in rows
    )


def _datastore(rows: Sequence[Row], following: str | None) -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="{where}" title="{one.title}">{_cut(one.title)}</a><span>{one.day}</span></li>]]></record>'
        for one, where in rows
    )
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else ""
    return f"<datastore>{group}<recordset>{records}</recordset></datastore>"


@dataclass(frozen=True)
class Layout:
    """A way in which a site shows its list.

    `name` is that of the pager: `trs`, `numbers`, `group`, `postback`, `form`, `count`, `json`, `next`, `select`.
    """

    name: str
    rows: Callable[[Sequence[Row]], str]
    pager: str
    charset: str = "utf-8"
    whole: bool = True  # the list says each title in full
    per: int = 15
    article: int = 0


LAYOUTS = (
    Layout("ul", lambda rows: _lis(rows, cut=True), "trs"),
    Layout("table", _table, "numbers", charset="gb2312", article=1),
    Layout("datastore", lambda _: "", "group", article=2),
    Layout("dl", _dls, "postback", article=1),
    Layout("cards", _cards, "form"),
    Layout("uls", _uls, "count", article=2),
    Layout("json", lambda _: "", "json"),
    Layout("groups", lambda rows: _lis(rows, cut=True, group=5), "next", charset="gb2312", per=20),
    Layout("bare_table", lambda rows: _table(rows, header=False), "next", article=1),
    Layout("cut", lambda rows: _lis(rows, cut=True, whole=False), "numbers", whole=False),
    Layout("nested", _nested, "select", charset="gb2312", article=2),
    Layout("lines", _lines, "next", per=20),
)


@dataclass
class MadeSite:
    """A site with one list of records in a layout; `records` may change while it is served."""

    layout: Layout
    records: list[Made]
    deep: str = "zwgk/ta/"
    addresses: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    @property
    def path(self) -> str:
        return f"/{self.deep}index.html"

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.records) // self.layout.per))

    def where(self, one: Made) -> str:
        """Return the address of a record relative to the list."""
        return self.addresses.get(one.number) or f"./{one.day:%Y%m}/t{one.day:%Y%m%d}_{one.number}.html"

    def full(self, one: Made) -> str:
        return f"/{self.deep}{self.where(one).removeprefix('./')}"

    def answer(self, path: str, form: dict[str, str]) -> Answer | None:
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return Answer(status=404)
        if (page := self._page_of(parts.path, dict(parse_qsl(parts.query)), form)) is not None:
            return self._list(page, bare="group" in parts.path)
        found = next(
            (one for one in self.records if self.full(one) == parts.path and one.number not in self.gone), None
        )
        if found is None:
            return None
        return self._encoded(self._framed(PAGES[self.layout.article](found), found.title, side=False))

    def _page_of(self, path: str, query: dict[str, str], form: dict[str, str]) -> int | None:
        name = path.removeprefix(f"/{self.deep}")
        if name == path and path.startswith("/") and "/" in self.deep:
            return None
        if self.layout.pager == "postback" and form:
            return int(form["__EVENTARGUMENT"])
        if self.layout.pager == "form" and form:
            return int(form["pageNo"])
        if name in ("index.html", "list.html"):
            return int(query.get("page", 1))
        stem, _, number = name.removesuffix(".html").removesuffix(".json").partition("_")
        if stem in ("index", "group") and number.isdigit():
            return int(number) + (self.layout.pager in ("trs", "count"))
        return None

    def _list(self, page: int, *, bare: bool) -> Answer | None:
        start = (page - 1) * self.layout.per
        rows = [(one, self.where(one)) for one in self.records[start : start + self.layout.per]]
        if not rows and page > 1:
            return None
        if bare and self.layout.pager == "group":
            return Answer(_datastore(rows, self._next(page)).encode(), kind="text/xml; charset=utf-8")
        if bare:
            return Answer(json.dumps(self._json(rows, page), ensure_ascii=False).encode(), kind="application/json")
        body = self.layout.rows(rows)
        if self.layout.pager == "group":
            body = f'<div id="pg"></div><script type="text/xml">{_datastore(rows, self._next(page))}</script><script>$("#pg").jpage({{totalRecord:{len(self.records)},perPage:{self.layout.per}}});</script>'
        if self.layout.pager == "json":
            body = f'<div id="app"></div><script>var listData = {json.dumps(self._json(rows, page), ensure_ascii=False)};</script>'
        return self._encoded(self._framed(f'<div class="list">{body}</div>{self._pager(page)}', "提案办理", side=True))

    def _json(self, rows: Sequence[Row], page: int) -> dict[str, object]:
        made: dict[str, object] = {
            "total": len(self.records),
            "list": [
                {"id": one.number, "title": one.title, "url": where, "pubDate": str(one.day)} for one, where in rows
            ],
        }
        return made | ({"next": self._next(page)} if page < self.pages else {})

    def _next(self, page: int) -> str | None:
        return f"group_{page + 1}.{'json' if self.layout.pager == 'json' else 'html'}" if page < self.pages else None

    def _pager(self, page: int) -> str:  # noqa: PLR0911 - one a pager
        pages, kind = self.pages, self.layout.pager
        stated = f"共{pages}页 {len(self.records)}条"
        more = page < pages
        if kind == "trs":
            return f'<div class="page"><script>createPageHTML({pages}, {page - 1}, "index", "html");</script></div>'
        if kind == "numbers":
            links = "".join(
                f'<span class="cur">{n}</span>' if n == page else f'<a href="list.html?page={n}">{n}</a>'
                for n in range(max(1, page - 4), min(pages, page + 5) + 1)
            )
            return f'<div class="pages">{stated} {links}</div>'
        if kind == "postback":
            hidden = "".join(
                f'<input type="hidden" name="{name}" value="{value}">'
                for name, value in (("__VIEWSTATE", f"v{page}"), ("__EVENTTARGET", ""), ("__EVENTARGUMENT", ""))
            )
            link = (
                f"<a href=\"javascript:__doPostBack('Pager','{page + 1}')\">下一页</a>"
                if more
                else "<a disabled>下一页</a>"
            )
            return f'<form method="post" action="index.html" id="f">{hidden}<div>第{page}页/共{pages}页 共{len(self.records)}条 {link}</div></form>'
        if kind == "form":
            link = f'<a href="javascript:toPage({page + 1})">下一页</a>' if more else ""
            return f"""<form id="pf" method="post" action="index.html"><input type="hidden" id="pageNo" name="pageNo" value="{page}"></form>{link}<span>{stated}</span>
<script>function toPage(n) {{ document.getElementById("pageNo").value = n; document.getElementById("pf").submit(); }}</script>"""
        if kind == "count":
            return f"""<script>var countPage = {pages};
var currentPage = {page - 1};
var nextPage = currentPage+1;
document.write("<a href=\\"index"+"_" + nextPage + ".html\\">下一页</a>");</script>"""
        if kind == "select":
            options = "".join(
                f'<option value="list.html?page={n}"{" selected" if n == page else ""}>第{n}页</option>'
                for n in range(1, pages + 1)
            )
            link = f'<a href="list.html?page={page + 1}">下页</a>' if more else "下页"
            return f"<div>{stated} <select>{options}</select> {link}</div>"
        if kind == "next":
            link = f'<a href="index_{page + 1}.html">下一页</a>' if more else "<span>下一页</span>"
            return f'<div class="p"><a href="index.html">首页</a>{link} {stated}</div>'
        return ""

    def _framed(self, body: str, title: str, *, side: bool) -> str:
        menu = "".join(
            f'<li><a href="/m{at}/">{name}</a></li>'
            for at, name in enumerate(("首页", "机构职能介绍", "政府信息公开指南", "建议提案办理"))
        )
        notices = "".join(
            f'<li><a href="/tzgg/{at}.html">关于开展第{at}次专项检查工作的通知</a><span>2024-11-{at + 10}</span></li>'
            for at in range(6)
        )
        beside = (
            f'<div class="xg"><h3>通知公告 <a href="/tzgg/">更多&gt;&gt;</a></h3><ul>{notices}</ul></div>'
            if side
            else ""
        )
        return f"""<!DOCTYPE html><html><head><meta charset="{self.layout.charset}"><title>{title}_{OFFICE}</title></head><body>
<div class="menu"><ul>{menu}</ul></div><div>当前位置：首页 &gt; 政务公开 &gt; 提案办理</div>{beside}<div class="main">{body}</div>
<div class="foot"><p>主办：{OFFICE} 地址：云河市人民路1号 电话：0635-8211111</p></div></body></html>"""

    def _encoded(self, text: str) -> Answer:
        name = "gb18030" if self.layout.charset != "utf-8" else "utf-8"
        return Answer(text.encode(name), kind=f"text/html; charset={self.layout.charset}")
