"""Which column of a table is title, publisher, date: by its header, else by what the columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ingest.document import Table, TableCell
from bot.records.columns import Sheet, read_header
from bot.records.model import RecordKind
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day

_MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL, RecordKind.WORK_SUMMARY})
_SAMPLE = 40
_HEADER_WITHIN = 6
_TELLING = ("published_on", "issued_on", "index_no", "doc_no", "number_raw", "source_url")
_NUMERIC = re.compile(r"[\d\s,.%/\-—+]*")


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Where the fields of a list's rows stand.

    Attributes:
        positions: Column name → position, from 0.
        header: Index of the header row; -1 when the list has none.
        sheet: Which registry names the columns.
        columns: Number of columns of the header; 0 without one.
    """

    positions: dict[str, int]
    header: int
    sheet: Sheet
    columns: int = 0


def list_columns(table: Table) -> ListColumns | None:
    """Tell whether a table is a list of items, and where its fields stand.

    Args:
        table: Any table; only its first rows are looked at.

    Returns:
        The columns, or None when it is no list.
    """
    sample = list(islice(iter(table.rows), _SAMPLE + _HEADER_WITHIN))
    for index, row in enumerate(sample[:_HEADER_WITHIN]):
        texts = [cell.text for cell in row]
        found = _by_header(texts, index)
        if found is not None:
            return found if _is_list(found, sample[index + 1 :]) else None
    return _by_content(sample)


def _by_header(texts: list[str], index: int) -> ListColumns | None:
    best: ListColumns | None = None
    for sheet in ("replies", "items"):
        positions = {column.name: position for position, column in read_header(texts, sheet).items()}
        filled = sum(bool(text.strip()) for text in texts)
        # Labels with their values beside them are half known words: that is a page's head, not a list's header.
        if not ({"title", "topic"} & positions.keys()) or len(positions) < 2 or len(positions) * 5 < filled * 3:
            continue
        if best is None or len(positions) > len(best.positions):
            best = ListColumns(positions, index, sheet, len(texts))
    return best


def _is_list(found: ListColumns, rows: Sequence[tuple[TableCell, ...]]) -> bool:
    """Tell a list of items from a table of something else that has a column called 名称."""
    if not rows:
        return any(name in found.positions for name in _TELLING)
    for name in ("published_on", "issued_on"):
        if name in found.positions:
            written = [text for row in rows if (text := _text(row, found.positions[name]))]
            if not written or sum(read_day(text) is not None for text in written) * 2 >= len(written):
                return True
    if any(name in found.positions for name in ("index_no", "doc_no", "number_raw", "source_url")):
        return True
    title = found.positions.get("title", found.positions.get("topic", 0))
    titles = [text for row in rows if (text := _text(row, title))]
    return bool(titles) and sum(_is_matter(text) for text in titles) * 2 >= len(titles)


def _by_content(sample: Sequence[tuple[TableCell, ...]]) -> ListColumns | None:
    rows = [row for row in sample if sum(bool(cell.text.strip()) for cell in row) >= 1]
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or width > 12:
        return None
    texts = [[_text(row, position) for row in rows] for position in range(width)]
    day = next((position for position in range(width) if _share(texts[position], _is_day) >= 0.7), None)
    title = max(range(width), key=lambda position: _title_weight(texts[position]))
    if _title_weight(texts[title]) == 0 or title == day:
        return None
    if day is None and _share(texts[title], _is_matter) < 0.6:
        return None
    positions = {"title": title} | ({"published_on": day} if day is not None else {})
    office = title_words().office
    publisher = next(
        (
            position
            for position in range(width)
            if position not in positions.values()
            and _share(texts[position], lambda text: bool(office.fullmatch(text))) >= 0.6
        ),
        None,
    )
    if publisher is not None:
        positions["publisher"] = publisher
    return ListColumns(positions, -1, "replies")


def _title_weight(texts: list[str]) -> float:
    """Return the mean length of the texts of a column, 0 when they cannot be titles."""
    written = [text for text in texts if text]
    if not written or _share(written, lambda text: bool(_NUMERIC.fullmatch(text)) or _is_day(text)) > 0.3:
        return 0
    mean = sum(map(len, written)) / len(written)
    return mean if mean >= 7 and len(written) * 2 >= len(texts) else 0


def _share(texts: list[str], is_such: object) -> float:
    written = [text for text in texts if text]
    return sum(bool(is_such(text)) for text in written) / len(written) if written and callable(is_such) else 0.0


def _is_day(text: str) -> bool:
    return read_day(text) is not None


def _is_matter(text: str) -> bool:
    return read_title(text).kind in _MATTERS


def _text(row: Sequence[TableCell], position: int) -> str:
    return row[position].text.strip() if position < len(row) else ""
