"""Texts compare in plain form."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.text import normalise
from bot.text.normalise import compact, has_han, plain, to_simplified, to_traditional, unify, visible


def test_forms_of_one_text_are_one() -> None:
    for written in ("３９９號", "399\u200b号", " 399号 ", "３９９号", "399號\ufeff"):
        assert plain(written) == "399号"
    assert plain("智慧製造") == "智慧制造"
    assert plain("⾏政许可 ⻔户") == "行政许可 门户"
    assert unify("个体⼯商⼾ ⿈河 ⾭岛") == "个体工商户 黄河 青岛"
    assert plain("Ａｂ　C\tD") == "ab c d"
    assert compact("关于“轴承 行业”（升级）") == "关于轴承行业升级"


def test_unify_keeps_case_and_white_space() -> None:
    assert unify("Ａb　⾏\n製") == "Ab 行\n製"


def test_traditional_and_back() -> None:
    assert to_traditional("轴承行业") == "軸承行業"
    assert to_traditional("在群里，改为行政复议的发布") == "在群裡，改為行政復議的發布"
    assert to_simplified("軸承行業") == "轴承行业"
    assert to_simplified("著力於，隨著，顯著，著名，有著作權") == "着力于，随着，显著，著名，有著作权"
    assert to_simplified("显著、名著手稿、编著") == "显著、名著手稿、编著"
    assert to_traditional("abc 1") == "abc 1"
    assert to_traditional("开通的\0</b>平台") == "開通的\0</b>平臺"
    assert to_simplified("開通的\0</b>平臺") == "开通的\0</b>平台"
    assert has_han("a轴")
    assert not has_han("abc")


@given(st.text(max_size=60))
def test_plain_is_stable(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in once)


def test_the_short_way_of_ordinary_text_says_the_same() -> None:
    ordinary = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    for sign in filter(normalise._ORDINARY.fullmatch, ordinary):
        assert unify(sign) == visible(unicodedata.normalize("NFKC", sign.translate(normalise._radicals())))
