"""Reads Word files: paragraphs with their computed numbers, tables with merged cells, text boxes."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from bot.ingest.document import Block, Document, Link, Paragraph, Table, TableCell
from bot.ingest.readers.docx_numbering import Numbering
from bot.ingest.readers.docx_table import rows_of, tables_inside
from bot.ingest.readers.docx_text import Text, W, contents
from bot.ingest.readers.encodings import refuse_mojibake
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import WORD_PART_BYTES
from bot.ingest.readers.packages import refuse_bad_package
from bot.ingest.readers.source import SourceFile
from bot.ingest.readers.tables import without_repeated_headers
from bot.records.model import Place


def read(source: SourceFile) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document, in the order of its text; headers and footers of pages are left out.

    Raises:
        ReadingError: It is truncated, damaged, encrypted, too large, or holds no text.
    """
    refuse_bad_package(source, "DOCX", part="word/", part_bytes=WORD_PART_BYTES)
    try:
        opened = docx.Document(io.BytesIO(source.data))
        blocks = tuple(_Reading(opened, source.name).blocks(opened.element.body))
        title = opened.core_properties.title.strip() or None
    except ReadingError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        # What a damaged package makes the library raise is not one family: KeyError, BadZipFile, LxmlError, ValueError.
        raise ReadingError("damaged", source.name, format="DOCX") from error
    if not blocks:
        raise ReadingError("nothing_readable", source.name)
    document = Document(name=source.name, sha256=source.sha256, media_type="docx", blocks=blocks, title=title)
    refuse_mojibake("\n".join(block.text for block in document.paragraphs()), source.name)
    return document


class _Reading:
    """One file being read: its numberings, the targets of its links, and how many blocks there are."""

    def __init__(self, opened: Any, name: str) -> None:
        self._name = name
        part = opened.part
        self._targets = {key: rel.target_ref for key, rel in part.rels.items() if rel.is_external}
        self._numbering = Numbering.of(
            _related(part, RELATIONSHIP_TYPE.NUMBERING), _related(part, RELATIONSHIP_TYPE.STYLES)
        )
        self._paragraphs = self._tables = 0

    def blocks(self, container: Any) -> Iterator[Block]:
        """Yield the blocks of a body, a text box or a cell that holds a page."""
        for node in contents(container):
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            else:
                yield from self._table(node)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        found = Text(node, self._targets)
        properties = node.find(f"{W}pPr")
        label = self._numbering.label(properties) if found.text else ""
        numbered = properties is not None and properties.find(f"{W}numPr") is not None
        for index, line in enumerate(found.text.split("\n") if found.text else ()):
            self._paragraphs += 1
            yield Paragraph(
                text=label + line if index == 0 else line,
                place=Place(document=self._name, line=self._paragraphs),
                level=_level(properties),
                links=tuple(found.links) if index == 0 else (),
                item=numbered and not label,
            )
        for box in found.boxes:
            yield from self.blocks(box)

    def _table(self, node: Any) -> Iterator[Block]:
        cells = node.findall(f"{W}tr/{W}tc")
        if len(cells) == 1:
            yield from self.blocks(cells[0])  # a frame around text
            return
        inside: list[Any] = []

        def cell_of(cell: Any) -> TableCell:
            inside.extend(tables_inside(cell))
            return self._cell(cell)

        rows, lines = without_repeated_headers(rows_of(node, cell_of))
        if any(cell.text or cell.picture for row in rows for cell in row):
            self._tables += 1
            yield Table(rows=tuple(rows), place=Place(document=self._name, table=self._tables), lines=lines)
        for table in inside:
            yield from self._table(table)

    def _cell(self, cell: Any) -> TableCell:
        texts: list[str] = []
        links: list[Link] = []
        picture = False
        for node in contents(cell):
            if node.tag != f"{W}p":
                continue
            found = Text(node, self._targets)
            label = self._numbering.label(node.find(f"{W}pPr")) if found.text else ""
            for box in found.boxes:
                texts.extend(block.text for block in self.blocks(box) if isinstance(block, Paragraph))
            if found.text:
                texts.append(label + found.text)
            links.extend(found.links)
            picture = picture or found.picture
        return TableCell("\n".join(texts), links=tuple(links), picture=picture)


def _related(part: Any, kind: str) -> Any | None:
    try:
        return part.part_related_by(kind).element
    except (KeyError, AttributeError, ValueError):
        return None


def _level(properties: Any | None) -> int | None:
    """Return the level of a heading: by its outline level, or by the names that Word gives its styles."""
    if properties is None:
        return None
    outline = properties.find(f"{W}outlineLvl")
    if outline is not None and outline.get(f"{W}val", "9") in "012345678":
        return int(outline.get(f"{W}val")) + 1
    style = properties.find(f"{W}pStyle")
    name = style.get(f"{W}val", "").lower().replace(" ", "") if style is not None else ""
    if name == "title":
        return 1
    digits = name.removeprefix("heading")
    return int(digits) if digits.isdigit() and 0 < int(digits) < 10 and len(digits) < 2 else None
