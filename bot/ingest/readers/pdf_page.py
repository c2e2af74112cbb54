"""One page of a PDF: its ruled tables, and its lines of text outside them, from top to bottom."""

from dataclasses import dataclass, replace
from typing import Any

from bot.ingest.readers.pdf_columns import Rows, rows_of
from bot.ingest.readers.pdf_grid import Box, grids_of
from bot.ingest.readers.pdf_table import RuledTable
from bot.ingest.readers.pdf_text import Character, PrintedLine, lines_of


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds.

    Attributes:
        number: From 1.
        height: In points.
        items: Lines and tables from top to bottom.
        characters: How many characters are printed on it.
        unreadable: How many of them the file gives no character for.
        pictures: How much of the page pictures cover, from 0 to 1.
        rows: Cells of the lines that are rows of a table that nothing rules, by number of the line.
    """

    number: int
    height: float
    items: list[PrintedLine | RuledTable]
    characters: int
    unreadable: int
    pictures: float
    rows: Rows


def read_page(page: Any) -> Page:
    """Return the content of a page as pdfplumber opens it."""
    characters = _visible(page)
    printed = [c for c in characters if c["text"].strip()]
    tables: list[RuledTable] = []
    for grid in grids_of(page):
        inside = [c for c in characters if _is_in(c, grid.box)]
        if not any(c["text"].strip() for c in inside) or any(_overlap(grid.box, table.box) for table in tables):
            continue
        tables.append(RuledTable.of(grid, inside))
    outside = [c for c in characters if not any(_is_in(c, table.box) for table in tables)]
    lines = [replace(line, number=n) for n, line in enumerate(lines_of(outside, page.page_number), start=1)]
    items: list[PrintedLine | RuledTable] = [*(replace(line, characters=()) for line in lines), *tables]
    items.sort(key=lambda item: item.top if isinstance(item, PrintedLine) else item.box[1])
    return Page(
        page.page_number,
        float(page.height),
        items,
        len(printed),
        sum(c["text"].startswith("(cid:") or "\ue000" <= c["text"][:1] <= "\uf8ff" for c in printed),
        _pictured(page),
        rows_of(lines),
    )


def _visible(page: Any) -> list[Character]:
    """Return the characters on the page; those printed twice at one place (bold by overprinting) once."""
    x0, top, x1, bottom = page.bbox
    seen: set[tuple[str, int, int]] = set()
    found = []
    for character in page.chars:
        if not (x0 - 2 <= character["x0"] and character["x1"] <= x1 + 2):
            continue
        if not (top - 2 <= character["top"] and character["bottom"] <= bottom + 2):
            continue
        x, y = round(character["x0"] / 1.5), round(character["top"] / 1.5)
        if character["text"].strip():
            if any((character["text"], x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                continue
            seen.add((character["text"], x, y))
        found.append(character)
    return found


def _is_in(character: Character, box: Box) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _overlap(one: Box, other: Box) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 3 and height > 3


def _pictured(page: Any) -> float:
    area = float(page.width * page.height) or 1.0
    covered = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images)
    return float(min(1.0, covered / area))
