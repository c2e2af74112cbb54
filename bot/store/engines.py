"""SQLAlchemy engines of a database: made of its address, set up for SQLite or PostgreSQL, and found to be of use."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.private_files import close_file, close_folder
from bot.store import read_only, schema
from bot.store.errors import BusyError, OlderSchemaError, StoreError, UnwritableError
from bot.store.read_only import Frozen

# How long a writer waits for another one (an import of a million rows takes about a minute).
BUSY_SECONDS = 120
# Pages kept in memory by each connection, in KiB: a long import spills to disk instead of growing.
CACHE_KIB = 16_384
# Options of a connection, for the transaction that it begins: seconds to wait for another writer; a snapshot.
WRITING, SNAPSHOT = "gongkai_writing", "gongkai_snapshot"

_DECODE = json.JSONDecoder().raw_decode
_REVISION = text("SELECT revision FROM state")


def revision_of(connection: Connection) -> int:
    """Return the revision that a connection sees."""
    return int(connection.execute(_REVISION).scalar_one())


def ready(engine: Engine, *, migrate: bool) -> Engine:
    """Return an engine whose database is at the schema that this version needs; else it is closed.

    Raises:
        OlderSchemaError: It is older, and shall not be migrated.
        StoreError: As `Database.open`.
    """
    try:
        with engine.connect() as connection:
            version = schema.current(connection)
        if version != schema.HEAD:
            if not migrate and version in schema.STEPS:
                raise OlderSchemaError("store.older_schema", database=_shown(engine.url), version=version)
            with engine.connect().execution_options(**{WRITING: BUSY_SECONDS}) as connection, connection.begin():
                schema.prepare(connection)
        with engine.connect() as connection:
            revision_of(connection)
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(engine.url, error) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def for_reading(address: URL) -> tuple[Engine, Frozen | None] | None:
    """Return an engine for reading where nothing can be written; None where there is no way.

    Raises:
        OlderSchemaError: It was written by an older version.
    """
    for engine, frozen in read_only.ways(address, _sqlite_engine):
        try:
            return ready(engine, migrate=False), frozen
        except OlderSchemaError:
            raise
        except StoreError:
            continue
    return None


def engine_of(url: str) -> Engine:
    """Return the engine of an address, `sqlite:///path` or `postgresql://...`; the folder of a file is made.

    Raises:
        StoreError: It is no address, has no driver here, or its folder cannot be made.
    """
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
    options = connection.get_execution_options()
    patience = options.get(WRITING)
    if patience is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif options.get(SNAPSHOT):
        connection.exec_driver_sql("BEGIN")
    # Any other reader begins nothing: each SELECT sees the newest commit and holds no lock afterwards.


def _unusable(address: URL, error: DBAPIError) -> StoreError:
    original: Any = error.orig
    if isinstance(original, sqlite3.DatabaseError) and "not a database" in str(original):
        return StoreError("store.not_a_database", database=_shown(address))
    return unwritable(address, error)


def unwritable(address: URL, error: DBAPIError) -> UnwritableError:
    """Return what a database's refusal to be written means: a busy one, or any other."""
    reason = " ".join(str(error.orig).split())
    kind = BusyError if "locked" in reason else UnwritableError
    return kind("store.unusable", database=_shown(address), reason=reason)


def _shown(address: URL) -> str:
    if address.drivername.startswith("sqlite"):
        return unquote((address.database or "").removeprefix("file:"))
    return address.render_as_string()
