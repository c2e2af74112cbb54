"""Walks a page in its order and makes paragraphs and tables of it. No recursion: pages nest as deep as they like."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from bot.ingest.document import Block, Link, Paragraph, TableCell
from bot.ingest.readers.html_rows import Rows, rows_of
from bot.ingest.readers.html_table import is_layout, table_of
from bot.ingest.readers.html_text import (
    BLOCKS,
    begins_label,
    collapse,
    is_cut,
    is_date_beside_link,
    is_element,
    is_shown,
    link_text,
)
from bot.records.model import Place

_TEXT = "-text"
_LEVELS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class _Line:
    """The paragraph that is being put together."""

    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    level: int | None = None
    item: bool = False
    preformatted: bool = False
    row: tuple[TableCell, ...] | None = None

    def take(self, place: Place) -> Paragraph | None:
        """Return the paragraph, if it has text, and begin a new one."""
        text = collapse("".join(self.parts))
        paragraph = None
        if text:
            links = tuple(self.links)
            paragraph = Paragraph(text=text, place=place, level=self.level, links=links, item=self.item, row=self.row)
            self.item, self.row = False, None if self.row is None else ()
            self.links = []
        self.parts = []
        return paragraph


def blocks_of(root: LexborNode, name: str) -> Iterator[Block]:
    """Yield the blocks of a page.

    Args:
        root: Its body.
        name: Of the file, for the places.

    Yields:
        Paragraphs and tables in the order of the page. `place.line` of a paragraph is its number on the page.
    """
    line, rows = _Line(), rows_of(root)
    paragraphs = tables = 0
    for node, opening in _walk(root):
        if node.tag == _TEXT:
            for written in _add_text(line, node, Place(document=name, line=paragraphs + 1)):
                paragraphs += 1
                yield written
            continue
        if node.tag == "a" and not opening:
            _add_link(line, node)
            continue
        if node.tag not in BLOCKS and (is_date_beside_link(node) or (opening and begins_label(node))):
            line.parts.append(" ")
        is_table = node.tag == "table" and opening and not is_layout(node)
        breaks = node.tag in BLOCKS or is_table or (node.tag == "br" and opening and line.level is None)
        if breaks and (paragraph := line.take(Place(document=name, line=paragraphs + 1))):
            paragraphs += 1
            yield paragraph
        elif node.tag == "br" and opening:
            line.parts.append("\n")
        if is_table:
            if (caption := node.css_first("caption")) and (text := caption.text(strip=True)):
                paragraphs += 1
                yield Paragraph(text=text, place=Place(document=name, line=paragraphs))
            for table in table_of(node):
                tables += 1
                yield replace(table, place=Place(document=name, table=tables))
        _mark(line, node, opening)
        _begin_or_end_row(line, node, opening, rows)
    if paragraph := line.take(Place(document=name, line=paragraphs + 1)):
        yield paragraph


def _add_text(line: _Line, node: LexborNode, place: Place) -> Iterator[Paragraph]:
    """Add text to the paragraph; where the page keeps its line breaks, yield each line that ends."""
    first, *others = (node.text_content or "").split("\n") if line.preformatted else (node.text_content or "",)
    line.parts.append(first)
    for other in others:
        if paragraph := line.take(place):
            yield paragraph
            place = replace(place, line=(place.line or 0) + 1)
        line.parts.append(other)


def _mark(line: _Line, node: LexborNode, opening: bool) -> None:
    if node.tag in _LEVELS:
        line.level = _LEVELS[node.tag] if opening else None
    elif node.tag == "li":
        line.item = opening
    elif node.tag == "pre":
        line.preformatted = opening


def _begin_or_end_row(line: _Line, node: LexborNode, opening: bool, rows: Rows) -> None:
    if node.tag not in BLOCKS:
        return
    if node.mem_id in rows:
        line.row = rows[node.mem_id] if opening else None
    elif opening and line.row is None:
        rows |= rows_of(node)


def _add_link(line: _Line, node: LexborNode) -> None:
    target, text = node.attributes.get("href"), link_text(node)
    if is_cut(node):
        line.parts.append(text)
    if target and text:
        line.links.append(Link(text, target.strip()))


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the nodes that are shown, each element when it opens and when it closes; nothing inside a data table."""
    node: LexborNode | None = root.child
    depth = 1
    while node is not None:
        inside = None
        if node.tag == _TEXT:
            yield node, True
        elif is_element(node) and is_shown(node):
            yield node, True
            if (node.tag != "table" or is_layout(node)) and not is_cut(node):
                inside = node.child
            if inside is None:
                yield node, False
        if inside is not None:
            node, depth = inside, depth + 1
            continue
        following = node.next
        while following is None and depth > 1:
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
            yield node, False
            following = node.next
        if following is None:
            return
        node = following
