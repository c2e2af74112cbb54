"""How many records there are of what: counted once a revision, and added up for each question.

Counting 100,000 rows anew takes a database up to 60 ms; the groups here (agency, kind, body, year and month) are some
thousands, and adding them up takes about one.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from bot.records.model import Status
from bot.store.read.values import Selection
from bot.store.tables import RECORDS

_BY = ("agency", "kind", "body", "year", "month")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Filters that the groups do not tell apart.
_FINER = (
    "term",
    "session",
    "number",
    "number_from",
    "number_to",
    "keys",
    "doc_no",
    "index_no",
    "title",
    "role",
    "cells",
    "listed",
    "without",
)

Group = tuple[str, str, str | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of records that are not withdrawn.

    Attributes:
        months: By agency, kind, body, year and month (`2020-11`).
        years: The same without the month: ten times fewer.
    """

    months: Mapping[Group, int]
    years: Mapping[Group, int]

    @classmethod
    def read(cls, connection: Connection) -> "Counts":
        """Read them from the database."""
        columns = [RECORDS.c[name] for name in _BY]
        wanted = select(*columns, func.count()).where(RECORDS.c.status != Status.WITHDRAWN).group_by(*columns)
        months: dict[Group, int] = {}
        years: Counter[Group] = Counter()
        rows: Sequence[Any] = connection.execute(wanted).all()
        for agency, kind, body, year, month, count in rows:
            months[agency, kind, body, year, month] = count
            years[agency, kind, body, year, None] += count
        return cls(months, years)

    @staticmethod
    def answers(selection: Selection, by: str = "agency") -> bool:
        """Return whether a selection can be counted here, by a value or at all: of days, only whole months can."""
        first, last = selection.published_from, selection.published_to
        whole = (first is None or first.day == 1) and (last is None or last.day == monthrange(last.year, last.month)[1])
        if selection.window:
            (_, day), (month, end) = selection.window
            whole = whole and day == 1 and end >= _LONGEST[month - 1]
        return by in _BY and whole and not any(getattr(selection, name) for name in _FINER)

    def count(self, selection: Selection) -> int:
        """Return how many records are selected."""
        return sum(self.tally(selection, "kind").values())

    def tally(self, selection: Selection, by: str) -> dict[str, int]:
        """Return how many selected records have each value, in the order of the values (see `Store.tally`)."""
        place = _BY.index(by)
        agencies, years = set(selection.agencies), set(selection.years)
        kinds = {kind.value for kind in selection.kinds}
        body = selection.body.value if selection.body else None
        days = _Months.of(selection)
        found: Counter[object] = Counter()
        for group, count in (self.months if by == "month" or days else self.years).items():
            agency, kind, whose, year, month = group
            if (
                (body and whose != body)
                or (kinds and kind not in kinds)
                or (agencies and agency not in agencies)
                or (years and year not in years)
                or (days and not days.have(month))
            ):
                continue
            found[group[place]] += count
        return dict(sorted(("" if value is None else str(value), count) for value, count in found.items()))


@dataclass(frozen=True, slots=True)
class _Months:
    """The months that a selection wants, `2020-11`, and those that it wants of any year, `11`."""

    first: str
    last: str
    window: tuple[str, str] | None

    @classmethod
    def of(cls, selection: Selection) -> "_Months | None":
        """Return them; None when the selection wants all records, also those without a date."""
        first, last, window = selection.published_from, selection.published_to, selection.window
        if not (first or last or window):
            return None
        return cls(
            first=f"{first:%Y-%m}" if first else "",
            last=f"{last:%Y-%m}" if last else "9999",
            window=(f"{window[0][0]:02}", f"{window[1][0]:02}") if window else None,
        )

    def have(self, month: str | None) -> bool:
        if month is None or not self.first <= month <= self.last:
            return False
        if self.window is None:
            return True
        begin, end = self.window
        return begin <= month[5:] <= end if begin <= end else month[5:] >= begin or month[5:] <= end
