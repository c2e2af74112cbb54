"""The grammar of titles says what a title says, and no more (issue 3)."""

from dataclasses import fields

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.records.model import Body, RecordKind, Role
from bot.records.titles import TitleContext, TitleParts, read_title

REPLY, OPINION = RecordKind.REPLY, RecordKind.OPINION
CPPCC, NPC = Body.CPPCC, Body.NPC

# What each title says; everything that is not listed must be empty.
FORMS: list[tuple[str, dict[str, object]]] = [
    ("对市政协十五届三次会议第0485号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 15, "session": 3, "number": 485, "number_raw": "0485"}),
    ("关于对省政协十二届二次会议第20190017号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "省", "term": 12, "session": 2, "number": 20190017, "number_raw": "20190017"}),
    ("关于湖北省政协十二届一次会议第20180329号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "湖北省", "term": 12, "session": 1, "number": 20180329, "number_raw": "20180329"}),
    ("关于市政协第十三届二次会议第20180012号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 13, "session": 2, "number": 20180012, "number_raw": "20180012"}),
    ("对政协枝江市七届四次会议第26号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "枝江市", "term": 7, "session": 4, "number": 26, "number_raw": "26"}),
    ("荆州市商务局关于对市政协六届四次会议第81号提案的答复", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 6, "session": 4, "number": 81, "number_raw": "81", "issuer": "荆州市商务局"}),
    ("关于市政协五届四次会议第0716号提案的复函", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 5, "session": 4, "number": 716, "number_raw": "0716"}),
    ("《延安市医疗保障局对市政协六届三次会议第212号提案的答复函》（延医保函〔2024〕212号）", {"title": "《延安市医疗保障局对市政协六届三次会议第212号提案的答复函》（延医保函〔2024〕212号）", "kind": REPLY, "body": CPPCC, "place": "市", "term": 6, "session": 3, "number": 212, "number_raw": "212", "issuer": "延安市医疗保障局", "doc_no": "延医保函〔2024〕212号"}),
    ("关于政协第十四届全国委员会第三次会议第01819号提案答复的函", {"kind": REPLY, "body": CPPCC, "place": "全国", "term": 14, "session": 3, "number": 1819, "number_raw": "01819"}),
    ("关于政协第十四届全国委员会第三次会议第02403号（医疗卫生类173号）提案答复的函", {"kind": REPLY, "body": CPPCC, "place": "全国", "term": 14, "session": 3, "number": 2403, "number_raw": "02403", "second_number": "173", "second_class": "医疗卫生类"}),
    ("…第02403号（医疗卫生类173号）提案答复的函", {"kind": REPLY, "body": CPPCC, "number": 2403, "number_raw": "02403", "second_number": "173", "second_class": "医疗卫生类"}),
    ("对十四届全国人大三次会议第7409号建议的答复", {"kind": REPLY, "body": NPC, "place": "全国", "term": 14, "session": 3, "number": 7409, "number_raw": "7409"}),
    ("…会议第 6750 号建议的答复函", {"kind": REPLY, "body": NPC, "number": 6750, "number_raw": "6750"}),
    ("…五次会议代表第BH037号建议答复的函（百医保函〔2024〕9号）分类：B", {"kind": REPLY, "body": NPC, "number": 37, "number_raw": "BH037", "doc_no": "百医保函〔2024〕9号", "result_class": "B"}),
    ("市五届人大五次会议第0466号建议办理答复", {"kind": REPLY, "body": NPC, "place": "市", "term": 5, "session": 5, "number": 466, "number_raw": "0466"}),
    ("…第1123号建议协办意见的函", {"kind": OPINION, "body": NPC, "number": 1123, "number_raw": "1123", "role": Role.ASSIST}),
    ("对州九届人大五次会议20260112号建议办理工作的会办意见", {"kind": OPINION, "body": NPC, "place": "州", "term": 9, "session": 5, "number": 20260112, "number_raw": "20260112", "role": Role.ASSIST}),
    ("…号议案的答复", {"kind": REPLY, "body": NPC}),
    ("市文化和旅游局关于激活粤汉铁路文化价值建议的答复", {"kind": REPLY, "issuer": "市文化和旅游局", "topic": "激活粤汉铁路文化价值"}),
    ("…会议409号提案的办理意见", {"kind": REPLY, "body": CPPCC, "number": 409, "number_raw": "409"}),
    ("对市十七届人大四次会议 第174045号代表建议（加强民营企业法律培训，推动依法治企）的答复", {"kind": REPLY, "body": NPC, "place": "市", "term": 17, "session": 4, "number": 45, "number_raw": "174045", "qualifier": "代表", "topic": "加强民营企业法律培训，推动依法治企"}),
    ("对市政协十三届四次会议第210号提案（关于“轴承行业智能制造升级”的提案）的答复", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 13, "session": 4, "number": 210, "number_raw": "210", "topic": "关于“轴承行业智能制造升级”的提案"}),
    ("对市政协十三届四次会议第399号提案（关于进一步提高服务…", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 13, "session": 4, "number": 399, "number_raw": "399", "topic": "关于进一步提高服务…", "truncated": True}),
    ("对市政协十三届四次会议第39", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 13, "session": 4, "truncated": True}),
    ("市委改革办(市营商环境建设局)关于市十六届人大六次会议第248号建议的答复", {"kind": REPLY, "body": NPC, "place": "市", "term": 16, "session": 6, "number": 248, "number_raw": "248", "issuer": "市委改革办(市营商环境建设局)"}),
    ("河南省住建厅-对省十四届人大二次会议第858号建议的答复", {"kind": REPLY, "body": NPC, "place": "省", "term": 14, "session": 2, "number": 858, "number_raw": "858", "issuer": "河南省住建厅"}),
    ("龙溪河流域生态修复治理建议办理答复", {"kind": REPLY, "topic": "龙溪河流域生态修复治理"}),
    ("关于市政协十四届三次会议第A012号界别提案的答复（A类）", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 14, "session": 3, "number": 12, "number_raw": "A012", "qualifier": "界别", "result_class": "A"}),
    ("关于加强城市管理的提案（第123号）的答复", {"kind": REPLY, "body": CPPCC, "number": 123, "number_raw": "123", "topic": "加强城市管理"}),
    ("關於市政協十三屆四次會議第399號提案的答復", {"kind": REPLY, "body": CPPCC, "place": "市", "term": 13, "session": 4, "number": 399, "number_raw": "399"}),
    ("政协聊城市第十四届委员会第一次会议第012号提案", {"kind": RecordKind.PROPOSAL, "body": CPPCC, "place": "聊城市", "term": 14, "session": 1, "number": 12, "number_raw": "012"}),
    ("市工信局2020年度政协提案办理工作总结", {"kind": RecordKind.WORK_SUMMARY, "body": CPPCC, "year": 2020}),
    ("市工业和信息化局人大建议回复平台", {"kind": RecordKind.PORTAL_PAGE, "body": NPC}),
    ("对市十七届人大常委会第三十次会议第12号议案的答复", {"kind": REPLY, "body": NPC, "place": "市", "term": 17, "number": 12, "number_raw": "12"}),
    ("聊城市人民政府令第12号", {}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "said"), FORMS, ids=[title for title, _ in FORMS])
def test_form(title: str, said: dict[str, object]) -> None:
    expected = TitleParts(**{"title": title, **said})  # type: ignore[arg-type]
    read = read_title(title)
    assert {field.name: getattr(read, field.name) for field in fields(read)} == {
        field.name: getattr(expected, field.name) for field in fields(expected)
    }


@pytest.mark.parametrize(
    "title",
    [
        "对市政协十五届二次会议第<span>04</span>87号提案的答复",
        "对市政协十五届二次会议第**0487**号提案的答复",
        "对市政协十五届二次会议第&nbsp;0487&nbsp;号提案的答复",
        "对市政协十五届二次会议第 ０４８７ 号提案的答复",
        "对市政协十五届二次会议第04\u200b87号提案的答复",
        "[对市政协十五届二次会议第0487号提案的答复](http://example.org/a(1).html)",
        "对市政协十五届二次会议第0487号提案的答复 - 南京市人民政府",
        "对市政协十五届二次会议第0487号提案的答复_政府信息公开",
        "对市政协十五届⼆次会议第0487号提案的答复",
    ],
)
def test_markup_and_site_names_do_not_matter(title: str) -> None:
    read = read_title(title)
    assert (read.number, read.kind, read.body, read.term, read.session) == (487, REPLY, CPPCC, 15, 2)
    assert "<" not in read.title
    assert "人民政府" not in read.title


def test_a_number_of_the_npc_is_split_only_where_it_says_so() -> None:
    assert read_title("对市十七届人大四次会议第174205号建议的答复").number == 205
    assert read_title("对市十八届人大四次会议第174205号建议的答复").number == 174205
    assert read_title("第174205号建议的答复").number == 174205
    by_scheme = read_title("第174205号建议的答复", npc_number_scheme="TTSNNN")
    assert (by_scheme.term, by_scheme.session, by_scheme.number, by_scheme.number_raw) == (17, 4, 205, "174205")
    assert read_title("对市政协十七届四次会议第174205号提案的答复", npc_number_scheme="TTSNNN").number == 174205


def test_the_page_around_a_title_says_what_the_title_does_not() -> None:
    assert read_title("关于促进民营经济发展的建议").kind is RecordKind.OTHER
    listed = read_title("关于促进民营经济发展的建议", context=TitleContext(body=NPC))
    assert (listed.kind, listed.body) == (RecordKind.PROPOSAL, NPC)


HAN = "〇一二三四五六七八九十"


def chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十") + (
        "" if ones == 0 and tens else digits[ones]
    )


WORDS = st.sampled_from("加强推进完善我市城乡产业教育医疗养老交通环境治理发展数字经济企业人才乡村旅游文化")
TOPICS = st.builds(
    lambda lead, words, mark, more, end: f"{lead}{''.join(words)}{mark}{''.join(more)}{end}",
    st.sampled_from(["关于", ""]),
    st.lists(WORDS, min_size=4, max_size=20),
    st.sampled_from(["", "，", " ", "“", "、"]),
    st.lists(WORDS, min_size=2, max_size=10),
    st.sampled_from(["的建议", "的提案", "的几点建议", "", "的建议和答复办法", "（人大代表）的建议"]),
).map(lambda topic: topic + ("”" if "“" in topic else ""))
PLACES = st.sampled_from(["市", "省", "区", "县", "州", "旗", "湖北省", "枝江市", "聊城市", "全国", "自治区"])
NUMBERS = st.one_of(
    st.integers(1, 9999).map(str),
    st.integers(1, 999).map(lambda number: f"{number:04d}"),
    st.integers(20180001, 20269999).map(str),
    st.builds(
        lambda letters, number: f"{letters}{number:03d}", st.sampled_from(["A", "BH", "LX"]), st.integers(1, 999)
    ),
    st.builds(lambda year, number: f"{year}-{number}", st.integers(2015, 2026), st.integers(1, 999)),
)


@st.composite
def titles(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A title built from parts, and the parts."""
    body = draw(st.sampled_from([CPPCC, NPC]))
    place, term, session = draw(PLACES), draw(st.integers(1, 20)), draw(st.integers(1, 5))
    number = draw(NUMBERS)
    said = draw(st.sampled_from([chinese, str]))
    the, of = (draw(st.sampled_from(["第", ""])) for _ in range(2))
    when = f"{the}{said(term)}届", f"{of}{said(session)}次会议"
    name = {CPPCC: "政协", NPC: "人大"}[body]
    orders = [
        f"{place}{name}{when[0]}{when[1]}",
        f"{place}{when[0]}{name}{when[1]}",
        f"{when[0]}{place}{name}{when[1]}",
    ]
    if body is CPPCC:
        orders += [f"政协{place}{when[0]}{when[1]}", f"政协{place}{when[0]}委员会{when[1]}"]
    else:
        orders += [f"{place}{when[0]}人民代表大会{when[1]}"]
    if place == "全国":
        orders = [f"{when[0]}全国{name}{when[1]}", f"全国{name}{when[0]}{when[1]}"]
    space = draw(st.sampled_from(["", " ", "\u3000"]))
    document = draw(st.sampled_from({CPPCC: ["提案", "委员提案", "界别提案"], NPC: ["建议", "代表建议", "议案"]}[body]))
    topic = draw(st.none() | TOPICS)
    issuer = draw(
        st.none() | st.sampled_from(["市商务局", "荆州市商务局", "省文化和旅游厅", "交通运输部", "县政府办公室"])
    )
    lead = draw(st.sampled_from(["对", "关于对", "关于"]))
    answer, kind = draw(
        st.sampled_from(
            [("的答复", REPLY), ("答复的函", REPLY), ("的复函", REPLY), ("的答复函", REPLY), ("办理意见", REPLY)]
            + [("的会办意见", OPINION), ("协办意见的函", OPINION)]
        )
    )
    doc_no = draw(st.none() | st.sampled_from(["聊工信函〔2024〕5号", "荆商函〔2023〕112号"]))
    letter = draw(st.none() | st.sampled_from("ABC"))
    title = f"{issuer or ''}{lead}{draw(st.sampled_from(orders))}{space}第{space}{number}{space}号{document}"
    title += f"（{topic}）" if topic else ""
    title += answer
    title += f"（{doc_no}）" if doc_no else ""
    title += draw(st.sampled_from([f"（{letter}类）", f"分类：{letter}", f"（{letter}）"])) if letter else ""
    title += draw(st.sampled_from(["", " - 南京市人民政府", "_信息公开"]))
    parts = {"kind": kind, "body": body, "place": place, "term": term, "session": session, "number_raw": number}
    return title, {**parts, "topic": topic, "issuer": issuer, "doc_no": doc_no, "result_class": letter}


@given(titles())
@settings(max_examples=400, deadline=None)
def test_parts_come_back(built: tuple[str, dict[str, object]]) -> None:
    title, parts = built
    read = read_title(title)
    topic = parts["topic"]
    # White space at the ends of a topic is not kept, that inside it is.
    assert {name: getattr(read, name) for name in parts} == {**parts, "topic": str(topic).strip() if topic else None}


@given(titles(), st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_a_cut_title_says_nothing_that_the_whole_does_not(built: tuple[str, dict[str, object]], length: int) -> None:
    title, parts = built
    read = read_title(title[:length])
    for name in ("body", "term", "place"):
        assert getattr(read, name) in (None, parts[name])
    if read.number is not None:
        assert read.number_raw == parts["number_raw"]


ALPHABET = "对关于第届次会议号提案建议答复政协人大（）《》〔〕[]“”()、：-…_| \n\u200b0123456789ABＡ十百零〇市省全国局办函分类<b></b>&amp;*年"


@given(st.text(st.sampled_from(ALPHABET), max_size=80) | st.text(max_size=60))
@settings(max_examples=600, deadline=None)
@example("")
@example("（" * 400)
@example("第" * 600)
@example("建议" * 500)
@example("对市政协" + "十三届" * 100)
def test_no_title_raises(title: str) -> None:
    read = read_title(title)
    assert read.title == read.title.strip()
