"""What an index on disk says of itself: its format, whose database it follows, up to which revision, and where."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from bot.search.fields import FORMAT

_NAME = "gongkai-index.json"
_FOLDER = "gongkai-index-"


def _new_folder() -> str:
    return f"{_FOLDER}{os.getpid()}-{uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Written after every commit, never before: what the index says it has, it has.

    An index without a readable stamp was never finished and is rebuilt. One whose stamp is older than its last commit
    is caught up from the stamp's revision: doing that twice changes nothing. A rebuilt index goes into a new folder, so
    that another process can go on using the old one until it reads the new stamp.
    """

    revision: int
    database: str = ""
    format: int = FORMAT
    folder: str = field(default_factory=_new_folder)

    def write(self, directory: Path) -> None:
        """Write it in one step, so that a kill leaves the old one or the new one.

        Raises:
            OSError: The disk is full, or the directory is not ours to write.
        """
        being_written = directory / f"{_NAME}.{os.getpid()}"
        with being_written.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        being_written.replace(directory / _NAME)

    @classmethod
    def read(cls, directory: Path) -> "Stamp | None":
        """Return the stamp of an index, or None when it has none that can be read."""
        try:
            read = json.loads((directory / _NAME).read_text(encoding="utf-8"))
            return cls(
                revision=int(read["revision"]),
                database=str(read["database"]),
                format=int(read["format"]),
                folder=Path(str(read["folder"])).name,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remove_others(self, directory: Path) -> None:
        """Remove the folders of other indexes: former ones, and those whose building was killed."""
        for folder in directory.glob(f"{_FOLDER}*"):
            if folder.name != self.folder and not _being_built(folder.name):
                shutil.rmtree(folder, ignore_errors=True)


def _being_built(folder: str) -> bool:
    """Return whether another process that is alive made the folder."""
    process = folder.removeprefix(_FOLDER).partition("-")[0]
    if not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
