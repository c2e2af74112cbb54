"""The lists of sites that are watched, for whoever asks what is loaded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from bot.records.model import Status
from bot.store.chat_tables import JOBS, SITE_PAGES
from bot.store.tables import RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredList:
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


def read_watched(connection: Connection) -> tuple[CoveredList, ...]:
    """Return the lists that are watched, of each office whose records they have."""
    loaded = (
        select(SITE_PAGES.c.source, RECORDS.c.agency, func.count().label("number"))
        .join(RECORDS, RECORDS.c.key == SITE_PAGES.c.record_key)
        .where(RECORDS.c.status != Status.WITHDRAWN)
        .group_by(SITE_PAGES.c.source, RECORDS.c.agency)
        .order_by(SITE_PAGES.c.source, func.count().desc())
    )
    met = select(SITE_PAGES.c.source, func.count()).group_by(SITE_PAGES.c.source)
    rows: dict[str, int] = {row[0]: row[1] for row in connection.execute(met)}
    found: dict[str, CoveredList] = {}
    offices = connection.execute(loaded).all() if rows else []
    kept = {
        row.name: (row.ran_at, row.kept)
        for row in connection.execute(select(JOBS).where(JOBS.c.name.in_({one.source for one in offices})))
    }
    for office in offices:
        at, said = kept.get(office.source, (None, {}))
        if at is None or not said.get("since") or office.source in found:
            continue
        sweep = said.get("sweep") or {}
        found[office.source] = CoveredList(
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
