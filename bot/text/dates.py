"""Dates and periods as people and documents write them (domain.md §6 trap 33).

`find` reads messages and prose; `read_day` reads a cell that holds one date and is quick, for lists of a million rows.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from bot.text.date_ranges import joined
from bot.text.date_spans import (
    HAN_NUMBER,
    SMALL,
    YEAR,
    DateSpan,
    Days,
    day_of,
    days_of_month,
    days_of_months,
    leap_before,
    shifted,
    small_number,
    year_number,
)
from bot.text.numerals import read as read_number

__all__ = ["DateSpan", "find", "read_day"]

_COUNT = rf"(?:\d{{1,3}}|[{HAN_NUMBER}两半]{{1,3}})"
_S = r"\s*"
_NOT_DIGIT_BEFORE = r"(?<![\d.])"
_NUMBERED = r"(?<!\d)(?:(?<!\.)|(?<=^\d\.)|(?<=[^\d.]\d\.))"  # 2.2021年6月底前: the second of a list
_DAY_MARK = r"(?:日|号|號)(?!提案|建议|建議|议案|文)"

_READ_DAY = re.compile(
    r"\s*[(\[（【]?\s*(\d{4})\s*[-/.年．－／]\s*(\d{1,2})\s*[-/.月．－／]\s*(\d{1,2})\s*[日号]?"
    r"(?:[\sT]+(\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?\s*[)\]）】]?\s*"
)
# 二0二0年: a year in Chinese digits with the nought of the keyboard.
_TYPED_ZERO = re.compile("(?<=[一二三四五六七八九0])0(?=[一二三四五六七八九0年])")
_LONGEST_CELL = 40
_CHINA = timedelta(hours=8)
_READ_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*")


def read_day(text: str) -> date | None:
    """Read a cell that holds one day, with or without a time of day.

    Args:
        text: E.g. `2020年11月03日`, `2020-11-03 10:20`, `2020/11/3`, `20201103`, `二〇二〇年十一月三日`.

    Returns:
        The day, or None when the cell holds anything else or a day that does not exist.
    """
    text = text.strip()
    return _read_cell(text) if len(text) <= _LONGEST_CELL else None


@lru_cache(maxsize=4096)
def _read_cell(text: str) -> date | None:
    if match := _READ_DAY.fullmatch(text):
        day = day_of(int(match[1]), int(match[2]), int(match[3]))
        return _in_china(day, int(match[4]), int(match[5]), match[6]) if day and match[6] else day
    if match := _READ_COMPACT.fullmatch(text):
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    if not any(character in text for character in "年月-/.．－／"):
        return None
    spans = find(_TYPED_ZERO.sub("〇", text).strip(" \t\n[]()（）【】"), date(2000, 1, 1))
    if len(spans) == 1 and spans[0].precision == "day" and not (spans[0].any_year or spans[0].relative):
        said = spans[0].end - spans[0].start
        return spans[0].first if len(text) <= 2 * said else None  # a title that has a day in it is no day
    return None


def _in_china(day: date, hour: int, minute: int, zone: str) -> date:
    """Return the day in China of a moment with the zone it is written in: 16:00 UTC is the next day there."""
    offset = timedelta() if zone == "Z" else timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    behind = _CHINA - (-offset if zone.startswith("-") else offset)
    moment = timedelta(hours=hour, minutes=minute) + behind
    try:
        return day + timedelta(days=moment.days)
    except OverflowError:
        return day  # at the end of all calendars; whoever reads it finds it impossible


def find(text: str, today: date) -> list[DateSpan]:
    """Find every date and period in a text.

    Args:
        text: A message or a sentence.
        today: What 今天, 去年, 近三年 are counted from.

    Returns:
        The spans in order, not overlapping; ranges (9月到11月) and open periods (2020年以来) as one span each.
    """
    spans: list[DateSpan] = []
    position = 0
    while match := _ANY.search(text, position):
        name = match.lastgroup or ""
        form = _PATTERNS[name].match(text, match.start())
        span = _READERS[name](form, today) if form else None
        if span is None or span.end <= position:
            position = max(match.start() + 1, position + 1)
            continue
        spans.append(span)
        position = span.end
    return joined(text, spans)


def _make(match: re.Match[str], days: Days | None, precision: str, **flags: bool) -> DateSpan:
    first, last = days or (None, None)
    return DateSpan(
        start=match.start(), end=match.end(), said=match.group(), first=first, last=last, precision=precision, **flags
    )


def _impossible(match: re.Match[str]) -> DateSpan:
    return _make(match, None, "day", impossible=True)


_YEARS_BACK = {"今": 0, "本": 0, "这": 0, "当": 0, "去": 1, "上": 1, "前": 2, "大": 3, "明": -1}


def _read_date(match: re.Match[str], today: date) -> DateSpan | None:
    """Read year, month and day, whichever are there."""
    parts = match.groupdict()
    word = parts.get("rel")
    if word:
        year: int | None = today.year - _YEARS_BACK[word[0]]
    elif parts.get("short"):
        year = 2000 + int(parts["short"])
    else:
        year = year_number(parts["y"]) if parts.get("y") else None
    days, precision = _days_said(today.year, year, parts)
    flags = {"any_year": year is None and days is not None, "relative": bool(word)}
    return _make(match, days, precision, **flags) if days else _impossible(match)


def _days_said(this_year: int, year: int | None, parts: Mapping[str, str | None]) -> tuple[Days | None, str]:
    """Return the days of a month, or of a part or a day of it, and how precise that is; None for no such days."""
    month, day, part = small_number(parts.get("m") or ""), parts.get("d"), parts.get("part")
    if not 1 <= month <= 12:
        return None, "day"
    if day:
        number = small_number(day)
        leap = year is None and (month, number) == (2, 29)
        found = day_of(leap_before(this_year) if leap else year or this_year, month, number)
        return (found, found) if found else None, "day"
    whole = days_of_month(year or this_year, month)
    return (_part_of_month(whole, part), "range") if part else (whole, "month")


def _part_of_month(month: Days, part: str) -> Days:
    first, last = month
    halves = {"上半月": (1, 15), "下半月": (16, last.day)}
    tenths = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}
    days = (tenths | halves).get(part, (21, last.day))
    return first.replace(day=days[0]), first.replace(day=days[1])


def _read_compact(match: re.Match[str], today: date) -> DateSpan | None:
    written = match.group()
    year, month = int(written[:4]), int(written[4:6])
    if len(written) == 6:
        return (
            _make(match, days_of_month(year, month), "month")
            if 1 <= month <= 12 and 1990 <= year <= today.year + 1
            else None
        )
    found = day_of(year, month, int(written[6:]))
    return _make(match, (found, found), "day") if found else _impossible(match)


def _read_year(match: re.Match[str], _: date) -> DateSpan | None:
    parts = match.groupdict()
    year = 2000 + int(parts["short2"]) if parts.get("short2") else year_number(parts["y"])
    if not 1900 <= year <= 2100:
        return None
    return _part_of_year(match, year, parts.get("half"), any_year=False)


def _part_of_year(
    match: re.Match[str], year: int, half: str | None, *, any_year: bool, relative: bool = False
) -> DateSpan:
    flags = {"any_year": any_year, "relative": relative}
    if not half:
        return _make(match, days_of_months(year, 1, 12), "year", **flags)
    first, last = _PARTS_OF_YEAR.get(half) or _quarter(half)
    return _make(match, days_of_months(year, first, last), "range", **flags)


_PARTS_OF_YEAR = {
    **dict.fromkeys(("年初", "初"), (1, 1)),
    **dict.fromkeys(("年底", "年末", "底", "末"), (12, 12)),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "全年": (1, 12),
    "前三季度": (1, 9),
    "春天": (3, 5),
    "夏天": (6, 8),
    "秋天": (9, 11),
    "冬天": (12, 2),
}


def _quarter(written: str) -> tuple[int, int]:
    number = next((small_number(character) for character in written if character in "一二三四1234"), 1)
    return number * 3 - 2, number * 3


def _read_part(match: re.Match[str], today: date) -> DateSpan:
    """Read 上半年 or 三季度 without a year."""
    return _part_of_year(match, today.year, match["part_only"], any_year=True)


def _read_relative_year(match: re.Match[str], today: date) -> DateSpan:
    word = match["ryear"]
    back = _YEARS_BACK[word[0]]
    return _part_of_year(match, today.year - back, match["rhalf"], any_year=False, relative=True)


def _read_relative_day(match: re.Match[str], today: date) -> DateSpan:
    back = {"今": 0, "昨": 1, "前": 2, "大": 3, "明": -1, "后": -2}[match["rday"][0]]
    day = today - timedelta(days=back)
    return _make(match, (day, day), "day", relative=True)


def _read_relative_week(match: re.Match[str], today: date) -> DateSpan:
    back = match["rweek"].count("上")
    monday = today - timedelta(days=today.weekday() + 7 * back)
    if match["weekday"]:
        day = monday + timedelta(days="一二三四五六日天".index(match["weekday"].replace("天", "日")))
        return _make(match, (day, day), "day", relative=True)
    return _make(match, (monday, monday + timedelta(days=6)), "range", relative=True)


def _read_relative_month(match: re.Match[str], today: date) -> DateSpan:
    word = match["rmonth"]
    first = shifted(today.replace(day=1), word.count("下") - word.count("上"))
    day = match["mday"]
    if day:
        found = day_of(first.year, first.month, small_number(day))
        return _make(match, (found, found), "day", relative=True) if found else _impossible(match)
    return _make(match, days_of_month(first.year, first.month), "month", relative=True)


def _read_relative_quarter(match: re.Match[str], today: date) -> DateSpan:
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if match["rquarter"].startswith("上"):
        first = shifted(first, -3)
    return _make(match, days_of_months(first.year, first.month, first.month + 2), "range", relative=True)


def _read_recent(match: re.Match[str], today: date) -> DateSpan | None:
    """Read 近三年 (whole years, this one included), 最近一个月, 近7天, 近半年."""
    unit, written = match["unit"], match["n"]
    if written == "半":
        if unit != "年":
            return None
        return _make(match, (shifted(today, -6) + timedelta(days=1), today), "range", relative=True)
    number = (read_number(written) or 0) if written else 1
    if not 1 <= number <= 200:
        return None
    if unit == "年":
        first: date = date(today.year - number + 1, 1, 1)
    elif unit == "月":
        first = shifted(today, -number) + timedelta(days=1)
    else:
        first = today - timedelta(days=number * (7 if unit in "周星礼" else 1) - 1)
    return _make(match, (first, today), "range", relative=True)


def _read_month_day(match: re.Match[str], today: date) -> DateSpan | None:
    """Read 11-3 and 11/03: a date only where it can be one, for 17-4 is a session."""
    month, day = int(match["m2"]), int(match["d2"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    days, precision = _days_said(today.year, None, {"m": match["m2"], "d": match["d2"]})
    return _make(match, days, precision, any_year=True) if days else _impossible(match)


# 2021年报 is the 年报 of 2021: its 年 is no part of the year. 2021年报告, 2021年报名 are not.
_REPORT = "报(?![告道名送刊价案批到废销考社纸表备警关喜酬])"
_HALF = r"上半年|下半年|前三季度|第?[一二三四1-4]季度|年初|年底|年末|全年|初|底|末"
_FORMS: tuple[tuple[str, str, Callable[[re.Match[str], date], DateSpan | None]], ...] = (
    (
        "ymd",
        rf"(?:{_NUMBERED}(?P<y>{YEAR}){_S}年度?|{_NOT_DIGIT_BEFORE}(?:(?P<short>[0-3]\d)年|(?P<rel>今年|本年|去年|上年|前年|大前年|明年)的?)){_S}"
        rf"(?P<m>{SMALL}){_S}月份?{_S}(?:(?P<d>{SMALL}){_S}(?:{_DAY_MARK}|(?!{_S}[\d件条个份项次届月年])(?=\W|$|的))|(?P<part>上旬|中旬|下旬|上半月|下半月|初|底|末))?",
        _read_date,
    ),
    (
        "iso",
        rf"{_NOT_DIGIT_BEFORE}(?P<y>{YEAR}){_S}[-/.]{_S}(?P<m>\d{{1,2}}){_S}[-/.]{_S}(?P<d>\d{{1,2}})(?!\d|[-.]\d)(?:{_S}日)?",
        _read_date,
    ),
    (
        "iso_month",
        rf"{_NOT_DIGIT_BEFORE}(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})(?![\d.%]|[-/.]\d|{_S}(?:件|月))",
        _read_date,
    ),
    ("compact", rf"{_NOT_DIGIT_BEFORE}(?<![A-Za-z第-])(?:19|20)\d{{4}}(?:\d\d)?(?![\d号號.])", _read_compact),
    (
        "md",
        rf"{_NOT_DIGIT_BEFORE}(?P<m>{SMALL}){_S}月份?{_S}(?:(?P<d>{SMALL}){_S}(?:{_DAY_MARK}|(?!{_S}[\d件条个份项次届月年])(?=\W|$|的))|(?P<part>上旬|中旬|下旬|上半月|下半月|初|底|末))?",
        _read_date,
    ),
    (
        "year",
        rf"{_NOT_DIGIT_BEFORE}(?<![第№#])(?:(?P<y>{YEAR})(?!{_S}[号號]|\d|\s*(?:件|条|个|份|项|人|元|万))(?:{_S}年(?!{_REPORT})度?)?|(?P<short2>[12]\d)(?:年(?:度|(?![内来间前后以]|{_REPORT}))|(?=年{_REPORT})))(?:的?(?P<half>{_HALF}))?",
        _read_year,
    ),
    (
        "ryear",
        rf"(?P<ryear>今年|本年度?|去年|上一?年度?|前年|大前年|明年)(?:的?(?P<rhalf>{_HALF}))?",
        _read_relative_year,
    ),
    ("rday", r"(?P<rday>今天|今日|昨天|昨日|前天|大前天|明天|明日|后天)", _read_relative_day),
    (
        "rweek",
        r"(?P<rweek>上{1,2}个?(?:周|星期|礼拜)|[这本]个?(?:周|星期|礼拜))(?P<weekday>[一二三四五六日天])?",
        _read_relative_week,
    ),
    (
        "rmonth",
        rf"(?P<rmonth>上{{1,2}}个?月|[这本当]个?月|下个月)份?(?:(?P<mday>{SMALL}){_DAY_MARK})?",
        _read_relative_month,
    ),
    ("rquarter", r"(?P<rquarter>上个?季度|[这本]个?季度)", _read_relative_quarter),
    (
        "recent",
        rf"(?:最近|近|过去|这(?!一年))(?:的)?(?P<n>{_COUNT})个?(?P<unit>年|月|天|日|周|星期|礼拜)(?:以来|内|来|里|间)?",
        _read_recent,
    ),
    ("part_only", r"(?<!\d)(?P<part_only>上半年|下半年|前三季度|[春夏秋冬]天|第?[一二三四1-4]季度)", _read_part),
    ("month_day", r"(?<![\d/.-])(?P<m2>\d{1,2})[-/](?P<d2>\d{1,2})(?![\d/.-]|\s*[届次月])", _read_month_day),
)
_PATTERNS = {name: re.compile(pattern) for name, pattern, _ in _FORMS}
_READERS = {name: reader for name, _, reader in _FORMS}
_ANY = re.compile(
    "|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z_0-9]+>', '(?:', pattern)})" for name, pattern, _ in _FORMS)
)
