"""Reads YAML and JSON typed by staff: one paragraph that holds the whole text, for `bot.ingest.typed` to load."""

from bot.ingest.document import Document, Paragraph
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.source import SourceFile
from bot.records.model import Place


def read(source: SourceFile) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document: one paragraph, the text as it is, indentation included.

    Raises:
        ReadingError: No encoding fits, or the text is garbled.
    """
    text = decode(source.data, source.name)
    return Document(
        name=source.name,
        sha256=source.sha256,
        media_type="yaml",
        blocks=(Paragraph(text=text, place=Place(document=source.name, line=1)),),
    )
