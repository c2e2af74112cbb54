"""Which units' reports of a year are there, and which came late: only what is printed or was entered says that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.records.model import Caveat, Passage, RecordKind
from bot.records.units import Unit
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.receipts import receipts

# What a report prints before the day on which it was put on the web, and where it prints it: above its first section.
_PUBLISHED = re.compile(r"(?:发布|公布|发文|上网)(?:时间|日期|日)\s*[:：]\s*")
_ABOVE = frozenset({"封面", "前言"})


class Timing(StrEnum):
    """Whether a report came in time."""

    IN_TIME = "in_time"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """How it stands with the report of a unit about a year.

    Attributes:
        unit: The unit.
        loaded: Its report is loaded. Where it is not, nobody knows whether it was handed in.
        due: By when it should be there; None where nothing says a day.
        received: The day that staff entered.
        published: The day that the report, or a list that names it, prints as that of its publication.
        timing: What these two days say; `unknown` where there is neither, or no day by which it is due.
    """

    unit: Unit
    loaded: bool
    due: date | None
    received: date | None = None
    published: date | None = None

    @property
    def timing(self) -> Timing:
        """Whether it came in time: by the day that was entered, else by the one that is printed."""
        day = self.received or self.published
        if day is None or self.due is None:
            return Timing.UNKNOWN
        return Timing.LATE if day > self.due else Timing.IN_TIME

    @property
    def days_late(self) -> int:
        """By how many days it came late; 0 where it did not."""
        day = self.received or self.published
        return (day - self.due).days if day is not None and self.due is not None and day > self.due else 0

    @property
    def is_open(self) -> bool:
        """Whether nothing of it is there: neither loaded nor received."""
        return not self.loaded and self.received is None


def due_reports(store: Store, units: Sequence[Unit], year: int) -> tuple[DueReport, ...]:
    """Return how it stands with the reports of units about a year, in the order of the units."""
    reports = [report for report in store.reports(year=year) if report.caveat is not Caveat.DEMONSTRATION]
    loaded = {report.agency.slug: report.agency for report in reports}
    entered, printed = receipts(store.database, year), _printed_days(store, year)
    found = []
    for unit in units:
        agency = loaded.get(unit.agency.slug) or next((one for one in loaded.values() if unit.is_of(one)), None)
        slugs = dict.fromkeys(one.slug for one in (agency, unit.agency) if one is not None)
        found.append(
            DueReport(
                unit=unit,
                loaded=agency is not None,
                due=unit.due(year),
                received=next((entered[slug] for slug in slugs if slug in entered), None),
                published=next((printed[slug] for slug in slugs if slug in printed), None),
            )
        )
    return tuple(found)


def _printed_days(store: Store, year: int) -> dict[str, date]:
    """Return the days on which reports were put on the web, as they or lists that name them print it, by slug."""
    days: dict[str, date] = {}
    for stored in store.records(Selection(kinds=(RecordKind.ANNUAL_REPORT,))):
        day = stored.record.published_on
        if day is not None and f"{year}年" in re.sub(r"\s", "", stored.record.title):
            days[stored.agency.slug] = min(day, days.get(stored.agency.slug, day))
    for sentence in store.passages(year=year):
        if sentence.passage.section in _ABOVE and (day := _printed(sentence.passage)) is not None:
            days[sentence.agency.slug] = day
    return days


def _printed(passage: Passage) -> date | None:
    label = _PUBLISHED.search(passage.text)
    if label is None:
        return None
    whole = (one for one in passage.dates if one.precision == "day" and not one.inferred_year)
    return next((one.day for one in whole if one.start == label.end()), None)
