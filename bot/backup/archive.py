"""The file of a backup: a ZIP archive of the database as it was at one moment, and of what is needed to trust it.

`backup.json` says the format, the revision, the schema, the moment, the version that wrote it, and size and SHA-256 of
the database. Any tool can unpack it; what comes out is an ordinary SQLite file.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bot import __version__
from bot.backup.error import BackupError
from bot.store.engines import BUSY_SECONDS

FORMAT = 1
_DATABASE, _ABOUT = "gongkai.db", "backup.json"
# What was said rests in no backup (docs/telegram.md, "What is kept").
_LEFT_OUT = ("inbox", "inbox_answered")
_PIECE = 1 << 20
_LONGEST_ABOUT = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself.

    Attributes:
        revision: Of the database.
        schema: The version of its tables.
        made_at: When, in UTC, in ISO 8601.
        version: Of Gongkai, that wrote it.
        size: Bytes of the database.
        sha256: Of those bytes.
        format: Of the file.
    """

    revision: int
    schema: str
    made_at: str
    version: str
    size: int
    sha256: str
    format: int = FORMAT


def write(database: Path, file: Path) -> Backup:
    """Write a backup of a database that may be in use. A file of that name is replaced when the new one is complete.

    Args:
        database: The SQLite file.
        file: The backup.

    Returns:
        What it says of itself, read back from the finished file.

    Raises:
        BackupError: There is no such database, it is damaged, or the file cannot be written.
    """
    if not database.is_file():
        raise BackupError("backup.no_database", database=database)
    copy, partial = (file.with_name(f".{file.name}.{what}") for what in ("copy", "partial"))
    try:
        with _removed(copy, partial):
            _copy(database, copy)
            _pack(copy, partial)
            read_back = check(partial)
            partial.replace(file)
            synchronise(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError("backup.unwritable", file=file, reason=_reason(error)) from error
    return read_back


def check(file: Path) -> Backup:
    """Return what a backup says of itself; all of it is read and compared with its checksum.

    Raises:
        BackupError: It is damaged, no backup, or of a newer format.
    """
    return _read(file, None)


def unpack(file: Path, to: Path) -> Backup:
    """Write the database of a backup into a file; like `check`."""
    return _read(file, to)


def connect(database: Path, mode: str = "rw", *, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Return a connection to an SQLite file, whatever is in its name; a file that is not there is not made."""
    address = f"file:{quote(str(database.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None)


def find_damage(database: Path, *, thorough: bool) -> str | None:
    """Return what SQLite finds wrong with a file, None where it finds nothing; `thorough`: also in its indexes."""
    try:
        with closing(connect(database)) as connection:
            (found,) = connection.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(1)").fetchone()
            if found == "ok" and thorough and (row := connection.execute("PRAGMA foreign_key_check").fetchone()):
                found = f"{row[0]} {row[1]} -> {row[2]}"
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def leave_out_what_was_said(connection: sqlite3.Connection) -> None:
    """Delete the messages that wait for an answer from a copy of a database, so that nothing of them is in the file."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA secure_delete = ON")
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in there.intersection(_LEFT_OUT):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours


def synchronise(folder: Path) -> None:
    """Let what was renamed in a folder be so after a loss of power too."""
    if os.name != "nt":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _copy(database: Path, copy: Path) -> None:
    copy.touch(0o600)
    with closing(connect(database)) as source, closing(connect(copy)) as target:
        source.backup(target)  # all pages at once: of one moment, whoever writes meanwhile
        leave_out_what_was_said(target)
        target.execute("VACUUM")
    damage = find_damage(copy, thorough=True)
    if damage is not None:
        raise BackupError("backup.damaged_database", database=database, reason=damage)


def _pack(copy: Path, partial: Path) -> None:
    with closing(connect(copy)) as connection:
        try:
            ((revision,),) = connection.execute("SELECT revision FROM state")
            ((schema,),) = connection.execute("SELECT version_num FROM alembic_version")
        except (sqlite3.Error, ValueError) as error:
            raise BackupError("backup.not_ours", file=copy.name) from error
    with copy.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    about = Backup(
        revision=revision,
        schema=schema,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        size=copy.stat().st_size,
        sha256=sha256,
    )
    partial.touch(0o600)
    with partial.open("wb") as written:
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_ABOUT, json.dumps(asdict(about), indent=2))
            with copy.open("rb") as content, archive.open(_DATABASE, "w", force_zip64=True) as packed:
                shutil.copyfileobj(content, packed, _PIECE)
        written.flush()
        os.fsync(written.fileno())


def _read(file: Path, to: Path | None) -> Backup:
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(_ABOUT).file_size > _LONGEST_ABOUT:
                raise BackupError("backup.damaged", file=file)
            said = json.loads(archive.read(_ABOUT))
            if said["format"] != FORMAT:
                raise BackupError("backup.newer_format", file=file, format=said["format"])
            about = Backup(**said)
            pieces = _pieces(archive, about.size)
            if to is None:
                sha256 = hashlib.sha256()
                for piece in pieces:
                    sha256.update(piece)
                found = sha256.hexdigest()
            else:
                found = _written(pieces, to)
    except OSError as error:
        raise BackupError("backup.unreadable", file=file, reason=_reason(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise BackupError("backup.damaged", file=file) from error
    if found != about.sha256:
        raise BackupError("backup.damaged", file=file)
    return about


def _pieces(archive: zipfile.ZipFile, size: int) -> Iterator[bytes]:
    """Yield the database; no more than it is said to have, whatever is packed there."""
    left = size
    with archive.open(_DATABASE) as packed:
        while piece := packed.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise EOFError
            yield piece


def _written(pieces: Iterator[bytes], to: Path) -> str:
    sha256 = hashlib.sha256()
    to.unlink(missing_ok=True)
    to.touch(0o600)
    with to.open("wb") as file:
        for piece in pieces:
            sha256.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return sha256.hexdigest()


@contextmanager
def _removed(*files: Path) -> Iterator[None]:
    """Begin and end without some files; what a process that was killed left of them goes too."""
    remove(*files)
    try:
        yield
    finally:
        remove(*files)


def remove(*databases: Path) -> None:
    """Delete files, and what SQLite keeps beside them."""
    for file in databases:
        for beside in ("", "-journal", "-wal", "-shm"):
            file.with_name(file.name + beside).unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
