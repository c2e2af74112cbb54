"""The right to send announcements: one process at a time has it, and it ends with the process, however that ends."""

import os
from typing import IO, Any

from sqlalchemy import Connection, text

from bot.store.database import Database

# Any number that no other program uses on the same server.
_LOCK = 7_100_314


class Lease:
    """Held by one process of a database: a lock on a file beside SQLite's, an advisory lock on PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[bytes] | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Return whether this process has the right now."""
        if self._database.engine.dialect.name == "postgresql":
            return self._take_on_server()
        path = self._database.address.database
        if path in (None, "", ":memory:"):
            return True
        if self._file is None:
            try:
                file = open(f"{path}.sender", "ab")  # noqa: SIM115, PTH123 - it stays open as long as the right is held
            except OSError:
                return False  # where nothing can be written, nothing is announced
            if not locked(file):
                file.close()
                return False
            self._file = file
        return True

    def give_back(self) -> None:
        """Let another process have it."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            # Closed it goes back to the pool, and its session would keep the lock.
            self._connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})
            self._connection.close()
            self._connection = None

    def _take_on_server(self) -> bool:
        if self._connection is None:
            connection = self._database.engine.connect()
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": _LOCK}).scalar()
            # The lock is the session's; a transaction that stays open would hold up the server's cleaning.
            connection.commit()
            if not taken:
                connection.close()
                return False
            self._connection = connection
        return True


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
