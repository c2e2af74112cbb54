"""The list of batches, and taking one back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, union, update

from bot.store import demonstration, events
from bot.store.batch_rows import REVISED, TABLES, put_back, row_values, tell_removals
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.journal import Journal
from bot.store.load.loading import begin_batch, finish_batch
from bot.store.load.suppression import touch_named
from bot.store.load.taking_down import touch_taken_down
from bot.store.record_dates import redate
from bot.store.tables import BATCHES, CHANGES, LISTINGS, RECORDS, REPORTS, SUPPRESSIONS

_BY_NAME = {table.name: table for table in TABLES}
# What a later batch must not have touched, for an earlier one to be taken back: the parts of a report go with it.
_WHOLES = (RECORDS, REPORTS, LISTINGS, SUPPRESSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBatch:
    """One batch.

    Attributes:
        id: Its number.
        action: `import`, `demo` (the demonstration), `withdraw`, `suppress` or `undo`.
        at: When (UTC).
        documents: Names of the files.
        counts: What it did, as its preview counted it.
        note: What it was about: a key, a name, the batch that was undone.
        undone_by: The batch that took it back, None while it stands.
        actor: Who did it, where that is known.
    """

    id: int
    action: str
    at: datetime
    documents: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    note: str | None
    undone_by: int | None
    actor: str | None = None


def batches(database: Database) -> list[StoredBatch]:
    """Return all batches, the latest first."""
    names = ("id", "action", "at", "documents", "counts", "note", "undone_by", "actor")
    rows = database.rows(select(BATCHES).order_by(BATCHES.c.id.desc()))
    return [StoredBatch(**{name: row[name] for name in names}) for row in rows]


def undo(database: Database, batch_id: int, actor: str | None = None) -> bool:
    """Take a batch back: what it added goes, what it changed or removed is as it was before.

    Args:
        database: Where.
        batch_id: Its number.
        actor: Who takes it back; see `bot.store.load.loading`.

    Returns:
        Whether the demonstration came back with it.

    Raises:
        StoreError: There is no such batch, it was undone already, it is an undoing itself, or a later batch that still
            stands changed the same things.
    """
    found = next((batch for batch in batches(database) if batch.id == batch_id), None)
    if found is None:
        raise StoreError("store.no_such_batch", number=batch_id)
    if found.action == "undo":
        raise StoreError("store.undo_of_undo", number=batch_id)
    with database.writing() as connection:
        if connection.execute(select(BATCHES.c.undone_by).where(BATCHES.c.id == batch_id)).scalar() is not None:
            raise StoreError("store.already_undone", number=batch_id)
        if found.action == demonstration.ACTION:
            journal = begin_batch(connection, "undo")
            demonstration.leave(journal, batch_id)
            finish_batch(journal, documents=found.documents, note=str(batch_id), told=False)
            return False
        later = _changed_later(connection, batch_id)
        if later is not None:
            raise StoreError("store.undo_later_first", number=batch_id, later=later)
        journal = begin_batch(connection, "undo", actor=actor)
        if found.action == "suppress" and found.note:
            touch_named(journal, found.note)
        touch_taken_down(journal, batch_id)
        events.tell_of_undoing(journal, batch_id)
        _take_back(journal, batch_id)
        connection.execute(update(BATCHES).where(BATCHES.c.id == batch_id).values(undone_by=journal.batch_id))
        came_back = demonstration.come_back(journal, batch_id)
        # What was kept by an older version has no such date.
        redate(connection, RECORDS.c.revision == journal.revision)
        finish_batch(journal, documents=found.documents, note=str(batch_id), told=False)
    return came_back


def _changed_later(connection: Connection, batch_id: int) -> int | None:
    """Return the latest other batch that changed something which this batch added or changed."""
    latest = 0
    for table in _WHOLES:
        touched = union(
            select(table.c.id).where(table.c.first_batch == batch_id),
            select(CHANGES.c.row_id).where(CHANGES.c.batch_id == batch_id, CHANGES.c.table_name == table.name),
        ).subquery()
        wanted = select(func.max(table.c.last_batch)).where(
            table.c.id.in_(select(touched.c[0])), table.c.last_batch > batch_id
        )
        latest = max(latest, connection.execute(wanted).scalar() or 0)
    return latest or None


def _take_back(journal: Journal, batch_id: int) -> None:
    connection = journal.connection
    tell_removals(journal, batch_id)
    mine = CHANGES.c.batch_id == batch_id
    for table in TABLES:
        connection.execute(delete(table).where(table.c.first_batch == batch_id))
    # What was removed comes back, then what was changed, in the reverse order.
    put_back(journal, mine)
    changed = select(CHANGES).where(mine, CHANGES.c.after.is_not(None)).order_by(CHANGES.c.id.desc())
    for row in connection.execute(changed).mappings().all():
        table = _BY_NAME[row["table_name"]]
        values = row_values(table, row["before"])
        if table in REVISED:
            values["revision"] = journal.revision
        connection.execute(update(table).where(table.c.id == row["row_id"]).values(values))
    connection.execute(update(CHANGES).where(mine).values(undone=True))
