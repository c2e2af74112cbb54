"""Writes that no answer waits for: kept in memory, written together a moment later in a thread of their own.

Only for what may be lost when the process is killed: what a chat was last shown, counters. Ending the process as asked
writes all of it. An import that holds the database delays it, never the answers.
"""

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import GongkaiError

# Seconds until something is written: at fifty messages a second one transaction then serves a dozen.
MOMENT = 0.25
# Seconds that a write waits for an import before it is put off again.
PATIENCE = 0.5
# Values that wait for each writer; while nothing can be written for long, the oldest are given up.
_MOST = 20_000

Writer = Callable[[Connection, Mapping[Any, Any]], None]


class WriteBehind:
    """What is yet to be written to a database. Safe to share between threads; `Database.behind` is the one to use.

    Args:
        transaction: `Database.writing`.
    """

    def __init__(self, transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction
        self._waiting: dict[Writer, dict[Hashable, Any]] = {}
        self._lock = threading.Lock()
        self._writing = threading.RLock()
        self._timer: threading.Timer | None = None

    def put(self, write: Writer, key: Hashable, value: Any) -> None:
        """Have a value written soon.

        Args:
            write: Writes all values that wait for it, by key, within a transaction. The same one for the same table.
            key: A later value of the same key takes the place of an earlier one.
            value: What is written.
        """
        with self._lock:
            self._keep(write, {key: value})
            self._soon()

    def waiting(self, write: Writer, key: Hashable) -> Any:
        """Return a value that is yet to be written, None when there is none."""
        with self._lock:
            return self._waiting.get(write, {}).get(key)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Write nothing meanwhile; to be had before a transaction, not within."""
        with self._writing:
            yield

    @contextmanager
    def without(self, write: Writer, unwanted: Callable[[Any], bool]) -> Iterator[None]:
        """Drop what waits for some keys, and write nothing while it is deleted: no value comes back after that."""
        with self._writing:
            with self._lock:
                waiting = self._waiting.get(write, {})
                for key in [key for key in waiting if unwanted(key)]:
                    del waiting[key]
            yield

    def flush(self, patience: float | None = PATIENCE) -> bool:
        """Write everything now; return False where nothing can be written: it is tried again later.

        Args:
            patience: Seconds to wait for another writer; as long as a write that is waited for when None.
        """
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, {}
            if not any(taken.values()):
                return True
            try:
                with self._transaction(patience=patience) as connection:
                    for write, values in taken.items():
                        if values:
                            write(connection, values)
            except (GongkaiError, SQLAlchemyError):
                with self._lock:
                    for write, values in taken.items():
                        # What has come since is newer.
                        newer = self._waiting.pop(write, {})
                        self._keep(write, values | newer)
                return False
            return True

    def close(self) -> None:
        """Write what waits, once."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        self.flush()

    def _keep(self, write: Writer, values: Mapping[Hashable, Any]) -> None:
        waiting = self._waiting.setdefault(write, {})
        waiting.update(values)
        for key in list(islice(waiting, max(0, len(waiting) - _MOST))):
            del waiting[key]

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(MOMENT, self._ring)
            self._timer.daemon = True
            self._timer.name = "behind"
            self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._timer = None
        if not self.flush():
            with self._lock:
                self._soon()
