"""The grammar of titles says what a title says, and no more."""

from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.records.model import Body, RecordKind
from bot.records.title_parts import TitleContext
from bot.records.titles import read_title
from tests.rounds import examples

REPLY, OPINION = RecordKind.REPLY, RecordKind.OPINION
CPPCC, NPC = Body.CPPCC, Body.NPC

FORMS: list[dict[str, object]] = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", FORMS, ids=[str(form["title"]) for form in FORMS])
def test_form(said: dict[str, object]) -> None:
    read = read_title(str(said["title"]))
    shown = {field.name: getattr(read, field.name) for field in fields(read)}
    printed = shown.pop("title")
    wanted = {"printed": said["title"], "kind": "other", **said}
    assert {
        "title": said["title"],
        "printed": printed,
        **{name: _plain(value) for name, value in shown.items() if value},
    } == (wanted)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    "title",
    [
        "对市政协十五届二次会议第<span class='no'>0487</span>号提案的答复",
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
    assert "人民政府" not in read.title


@pytest.mark.parametrize("body", ["提案", "建议"])
@pytest.mark.parametrize(
    "sign", ["*", "**", "`", "~~", "_", "__", "<", ">", "#", "&", "\\", "|", "[x](y)", "<b>", "^", "~"]
)
def test_a_title_stays_as_it_is_printed(sign: str, body: str) -> None:
    for topic in (
        f"2{sign}350MW机组与4{sign}50吨锅炉",
        f"当a{sign}b且c{sign}d时",
        f"{sign}C2C{sign}模式",
        f"推广R{sign}D",
    ):
        title = f"对市政协十三届四次会议第399号{body}（关于{topic}的{body}）的答复"
        read = read_title(title)
        assert read.title == title
        assert read.topic == f"关于{topic}的{body}"
        assert (read.number, read.kind) == (399, REPLY)


def test_a_number_of_the_npc_is_split_only_where_it_says_so() -> None:
    assert read_title("对市十七届人大四次会议第174205号建议的答复").number == 205
    assert read_title("对市十八届人大四次会议第174205号建议的答复").number == 174205
    assert read_title("第174205号建议的答复").number == 174205
    by_scheme = read_title("第174205号建议的答复", npc_number_scheme="TTSNNN")
    assert (by_scheme.term, by_scheme.session, by_scheme.number, by_scheme.number_raw) == (17, 4, 205, "174205")
    assert read_title("对市政协十七届四次会议第174205号提案的答复", npc_number_scheme="TTSNNN").number == 174205


@pytest.mark.parametrize("between", ["、县政协九届一次会议", "和县政协", "、"])
def test_a_title_that_answers_two_bodies_says_both_numbers(between: str) -> None:
    read = read_title(f"关于县十六届人大一次会议第112号建议{between}第47号提案的答复")
    assert (read.body, read.term, read.number, read.more_numbers) == (NPC, 16, 112, ())
    (other,) = read.others
    assert (other.body, other.number, other.term) == (CPPCC, 47, 9 if "届" in between else None)


def test_the_page_around_a_title_says_what_the_title_does_not() -> None:
    assert read_title("关于促进民营经济发展的建议").kind is RecordKind.OTHER
    listed = read_title("关于促进民营经济发展的建议", context=TitleContext(body=NPC))
    assert (listed.kind, listed.body) == (RecordKind.PROPOSAL, NPC)


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
            [
                *((answer, REPLY) for answer in ("的答复", "答复的函", "的复函", "的答复函", "办理意见")),
                *((answer, OPINION) for answer in ("的会办意见", "协办意见的函")),
            ]
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
@examples(100)
def test_parts_come_back(built: tuple[str, dict[str, object]]) -> None:
    title, parts = built
    read = read_title(title)
    topic = parts["topic"]
    # White space at the ends of a topic is not kept, that inside it is.
    assert {name: getattr(read, name) for name in parts} == {**parts, "topic": str(topic).strip() if topic else None}


@given(titles(), st.integers(0, 80))
@examples(50)
def test_a_cut_title_says_nothing_that_the_whole_does_not(built: tuple[str, dict[str, object]], length: int) -> None:
    title, parts = built
    read = read_title(title[:length])
    for name in ("body", "term", "place"):
        assert getattr(read, name) in (None, parts[name])
    if read.number is not None:
        assert read.number_raw == parts["number_raw"]


ALPHABET = "对关于第届次会议号提案建议答复政协人大（）《》〔〕[]“”()、：-…_| \n\u200b"
ALPHABET += "0123456789ABＡ十百零〇市省全国局办函分类<b></b>&amp;*年"


@given(st.text(st.sampled_from(ALPHABET), max_size=80) | st.text(max_size=60))
@examples(150)
@example("")
@example("（" * 400)
@example("第" * 600)
@example("建议" * 500)
@example("对市政协" + "十三届" * 100)
def test_no_title_raises(title: str) -> None:
    read = read_title(title)
    assert read.title == read.title.strip()
