"""Dates joined into ranges (9月到11月, 2020年9-11月) and opened at one end (2020年以来)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.text.date_spans import SMALL, YEAR, DateSpan, day_of, days_of_month, small_number, year_number

_BETWEEN = re.compile(r"\s*(?:到|至|—{1,2}|–|-{1,2}|~|～|起到|起至|一直到)\s*")
_BARE_BEFORE = re.compile(rf"(?<![\d.])(?:(?P<y>{YEAR})\s*年?\s*)?(?P<m>{SMALL})\s*(?:到|至|—{{1,2}}|–|-|~|～)\s*$")
_OF = re.compile(r"\s*的?\s*")
_SINCE = re.compile(r"(?:以来|以后|之后|后|起|开始|至今|到现在)")
_UNTIL = re.compile(r"(?:以前|之前|前|为止|底以前)")


def joined(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    """Return the spans with those that belong together as one, and open ends opened.

    Args:
        text: Where they were found.
        spans: Dates and periods, in order.

    Returns:
        The spans in order, not overlapping.
    """
    done: list[DateSpan] = []
    for found in spans:
        span = _with_bare_start(text, found, done[-1].end if done else 0)
        before = done[-1] if done else None
        both = None
        if before and _BETWEEN.fullmatch(text, before.end, span.start):
            both = _range(text, before, span)
        elif before and before.precision == "year" and _OF.fullmatch(text, before.end, span.start):
            both = _in_year(text, before, span)
        if both:
            done[-1] = both
        else:
            done.append(span)
    return [_opened(text, span) for span in done]


def _in_year(text: str, year: DateSpan, span: DateSpan) -> DateSpan | None:
    """Give a period without a year the one said right before it (2020年 9-11月)."""
    if not span.any_year or year.first is None or span.first is None or span.last is None:
        return None
    first, last = _with_year(span.first, year.first.year), _with_year(span.last, year.first.year)
    said = text[year.start : span.end]
    return replace(span, start=year.start, said=said, first=first, last=last, any_year=False, relative=year.relative)


def _range(text: str, first: DateSpan, last: DateSpan) -> DateSpan | None:
    """Join two spans into one; a year said once holds for both (2020年9月到11月)."""
    if first.first is None or first.last is None or last.first is None or last.last is None:
        return None
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
    return day_of(year, day.month, day.day) or days_of_month(year, day.month)[1] or day


def _with_bare_start(text: str, span: DateSpan, floor: int) -> DateSpan:
    """Take in a bare first number: 9到11月, 2020年9-11月 (2019至2021年 is found as two years already)."""
    if span.precision != "month" or span.first is None:
        return span
    match = _BARE_BEFORE.search(text[floor : span.start])
    if match is None or not 1 <= (month := small_number(match["m"])) <= span.first.month:
        return span
    start = floor + match.start()
    first = span.first.replace(month=month)
    any_year = span.any_year
    if match["y"]:
        year = year_number(match["y"])
        first, any_year = first.replace(year=year), False
        span = replace(span, last=days_of_month(year, span.first.month)[1])
    return replace(span, start=start, said=text[start : span.end], first=first, precision="range", any_year=any_year)


def _opened(text: str, span: DateSpan) -> DateSpan:
    """Open an end for 以来, 之前 and their like."""
    if span.first is None or span.last is None:
        return span
    after = re.match("之?后", text[span.end :])  # 11月3日之后 begins on the next day, 以来 and 以后 on that day
    start = span.last + timedelta(days=1) if after else span.first
    for pattern, change in ((_SINCE, partial(replace, first=start, last=None)), (_UNTIL, partial(replace, first=None))):
        match = pattern.match(text, span.end)
        if match is None or (
            match.group() in {"后", "前", "起"} and text[match.end() : match.end() + 1] in set("续来期三后面")
        ):
            continue
        opened = change(span, end=match.end(), said=text[span.start : match.end()], precision="range")
        if opened.first is not None:
            return opened
        # 10月底以前: by its end
        return opened if span.said.endswith("底") else replace(opened, last=span.first - timedelta(days=1))
    return span
