"""The database file or server: opening, transactions, the revision."""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, DateTime, Engine, PoolProxiedConnection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from bot.private_files import close_file, close_folder
from bot.store import schema
from bot.store.behind import WriteBehind
from bot.store.errors import BusyError, StoreError

# How long a writer waits for another one (an import of a million rows takes about a minute).
BUSY_SECONDS = 120
# Pages kept in memory by each connection, in KiB: a long import spills to disk instead of growing.
CACHE_KIB = 16_384

_DECODE = json.JSONDecoder().raw_decode
_REVISION = text("SELECT revision FROM state")
_CHANGED_AT = text("SELECT max(at) AS at FROM batches").columns(at=DateTime(timezone=True))
_WRITING = "gongkai_writing"


class Database:
    """An open database at the schema that this version needs. Safe to share between threads.

    Attributes:
        engine: SQLAlchemy's.
        behind: Writes that no answer waits for.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.behind = WriteBehind(self)
        self._commits = _Commits(engine)
        self._seen: tuple[int | None, int] = None, -1

    @classmethod
    def open(cls, url: str, *, reading: bool = False) -> "Database":
        """Open a database, creating it or migrating an older one.

        Args:
            url: `sqlite:///path` or `postgresql://...` (psycopg 3).
            reading: Nothing will be written: then a file in a folder that cannot be written will do.

        Returns:
            The open database.

        Raises:
            StoreError: It cannot be read or written, is no database, or was written by a newer version.
        """
        try:
            return cls._opened(_engine(url))
        except StoreError:
            for engine in _read_only_engines(url) if reading else ():
                with contextlib.suppress(StoreError):
                    return cls._opened(engine)
            raise

    @classmethod
    def _opened(cls, engine: Engine) -> "Database":
        database = cls(engine)
        try:
            with database.reading() as connection:
                ready = schema.current(connection) == schema.HEAD
            if not ready:
                with database.writing() as connection:
                    schema.prepare(connection)
            database.revision()
        except DBAPIError as error:
            database.close()
            raise _unusable(database.engine, error) from error
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading; each statement sees what is committed when it runs."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, patience: float = BUSY_SECONDS) -> Iterator[Connection]:
        """Give a connection in a transaction; committed at the end, rolled back on an error.

        On SQLite it holds the write lock from its start, so that it cannot fail half-way for another writer's sake.

        Args:
            patience: Seconds to wait for another writer.

        Raises:
            BusyError: Another writer held the lock longer than that.
            StoreError: The disk is full, or the file is read-only.
        """
        try:
            with self.engine.connect().execution_options(**{_WRITING: patience}) as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise _unusable(self.engine, error) from error

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
        commits = self._commits.count()  # before the revision: a commit between the two is seen the next time
        seen, revision = self._seen
        if commits is None or commits != seen:
            with self.engine.connect() as connection:
                revision = int(connection.execute(_REVISION).scalar_one())
            self._seen = commits, revision
        return revision

    def changed_at(self) -> datetime | None:
        """Return when what can be answered last changed, in UTC; None where nothing was ever loaded."""
        with self.engine.connect() as connection:
            at: datetime | None = connection.execute(_CHANGED_AT).scalar()
        return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)

    def close(self) -> None:
        """Write what waits, and close all connections."""
        self.behind.close()
        self._commits.close()
        self.engine.dispose()


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


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("store.bad_url") from error
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if not address.drivername.startswith("sqlite"):
        try:
            return create_engine(address, pool_pre_ping=True, max_overflow=-1)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError("store.no_driver", driver=address.drivername) from error
    if address.database and address.database != ":memory:":
        try:
            _close(Path(address.database))
        except OSError as error:
            raise StoreError("store.unusable", database=address.database, reason=error.strerror or error) from error
    engine = _sqlite_engine(address)
    event.listen(engine, "connect", _write_ahead)
    return engine


def _close(file: Path) -> None:
    """Make the folder of a database, and let neither it nor what SQLite writes beside it be read by others.

    SQLite gives the files beside it the rights of the database, and the database those of the process.
    """
    close_folder(file.parent)
    with contextlib.suppress(OSError):
        file.touch(0o600, exist_ok=False)
    for beside in ("", "-wal", "-shm"):
        close_file(file.with_name(file.name + beside))


def _sqlite_engine(address: URL) -> Engine:
    # No upper limit: a thread that waits for a connection while it holds one would wait for ever.
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS},
        max_overflow=-1,
        json_deserializer=_from_json,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _read_only_engines(url: str) -> Iterator[Engine]:
    """Yield ways of reading a file that cannot be written, nor anything beside it.

    Where another process has it open, what SQLite keeps beside it is there and is read too. Where nobody has, SQLite
    would have to make that, and must be told that nobody will: unless something is left there that nobody took in.
    """
    address = make_url(url)
    if not address.drivername.startswith("sqlite") or not address.database or not Path(address.database).is_file():
        return
    file = address.set(database=f"file:{quote(address.database)}")
    yield _sqlite_engine(file.set(query={"mode": "ro", "uri": "true"}))
    left = Path(address.database + "-wal")
    if not left.exists() or not left.stat().st_size:
        yield _sqlite_engine(file.set(query={"immutable": "1", "uri": "true"}))


def _from_json(written: str) -> Any:
    # We wrote it ourselves, with nothing around it: `json.loads` looks for white space at either end of every place.
    return _DECODE(written)[0]


def _on_connect(connection: sqlite3.Connection, _: object) -> None:
    # We begin transactions ourselves (`_on_begin`): the driver would begin them late and without the write lock.
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", f"cache_size = -{CACHE_KIB}", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # readers go on while an import writes
    # With WAL: a crash of the machine can lose the last commit, never the file.
    connection.execute("PRAGMA synchronous = NORMAL")


def _on_begin(connection: Connection) -> None:
    patience = connection.get_execution_options().get(_WRITING)
    if patience is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    # A reader begins nothing: each SELECT sees the newest commit and holds no lock afterwards.


def _unusable(engine: Engine, error: DBAPIError) -> StoreError:
    original: Any = error.orig
    shown = engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()
    if isinstance(original, sqlite3.DatabaseError) and "not a database" in str(original):
        return StoreError("store.not_a_database", database=shown)
    kind = BusyError if "locked" in str(original) else StoreError
    return kind("store.unusable", database=shown, reason=" ".join(str(original).split()))
