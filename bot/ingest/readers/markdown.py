"""Reads Markdown: headings, lists, links, and pipe tables, also broken ones as programs recover them from PDF files."""

import html
import re

from bot.ingest.document import Block, Document, Link, Paragraph, Table, TableCell
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.limits import SHEET_COLUMNS
from bot.ingest.readers.source import SourceFile
from bot.records.model import Place

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"^\s*[-*+•·]\s+")
_QUOTE = re.compile(r"^\s*>\s?")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
)
_STRONG = re.compile(r"(\*\*|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1(?!(?<=__)\w)")
_CODE = re.compile(r"(?<!\\)`([^`]+)(?<!\\)`")
_TAG = re.compile(r"</?(?:p|div|span|b|i|u|em|strong|font|center|sup|sub|a|small)\b[^<>]*>|<!--.*?-->", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAR = re.compile(r"(?<!\\)\|")


def read(source: SourceFile) -> Document:
    """Read a text.

    Args:
        source: Its bytes and name.

    Returns:
        The document: a paragraph a line; pipe rows that follow each other are one table, whatever their widths.

    Raises:
        ReadingError: No encoding fits, or the text is garbled.
    """
    lines = decode(source.data, source.name).split("\n")
    blocks: list[Block] = []
    tables = broken = index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end > index:
            tables += 1
            table, is_broken = _table(lines, index, end, Place(document=source.name, line=index + 1, table=tables))
            broken += is_broken
            if table.rows:
                blocks.append(table)
            index = end
            continue
        if paragraph := _paragraph(lines[index], Place(document=source.name, line=index + 1)):
            blocks.append(paragraph)
        index += 1
    return Document(
        name=source.name,
        sha256=source.sha256,
        media_type="markdown",
        blocks=tuple(blocks),
        recovered=broken > 0,
    )


def _table_end(lines: list[str], start: int) -> int:
    """Return the line after the table that begins at `start`; `start` where none does."""
    if not _is_row(lines[start]) and not (
        "|" in lines[start] and start + 1 < len(lines) and "|" in lines[start + 1] and _RULE.match(lines[start + 1])
    ):
        return start
    loose = not lines[start].lstrip().startswith("|")
    end = start
    while end < len(lines) and (_is_row(lines[end]) or (loose and "|" in lines[end])):
        end += 1
    return end


def _is_row(line: str) -> bool:
    text = line.strip()
    return len(text) > 1 and text.startswith("|") and (text.endswith("|") or len(_BAR.findall(text)) > 1)


def _table(lines: list[str], start: int, end: int, place: Place) -> tuple[Table, bool]:
    """Return the table, and whether it is broken: rules under rows of figures, or more than one rule."""
    rows: list[tuple[TableCell, ...]] = []
    numbers: list[int] = []
    rules = 0
    broken = False
    for index in range(start, end):
        if _RULE.match(lines[index]):
            rules += 1
            broken = broken or rules > 1 or len(rows) != 1 or any(cell.text.isdigit() for cell in rows[0])
            continue
        rows.append(_row(lines[index]))
        numbers.append(index + 1)
    return Table(rows=tuple(rows), place=place, lines=tuple(numbers)), broken or not rules


def _row(line: str) -> tuple[TableCell, ...]:
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    cells = []
    for part in _BAR.split(text)[:SHEET_COLUMNS]:
        shown, links = _inline(_BREAK.sub("\n", part))
        cells.append(TableCell(shown, links=links))
    return tuple(cells)


def _paragraph(line: str, place: Place) -> Paragraph | None:
    if _FENCE.match(line) or re.fullmatch(r"\s*(?:[-*_=]\s*){3,}", line):
        return None
    line = _QUOTE.sub("", line)
    heading = _HEADING.match(line)
    item = bool(_ITEM.match(line)) and not heading
    text, links = _inline(heading[2] if heading else _ITEM.sub("", line))
    if not text:
        return None
    return Paragraph(text=text, place=place, level=len(heading[1]) if heading else None, links=links, item=item)


def _inline(text: str) -> tuple[str, tuple[Link, ...]]:
    """Return a text without its markup, and its links."""
    if not re.search(r"[\[\\*_`<&]", text):
        return text.strip(), ()
    text = _TAG.sub("", _BREAK.sub(" ", _PICTURE.sub("", text)))
    links = tuple(Link(_plain(match[1]), match[2]) for match in _LINK.finditer(text) if _plain(match[1]))
    return _plain(_LINK.sub(r"\1", text)), links


def _plain(text: str) -> str:
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", text))
    return html.unescape(_ESCAPE.sub(r"\1", text)).replace("\xa0", " ").strip()
