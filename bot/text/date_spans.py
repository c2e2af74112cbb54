"""A date or period in a text, and the calendar that it is read with."""

import calendar
from dataclasses import dataclass
from datetime import date

from bot.text.numerals import read as read_number

HAN_NUMBER = "〇○零一二三四五六七八九十"
YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九OОo0][〇○零一二三四五六七八九OОo]{2})"
SMALL = rf"(?:\d{{1,2}}|[{HAN_NUMBER}]{{1,3}})"

Days = tuple[date, date]

_ROUND = str.maketrans("○OОo0", "零零零零零")


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


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_of_month(year: int, month: int) -> Days:
    """Return first and last day of a month."""
    return days_of_months(year, month, month)


def days_of_months(year: int, first: int, last: int) -> Days:
    """Return the first day of one month and the last day of another of the same year."""
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def shifted(day: date, months: int) -> date:
    """Return the same day some months later or earlier; the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def leap_before(year: int) -> int:
    """Return the latest leap year that is not after `year`."""
    while not calendar.isleap(year):
        year -= 1
    return year


def year_number(written: str) -> int:
    """Return a year written with digits or character by character (二○二一, 二O二一); 0 when it is none."""
    if written.isascii() and written.isdigit():
        return int(written)
    return read_number(written.translate(_ROUND)) or 0


def small_number(written: str) -> int:
    """Return a month or day; 0 when it is none."""
    return read_number(written.replace("○", "〇")) or 0
