"""The demonstration: what is bundled, so that a first start has something to answer from until own documents come.

It is the contents of a batch with an action of its own. When it leaves, its rows are kept under that batch: it can come
back as it was, and what it was can still be said. Nobody is told of its coming and leaving.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Label, Select, Table, and_, delete, func, select, update

from bot.store.batch_rows import put_back, row_values, tell_removals
from bot.store.errors import StoreError
from bot.store.journal import Journal, Row
from bot.store.tables import BATCHES, CHANGES, DOCUMENTS, LISTINGS, PARTS, RECORDS, REPORTS

ACTION = "demo"
ASKED = "asked"
"""Note of a batch that somebody asked for, and that no setting takes away."""


#: The batches whose rows are the demonstration's.
OF_DEMONSTRATION: Select[Any] = select(BATCHES.c.id).where(BATCHES.c.action == ACTION)


def brought(table: Table) -> Label[bool]:
    """Return the column `demonstration` of a query: whether a row came with it."""
    return table.c.first_batch.in_(OF_DEMONSTRATION).label("demonstration")


def standing(connection: Connection) -> int | None:
    """Return the batch of the demonstration that is loaded; None where none is."""
    wanted = select(func.max(BATCHES.c.id)).where(BATCHES.c.action == ACTION, BATCHES.c.undone_by.is_(None))
    return connection.execute(wanted).scalar()


def wanted_at_start(connection: Connection) -> bool:
    """Return whether a start loads it: it never was loaded, and nothing of the office's own is."""
    return connection.execute(OF_DEMONSTRATION.limit(1)).first() is None and _own(connection) is None


def outstayed(connection: Connection, *, welcome: bool) -> int | None:
    """Return the batch of a demonstration that a start takes away, None where there is none.

    It is beside own documents that came after it (a database of 0.1), or it is not wanted and nobody asked for it.
    """
    batch = standing(connection)
    if batch is None:
        return None
    note = connection.execute(select(BATCHES.c.note).where(BATCHES.c.id == batch)).scalar()
    alone = _own(connection, before=batch) is None
    return batch if (alone and _own(connection, after=batch)) or (not welcome and note != ASKED) else None


def leave(journal: Journal, batch: int) -> None:
    """Take the demonstration's rows out of all that is answered from, and keep them under its batch."""
    connection = journal.connection
    tell_removals(journal, batch)
    mine = select(REPORTS.c.id).where(REPORTS.c.first_batch == batch)
    wanted: list[tuple[Table, Select[Any]]] = [
        *((part, select(part).where(part.c.report_id.in_(mine))) for part in (*PARTS, LISTINGS)),
        # A list apart from a report is not among the parts of one.
        *((whole, select(whole).where(whole.c.first_batch == batch)) for whole in (LISTINGS, RECORDS, REPORTS)),
    ]
    for table, rows in wanted:
        journal.set_aside(table, map(dict, connection.execute(rows).mappings().all()), batch)
    _mark(connection, batch, journal.batch_id)


def come_back(journal: Journal, undone: int) -> bool:
    """Bring the demonstration back after an import was undone for which it left; return whether it came.

    While a later own import stands it stays away, until that one is undone.
    """
    connection = journal.connection
    wanted = select(func.max(BATCHES.c.id)).where(BATCHES.c.action == ACTION, BATCHES.c.undone_by == undone)
    batch = connection.execute(wanted).scalar()
    if batch is None or standing(connection) is not None:
        return False
    other = _own(connection, after=undone)
    _mark(connection, batch, other)
    if other is None:
        kept = CHANGES.c.batch_id == batch
        put_back(journal, kept)
        connection.execute(delete(CHANGES).where(kept))
    return other is None


def left_records(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return the rows of records that left with the demonstration, by stored key, as `rows_wanted` gives them."""
    kept = select(CHANGES.c.before).where(
        CHANGES.c.batch_id.in_(OF_DEMONSTRATION.where(BATCHES.c.undone_by.is_not(None))),
        CHANGES.c.table_name == RECORDS.name,
        CHANGES.c.after.is_(None),
    )
    names = {one.id: one.name for one in connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.name))}
    rows = (row_values(RECORDS, before) for before in connection.execute(kept.order_by(CHANGES.c.id)).scalars())
    return {row["key"]: row | {"document_name": names[row["document_id"]], "demonstration": True} for row in rows}


def alone_at(connection: Connection, moment: datetime) -> bool:
    """Return whether the demonstration was all that was answered from at a moment, and has left since."""
    left = BATCHES.alias()
    there = (
        select(BATCHES.c.id)
        .join(left, left.c.id == BATCHES.c.undone_by)
        .where(BATCHES.c.action == ACTION, BATCHES.c.at <= moment, left.c.at > moment)
    )
    own = select(BATCHES.c.id).where(BATCHES.c.action == "import", BATCHES.c.at <= moment)
    return connection.execute(there).first() is not None and connection.execute(own.limit(1)).first() is None


class Demonstration:
    """What an import does with the demonstration."""

    def __init__(self, journal: Journal, *, loading: bool) -> None:
        self._journal = journal
        self._loading = loading
        self._batch = None if loading else standing(journal.connection)
        self.left = False

    def make_way(self) -> None:
        """Let it leave where this is the first import of own documents since it came."""
        if self._batch is not None and _own(self._journal.connection, before=self._batch) is None:
            self._leave()

    def without(self, rows: list[Row]) -> list[Row]:
        """Return the stored rows that incoming ones are compared with: own documents and it are never the same things.

        Raises:
            StoreError: It is being loaded and something of it is the office's own already.
        """
        if self._loading:
            if any(row["first_batch"] != self._journal.batch_id for row in rows):
                raise StoreError("store.demonstration_is_own")
            return rows
        theirs = [row for row in rows if row["first_batch"] == self._batch]
        if not theirs:
            return rows
        self._leave()
        return [row for row in rows if row not in theirs]

    def _leave(self) -> None:
        assert self._batch is not None  # noqa: S101 - only then is there anything to leave
        leave(self._journal, self._batch)
        self._batch, self.left = None, True


def _own(connection: Connection, *, after: int = 0, before: int | None = None) -> int | None:
    """Return the first import of own documents that stands, of those after a batch or before one."""
    asked = and_(BATCHES.c.action == "import", BATCHES.c.undone_by.is_(None), BATCHES.c.id > after)
    wanted = select(func.min(BATCHES.c.id)).where(asked)
    return connection.execute(wanted if before is None else wanted.where(BATCHES.c.id < before)).scalar()


def _mark(connection: Connection, batch: int, undone_by: int | None) -> None:
    connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(undone_by=undone_by))
