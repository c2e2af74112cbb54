"""Working days, by the State Council's yearly arrangement (`data/calendar/<year>.yaml`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.resources import bundled, read_yaml

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """The arrangement of one year: days off besides week-ends, and week-end days that are worked."""

    off: frozenset[date]
    worked: frozenset[date]


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day; in a year that is not covered, from Monday to Friday."""
    year = _year(day.year)
    if year is not None:
        if day in year.worked:
            return True
        if day in year.off:
            return False
    return day.weekday() < _SATURDAY


@cache
def covered() -> tuple[int, ...]:
    """Return the years whose arrangement is on file, in order."""
    return tuple(sorted(int(path.stem) for path in bundled("calendar").glob("*.yaml")))


@cache
def _year(year: int) -> Year | None:
    if year not in covered():
        return None
    written = read_yaml("calendar", f"{year}.yaml")
    off: set[date] = set()
    for holiday in written["holidays"]:
        first, last = holiday["from"], holiday["to"]
        off.update(first + timedelta(days=number) for number in range((last - first).days + 1))
    return Year(frozenset(off), frozenset(written["worked"]))
