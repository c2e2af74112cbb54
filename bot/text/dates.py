"""Dates and periods as people and documents write them (issue 4, domain.md §6 trap 33).

`find` reads messages and prose; `read_day` reads a cell that holds one date and is quick, for lists of a million rows.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from bot.text.numerals import read as read_number


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """A date or a period in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        said: The text between them.
        first: First day, included; None for an open beginning (2020年以前) or an impossible date.
        last: Last day, included; None for an open end (2020年以来) or an impossible date.
        precision: `day`, `month`, `year`, or `range`.
        any_year: No year was said: only month and day of `first` and `last` count.
        impossible: There is no such date (2月30日).
        relative: It depends on today (去年, 近三年).
    """

    start: int
    end: int
    said: str
    first: date | None
    last: date | None
    precision: str
    any_year: bool = False
    impossible: bool = False
    relative: bool = False


_HAN = "〇○零一二三四五六七八九十"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九OОo0][〇○零一二三四五六七八九OОo]{2})"
_SMALL = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
_COUNT = rf"(?:\d{{1,3}}|[{_HAN}两半]{{1,3}})"
_S = r"\s*"
_NOT_DIGIT_BEFORE = r"(?<![\d.])"
_NOT_DIGIT_AFTER = r"(?![\d])"
_DAY_MARK = r"(?:日|号|號)(?!提案|建议|建議|议案|文)"

_READ_DAY = re.compile(
    r"\s*[(\[（【]?\s*(\d{4})\s*[-/.年．－／]\s*(\d{1,2})\s*[-/.月．－／]\s*(\d{1,2})\s*[日号]?"
    r"(?:[\sT]+\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\s*[)\]）】]?\s*"
)
_READ_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*")

Interval = tuple[date | None, date | None]


def read_day(text: str) -> date | None:
    """Read a cell that holds one day, with or without a time of day.

    Args:
        text: E.g. `2020年11月03日`, `2020-11-03 10:20`, `2020/11/3`, `20201103`, `二〇二〇年十一月三日`.

    Returns:
        The day, or None when the cell holds anything else or a day that does not exist.
    """
    match = _READ_DAY.fullmatch(text) or _READ_COMPACT.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if len(text) > 40 or not any(character in text for character in "年月-/.．－／"):
        return None
    spans = find(text.strip(" \t\n[]()（）【】"), date(2000, 1, 1))
    if len(spans) == 1 and spans[0].precision == "day" and not (spans[0].any_year or spans[0].relative):
        return spans[0].first
    return None


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
        span = _READERS[name](_PATTERNS[name].match(text, match.start()), today)
        if span is None or span.end <= position:
            position = max(match.start() + 1, position + 1)
            continue
        spans.append(span)
        position = span.end
    return _join(text, spans)


# --- calendar --------------------------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> Interval:
    return date(year, first, 1), _month(year, last)[1]


def _shift(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _leap_before(year: int) -> int:
    while not calendar.isleap(year):
        year -= 1
    return year


def _year_number(written: str) -> int:
    digits = written.translate(str.maketrans({"○": "零", "O": "零", "О": "零", "o": "零", "0": "零"}))
    value = int(written) if written.isascii() and written.isdigit() else read_number(digits)
    return value or 0


def _small(written: str) -> int:
    return read_number(written.replace("○", "〇")) or 0


def _count(written: str) -> int:
    return read_number(written) or 0


# --- readers: one a form ---------------------------------------------------------------------------------------------


def _make(match: re.Match[str], interval: Interval, precision: str, **flags: bool) -> DateSpan:
    first, last = interval
    return DateSpan(
        start=match.start(), end=match.end(), said=match.group(), first=first, last=last, precision=precision, **flags
    )


def _impossible(match: re.Match[str]) -> DateSpan:
    return _make(match, (None, None), "day", impossible=True)


def _read_date(match: re.Match[str], today: date) -> DateSpan | None:
    """Read year, month and day, whichever are there."""
    parts = match.groupdict()
    relative = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1}.get((parts.get("rel") or " ")[0])
    if relative is not None:
        year: int | None = today.year + relative - (1 if (parts["rel"] or "").startswith("大") else 0)
    elif parts.get("short"):
        year = 2000 + int(parts["short"])
    else:
        year = _year_number(parts["y"]) if parts.get("y") else None
    span = _read_day_of(match, today, year, _small(parts["m"]), parts.get("d"), parts.get("part"))
    return replace(span, relative=True) if relative is not None else span


def _read_day_of(
    match: re.Match[str], today: date, year: int | None, month: int, day: str | None, part: str | None
) -> DateSpan:
    any_year = year is None
    if not 1 <= month <= 12:
        return _impossible(match)
    if day:
        number = _small(day)
        known = year if year is not None else (_leap_before(today.year) if (month, number) == (2, 29) else today.year)
        found = _day(known, month, number)
        return _make(match, (found, found), "day", any_year=any_year) if found else _impossible(match)
    whole = _month(year or today.year, month)
    if part:
        return _make(match, _part_of_month(whole, part), "range", any_year=any_year)
    return _make(match, whole, "month", any_year=any_year)


def _part_of_month(month: Interval, part: str) -> Interval:
    first, last = month
    assert first and last  # noqa: S101 - months of the calendar have both ends
    days = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}.get(part, (21, last.day))
    return first.replace(day=days[0]), first.replace(day=days[1])


def _read_compact(match: re.Match[str], today: date) -> DateSpan | None:
    written = match.group()
    year, month = int(written[:4]), int(written[4:6])
    if len(written) == 6:
        return (
            _make(match, _month(year, month), "month") if 1 <= month <= 12 and 1990 <= year <= today.year + 1 else None
        )
    found = _day(year, month, int(written[6:]))
    return _make(match, (found, found), "day") if found else _impossible(match)


def _read_year(match: re.Match[str], today: date) -> DateSpan | None:
    parts = match.groupdict()
    year = 2000 + int(parts["short2"]) if parts.get("short2") else _year_number(parts["y"])
    if not 1900 <= year <= 2100:
        return None
    return _part_of_year(match, year, parts.get("half"), any_year=False)


def _part_of_year(
    match: re.Match[str], year: int, half: str | None, *, any_year: bool, relative: bool = False
) -> DateSpan:
    flags = {"any_year": any_year, "relative": relative}
    if not half:
        return _make(match, _months(year, 1, 12), "year", **flags)
    first, last = _PARTS_OF_YEAR.get(half) or _quarter(half)
    return _make(match, _months(year, first, last), "range", **flags)


_PARTS_OF_YEAR = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 1), "初": (1, 1), "年底": (12, 12), "年末": (12, 12), "底": (12, 12), "末": (12, 12), "全年": (1, 12), "前三季度": (1, 9)}  # fmt: skip


def _quarter(written: str) -> tuple[int, int]:
    number = next((_small(character) for character in written if character in "一二三四1234"), 1)
    return number * 3 - 2, number * 3


def _read_part(match: re.Match[str], today: date) -> DateSpan:
    """Read 上半年 or 三季度 without a year."""
    return _part_of_year(match, today.year, match["part_only"], any_year=True)


def _read_relative_year(match: re.Match[str], today: date) -> DateSpan:
    word = match["ryear"]
    back = {"今": 0, "本": 0, "这": 0, "当": 0, "去": 1, "上": 1, "前": 2, "大": 3, "明": -1}[word[0]]
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
    first = _shift(today.replace(day=1), word.count("下") - word.count("上"))
    day = match["mday"]
    if day:
        found = _day(first.year, first.month, _small(day))
        return _make(match, (found, found), "day", relative=True) if found else _impossible(match)
    return _make(match, _month(first.year, first.month), "month", relative=True)


def _read_relative_quarter(match: re.Match[str], today: date) -> DateSpan:
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if match["rquarter"].startswith("上"):
        first = _shift(first, -3)
    return _make(match, _months(first.year, first.month, first.month + 2), "range", relative=True)


def _read_recent(match: re.Match[str], today: date) -> DateSpan | None:
    """Read 近三年 (whole years, this one included), 最近一个月, 近7天, 近半年."""
    unit, written = match["unit"], match["n"]
    if written == "半":
        if unit != "年":
            return None
        return _make(match, (_shift(today, -6) + timedelta(days=1), today), "range", relative=True)
    number = _count(written) if written else 1
    if not 1 <= number <= 200:
        return None
    if unit == "年":
        first: date = date(today.year - number + 1, 1, 1)
    elif unit == "月":
        first = _shift(today, -number) + timedelta(days=1)
    else:
        first = today - timedelta(days=number * (7 if unit in "周星礼" else 1) - 1)
    return _make(match, (first, today), "range", relative=True)


def _read_month_day(match: re.Match[str], today: date) -> DateSpan | None:
    """Read 11-3 and 11/03: a date only where it can be one, for 17-4 is a session."""
    month, day = int(match["m2"]), int(match["d2"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _read_day_of(match, today, None, month, match["d2"], None)


_HALF = r"上半年|下半年|前三季度|第?[一二三四1-4]季度|年初|年底|年末|全年|初|底|末"
_FORMS: tuple[tuple[str, str, Callable[[re.Match[str], date], DateSpan | None]], ...] = (
    (
        "ymd",
        rf"{_NOT_DIGIT_BEFORE}(?:(?P<y>{_YEAR}){_S}年度?|(?P<short>[0-3]\d)年|(?P<rel>今年|本年|去年|上年|前年|大前年|明年)的?){_S}"
        rf"(?P<m>{_SMALL}){_S}月份?{_S}(?:(?P<d>{_SMALL}){_S}(?:{_DAY_MARK}|(?!{_S}[\d件条个份项次届月年])(?=\W|$|的))|(?P<part>上旬|中旬|下旬|初|底|末))?",
        _read_date,
    ),
    (
        "iso",
        rf"{_NOT_DIGIT_BEFORE}(?P<y>{_YEAR}){_S}[-/.]{_S}(?P<m>\d{{1,2}}){_S}[-/.]{_S}(?P<d>\d{{1,2}})(?!\d|[-.]\d)(?:{_S}日)?",
        _read_date,
    ),
    (
        "iso_month",
        rf"{_NOT_DIGIT_BEFORE}(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})(?![\d.%]|[-/.]\d|{_S}(?:件|月))",
        _read_date,
    ),
    ("compact", rf"{_NOT_DIGIT_BEFORE}(?<![A-Za-z第-])(?:19|20)\d{{4}}(?:\d\d)?(?![\d号號.])", _read_compact),
    (
        "md",
        rf"{_NOT_DIGIT_BEFORE}(?P<m>{_SMALL}){_S}月份?{_S}(?:(?P<d>{_SMALL}){_S}(?:{_DAY_MARK}|(?!{_S}[\d件条个份项次届月年])(?=\W|$|的))|(?P<part>上旬|中旬|下旬|初|底|末))?",
        _read_date,
    ),
    (
        "year",
        rf"{_NOT_DIGIT_BEFORE}(?<![第№#])(?:(?P<y>{_YEAR})(?!{_S}[号號]|\d|\s*(?:件|条|个|份|项|人|元|万))(?:{_S}年度?)?|(?P<short2>[12]\d)年(?:度|(?![内来间前后以])))(?:的?(?P<half>{_HALF}))?",
        _read_year,
    ),
    (
        "ryear",
        rf"(?P<ryear>今年|本年度?|这一年|当年|去年|上一?年度?|前年|大前年|明年)(?:的?(?P<rhalf>{_HALF}))?",
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
        rf"(?P<rmonth>上{{1,2}}个?月|[这本当]个?月|下个月)份?(?:(?P<mday>{_SMALL}){_DAY_MARK})?",
        _read_relative_month,
    ),
    ("rquarter", r"(?P<rquarter>上个?季度|[这本]个?季度)", _read_relative_quarter),
    (
        "recent",
        rf"(?:最近|近|过去|这)(?:的)?(?P<n>{_COUNT})个?(?P<unit>年|月|天|日|周|星期|礼拜)(?:以来|内|来|里|间)?",
        _read_recent,
    ),
    ("part_only", r"(?<!\d)(?P<part_only>上半年|下半年|前三季度|第?[一二三四1-4]季度)", _read_part),
    ("month_day", r"(?<![\d/.-])(?P<m2>\d{1,2})[-/](?P<d2>\d{1,2})(?![\d/.-]|\s*[届次月])", _read_month_day),
)
_PATTERNS = {name: re.compile(pattern) for name, pattern, _ in _FORMS}
_READERS = {name: reader for name, _, reader in _FORMS}
_ANY = re.compile(
    "|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z_0-9]+>', '(?:', pattern)})" for name, pattern, _ in _FORMS)
)


# --- ranges ----------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\s*(?:到|至|—{1,2}|–|-{1,2}|~|～|起到|起至|一直到)\s*")
_BARE_BEFORE = re.compile(rf"(?<![\d.])(?:(?P<y>{_YEAR})\s*年?\s*)?(?P<m>{_SMALL})\s*(?:到|至|—{{1,2}}|–|-|~|～)\s*$")
_OF = re.compile(r"\s*的?\s*")
_SINCE = re.compile(r"(?:以来|以后|之后|后|起|开始|至今|到现在)")
_UNTIL = re.compile(r"(?:以前|之前|前|为止|底以前)")


def _join(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    joined: list[DateSpan] = []
    for found in spans:
        span = _with_bare_start(text, found, joined[-1].end if joined else 0)
        before = joined[-1] if joined else None
        both = None
        if before and _BETWEEN.fullmatch(text, before.end, span.start):
            both = _range(text, before, span)
        elif before and before.precision == "year" and _OF.fullmatch(text, before.end, span.start):
            both = _in_year(text, before, span)
        if both:
            joined[-1] = both
        else:
            joined.append(span)
    return [_opened(text, span) for span in joined]


def _in_year(text: str, year: DateSpan, span: DateSpan) -> DateSpan | None:
    """Give a period without a year the one said right before it (2020年 9-11月)."""
    if not span.any_year or None in (year.first, span.first, span.last):
        return None
    assert year.first and span.first and span.last  # noqa: S101 - just tested; for the type checker
    first, last = _with_year(span.first, year.first.year), _with_year(span.last, year.first.year)
    said = text[year.start : span.end]
    return replace(span, start=year.start, said=said, first=first, last=last, any_year=False, relative=year.relative)


def _range(text: str, first: DateSpan, last: DateSpan) -> DateSpan | None:
    """Join two spans into one; a year said once holds for both (2020年9月到11月)."""
    if None in (first.first, first.last, last.first, last.last):
        return None
    assert first.first and last.last and last.first  # noqa: S101 - just tested; for the type checker
    start, end, any_year = first.first, last.last, first.any_year and last.any_year
    if last.any_year and not first.any_year:
        end = _with_year(last.last, start.year)
    elif first.any_year and not last.any_year:
        start = _with_year(start, last.first.year)
    if end < start and not any_year:
        return None
    said = text[first.start : last.end]
    return replace(first, end=last.end, said=said, first=start, last=end, precision="range", any_year=any_year)


def _with_year(day: date, year: int) -> date:
    return _day(year, day.month, day.day) or _month(year, day.month)[1] or day


def _with_bare_start(text: str, span: DateSpan, floor: int) -> DateSpan:
    """Take in a bare first number: 9到11月, 2020年9-11月 (2019至2021年 is found as two years already)."""
    if span.precision != "month" or span.first is None:
        return span
    match = _BARE_BEFORE.search(text[floor : span.start])
    if match is None or not 1 <= (month := _small(match["m"])) <= span.first.month:
        return span
    start = floor + match.start()
    first = span.first.replace(month=month)
    any_year = span.any_year
    if match["y"]:
        year = _year_number(match["y"])
        first, any_year = first.replace(year=year), False
        span = replace(span, last=_month(year, span.first.month)[1])
    return replace(span, start=start, said=text[start : span.end], first=first, precision="range", any_year=any_year)


def _opened(text: str, span: DateSpan) -> DateSpan:
    """Open an end for 以来, 之前 and their like."""
    if span.first is None or span.last is None:
        return span
    for pattern, change in ((_SINCE, partial(replace, last=None)), (_UNTIL, partial(replace, first=None))):
        match = pattern.match(text, span.end)
        if match is None or (
            match.group() in {"后", "前", "起"} and text[match.end() : match.end() + 1] in set("续来期三后面")
        ):
            continue
        opened = change(span, end=match.end(), said=text[span.start : match.end()], precision="range")
        return replace(opened, last=span.first - timedelta(days=1)) if opened.first is None else opened
    return span
