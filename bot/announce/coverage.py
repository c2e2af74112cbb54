"""How much of a watched source is loaded: since when, when it was looked at, what it states, what is missing."""

from dataclasses import dataclass, field
from typing import Any

from bot.announce.sources import WatchedSource
from bot.messages import message
from bot.store.database import Database
from bot.store.jobs import last_run
from bot.store.site_pages import OPEN, SitePages

_MINUTES = 16  # characters of a moment up to its minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known of one source.

    Attributes:
        name: Of it.
        kind: `folder`, `feed` or `page`.
        since: Since when it is watched; of a site, when all of it had been met.
        looked: When it was looked at last.
        swept: When the last sweep ended.
        changed: When something new or other was met last.
        total: Rows that the site states.
        rows: Rows that were met.
        loaded: Rows that are loaded.
        open: Rows that are not, and will not be.
        missed: Rows that the last sweep did not meet.
        years: Rows that are loaded, by year.
        fault: Why nothing was loaded at the last look.
    """

    name: str
    kind: str
    since: str = ""
    looked: str = ""
    swept: str = ""
    changed: str = ""
    total: int | None = None
    rows: int = 0
    loaded: int = 0
    open: int = 0
    missed: int = 0
    years: dict[str, int] = field(default_factory=dict)
    fault: str = ""

    @property
    def missing(self) -> int:
        """How many rows are not loaded, of those that the site states, or that were met where it states none."""
        return max(self.rows, self.total or 0) - self.loaded

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        named = ("name", "kind", "since", "looked", "swept", "changed", "total", "rows", "loaded", "open", "missed")
        return {
            **{name: getattr(self, name) for name in named},
            "missing": self.missing,
            "years": self.years,
            "fault": self.fault,
        }

    def lines(self) -> list[str]:
        """Return it in words."""
        kind, never = message(f"site.kind_{self.kind}"), message("site.never")
        if self.kind != "page":
            state = message("site.status_looked", looked=self.looked[:_MINUTES] or never)
            return [message("site.status", source=self.name, kind=kind, state=state)]
        state = message(
            "site.status_site",
            since=self.since[:10] or never,
            looked=self.looked[:_MINUTES] or never,
            swept=self.swept[:_MINUTES] or never,
            changed=self.changed[:_MINUTES] or never,
            loaded=self.loaded,
            total=message("site.unstated") if self.total is None else self.total,
            missing=message("site.missing_rows", missing=self.missing)
            if self.missing or self.total is not None
            else message("site.missing_unknown"),
        )
        lines = [message("site.status", source=self.name, kind=kind, state=state)]
        lines += [message("site.status_year", year=year, loaded=number) for year, number in sorted(self.years.items())]
        if self.fault:
            lines.append(message("site.status_fault", fault=self.fault))
        return lines


def coverage(database: Database, source: WatchedSource) -> Coverage:
    """Return how much of a source is loaded."""
    with database.reading() as connection:
        at, kept = last_run(connection, source.job)
    looked = at.isoformat() if at is not None else ""
    if source.page is None:
        return Coverage(name=source.name, kind="feed" if source.feed else "folder", looked=looked)
    pages = SitePages(database, source.job)
    counts, years, sweep = pages.counts(), pages.years(), kept.get("sweep") or {}
    return Coverage(
        name=source.name,
        kind="page",
        since=kept.get("since", ""),
        looked=kept.get("looked", "") or looked,
        swept=sweep.get("last") or "",
        changed=kept.get("changed", ""),
        total=kept.get("total"),
        rows=sum(counts.values()),
        loaded=sum(years.values()),
        open=counts.get(OPEN, 0),
        missed=pages.missed(),
        years=years,
        fault=kept.get("fault", ""),
    )
