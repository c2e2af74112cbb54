"""Reading an SQLite file where nothing can be written: a full disk, a folder or a disk that is read-only.

SQLite keeps what was committed last beside the file (`-wal`), and an index of that in shared memory (`-shm`), which it
must be able to make. Where it cannot, there are three ways, tried in this order:

1. Another process has the file open, so both are there: they are read.
2. Nothing is left in `-wal`: SQLite is told that nobody will change the file (`immutable=1`). It must never be told so
   where something is left, for what was withdrawn last would come back.
3. Something is left: a copy of both, in a folder for what is temporary, is read.

Of the last two ways nothing is heard of what others write, so `Frozen` is asked whether they did.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import URL, Engine

# The head of a -wal that holds no frames.
_HEAD = 32

Stamp = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A file that is read as it was: which, how it was, and the folder of its copy where it was copied."""

    file: Path
    stamp: Stamp
    copy: "TemporaryDirectory[str] | None" = None

    @property
    def is_old(self) -> bool:
        """Whether the file was changed since."""
        return _stamp(self.file) != self.stamp

    def thaw(self) -> None:
        """Delete the copy."""
        if self.copy is not None:
            self.copy.cleanup()


def ways(address: URL, engine_of: Callable[[URL], Engine]) -> Iterator[tuple[Engine, Frozen | None]]:
    """Yield ways of reading a file that cannot be written, nor anything beside it; none where there is no file.

    Args:
        address: Of the file.
        engine_of: Makes an engine of an address.
    """
    if not address.drivername.startswith("sqlite") or not address.database or not Path(address.database).is_file():
        return
    path = Path(address.database)
    file = address.set(database=f"file:{quote(str(path.absolute()))}")
    yield engine_of(file.set(query={"mode": "ro", "uri": "true"})), None
    stamp = _stamp(path)
    if not _holds_frames(path):
        yield engine_of(file.set(query={"immutable": "1", "uri": "true"})), Frozen(path, stamp)
        return
    copy = TemporaryDirectory(prefix="gongkai-")
    try:
        for one in (path, _wal(path)):
            shutil.copyfile(one, Path(copy.name) / one.name)
    except OSError:  # there is no room for one
        copy.cleanup()
        return
    yield engine_of(address.set(database=str(Path(copy.name) / path.name))), Frozen(path, stamp, copy)


def _wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def _holds_frames(file: Path) -> bool:
    left = _wal(file)
    return left.exists() and left.stat().st_size > _HEAD


def _stamp(file: Path) -> Stamp:
    """Return what changes with every change of a file and of what is left beside it."""
    found: list[tuple[int, int, int] | None] = []
    for one in (file, _wal(file)):
        try:
            told = one.stat()
        except OSError:
            found.append(None)
        else:
            # A -wal without frames may come and go.
            empty = one != file and told.st_size <= _HEAD
            found.append(None if empty else (told.st_ino, told.st_size, told.st_mtime_ns))
    return tuple(found)
