"""Reads plain text, line by line: prose, tables with tabs or bars between the cells, simple marks of lists and links.

A line with tabs is a row of a table; rows that follow each other are one table, and a blank line ends it. Archives of
web pages keep tables with bars, a row a line (规章 | 0 | 0 |) or a cell a line (`0 |`, a lone `|` for a blank cell).
"""

import re
from collections.abc import Sequence

from bot.ingest.document import Block, Document, Link, Paragraph, Table, TableCell
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.sniff import QUOTED
from bot.ingest.readers.source import SourceFile
from bot.records.model import Place

_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_PAGE_NUMBER = r"\d{1,3}\s*[-—–]\s*$"  # - 3 - is no item of a list
_ITEM = re.compile(rf"^[-*•·]\s+(?!{_PAGE_NUMBER})")
_BREAK = re.compile(r"[\f\v\x1c-\x1e\u2028\u2029]")
_BARS = re.compile(r"[|｜]")
_DRAWN_BARS = str.maketrans("│┃║", "|||")
_FRAME = re.compile(
    r"^[ \t]*[─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋|+-]*[─━═┼╬╋]{3,}[─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋|+-]*[ \t]*$", re.MULTILINE
)
_BAR = "|｜"
BLANK_CELL = "\u3000"  # the text of a paragraph that stands for a blank cell, where cells have a line each
FEWEST_BARS = 12  # lines of one cell with a bar that make a text one of a cell a line; prose has a bar here and there
LONGEST_LABEL = 60  # a lone cell longer than this is an indented sentence, not a row


def read(source: SourceFile) -> Document:
    """Read a text.

    Args:
        source: Its bytes and name.

    Returns:
        The document: a paragraph a line, a table for rows with tabs.

    Raises:
        GongkaiError: No encoding fits, or the text is garbled.
    """
    text = _FRAME.sub("", _BREAK.sub("\n", decode(source.data, source.name)).translate(_DRAWN_BARS))
    lines = QUOTED.sub("", text).split("\n")
    if _has_cells_a_line(lines):
        lines = [_without_bars(line) for line in lines]
    opened = _rows_begin_with_bars(lines)
    blocks: list[Block] = []
    rows: list[tuple[TableCell, ...]] = []
    first = tables = 0

    def close() -> None:
        nonlocal rows, tables
        if rows:
            tables += 1
            blocks.append(Table(rows=tuple(rows), place=Place(document=source.name, line=first, table=tables)))
            rows = []

    for number, line in enumerate(lines, start=1):
        if cells := _row(line, opened=opened):
            first = first if rows else number
            rows.append(cells)
            continue
        close()
        if paragraph := _paragraph(line, Place(document=source.name, line=number)):
            blocks.append(paragraph)
    close()
    table_rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    paragraphs = len(blocks) - tables
    return Document(
        name=source.name,
        sha256=source.sha256,
        media_type="tsv" if table_rows > 0 and paragraphs == 0 else "text",
        blocks=tuple(blocks),
    )


def _has_cells_a_line(lines: Sequence[str]) -> bool:
    """Whether bars end cells, not rows: most lines with a bar have one filled cell at most."""
    single = several = 0
    for line in lines:
        if "|" in line or "｜" in line:
            if sum(1 for cell in _BARS.split(line) if cell.strip()) > 1:
                several += 1
            else:
                single += 1
    return single >= FEWEST_BARS and single > several


def _rows_begin_with_bars(lines: Sequence[str]) -> bool:
    """Whether a bar at the beginning opens a row (| a | b |), or ends a blank cell (a | b |)."""
    barred = [line.strip() for line in lines if "|" in line or "｜" in line]
    return 2 * sum(1 for line in barred if line.startswith(tuple(_BAR))) > len(barred)


def _without_bars(line: str) -> str:
    """Turn the line of one cell into its text; a lone bar is a blank cell, several are what is left of a span."""
    if "|" not in line and "｜" not in line:
        return line
    filled = [cell.strip() for cell in _BARS.split(line) if cell.strip()]
    if filled:
        return "\t".join(filled)
    return BLANK_CELL if line.strip() in {"|", "｜"} else ""


def _row(line: str, *, opened: bool) -> tuple[TableCell, ...] | None:
    if "\t" not in line and ("|" in line or "｜" in line):
        return _bar_row(line, opened=opened)
    if "\t" not in line:
        return None
    texts = [text.strip() for text in line.strip(" \r").split("\t")]
    filled = [text for text in texts if text]
    if not filled:
        return None
    if len(filled) == 1 and (len(filled[0]) > LONGEST_LABEL or filled[0].endswith(("。", "；", "："))):
        return None
    return tuple(_cell(text) for text in texts)


def _bar_row(line: str, *, opened: bool) -> tuple[TableCell, ...] | None:
    texts = [text.strip() for text in _BARS.split(line.strip())]
    if opened and line.strip().startswith(tuple(_BAR)):
        texts = texts[1:]
    if texts and line.strip().endswith(tuple(_BAR)):
        texts = texts[:-1]
    if len(texts) < 2 and not (len(texts) == 1 and is_short(texts[0])):
        return None
    return tuple(_cell(text) for text in texts) if any(texts) else None


def is_short(text: str) -> bool:
    """Return whether a text may be the only filled cell of a row: a heading inside a table."""
    return 0 < len(text) <= LONGEST_LABEL and not text.endswith(("。", "；"))


def _cell(text: str) -> TableCell:
    links = tuple(Link(match[1], match[2]) for match in _LINK.finditer(text)) if "](" in text else ()
    return TableCell(_LINK.sub(r"\1", text) if links else text, links=links)


def _paragraph(line: str, place: Place) -> Paragraph | None:
    if line == BLANK_CELL:
        return Paragraph(text=BLANK_CELL, place=place)
    text = line.strip()
    if not text:
        return None
    item = bool(_ITEM.match(text))
    text = _ITEM.sub("", text)
    links = tuple(Link(match[1], match[2]) for match in _LINK.finditer(text)) if "](" in text else ()
    text = _LINK.sub(r"\1", text).strip()
    return Paragraph(text=text, place=place, links=links, item=item) if text else None
