"""Putting a backup in place of a database: in one step, kept from being used meanwhile, and what was there is kept."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.announce.switch import pause
from bot.backup.archive import Backup, connect, find_damage, leave_out_what_was_said, remove, synchronise, unpack
from bot.backup.carrying import Copied, carry_over
from bot.backup.error import BackupError
from bot.database_address import sqlite_url
from bot.errors import GongkaiError
from bot.store import schema
from bot.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place.

    Attributes:
        backup: What the backup says of itself.
        kept: Where the database is that was there; None where none was.
        carried: What was carried over from it; None where that is unknown.
    """

    backup: Backup
    kept: Path | None
    carried: Copied | None


def restore(file: Path, database: Path, *, thorough: bool = False, index: Path | None = None) -> Restored:
    """Put a backup in place of a database, which nobody may have open.

    Killed at any moment, the old database is there or the new one: it is made ready beside it, and then written into it
    in one transaction of SQLite's.

    Args:
        file: The backup.
        database: The SQLite file; it need not exist.
        thorough: SQLite looks through the indexes of the tables and what rows refer to, too.
        index: Folder of the search index, which follows the old database: deleted, and made anew at the next start.

    Raises:
        BackupError: The backup is damaged or newer than this version, or a process has the database open; nothing was
            changed.
    """
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new, before = (database.with_name(f"{database.name}.restoring{what}") for what in ("", "-from"))
    try:
        remove(new, before)
        backup = unpack(file, new)
        _make_ready(file, backup, new, thorough=thorough)
        with _alone(database) as connection:
            kept = None if connection is None and not database.exists() else _kept(database)
            if connection is not None and kept is not None:
                _copy_aside(connection, kept)
            carried = _carry(connection, before, new)
            _pause(new)
            if index is not None:
                for folder in index.glob("gongkai-index*"):
                    shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
            _put_in_place(new, database, connection, kept)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise BackupError("backup.not_restored", database=database, reason=reason) from error
    finally:
        remove(new, before)
    return Restored(backup=backup, kept=kept, carried=carried)


def look_at(file: Path, database: Path, *, thorough: bool = False) -> Backup:
    """Return what a backup says of itself when it could be put in place, as far as it can be told without doing it."""
    new = database.with_name(f"{database.name}.restoring")
    try:
        remove(new)
        backup = unpack(file, new)
        _make_ready(file, backup, new, thorough=thorough)
    finally:
        remove(new)
    return backup


def _make_ready(file: Path, backup: Backup, new: Path, *, thorough: bool) -> None:
    if backup.schema not in schema.STEPS:
        raise BackupError("backup.newer_schema", file=file, version=backup.version)
    if (damage := find_damage(new, thorough=thorough)) is not None:
        raise BackupError("backup.damaged_inside", file=file, reason=damage)
    Database.open(sqlite_url(new)).close()  # an older one is migrated


@contextmanager
def _alone(database: Path) -> Iterator[sqlite3.Connection | None]:
    """Hold a database so that no other process can use it; None where it is not there, or is none any more.

    Raises:
        BackupError: A process has it open.
    """
    if not database.exists():
        yield None
        return
    with closing(connect(database, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # Taking the log of writes in needs all others to have closed it, also those that do nothing.
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise BackupError("backup.in_use", database=database) from error
            raise
        except sqlite3.DatabaseError:
            mode = None
        if mode is not None:
            yield connection
            return
    yield None


def _kept(database: Path) -> Path:
    return database.with_name(f"{database.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    remove(to)
    to.touch(0o600)
    with closing(connect(to)) as copy:
        connection.backup(copy)


def _copy_aside(connection: sqlite3.Connection, kept: Path) -> None:
    being_written = kept.with_name(f"{kept.name}.partial")
    _copy(connection, being_written)
    with closing(connect(being_written)) as copy:
        leave_out_what_was_said(copy)  # it goes into the new one
    being_written.replace(kept)
    synchronise(kept.parent)


def _carry(connection: sqlite3.Connection | None, before: Path, new: Path) -> Copied | None:
    if connection is None:
        return None
    _copy(connection, before)
    try:
        with closing(Database.open(sqlite_url(before))) as old, closing(Database.open(sqlite_url(new))) as fresh:
            return carry_over(old, fresh)
    except (GongkaiError, SQLAlchemyError):
        return None  # a newer version's, or damaged: what it knew is unknown


def _pause(new: Path) -> None:
    with closing(Database.open(sqlite_url(new))) as fresh:
        pause(fresh)


def _put_in_place(new: Path, database: Path, connection: sqlite3.Connection | None, kept: Path | None) -> None:
    with closing(connect(new)) as fresh:
        fresh.execute("PRAGMA journal_mode = DELETE")
        if connection is not None:
            fresh.backup(connection)
            return
    if kept is not None:
        # It cannot be read: it is kept as it is, and what SQLite left beside it must not be taken for the new one's.
        for beside in ("-journal", "-wal", "-shm", ""):
            part = database.with_name(database.name + beside)
            if part.exists():
                part.replace(kept.with_name(kept.name + beside))
    new.replace(database)
    synchronise(database.parent)
