"""What a database knew beyond a backup of it: withdrawn records, suppressed names, and all that concerns chats.

What is published comes from the backup. What somebody took down or asked to be forgotten since must not come back with
it, and nobody shall be told twice: so all that concerns chats is as it was at last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from bot.records.model import Status
from bot.store.chat_tables import (
    ANSWERED,
    CHATS,
    DESTINATIONS,
    EVENTS,
    INBOX,
    INBOX_ANSWERED,
    JOBS,
    MISSES,
    OUTBOX,
    POSTS,
    PREFERENCES,
    SUBSCRIPTIONS,
    TOKENS,
)
from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.load.loading import begin_batch, finish_batch
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from bot.store.tables import AGENCIES, BATCHES, DOCUMENTS, RECORDS, SUPPRESSIONS

# In the order in which one refers to another.
_OF_CHATS = tuple(
    table
    for table in (
        EVENTS, DESTINATIONS, SUBSCRIPTIONS, POSTS, OUTBOX, PREFERENCES, ANSWERED, CHATS, MISSES,
    )
)  # fmt: skip
# What nobody has answered yet is answered, whatever else is known.
_INBOX = (INBOX, INBOX_ANSWERED)
# What a watched source remembers of what it has loaded goes with what is loaded.
_SOURCES = JOBS.c.name.like("source:%")
_AT_ONCE = 1000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was carried over.

    Attributes:
        withdrawn: Keys of records that were taken down since.
        suppressed: Names that were suppressed since.
        forgotten: Chats of which the backup knows and the old database does not.
    """

    withdrawn: tuple[str, ...]
    suppressed: tuple[str, ...]
    forgotten: int


def carry_over(old: Database, new: Database) -> Copied | None:
    """Bring into a database from a backup what the old one knew beyond it.

    Args:
        old: What was there until now.
        new: That of the backup.

    Returns:
        What was carried over; None where the old one did not come from the backup's, and cannot know.
    """
    with new.writing() as connection:
        _take(connection, old, _INBOX)
    last = _last_batch(old, new)
    if last is None:
        return None
    withdrawn = _withdraw(old, new)
    names = {row["name"] for row in _rows(new, SUPPRESSIONS)}
    suppressed = [row for row in _rows(old, SUPPRESSIONS) if row["name"] not in names]
    for row in suppressed:
        suppress(new, row["name"], row["reason"])
    forgotten = len(_chats(new) - _chats(old))
    _take_chats(old, new, last)
    return Copied(withdrawn=tuple(withdrawn), suppressed=tuple(row["name"] for row in suppressed), forgotten=forgotten)


def _last_batch(old: Database, new: Database) -> int | None:
    """Return the number of a backup's last batch; None where the old database does not have it: it is another one."""
    with new.reading() as connection:
        last = connection.execute(select(BATCHES).order_by(BATCHES.c.id.desc()).limit(1)).mappings().first()
    if last is None:
        return None
    with old.reading() as connection:
        found = connection.execute(select(BATCHES).where(BATCHES.c.id == last["id"])).mappings().first()
    same = found is not None and all(found[name] == last[name] for name in ("action", "at", "revision"))
    return int(last["id"]) if same else None


def _withdraw(old: Database, new: Database) -> list[str]:
    taken_down = RECORDS.c.status == Status.WITHDRAWN
    with new.reading() as connection:
        there = dict(connection.execute(select(RECORDS.c.key, RECORDS.c.status)).all())
    since = [row for row in _rows(old, RECORDS, taken_down) if there.get(row["key"]) != Status.WITHDRAWN]
    for row in since:
        if row["key"] in there:
            withdraw(new, row["key"], row["reason"] or "", on=row["withdrawn_on"])
    beyond = [row for row in since if row["key"] not in there]
    if beyond:
        _bring(old, new, beyond)
    return [row["key"] for row in since]


def _bring(old: Database, new: Database, rows: list[Row]) -> None:
    """Bring withdrawn records that were imported since: importing their document again must not bring them back."""
    documents = {row["id"]: row for row in _rows(old, DOCUMENTS)}
    agencies = {row["slug"]: row for row in _rows(old, AGENCIES)}
    with new.writing() as connection:
        journal = begin_batch(connection, "withdraw")
        for row in rows:
            document = documents[row["document_id"]]
            agency = agencies[row["agency"]]
            _have(journal, AGENCIES, agency, agency["slug"] == AGENCIES.c.slug)
            document_id = _have(journal, DOCUMENTS, document, document["sha256"] == DOCUMENTS.c.sha256)
            further = {"document_id": document_id, "report_id": None, "revision": journal.revision}
            journal.add(RECORDS, [_bare(row) | further])
        finish_batch(journal, counts={"changed": {"record": len(rows)}}, note=rows[0]["key"], told=False)


def _have(journal: Journal, table: Any, row: Row, same: Any) -> int:
    """Return the id of a row, which is added where it is not there."""
    found = journal.connection.execute(select(table.c.id).where(same)).scalar()
    if found is None:
        made = _bare(row)
        journal.add(table, [made])
        found = made["id"]
    return int(found)


def _bare(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in {"id", "first_batch", "last_batch"}}


def _take_chats(old: Database, new: Database, last: int) -> None:
    with new.writing() as connection:
        _take(connection, old, _OF_CHATS)
        # The numbers of batches after the backup's last one are given again, to others.
        connection.execute(update(EVENTS).where(EVENTS.c.batch_id > last).values(batch_id=0))
        connection.execute(delete(JOBS).where(~_SOURCES))
        _insert(connection, JOBS, _rows(old, JOBS, ~_SOURCES))
        known = set(connection.execute(select(TOKENS.c.token)).scalars())
        _insert(connection, TOKENS, (row for row in _rows(old, TOKENS) if row["token"] not in known))


def _take(connection: Connection, old: Database, tables: Sequence[Table]) -> None:
    for table in reversed(tables):
        connection.execute(delete(table))
    for table in tables:
        _insert(connection, table, _rows(old, table))


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            connection.execute(insert(table), some)
            some = []
    if some:
        connection.execute(insert(table), some)


def _rows(database: Database, table: Table, *conditions: Any) -> Iterator[Row]:
    with database.reading() as connection:
        wanted = select(table).where(*conditions)
        for row in connection.execution_options(yield_per=_AT_ONCE).execute(wanted).mappings():
            yield dict(row)


def _chats(database: Database) -> set[int]:
    """Return the chats of which a database knows."""
    found: set[int] = set()
    with database.reading() as connection:
        for table in _OF_CHATS:
            if "chat_id" in table.c:
                found |= set(connection.execute(select(table.c.chat_id).distinct()).scalars())
    return found
