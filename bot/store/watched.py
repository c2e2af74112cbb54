"""The lists of sites that are watched, for whoever asks what is loaded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from bot.records.model import Status
from bot.store.announcement_models import JobRow
from bot.store.journal import table_of
from bot.store.models import RecordRow
from bot.store.site_models import SitePageRow

_JOBS, _PAGES, _RECORDS = table_of(JobRow), table_of(SitePageRow), table_of(RecordRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedList:
    """A list of a site that is watched.

    Attributes:
        name: Of the list.
        agency: Slug of the office whose records it has.
        since: The day on which all of it had been met.
        looked: The day of the last look.
        swept: The day on which the last sweep ended, None before the first.
        changed: The day on which something new or other was met last.
        loaded: Rows that are loaded, and not withdrawn.
        missing: Rows that the site states, or that were met, beyond those.
    """

    name: str
    agency: str
    since: date
    looked: date
    swept: date | None = None
    changed: date | None = None
    loaded: int = 0
    missing: int = 0


def read_watched(connection: Connection) -> tuple[WatchedList, ...]:
    """Return the lists that are watched, of each office whose records they have."""
    loaded = (
        select(_PAGES.c.source, _RECORDS.c.agency, func.count().label("number"))
        .join(_RECORDS, _RECORDS.c.key == _PAGES.c.record_key)
        .where(_RECORDS.c.status != Status.WITHDRAWN.value)
        .group_by(_PAGES.c.source, _RECORDS.c.agency)
        .order_by(_PAGES.c.source, func.count().desc())
    )
    met = select(_PAGES.c.source, func.count()).group_by(_PAGES.c.source)
    rows: dict[str, int] = {row[0]: row[1] for row in connection.execute(met)}
    found: dict[str, WatchedList] = {}
    offices = connection.execute(loaded).all() if rows else []
    kept = {
        row.name: (row.ran_at, row.kept)
        for row in connection.execute(select(_JOBS).where(_JOBS.c.name.in_({one.source for one in offices})))
    }
    for office in offices:
        at, said = kept.get(office.source, (None, {}))
        if at is None or not said.get("since") or office.source in found:
            continue
        sweep = said.get("sweep") or {}
        found[office.source] = WatchedList(
            name=said.get("name") or "",
            agency=office.agency,
            since=_day(said["since"]),
            looked=_day(said["looked"]) if said.get("looked") else at.date(),
            swept=_day(sweep["last"]) if sweep.get("last") else None,
            changed=_day(said["changed"]) if said.get("changed") else None,
            loaded=office.number,
            missing=max(0, max(rows[office.source], said.get("total") or 0) - office.number),
        )
    return tuple(found.values())


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
