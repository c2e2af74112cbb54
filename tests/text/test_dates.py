"""Dates and periods in every form of domain.md trap 33, and as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import find, read_day

TODAY = date(2026, 11, 22)  # a Sunday


def one(text: str) -> tuple[str | None, str | None, str]:
    spans = find(text, TODAY)
    assert len(spans) == 1, spans
    span = spans[0]
    assert not span.impossible
    return (str(span.first) if span.first else None, str(span.last) if span.last else None, span.precision)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2020年11月3日", "2020-11-03", "2020-11-03", "day"),
        ("2020 年 7 月 1 日", "2020-07-01", "2020-07-01", "day"),
        ("20201103", "2020-11-03", "2020-11-03", "day"),
        ("2020-11-03", "2020-11-03", "2020-11-03", "day"),
        ("2020/10/28", "2020-10-28", "2020-10-28", "day"),
        ("2020.11.03", "2020-11-03", "2020-11-03", "day"),
        ("二〇二一年一月五日", "2021-01-05", "2021-01-05", "day"),
        ("二O二一年一月", "2021-01-01", "2021-01-31", "month"),
        ("2020-11", "2020-11-01", "2020-11-30", "month"),
        ("202011", "2020-11-01", "2020-11-30", "month"),
        ("2020年的提案", "2020-01-01", "2020-12-31", "year"),
        ("2020 智能制造", "2020-01-01", "2020-12-31", "year"),
        ("20年的提案", "2020-01-01", "2020-12-31", "year"),
        ("去年", "2025-01-01", "2025-12-31", "year"),
        ("大前年", "2023-01-01", "2023-12-31", "year"),
        ("近三年", "2024-01-01", "2026-11-22", "range"),
        ("这两年", "2025-01-01", "2026-11-22", "range"),
        ("去年下半年", "2025-07-01", "2025-12-31", "range"),
        ("2020年第三季度", "2020-07-01", "2020-09-30", "range"),
        ("去年的11月", "2025-11-01", "2025-11-30", "month"),
        ("2020年9月到11月", "2020-09-01", "2020-11-30", "range"),
        ("2020年9-11月", "2020-09-01", "2020-11-30", "range"),
        ("2021年1—6月", "2021-01-01", "2021-06-30", "range"),
        ("2019到2021年", "2019-01-01", "2021-12-31", "range"),
        ("2019-2021", "2019-01-01", "2021-12-31", "range"),
        ("2020年12月3日至2021年1月5日", "2020-12-03", "2021-01-05", "range"),
        ("自2020年1月1日起至2020年12月31日止", "2020-01-01", "2020-12-31", "range"),
        ("2020年以来", "2020-01-01", None, "range"),
        ("2020年以前", None, "2019-12-31", "range"),
        ("昨天", "2026-11-21", "2026-11-21", "day"),
        ("上周三", "2026-11-11", "2026-11-11", "day"),
        ("上个月", "2026-10-01", "2026-10-31", "month"),
        ("近7天", "2026-11-16", "2026-11-22", "range"),
        ("最近一个月", "2026-10-23", "2026-11-22", "range"),
        ("近半年", "2026-05-23", "2026-11-22", "range"),
    ],
)
def test_find(text: str, first: str | None, last: str | None, precision: str) -> None:
    assert one(text) == (first, last, precision)


@pytest.mark.parametrize("text", ["11月3日", "11月3号", "十一月三日", "11-3", "11 月 3 日", "11月3"])
def test_a_day_of_any_year(text: str) -> None:
    (span,) = find(text, TODAY)
    assert span.any_year
    assert span.first is not None
    assert (span.first.month, span.first.day) == (11, 3)


def test_months_and_halves_of_any_year() -> None:
    for text, months in (
        ("9月到11月", (9, 11)),
        ("9-11月", (9, 11)),
        ("上半年", (1, 6)),
        ("三季度", (7, 9)),
        ("11月", (11, 11)),
    ):
        (span,) = find(text, TODAY)
        assert span.any_year
        assert span.first is not None
        assert span.last is not None
        assert (span.first.month, span.last.month) == months


@pytest.mark.parametrize("text", ["2月30日", "13月1日", "2020-13-01", "2021年2月29日", "11月31号", "20201332"])
def test_dates_that_do_not_exist(text: str) -> None:
    (span,) = find(text, TODAY)
    assert span.impossible
    assert span.first is None


@pytest.mark.parametrize(
    "text", ["399号", "2020号提案", "第2020号", "174205", "17-4-164", "17-4", "3.73万", "10:05--10:30", "2012条"]
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert find(text, TODAY) == []


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)))
def test_days_come_back(day: date) -> None:
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02d}-{day.day:02d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
    ]
    for form in forms:
        assert read_day(form) == day
        (span,) = find(f"在{form}的", TODAY)
        assert (span.first, span.last, span.said) == (day, day, form)


def test_read_day_takes_cells_as_sites_write_them() -> None:
    for cell in (
        "[2020-11-03]",
        "2020-11-03 10:20:33",
        "（2020-11-03）",
        "发布日期：2020-11-03",
        "2020-11-03T10:00:00+08:00",
        "二0二0年十一月三日",
    ):
        assert read_day(cell) == date(2020, 11, 3)
    for cell in ("", "2020年", "abc", "2020-02-30", "11月3日", "昨天", "2020-11-03至2020-11-05"):
        assert read_day(cell) is None


@given(
    st.text(st.sampled_from("0123456789年月日号-/.到至近上下半去今周一二三十〇 提案"), max_size=24),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_no_text_raises(text: str, today: date) -> None:
    end = 0
    for span in find(text, today):
        assert span.start >= end
        assert text[span.start : span.end] == span.said
        end = span.end
        if span.first and span.last and not span.any_year:
            assert span.first <= span.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("水利局2021年报", "2021"),
        ("21年报", "21"),
        ("2021年报告", "2021年"),
        ("2021年报名", "2021年"),
        ("2021年年报", "2021年"),
    ],
)
def test_the_report_of_a_year_keeps_its_word(text: str, said: str) -> None:
    (span,) = find(text, TODAY)
    assert text[span.start : span.end] == said
    assert span.first == date(2021, 1, 1)
