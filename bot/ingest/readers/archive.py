"""Reads ZIP archives of documents, member by member."""

from bot.ingest.document import Document
from bot.ingest.readers.source import Source


def read(source: Source) -> list[Document]:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The documents of its members.

    Raises:
        GongkaiError: It cannot be read.
    """
    raise NotImplementedError(source.name)
