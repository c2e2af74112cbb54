"""The units that should report each year, and by when (条例 第四十九条)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from bot.records.agencies import identify, is_called
from bot.records.model import Agency
from bot.resources import read_yaml
from bot.text.date_spans import day_of

_DAY = re.compile(r"(?:(?P<year>\d{4})\s*[-年./])?\s*(?P<month>\d{1,2})\s*[-月./]\s*(?P<day>\d{1,2})\s*日?")


class UnitKind(StrEnum):
    """What a unit is: the day by which it reports depends on it."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWN = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that should report.

    Attributes:
        name: As the list writes it.
        agency: Whose reports are its.
        kind: What it is.
        day: Month and day by which it reports; None where neither the list nor the law says one.
        only: The year of that day, where the list gives a day of one year alone.
    """

    name: str
    agency: Agency
    kind: UnitKind
    day: tuple[int, int] | None = None
    only: int | None = None

    def due(self, year: int) -> date | None:
        """Return the day by which the report about `year` is due; None where nothing says one."""
        if self.day is not None and self.only in (None, year + 1):
            return day_of(year + 1, *self.day)
        return None if self.only is None else _lawful(self.kind, year)

    def is_of(self, agency: Agency) -> bool:
        """Return whether a loaded agency is this unit."""
        return agency.slug == self.agency.slug or is_called(self.name, agency)


def unit(name: str, kind: str = "", due: str = "") -> Unit:
    """Return a unit as a list writes it.

    Args:
        name: Its full name.
        kind: What it is, in one of the words of `data/agencies/units.yaml`; told by its name where it is empty.
        due: Its day: `01-31`, `1月31日`, or with a year; that of the law where it is empty.

    Raises:
        ValueError: The word, or the day, is none; its argument is the field.
    """
    named = _kind(name, kind)
    if not due:
        lawful = _lawful(named, 2000)
        return Unit(name=name, agency=identify(name), kind=named, day=(lawful.month, lawful.day) if lawful else None)
    match = _DAY.fullmatch(due.strip().removesuffix("前"))
    year = int(match["year"]) if match and match["year"] else None
    if match is None or day_of(year or 2000, int(match["month"]), int(match["day"])) is None:
        raise ValueError("due")
    return Unit(name=name, agency=identify(name), kind=named, day=(int(match["month"]), int(match["day"])), only=year)


def column_of(label: str) -> str | None:
    """Return which field of a unit a column of a list holds: `name`, `kind`, `due`; None for any other."""
    wanted = re.sub(r"[\s（()）*＊:：]", "", label).lower()
    return next((field for field, labels in _data()["columns"].items() if wanted in labels), None)


def _kind(name: str, word: str) -> UnitKind:
    word = word.strip().lower()
    if word:
        found = next((kind for kind, words in _data()["words"].items() if word in words), None)
        if found is None:
            raise ValueError("kind")
        return UnitKind(found)
    return UnitKind(next(kind for kind, pattern in _data()["kinds"].items() if re.search(pattern, name)))


def _lawful(kind: UnitKind, year: int) -> date | None:
    day: list[int] | None = _data()["days"].get(kind.value)
    return date(year + 1, *day) if day else None


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_yaml("agencies", "units.yaml")
    return loaded
