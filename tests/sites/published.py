# ruff: noqa: E501 - pages stand as sites have them
"""Pages in the layouts of real sites of Chinese offices, with what a reader should find; the offices do not exist.

Each list page has the rows that are meant as (title, address, day), the rows and pages that it states, and where it
goes on. Written before the code that reads them.
"""

from dataclasses import dataclass

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>'
END = "<div class='footer'><p>主办：清河市人民政府办公室 备案号：鲁ICP备05001234号</p><a href='/about.html'>联系我们</a></div></body></html>"
MENU = "".join(
    f'<li><a href="/col/{at}/index.html">{name}</a></li>'
    for at, name in enumerate(
        (
            "首页",
            "机构概况",
            "政府信息公开指南",
            "政府信息公开年报",
            "建议提案办理结果公开",
            "互动交流",
            "网上政务服务大厅",
        )
    )
)


@dataclass(frozen=True)
class ListTruth:
    name: str
    address: str
    html: bytes
    rows: list[tuple[str, str, str]]
    total: int | None
    pages: int | None
    next: str | None
    posted: dict[str, str] | None = None


def trs() -> ListTruth:
    """TRS WCM: ul with empty separators, titles cut with title=, createPageHTML, a dated column beside."""
    rows, items = [], []
    topics = (
        "关于加快推进城区老旧小区加装电梯工作的建议",
        "关于加强校园周边食品安全监管的提案",
        "关于规范共享单车停放管理的建议",
        "关于支持中小企业数字化转型的提案",
        "关于完善农村公路养护机制的建议",
        "关于发展社区养老服务的提案",
        "关于打造沿河绿道的建议",
    )
    for at, topic in enumerate(topics):
        title = f"对市政协十二届三次会议第{101 + at}号提案（{topic}）的答复"
        day = f"2022-09-{20 - at:02d}"
        rows.append(
            (title, f"http://www.qinghe.gov.cn/zwgk/jytabl/tabl/2022{9:02d}/t202209{20 - at:02d}_35{at}.html", day)
        )
        shown = title[:24] + "..." if at != 3 else title
        items.append(
            f'<li><a href="./202209/t202209{20 - at:02d}_35{at}.html" target="_blank" title="{title}">{shown}</a><span>{day}</span></li>'
            + ('<li class="line"></li>' if at % 5 == 4 else "")
        )
    side = "".join(
        f'<li><a href="../../tzgg/2022/t{at}.html">关于公布2022年第{at}批行政执法人员名单的通知</a><span>2022-10-{at:02d}</span></li>'
        for at in range(1, 7)
    )
    html = (
        HEAD.format(title="提案办理_清河市人民政府", meta='<meta name="ColumnName" content="提案办理">')
        + f"""
<div class="nav"><ul>{MENU}</ul></div><div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">提案办理</a></div>
<div class="main"><div class="fl left-list"><h3>建议提案</h3><ul><li><a href="../jybl/">建议办理</a></li><li><a href="./">提案办理</a></li></ul>
<h3>通知公告<a class="more" href="../../tzgg/">更多&gt;&gt;</a></h3><ul class="tz">{side}</ul></div>
<div class="fr right-list"><h2>提案办理</h2><ul class="list">{"".join(items)}</ul>
<div class="page"><script>
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){{ if(_nPageCount <=1){{return;}}
 var nCurrIndex = _nCurrIndex || 0; if(nCurrIndex==0) document.write("首页 上一页"); }}
createPageHTML(4, 0, "index", "html");
</script></div></div></div>"""
        + END
    )
    return ListTruth(
        "trs",
        "http://www.qinghe.gov.cn/zwgk/jytabl/tabl/index.html",
        html.encode(),
        rows,
        None,
        4,
        "http://www.qinghe.gov.cn/zwgk/jytabl/tabl/index_1.html",
    )


def hanweb() -> ListTruth:
    """大汉 jpage: a datastore in a script, records in CDATA, the next group at an address."""
    rows, records = [], []
    for at in range(15):
        title = (
            f"关于市第十七届人大四次会议第17420{at:02d}号建议的答复（关于第{at}类公共停车设施建设的建议）"
            if at % 2
            else f"清河市交通运输局对市十七届人大四次会议第{200 + at}号建议的答复"
        )
        day = f"2021-07-{28 - at:02d}"
        rows.append((title, f"http://jtj.qinghe.gov.cn/art/2021/7/{28 - at}/art_1229_{5000 + at}.html", day))
        records.append(
            f'<record><![CDATA[\n<tr><td width="20"><img src="/i.gif"></td><td><a style="font-size:12pt" target="_blank" href="/art/2021/7/{28 - at}/art_1229_{5000 + at}.html" title="{title}">{title}</a></td><td class="bt_time" width="90">[{day}]</td></tr>]]></record>'
        )
    html = (
        HEAD.format(title="清河市交通运输局 建议答复", meta="")
        + f"""
<table width="1000"><tr><td valign="top" width="200"><table class="lm"><tr><td><a href="/col/col1/index.html">政策法规</a></td></tr><tr><td><a href="/col/col2/index.html">建议答复</a></td></tr><tr><td><a href="/col/col3/index.html">提案答复</a></td></tr></table></td>
<td><table><tr><td>当前位置：<a href="/">首页</a> &gt; 建议答复</td></tr></table>
<div id="1229" class="default_pgContainer" style="overflow:hidden;"></div><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=40&path=/&columnid=1229&unitid=7788&webname=jtj&permissiontype=0"></a>]]></nextgroup>
<recordset>{"".join(records)}</recordset></datastore></script>
<script>jQuery('#1229').jpage({{startrecord:1,totalRecord:38,perPage:15,proxyUrl:'/module/web/jpage/dataproxy.jsp',openCookies:true,themeName:'default'}});</script></td></tr></table>"""
        + END
    )
    return ListTruth(
        "hanweb",
        "http://jtj.qinghe.gov.cn/col/col1229/index.html",
        html.encode(),
        rows,
        38,
        3,
        "http://jtj.qinghe.gov.cn/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=40&path=/&columnid=1229&unitid=7788&webname=jtj&permissiontype=0",
    )


def catalogue() -> ListTruth:
    """A table of the 政府信息公开目录 in GBK: 索引号, 名称, 发文字号, 发布日期; links with numbers."""
    rows, items = [], []
    for at in range(8):
        title = (
            f"关于印发《清河市第{at + 1}类工业项目用地保障办法》的通知"
            if at > 3
            else f"市工业和信息化局关于政协清河市委员会第{310 + at}号提案的答复意见"
        )
        day = f"2020年{11 - at // 3}月{19 - at}日"
        rows.append((title, f"http://xxgk.qinghe.gov.cn/gxj/content.jsp?id={900 + at}", day))
        items.append(
            f'<tr class="{"odd" if at % 2 else "even"}"><td>{at + 1}</td><td>004337/2020-00{at}</td><td align="left"><a href="content.jsp?id={900 + at}" target="_blank">{title}</a></td><td>{"清工信字〔2020〕" + str(at) + "号" if at > 3 else ""}</td><td>{day}</td></tr>'
        )
    html = (
        HEAD.replace("utf-8", "gb2312").format(title="政府信息公开目录", meta="")
        + f"""
<div id="top"><ul>{MENU}</ul></div><div class="zn"><a href="zn.html">政府信息公开指南</a><a href="ml.html">政府信息公开目录</a></div>
<table border="0" cellspacing="1" id="infolist"><tr><th>序号</th><th>索引号</th><th>信息名称</th><th>文号</th><th>发布日期</th></tr>{"".join(items)}</table>
<div class="pages">共<b>38</b>条记录 共<b>5</b>页 <span class="cur">1</span> <a href="list.jsp?page=2">2</a> <a href="list.jsp?page=3">3</a> <a href="list.jsp?page=4">4</a> <a href="list.jsp?page=5">5</a></div>"""
        + END
    )
    return ListTruth(
        "catalogue",
        "http://xxgk.qinghe.gov.cn/gxj/list.jsp",
        html.encode("gb18030"),
        rows,
        38,
        5,
        "http://xxgk.qinghe.gov.cn/gxj/list.jsp?page=2",
    )


def postback() -> ListTruth:
    """ASP.NET: a definition list, the day split over two elements, __doPostBack with hidden fields."""
    rows, items = [], []
    for at in range(6):
        title = f"对市政协十三届一次会议第{2017100 + at}号提案的答复"
        rows.append((title, f"http://www.example-water.gov.cn/Info/Show.aspx?id={at + 11}", f"2017-11-{25 - at}"))
        items.append(
            f'<dl><dt><strong>{25 - at}</strong><span>2017-11</span></dt><dd><a href="Show.aspx?id={at + 11}">{title}</a><p>清河市水利局{title}，委员您好，您提出的建议收悉，现将有关情况答复如下。</p></dd></dl>'
        )
    hidden = '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK+a==" /><input type="hidden" name="__EVENTVALIDATION" value="/wEWBg" /><input type="hidden" name="__EVENTTARGET" value=""/><input type="hidden" name="__EVENTARGUMENT" value=""/>'
    html = (
        HEAD.format(title="提案答复--水利局", meta="")
        + f"""<form name="form1" method="post" action="List.aspx?cid=7" id="form1">{hidden}
<ul class="menu">{MENU}</ul><div class="con"><div class="title">提案答复</div><div class="dlist">{"".join(items)}</div>
<div id="AspNetPager1">第1页/共7页 共40条 <a disabled="disabled">首页</a> <a disabled="disabled">上一页</a><a href="javascript:__doPostBack('AspNetPager1','2')">下一页</a><a href="javascript:__doPostBack('AspNetPager1','7')">尾页</a></div></div></form>"""
        + END
    )
    return ListTruth(
        "postback",
        "http://www.example-water.gov.cn/Info/List.aspx?cid=7",
        html.encode(),
        rows,
        40,
        7,
        "http://www.example-water.gov.cn/Info/List.aspx?cid=7",
        {"__VIEWSTATE": "/wEPDwUK+a==", "__EVENTTARGET": "AspNetPager1", "__EVENTARGUMENT": "2"},
    )


def modern() -> ListTruth:
    """A page of links that hold heading, summary and day; the pager is a form that a function posts."""
    rows, items = [], []
    for at in range(10):
        title = f"清河市教育局关于市十三届人大二次会议第{60 + at}号代表建议办理情况的答复"
        rows.append((title, f"https://jyj.qinghe.gov.cn/zw/detail?id=a{at}f", f"2023-05-{18 - at:02d}"))
        items.append(
            f'<div class="news-item"><a href="/zw/detail?id=a{at}f"><h4>{title}</h4><p class="desc">尊敬的代表：您提出的关于增加学前教育学位的建议收悉……</p><div class="info"><span>来源：市教育局</span><time>2023-05-{18 - at:02d} 09:1{at}</time></div></a></div>'
        )
    html = (
        HEAD.format(title="代表建议办理", meta="")
        + f"""<header><nav><a href="/">首页</a><a href="/zw">政务</a></nav></header>
<main><div class="crumb">您现在的位置：首页 &gt; 代表建议办理</div><section>{"".join(items)}</section>
<form id="pf" method="post" action="/zw/list"><input type="hidden" name="channel" value="jy"><input type="hidden" id="pageNo" name="pageNo" value="1"></form>
<div class="pagination"><span class="active">1</span><a href="javascript:toPage(2)">2</a><a href="javascript:toPage(3)">3</a><a href="javascript:toPage(2)">下一页</a><span>共3页，29条</span></div>
<script>function toPage(n) {{ document.getElementById("pageNo").value = n; document.getElementById("pf").submit(); }}</script></main>
<aside><h3>热点推荐</h3><ul>{"".join(f'<li><a href="/news/{n}.html">清河市召开第{n}次全市教育工作推进会议</a><span>05-1{n}</span></li>' for n in range(8))}</ul></aside>"""
        + END
    )
    return ListTruth(
        "modern",
        "https://jyj.qinghe.gov.cn/zw/list",
        html.encode(),
        rows,
        29,
        3,
        "https://jyj.qinghe.gov.cn/zw/list",
        {"channel": "jy", "pageNo": "2"},
    )


def rows_of_uls() -> ListTruth:
    """One ul a row under a ul of labels, links that say only 查看, `var countPage` of TRS."""
    rows, items = [], []
    for at in range(9):
        title = f"关于提升第{at + 1}社区物业服务水平的建议"
        rows.append((title, f"http://fgw.qinghe.gov.cn/ta/2019/t{at}.html", f"2019/8/{30 - at}"))
        items.append(
            f"<ul class='r'><li>第{40 + at}号</li><li>{title}</li><li>市住建局</li><li>2019/8/{30 - at}</li><li><a href='2019/t{at}.html'>查看</a></li></ul>"
        )
    html = (
        HEAD.format(title="政协提案办理复文公开", meta="")
        + f"""<div class="menu"><ul>{MENU}</ul></div>
<div class="box"><h1>政协提案办理复文公开</h1><ul class="h"><li>提案编号</li><li>提案题目</li><li>承办单位</li><li>答复时间</li><li>答复内容</li></ul>{"".join(items)}</div>
<div class="pager"><script>
var countPage = 6;//共多少页
var currentPage = 0;//所在页从0开始
var nextPage = currentPage+1;
if(countPage>1&&currentPage<(countPage-1)) document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>");
</script></div>"""
        + END
    )
    return ListTruth(
        "uls",
        "http://fgw.qinghe.gov.cn/ta/index.html",
        html.encode(),
        rows,
        None,
        6,
        "http://fgw.qinghe.gov.cn/ta/index_1.html",
    )


LISTS = (trs, hanweb, catalogue, postback, modern, rows_of_uls)
