"""Reads Word files."""

from bot.ingest.document import Document
from bot.ingest.readers.source import Source


def read(source: Source) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document.

    Raises:
        GongkaiError: It cannot be read.
    """
    raise NotImplementedError(source.name)
