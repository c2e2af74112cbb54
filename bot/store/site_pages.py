"""What was seen of the rows of watched lists, and what became of each."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, func, insert, select, update

from bot.records.model import Status
from bot.store.chat_tables import SITE_PAGES
from bot.store.database import Database
from bot.store.journal import pieces, plain_rows
from bot.store.tables import RECORDS, SUPPRESSIONS

WAITING, READ, LOADED, OPEN = "waiting", "read", "loaded", "open"
Row = dict[str, Any]


def name_of(address: str, title: str, *, shared: bool) -> str:
    """Return what tells a row from others of its source: its address, and its title where others `share` that."""
    return hashlib.sha256(f"{address}\n{title}".encode() if shared or not address else address.encode()).hexdigest()


class SitePages:
    """The rows of one source.

    Args:
        database: Where.
        source: The name of its job.
    """

    def __init__(self, database: Database, source: str) -> None:
        self._database, self._source = database, source
        self._mine = SITE_PAGES.c.source == source

    def known(self, names: Iterable[str]) -> dict[str, Row]:
        """Return the rows of some names."""
        return {row["name"]: row for row in self._among(select(SITE_PAGES).where(self._mine), SITE_PAGES.c.name, names)}

    def _among(self, wanted: Select[Any], column: Column[Any], values: Iterable[str]) -> Iterator[Row]:
        with self._database.reading() as connection:
            for some in pieces(values):
                yield from plain_rows(connection.execute(wanted.where(column.in_(some))))

    def add(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Add rows that were not met before, to be read."""
        given = {"source": self._source, "state": WAITING, "tries": 0, "swept": 0, "missed": 0}
        none = dict.fromkeys(("etag", "modified", "sha256", "read_at", "record_key"))
        # Another process may have met them since: asked once more where nobody else writes.
        met: set[str] = set()
        for some in pieces(row["name"] for row in rows):
            chosen = select(SITE_PAGES.c.name).where(self._mine, SITE_PAGES.c.name.in_(some))
            met.update(connection.execute(chosen).scalars())
        if new := [{**none, **given, **row} for row in rows if row["name"] not in met]:
            connection.execute(insert(SITE_PAGES), new)

    def change(self, connection: Connection, row_id: int, **values: Any) -> None:
        """Change a row."""
        connection.execute(update(SITE_PAGES).where(SITE_PAGES.c.id == row_id).values(**values))

    def note_loaded(self, connection: Connection, keys: Mapping[int, str | None]) -> None:
        """Note that rows were loaded, by the keys of their records; those without a key stay open."""
        values: Row = {"state": bindparam("state_now"), "record_key": bindparam("key_now")}
        changed = update(SITE_PAGES).where(SITE_PAGES.c.id == bindparam("row_id")).values(values)
        rows = [{"row_id": id_, "key_now": key, "state_now": LOADED if key else OPEN} for id_, key in keys.items()]
        if rows:
            connection.execute(changed, rows)

    def see(self, connection: Connection, ids: Iterable[int], sweep: int) -> None:
        """Note that a sweep met rows."""
        for some in pieces(ids):
            connection.execute(update(SITE_PAGES).where(SITE_PAGES.c.id.in_(some)).values(seen=sweep, missed=0))

    def of_state(self, state: str, limit: int) -> list[Row]:
        """Return rows of a state, those first that were tried least, then in the order in which they were met."""
        wanted = (
            select(SITE_PAGES)
            .where(self._mine, SITE_PAGES.c.state == state)
            .order_by(SITE_PAGES.c.tries, SITE_PAGES.c.id)
        )
        return self._database.rows(wanted.limit(limit))

    def unswept(self, sweep: int, limit: int) -> list[Row]:
        """Return loaded rows whose page a sweep has not asked for."""
        wanted = select(SITE_PAGES).where(self._mine, SITE_PAGES.c.state == LOADED, SITE_PAGES.c.swept < sweep)
        return self._database.rows(wanted.order_by(SITE_PAGES.c.id).limit(limit))

    def unseen(self, sweep: int) -> list[Row]:
        """Return rows that a sweep has not met in the list, and that were there before it."""
        wanted = select(SITE_PAGES).where(self._mine, SITE_PAGES.c.seen < sweep).order_by(SITE_PAGES.c.id)
        return self._database.rows(wanted)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each state."""
        wanted = select(SITE_PAGES.c.state, func.count()).where(self._mine).group_by(SITE_PAGES.c.state)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def years(self) -> dict[str, int]:
        """Return how many rows are loaded, by the year of the record."""
        wanted = (
            select(RECORDS.c.year, func.count())
            .join(SITE_PAGES, SITE_PAGES.c.record_key == RECORDS.c.key)
            .where(self._mine, RECORDS.c.status != Status.WITHDRAWN)
            .group_by(RECORDS.c.year)
        )
        with self._database.reading() as connection:
            return {str(year or ""): number for year, number in connection.execute(wanted).all()}

    def missed(self) -> int:
        """Return how many rows the last sweep did not meet."""
        wanted = select(func.count()).where(self._mine, SITE_PAGES.c.missed > 0)
        return int(self._database.values(wanted)[0])

    def known_addresses(self, addresses: Iterable[str]) -> frozenset[str]:
        """Return those of some addresses that rows were met with."""
        wanted = select(SITE_PAGES.c.address).where(self._mine)
        return frozenset(row["address"] for row in self._among(wanted, SITE_PAGES.c.address, addresses))

    def keys_of(self, addresses: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return the keys of records by their address and title."""
        wanted = select(RECORDS.c.key, RECORDS.c.source_url, RECORDS.c.title)
        found = self._among(wanted, RECORDS.c.source_url, addresses)
        return {(row["source_url"], row["title"]): row["key"] for row in found}

    def withdrawn(self) -> list[str]:
        """Return names of rows whose record was withdrawn, or is there no more."""
        gone = (
            select(SITE_PAGES.c.name)
            .join(RECORDS, RECORDS.c.key == SITE_PAGES.c.record_key, isouter=True)
            .where(
                self._mine,
                SITE_PAGES.c.record_key.is_not(None),
                (RECORDS.c.status == Status.WITHDRAWN) | RECORDS.c.key.is_(None),
            )
        )
        return self._database.values(gone)

    def suppressed(self) -> tuple[str, ...]:
        """Return the names that are suppressed."""
        return tuple(self._database.values(select(SUPPRESSIONS.c.name).order_by(SUPPRESSIONS.c.id)))

    def same_record(self, row: Mapping[str, Any], sweep: int) -> bool:
        """Return whether another row that a sweep met is the same record: this one has moved."""
        if row["record_key"] is None:
            return False
        wanted = select(SITE_PAGES.c.id).where(
            self._mine,
            SITE_PAGES.c.record_key == row["record_key"],
            SITE_PAGES.c.id != row["id"],
            SITE_PAGES.c.seen >= sweep,
        )
        return bool(self._database.values(wanted.limit(1)))

    def forget(self, connection: Connection, ids: Sequence[int]) -> None:
        """Forget rows."""
        if ids:
            connection.execute(SITE_PAGES.delete().where(SITE_PAGES.c.id.in_(ids)))

    def note_read(self, row_id: int, now: datetime, sha256: str | None, **values: Any) -> None:
        """Note that the page of a row was read."""
        with self._database.writing() as connection:
            self.change(connection, row_id, read_at=now, sha256=sha256, **values)
