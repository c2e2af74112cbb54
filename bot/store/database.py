"""The database file or server: opening, transactions, the revision."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import URL, Connection, DateTime, Engine, PoolProxiedConnection, Select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.store.behind import WriteBehind
from bot.store.engines import BUSY_SECONDS, SNAPSHOT, WRITING, engine_of, for_reading, ready, revision_of, unwritable
from bot.store.errors import BusyError, StoreError, UnwritableError
from bot.store.journal import plain_rows
from bot.store.read_only import Frozen

_CHANGED_AT = text("SELECT max(at) AS at FROM batches").columns(at=DateTime(timezone=True))
# Seconds between two attempts to write again where nothing could be written.
_AGAIN = 1.0
# Seconds that somebody who waits for what is written waits for another writer.
_SOMEBODY_WAITS = 5.0
_THREADS = threading.local()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be written.

    Attributes:
        since: When it was first seen, on the monotonic clock.
        busy: Another writer holds the database, as a long import does.
        reason: The database's words.
    """

    since: float
    busy: bool
    reason: str


@contextmanager
def somebody_waits() -> Iterator[None]:
    """Within this context, in this thread, what is written waits no longer for another writer than a person would."""
    _THREADS.patience = _SOMEBODY_WAITS
    try:
        yield
    finally:
        del _THREADS.patience


class Database:
    """An open database at the schema that this version needs. Safe to share between threads.

    Attributes:
        address: Where it is.
        engine: SQLAlchemy's; another one after the file could not be written for a while.
        behind: Writes that no answer waits for.
        trouble: What kept the last write from being made; None where it was made.
    """

    def __init__(self, engine: Engine, address: URL, frozen: Frozen | None = None, *, writable: bool = True) -> None:
        self.address = address
        self.engine = engine
        self.behind = WriteBehind(self.writing)
        self.trouble: Trouble | None = None
        self._frozen = frozen
        self._writable = writable
        self._tried = time.monotonic()
        self._commits = _Commits(engine)
        self._seen: tuple[int | None, int] = None, -1
        self._opening = threading.Lock()
        self._threads = threading.local()

    @classmethod
    def open(cls, url: str, *, reading: bool = False) -> "Database":
        """Open a database, creating it or migrating an older one.

        Args:
            url: `sqlite:///path` or `postgresql://...` (psycopg 3).
            reading: Reading will do: then a file in a folder that cannot be written is opened as it is. It is opened
                for writing as soon as it can be.

        Returns:
            The open database.

        Raises:
            OlderSchemaError: It cannot be written, and was written by an older version.
            StoreError: It cannot be read or written, is no database, or was written by a newer version.
        """
        try:
            engine = engine_of(url)
            return cls(ready(engine, migrate=True), make_url(url))
        except StoreError:
            if not reading:
                raise
            found = for_reading(make_url(url))
            if found is None:
                raise
            return cls(found[0], make_url(url), found[1], writable=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading; each statement sees what is committed when it runs, or the snapshot."""
        snapshot: Connection | None = getattr(self._threads, "snapshot", None)
        if snapshot is not None:
            yield snapshot
            return
        self._look_again()
        with self.engine.connect() as connection:
            yield connection

    def rows(self, wanted: Select[Any]) -> list[dict[str, Any]]:
        """Return the rows of a statement, each by the names of its columns."""
        with self.reading() as connection:
            return plain_rows(connection.execute(wanted))

    def values(self, wanted: Select[Any]) -> list[Any]:
        """Return the first column of the rows of a statement."""
        with self.reading() as connection:
            return list(connection.execute(wanted).scalars())

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Within this context, in this thread, all that is read is of one moment, whoever writes meanwhile."""
        outer: Connection | None = getattr(self._threads, "snapshot", None)
        if outer is not None:
            yield outer
            return
        self._look_again()
        # SQLite's transactions are snapshots; PostgreSQL's by default are not.
        options: Any = {SNAPSHOT: True}
        if self.engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            self._threads.snapshot = connection
            try:
                yield connection
            finally:
                self._threads.snapshot = None

    @contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Connection]:
        """Give a connection in a transaction; committed at the end, rolled back on an error.

        On SQLite it holds the write lock from its start, so that it cannot fail half-way for another writer's sake.
        Within another one of the same thread it is part of that one.

        Args:
            patience: Seconds to wait for another writer; long where nobody waits for it (`somebody_waits`).

        Raises:
            BusyError: Another writer held the lock longer than that.
            UnwritableError: The disk is full, or the file is read-only.
        """
        outer: Connection | None = getattr(self._threads, "writing", None)
        if outer is not None:
            yield outer
            return
        if patience is None:
            patience = getattr(_THREADS, "patience", BUSY_SECONDS)
        try:
            if not self._writable:
                self._write_again()
            with self.engine.connect().execution_options(**{WRITING: patience}) as connection, connection.begin():
                self._threads.writing = connection
                try:
                    yield connection
                finally:
                    self._threads.writing = None
        except OperationalError as error:
            if "readonly" in str(error.orig):
                # Connections that found it so stay so.
                self.engine.dispose()
            refused = unwritable(self.address, error)
            self._note(refused)
            raise refused from error
        except UnwritableError as error:
            self._note(error)
            raise
        self.trouble = None

    def _note(self, error: UnwritableError) -> None:
        since = self.trouble.since if self.trouble is not None else time.monotonic()
        self.trouble = Trouble(since, isinstance(error, BusyError), str(error.values.get("reason", "")))

    def _look_again(self) -> None:
        """Open a file anew that is read as it was, where somebody has changed it."""
        if self._frozen is None or not self._frozen.is_old:
            return
        with self._opening:
            if self._frozen is not None and self._frozen.is_old:
                try:
                    self._take(ready(engine_of(self._url), migrate=False), None, writable=True)
                except StoreError:
                    found = for_reading(self.address)
                    if found is None:
                        raise
                    self._take(*found, writable=False)

    def _write_again(self) -> None:
        """Open for writing what could not be.

        Raises:
            UnwritableError: It still cannot.
        """
        with self._opening:
            if self._writable:
                return
            now = time.monotonic()
            if now - self._tried < _AGAIN:
                raise UnwritableError("store.unusable", database=self.address.database, reason="readonly")
            self._tried = now
            try:
                engine = ready(engine_of(self._url), migrate=False)
            except StoreError as error:
                raise UnwritableError(error.name, **error.values) from error
            self._take(engine, None, writable=True)

    def _take(self, engine: Engine, frozen: Frozen | None, *, writable: bool) -> None:
        old, commits, former = self.engine, self._commits, self._frozen
        self._commits, self._seen = _Commits(engine), (None, -1)
        self.engine, self._frozen, self._writable = engine, frozen, writable
        commits.close()
        old.dispose()
        if former is not None:
            former.thaw()

    @property
    def _url(self) -> str:
        return self.address.render_as_string(hide_password=False)

    def settle(self) -> None:
        """After a large change: let SQLite count what is in its indexes, so that it chooses the right one.

        PostgreSQL does that by itself.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
                connection.exec_driver_sql("PRAGMA optimize = 0x10012")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def revision(self) -> int:
        """Return the revision: it rises with every change to what can be answered, whichever process makes it."""
        self._look_again()
        commits = self._commits.count()  # before the revision: a commit between the two is seen the next time
        seen, revision = self._seen
        if commits is None or commits != seen:
            with self.engine.connect() as connection:
                revision = revision_of(connection)
            self._seen = commits, revision
        return revision

    def changed_at(self) -> datetime | None:
        """Return when what can be answered last changed, in UTC; None where nothing was ever loaded."""
        with self.reading() as connection:
            at: datetime | None = connection.execute(_CHANGED_AT).scalar()
        return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)

    def close(self) -> None:
        """Write what waits, and close all connections."""
        self.behind.close()
        self._commits.close()
        self.engine.dispose()
        if self._frozen is not None:
            self._frozen.thaw()


class _Commits:
    """Tells whether anything was committed, by this process or another, for a fiftieth of what a query costs.

    Every answer asks for the revision; SQLite counts the commits of all other connections for a connection kept open.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: PoolProxiedConnection | None = None
        self._lock = threading.Lock()

    def count(self) -> int | None:
        """Return a number that is another one after each commit; None where the database has none."""
        if self._engine.dialect.name != "sqlite" or self._engine.url.database in {None, "", ":memory:"}:
            return None
        with self._lock:
            if self._connection is None:
                self._connection = self._engine.raw_connection()
                self._connection.detach()  # no other thread is given it
            cursor = self._connection.cursor()
            try:
                return int(cursor.execute("PRAGMA data_version").fetchone()[0])
            finally:
                cursor.close()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
