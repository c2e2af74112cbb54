"""From a file to Documents: one module a format, each with `read(source: Source) -> Document`.

The format is decided by content (`bot.ingest.readers.sniff`), never by the name of the file. A new format is a
new module and one line in `READERS`.

    text.py         text and TSV, line by line: the first reader (engineer B)
    html.py         pages of content management systems and of office word processors
    markdown.py     Markdown, also as recovered from a PDF
    docx.py         Word
    spreadsheet.py  XLSX; delimited.py: CSV and TSV that are one table from the first line to the last
    pdf.py          PDF with a text layer
    archive.py      ZIP: every member through the registry; gives several documents
    legacy.py       .doc and .wps through LibreOffice
    typed.py        YAML typed by staff: one paragraph that holds the whole text
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from bot.ingest.document import Document
from bot.ingest.readers.source import Source

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
        GongkaiError: It cannot be read; the message names the file and says what to do.
    """
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str, *, depth: int = 0) -> list[Document]:
    """Read the bytes of a file called `name`, inside `depth` archives; like `read_file`."""
    from bot.ingest.readers.sniff import format_of

    source = Source(name=name, data=data, depth=depth)
    read = cast(
        "Callable[[Source], Document | list[Document]]",
        import_module(f"bot.ingest.readers.{READERS[format_of(data)]}").read,
    )
    found = read(source)
    return found if isinstance(found, list) else [found]
