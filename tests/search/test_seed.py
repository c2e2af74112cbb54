"""What people ask of the bundled titles."""

from datetime import date

import pytest

from bot.records.model import Body, RecordKind
from bot.search.index import Index
from bot.search.results import Filters, Level, WordMatch
from tests.search import seed


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(seed.entries())


def keys(index: Index, *words: str, **filters: object) -> list[str]:
    return [hit.key for hit in index.search(words, Filters(**filters), limit=20).hits]  # type: ignore[arg-type]


def test_all_rows_of_both_lists_are_there(index: Index) -> None:
    assert len(index) == 17


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["轴承"], ["210"]),
        (["新基建"], ["108"]),
        (["智能制造"], ["469", "210"]),
        (["突破聊城"], ["174062"]),
        (["民营企业法律意识"], ["174045"]),
        (["关于疫情期间扶持企业的建议"], ["174148"]),
        (["突破聊城赋能聊城"], ["174062"]),
        (["对市政协十三届四次会议第210号提案（关于“轴承行业智能制造升级”的提案）的答复"], ["210"]),
        (["智慧製造"], ["469", "210"]),
        (["智能製造"], ["469", "210"]),
    ],
)
def test_as_printed(index: Index, words: list[str], expected: list[str]) -> None:
    assert keys(index, *words) == expected


@pytest.mark.parametrize(
    ("words", "expected", "found"),
    [
        ("轴成", ["210"], WordMatch("轴成", "轴承", "sound")),
        ("只能制造", ["469", "210"], WordMatch("只能制造", "智能制造", "sound")),
        ("突坡聊城", ["174062"], WordMatch("突坡聊城", "突破聊城", "sound")),
        ("转形升级", ["379", "469"], WordMatch("转形升级", "转型升级", "sound")),
        ("轴承航业", ["210"], WordMatch("轴承航业", "轴承行业", "sound")),
        ("传桶产业", ["379"], WordMatch("传桶产业", "传统产业", "sound")),
        ("优质产吕", ["174205"], WordMatch("优质产吕", "优质产品", "typo")),
        ("优质品产", ["174205"], WordMatch("优质品产", "优质产品", "typo")),
        ("xinxihua", ["379"], WordMatch("xinxihua", "信息化", "sound")),
        ("yiqing", ["174148", "261"], WordMatch("yiqing", "疫情", "sound")),
        ("zhinengzhizao", ["469", "210"], WordMatch("zhinengzhizao", "智能制造", "sound")),
        ("zinenzizao", ["469", "210"], WordMatch("zinenzizao", "智能制造", "sound")),
        ("znzz", ["469", "210"], WordMatch("znzz", "智能制造", "initials")),
    ],
)
def test_what_was_corrected_is_said(index: Index, words: str, expected: list[str], found: WordMatch) -> None:
    results = index.search([words], limit=20)
    assert [hit.key for hit in results.hits] == expected
    assert results.corrections == (found,)
    assert results.hits[0].words == (found,)


def test_pinyin_of_several_words(index: Index) -> None:
    assert keys(index, "falv", "peixun") == ["174045"]
    assert keys(index, "falv peixun") == ["174045"]
    assert keys(index, "zhi neng zhi zao") == ["469", "210"]
    assert keys(index, "zhineng制造") == ["469", "210"]


def test_gaps(index: Index) -> None:
    assert set(keys(index, "扶持中小企业")) == {"215", "267"}
    assert keys(index, "怎么破解民营经济瓶颈") == ["174117"]


def test_all_words_come_before_some(index: Index) -> None:
    results = index.search(["疫情", "小微"])
    assert [(hit.key, hit.level) for hit in results.hits] == [
        ("261", Level.ALL_WORDS),
        ("174148", Level.SOME_WORDS),
        ("215", Level.SOME_WORDS),
    ]
    assert results.by_level == {Level.ALL_WORDS: 1, Level.SOME_WORDS: 2}
    assert [word.how for word in results.hits[1].words] == ["literal", "missing"]
    assert results.total == 3
    assert results.facets["body"] == {"cppcc": 2, "npc": 1}


def test_a_corrected_word_beside_a_literal_one(index: Index) -> None:
    results = index.search(["疫情", "小薇"])
    assert (results.hits[0].key, results.hits[0].level) == ("261", Level.ALL_WORDS)
    assert results.corrections == (WordMatch("小薇", "小微", "sound"),)


@pytest.mark.parametrize(
    "words", ["氢能", "环保督察", "冠县", "电费", "教育", "足球比赛", "wifi", "qqq", "？！", "", "旅游"]
)
def test_unrelated_words_find_nothing(index: Index, words: str) -> None:
    results = index.search([words])
    assert (results.hits, results.total, results.facets) == ((), 0, {})


def test_a_number_is_exact_or_nothing(index: Index) -> None:
    assert keys(index, "399") == ["399"]
    for near in ("400", "39", "3999", "205", "17406"):
        assert keys(index, near) == (["174205"] if near == "174205" else [])


def test_nothing_found_suggests_what_does_occur(index: Index) -> None:
    assert index.search(["法律援助中心"]).suggestions == ("法律",)


def test_filters(index: Index) -> None:
    assert keys(index, "企业", body=Body.NPC) == ["174045", "174148", "174164"]
    assert keys(index, "企业", body=Body.NPC, term=13) == []
    assert keys(index, "企业", years=(2019,)) == []
    assert keys(index, "企业", agencies=("other",)) == []
    assert keys(index, "企业", kinds=(RecordKind.OTHER,)) == []
    assert keys(index, "智能制造", published_from=date(2020, 11, 1)) == ["469"]
    assert keys(index, "智能制造", published_to=date(2020, 10, 28)) == ["210"]
    assert keys(index, "智能制造", window=((11, 3), (11, 3))) == ["469"]
    assert keys(index, "智能制造", window=((12, 1), (10, 31))) == ["210"]


def test_a_word_that_stands_outside_the_filters_is_not_corrected(index: Index) -> None:
    assert index.search(["轴承"], Filters(body=Body.NPC)).total == 0


def test_pages_go_through_all_levels_without_repeating(index: Index) -> None:
    whole = keys(index, "疫情", "企业")
    pages = [hit.key for start in range(0, 20, 2) for hit in index.search(["疫情", "企业"], offset=start, limit=2).hits]
    assert pages == whole
    assert len(set(whole)) == len(whole) == index.search(["疫情", "企业"]).total
