"""What an index on disk says of itself: its format, whose database it follows, up to which revision."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.search.fields import FORMAT

_NAME = "gongkai-index.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Written after every commit, never before: what the index says it has, it has.

    An index without a readable stamp was never finished and is rebuilt. One whose stamp is older than its last commit
    is caught up from the stamp's revision: doing that twice changes nothing.
    """

    revision: int
    database: str = ""
    format: int = FORMAT

    def write(self, directory: Path) -> None:
        """Write it in one step, so that a kill leaves the old one or the new one."""
        being_written = directory / f"{_NAME}.{os.getpid()}"
        being_written.write_text(json.dumps(asdict(self)), encoding="utf-8")
        with being_written.open("rb") as file:
            os.fsync(file.fileno())
        being_written.replace(directory / _NAME)

    @classmethod
    def read(cls, directory: Path) -> "Stamp | None":
        """Return the stamp of an index, or None when it has none that can be read."""
        try:
            read = json.loads((directory / _NAME).read_text(encoding="utf-8"))
            return cls(int(read["revision"]), str(read["database"]), int(read["format"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @staticmethod
    def remove(directory: Path) -> None:
        """Say that the index is not finished."""
        (directory / _NAME).unlink(missing_ok=True)
