"""What readers raise: words are in `data/messages/<language>/reading.yaml`."""

import zipfile
import zlib
from typing import Final

from bot.errors import GongkaiError

DAMAGED_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError)
"""What `zipfile` raises over an archive that is damaged, or packed in a way that it does not know."""


class ReadingError(GongkaiError):
    """A file that cannot be read. `file` is its name; nothing of it was kept."""

    def __init__(self, key: str, file: str, **values: object) -> None:
        super().__init__(f"reading.{key}", file=file, **values)
