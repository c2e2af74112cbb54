"""From a file to Documents: one module a format, each with `read(source: Source) -> Document`.

The format is decided by content (`bot.ingest.readers.sniff`), never by the name of the file. A new format is a
new module and one line in `READERS`.
"""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from bot.ingest.document import Document
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import FILE_BYTES, MEMBER_SECONDS, READING_SECONDS, READING_SECONDS_PER_MEGABYTE
from bot.ingest.readers.source import SourceFile
from bot.text.normalise import is_whole
from bot.worker import allow

#: Format → module of this folder that reads it. Loaded when a file needs it: pdfplumber alone takes 0.3 s.
READERS = {
    "text": "text",
    "yaml": "typed",
    "html": "html",
    "markdown": "markdown",
    "csv": "delimited",
    "docx": "docx",
    "xlsx": "spreadsheet",
    "pdf": "pdf",
    "zip": "archive",
    "doc": "legacy",
}


def read_file(path: Path) -> list[Document]:
    """Read a file.

    Args:
        path: Of the file; refused before it is read when it is empty or too large.

    Returns:
        Its documents: one, or one a member for an archive.

    Raises:
        ReadingError: It cannot be read; the message names the file and says what to do.
    """
    name = _name_of(path)
    try:
        refuse_size(path.stat().st_size, name)
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError("unreadable", str(path), reason=error.strerror or type(error).__name__) from None
    return read_bytes(data, name)


def _name_of(path: Path) -> str:
    """Return the name of a file; one that an archive from Windows left in another encoding is put into characters."""
    return path.name if is_whole(path.name) else os.fsencode(path.name).decode("gb18030", "replace")


def read_bytes(data: bytes, name: str, *, depth: int = 0) -> list[Document]:
    """Read the bytes of a file called `name`, inside `depth` archives; like `read_file`."""
    from bot.ingest.readers.sniff import format_of

    refuse_size(len(data), name)
    allow(MEMBER_SECONDS if depth else READING_SECONDS)
    allow(READING_SECONDS_PER_MEGABYTE * len(data) / 1024**2)
    source = SourceFile(name=name, data=data, depth=depth)
    module = import_module(f"bot.ingest.readers.{READERS[format_of(source)]}")
    found = cast("Callable[[SourceFile], Document | list[Document]]", module.read)(source)
    return found if isinstance(found, list) else [found]


def refuse_size(size: int, name: str) -> None:
    """Raise where a file of `size` bytes is empty or larger than the limit."""
    if size == 0:
        raise ReadingError("empty", name)
    if size > FILE_BYTES:
        raise ReadingError("too_large", name, megabytes=size // 1024**2, limit=FILE_BYTES // 1024**2)
