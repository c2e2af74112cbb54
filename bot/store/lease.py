"""The right to send announcements: one process at a time has it, and it ends with the process, however that ends.

Who takes it writes down since when, in the same database as the posts. Who sends sees that this is still so in the
transaction that notes a post as leaving: a process that has lost the right, and does not know yet, sends nothing.
"""

import os
from datetime import UTC, datetime
from typing import IO, Any

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.chat_tables import JOBS
from bot.store.database import Database
from bot.store.jobs import note_job

# Any number that no other program uses on the same server.
_LOCK = 7_100_314
_NAME = "sender"


class Lease:
    """Held by one process of a database: a lock on a file beside SQLite's, an advisory lock on PostgreSQL.

    Attributes:
        term: Since when this process has it; None while it has not.
        may_be_shared: Whether who had it before may be alive: on PostgreSQL it ends with the connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[bytes] | None = None
        self._connection: Connection | None = None
        self.term: datetime | None = None
        self.may_be_shared = database.engine.dialect.name == "postgresql"

    def take(self) -> bool:
        """Return whether this process has the right now; whether it still has it, where it can be lost, is seen."""
        if self.term is not None and self._is_kept():
            return True
        self.give_back()
        if not (self._take_on_server() if self.may_be_shared else self._take_file()):
            return False
        term = datetime.now(UTC)
        try:
            with self._database.writing() as connection:
                note_job(connection, _NAME, term)
        except BaseException:
            self.give_back()
            raise
        self.term = term
        return True

    def give_back(self) -> None:
        """Let another process have it."""
        self.term = None
        if self._file is not None:
            self._file.close()
            self._file = None
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                # Closed it goes back to the pool, and its session would keep the lock.
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})
            except SQLAlchemyError:
                connection.invalidate()  # the session has ended, and the lock with it
            connection.close()

    def _is_kept(self) -> bool:
        if self._connection is None:
            return True
        try:
            self._connection.execute(text("SELECT 1"))
            self._connection.commit()
        except SQLAlchemyError:
            return False
        return True

    def _take_file(self) -> bool:
        path = self._database.address.database
        if path in (None, "", ":memory:"):
            return True
        try:
            file = open(f"{path}.sender", "ab")  # noqa: SIM115, PTH123 - it stays open as long as the right is held
        except OSError:
            return False  # where nothing can be written, nothing is announced
        if not locked(file):
            file.close()
            return False
        self._file = file
        return True

    def _take_on_server(self) -> bool:
        connection = self._database.engine.connect()
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": _LOCK}).scalar()
        # The lock is the session's; a transaction that stays open would hold up the server's cleaning.
        connection.commit()
        if not taken:
            connection.close()
            return False
        self._connection = connection
        return True


def is_held(connection: Connection, term: datetime | None) -> bool:
    """Return whether the right that was taken at `term` is still held; until the transaction ends nobody takes it.

    Args:
        connection: Of the transaction.
        term: `Lease.term`; None for who needs no such right.
    """
    if term is None:
        return True
    held = select(JOBS.c.ran_at).where(JOBS.c.name == _NAME).with_for_update(read=True)
    return bool(connection.execute(held).scalar() == term)


def locked(file: IO[bytes]) -> bool:
    """Lock a file for this process alone; the system lets it go when the process ends."""
    locking: Any
    try:
        if os.name == "nt":
            import msvcrt as locking

            locking.locking(file.fileno(), locking.LK_NBLCK, 1)
        else:
            import fcntl as locking

            locking.flock(file, locking.LOCK_EX | locking.LOCK_NB)
    except OSError:
        return False
    return True
