# ruff: noqa: E501 - pages stand as sites have them
"""Pages of replies in the layouts of real sites, with what a reader should find; written before the code that reads them."""

from dataclasses import dataclass, field
from typing import Any

from tests.sites.published import END, HEAD, MENU


@dataclass(frozen=True)
class PageTruth:
    name: str
    html: bytes
    row: str
    says: dict[str, Any]
    begins: str
    ends: str
    absent: tuple[str, ...] = ()
    cut: bool = False
    attachments: list[str] = field(default_factory=list)


def _page(title: str, body: str, meta: str = "", charset: str = "utf-8") -> bytes:
    text = (
        HEAD.replace("utf-8", charset).format(title=title, meta=meta)
        + f'<div class="top"><ul>{MENU}</ul></div>{body}'
        + END
    )
    return text.encode("gb18030" if charset != "utf-8" else "utf-8")


LETTER = (
    "尊敬的张某某委员：",
    "您提出的《{topic}》收悉，现答复如下：",
    "一、摸清底数。今年以来，我局对全市{n}个小区逐一排查，建立台账。",
    "二、下一步，我局将会同有关部门继续推进，年底前完成改造任务。",
    "感谢您对我们工作的关心和支持！",
)


def letter(topic: str, n: int, tag: str = "p") -> str:
    return "".join(f"<{tag}>　　{line.format(topic=topic, n=n)}</{tag}>" for line in LETTER)


def pages() -> list[PageTruth]:
    """Six pages of replies."""
    found = []
    topic = "关于加快推进城区老旧小区加装电梯工作的建议"
    title = f"对市政协十二届三次会议第101号提案（{topic}）的答复"
    found.append(
        PageTruth(
            "trs_article",
            _page(
                f"{title}_清河市人民政府",
                f"""<div class="dqwz">当前位置：首页 &gt; 政务公开 &gt; 提案办理</div><div class="article"><h1>{title}</h1>
<div class="info"><span>发布时间：2022-09-20 15:32</span><span>来源：清河市住房和城乡建设局</span><span>浏览次数：<script>doc()</script></span><span>字体：[大 中 小]</span></div>
<div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style>{letter(topic, 12)}<p align="right">清河市住房和城乡建设局</p><p align="right">2022年8月30日</p></div>
<div class="fj">附件：<a href="./W0202209.docx">清单.docx</a></div><div class="share">分享到：</div><ul><li>上一篇：<a href="t1.html">对市政协第100号提案的答复</a></li></ul></div>""",
            ),
            title,
            {
                "number": 101,
                "published_on": "2022-09-20",
                "issued_on": "2022-08-30",
                "publisher": "清河市住房和城乡建设局",
            },
            "尊敬的张某某委员",
            "附件：清单.docx",
            ("浏览次数", "分享到", "备案号", "网上政务服务大厅"),
            False,
            ["./W0202209.docx"],
        )
    )

    title = "关于市第十七届人大四次会议第1742001号建议的答复（关于第1类公共停车设施建设的建议）"
    found.append(
        PageTruth(
            "hanweb_article",
            _page(
                "清河市交通运输局 建议答复 " + title,
                f"""<table width="100%"><tr><td>当前位置：首页 &gt; 建议答复</td></tr></table><table id="c" width="100%" cellpadding="0"><tr><td align="center" class="title">{title}</td></tr>
<tr><td align="center">信息来源： 市交通运输局　　日期：2021-07-27　　访问次数： <script>v()</script> 字号：[ 大 中 小 ]</td></tr>
<tr><td class="bt_content"><div id="zoom"><meta name="ContentStart">{letter("关于第1类公共停车设施建设的建议", 7)}<p style="text-align:right">清河市交通运输局</p><p style="text-align:right">2021年6月30日</p><meta name="ContentEnd"></div></td></tr><tr><td>【打印本页】【关闭窗口】</td></tr></table>""",
                '<meta name="ArticleTitle" content="' + title + '"><meta name="PubDate" content="2021-07-27 10:11">',
            ),
            title[:20] + "...",
            {"title": title, "published_on": "2021-07-27", "issued_on": "2021-06-30"},
            "尊敬的张某某委员",
            "2021年6月30日",
            ("打印本页", "备案号"),
            True,
        )
    )

    title = "市工业和信息化局关于政协清河市委员会第310号提案的答复意见"
    found.append(
        PageTruth(
            "catalogue_article",
            _page(
                "政府信息公开",
                f"""<table class="xxgk"><tr><td>索引号：</td><td>004337/2020-000</td><td>组配分类：</td><td>建议提案</td></tr><tr><td>发布机构：</td><td>清河市工业和信息化局</td><td>成文日期：</td><td>2020年10月12日</td></tr>
<tr><td>文号：</td><td>清工信函〔2020〕31号</td><td>发布日期：</td><td>2020年11月19日</td></tr><tr><td>名称：</td><td colspan="3">{title}</td></tr></table>
<div class="wz"><p style="text-align:center"><strong>{title}</strong></p>{letter("关于“小升规”企业培育的提案", 33)}<p>（联系人：王某，联系电话：0635-8288000，13812345678）</p></div>""",
                charset="gb2312",
            ),
            title,
            {
                "index_no": "004337/2020-000",
                "doc_no": "清工信函〔2020〕31号",
                "published_on": "2020-11-19",
                "issued_on": "2020-10-12",
                "number": 310,
            },
            "尊敬的张某某委员",
            "",
            ("13812345678", "备案号"),
        )
    )

    title = "对市政协十三届一次会议第2017100号提案的答复"
    found.append(
        PageTruth(
            "font_soup",
            _page(
                "水利局",
                f"""<div class="con"><center><font size="5"><b>清河市水利局<br>对市政协十三届一次会议第2017100号提案的答复</b></font></center><hr><center>2017-11-25</center>
<div><font face="仿宋">{"<br><br>".join("　　" + line.format(topic="关于实施河道清淤工程的提案", n=5) for line in LETTER)}<br><br>　　　　　　　　　清河市水利局<br>　　　　　　　　　2017年9月1日</font></div></div>""",
            ),
            title,
            {"number": 2017100, "issued_on": "2017-09-01"},
            "尊敬的张某某委员",
            "2017年9月1日",
            ("备案号", "互动交流"),
        )
    )

    title = "清河市教育局关于市十三届人大二次会议第60号代表建议办理情况的答复"
    found.append(
        PageTruth(
            "modern_article",
            _page(
                title,
                f"""<main><article><h1>{title}</h1><div class="meta"><time datetime="2023-05-18">2023-05-18 09:10</time><span>来源：市教育局</span></div><section class="content">{letter("关于增加学前教育学位的建议", 9)}
<table border="1"><tr><th>年度</th><th>新增学位</th></tr><tr><td>2021</td><td>1200</td></tr><tr><td>2022</td><td>1500</td></tr></table></section></article><aside><h3>热点推荐</h3><ul><li><a href="/n/1.html">清河市召开第1次全市教育工作推进会议</a></li></ul></aside></main>""",
            ),
            title,
            {"number": 60, "published_on": "2023-05-18"},
            "尊敬的张某某委员",
            "",
            ("备案号", "全市教育工作推进会议"),
        )
    )

    title = "关于提升第1社区物业服务水平的建议"
    found.append(
        PageTruth(
            "two_line_title",
            _page(
                "政协提案办理复文公开",
                f"""<div class="box"><p class="t1">清河市住房和城乡建设局</p><p class="t1">关于市政协十四届一次会议第40号提案的答复</p><p class="no">清建提字〔2019〕40号</p><div class="text">{letter(title, 21, "div")}<div>清河市住房和城乡建设局</div><div>2019年8月30日</div></div></div>""",
            ),
            title,
            {"doc_no": "清建提字〔2019〕40号", "issued_on": "2019-08-30", "number": 40},
            "尊敬的张某某委员",
            "2019年8月30日",
            ("备案号",),
        )
    )
    return found
