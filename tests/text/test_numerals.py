"""Numbers in every form of domain.md §4.5."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import find, read

UNITS = ("", "十", "百", "千")


def spoken(number: int, digits: str = "零一二三四五六七八九", units: tuple[str, ...] = UNITS) -> str:
    """Say a number below 100,000,000 in Chinese."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return spoken(high, digits, units) + "万" + gap + (spoken(low, digits, units) if low else "")
    said, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            said += (digits[0] if zero and said else "") + digits[digit] + units[power]
            zero = False
        else:
            zero = bool(said)
    return said or digits[0]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("399", 399), ("３９９", 399), ("三百九十九", 399), ("三九九", 399), ("二〇五", 205), ("二○五", 205)),
        *(
            ("两百", 200),
            ("壹佰零捌", 108),
            ("貳佰零伍", 205),
            ("③", 3),
            ("⑬", 13),
            ("㈢", 3),
            ("十七", 17),
            ("廿一", 21),
        ),
        *(("一百二", 120), ("一百零二", 102), ("三千五", 3500), ("两万三", 23000), ("60万", 600_000), ("1,234", 1234)),
        *(
            ("〇四五", 45),
            ("零", 0),
            ("一百十三", 113),
            ("一千二百三十四万五千六百七十八", 12_345_678),
            ("1千5百", 1500),
        ),
    ],
)
def test_read(written: str, number: int) -> None:
    assert read(written) == number


@pytest.mark.parametrize(
    "written", ["", "百", "十三四", "一百零", "三万百", "九九八十一难", "3.5", "-3", "1,23", "9" * 19]
)
def test_what_is_no_number(written: str) -> None:
    assert read(written) is None


@given(st.integers(0, 99_999_999))
def test_spoken_numbers_come_back(number: int) -> None:
    assert read(spoken(number)) == number
    assert read(str(number)) == number
    assert read(f"{number:,}") == number
    if number < 10_000:
        assert read(spoken(number, "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))) == number


def test_find_leaves_words_alone() -> None:
    found = find("百姓的千方百计，老陆说两会第三百九十九号和174205，两件、壹佰零捌")
    assert [(span.raw, span.value) for span in found] == [
        ("三百九十九", 399),
        ("174205", 174205),
        ("两", 2),
        ("壹佰零捌", 108),
    ]


@given(st.text(st.sampled_from("零〇一二三四五六七八九十百千万亿两廿壹佰0１2３,件①陆号 a"), max_size=30))
def test_spans_are_in_order_and_read_back(text: str) -> None:
    end = 0
    for span in find(text):
        assert span.start >= end
        assert text[span.start : span.end] == span.raw
        assert read(span.raw) == span.value
        end = span.end
