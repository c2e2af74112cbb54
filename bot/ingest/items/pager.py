"""What the pager of a list says: rows and pages on the site, which the source need not hold (domain.md §6, trap 1)."""

import re
from dataclasses import dataclass

from bot.ingest.items.words import list_words


@dataclass(frozen=True, slots=True)
class Pager:
    """Rows and pages of the whole list, each None where it is not said, and the words that say so."""

    rows: int | None
    pages: int | None
    quote: str


def read_pager(text: str) -> Pager | None:
    """Read a line as a pager.

    Args:
        text: A line or cell, e.g. `共 4 页 38 条数据`.

    Returns:
        What it says; None when it is no pager. A sentence with such words in it is none: a pager is short.
    """
    line = re.sub(r"\s+", " ", text).strip()
    if not line or len(line) > 80 or line.endswith(("。", "；", "！")):
        return None
    rows, pages = (_first(patterns, line) for patterns in (list_words().pager_rows, list_words().pager_pages))
    found = [match for match in (rows, pages) if match]
    if not found:
        return None
    quote = line[min(match.start() for match in found) : max(match.end() for match in found)]
    return Pager(_count(rows), _count(pages), quote.strip())


def _first(patterns: tuple[re.Pattern[str], ...], line: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(line))), None)


def _count(match: re.Match[str] | None) -> int | None:
    return int(match["number"].replace(",", "")) if match else None
