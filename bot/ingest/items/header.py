"""The header of a list: which rows at the top are labels, how deep they go, and the label of each column."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from bot.ingest.document import TableCell
from bot.ingest.items.column_values import (
    ColumnValues,
    is_dated,
    is_day,
    is_figure,
    is_matter,
    is_number,
    is_office,
    is_tick,
)
from bot.ingest.items.column_words import LONGEST_LABEL, column_words, meaning_of
from bot.ingest.items.heading import names_session
from bot.records.columns import header_form
from bot.text.normalise import to_simplified

Row = Sequence[TableCell]

#: Rows from the top in which a header is looked for.
HEADER_WITHIN = 15
#: Rows by which columns are told.
SAMPLE = 200
_NEARLY_ALL = 0.8
_DEEPEST = 5
_FEW, _SHORT = 2, 5  # cells, and characters of one, from which a row of equal cells is a title
_WIDEST = 40
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z .,'/&-]+")
_FACT = re.compile(r"\S[:：]\s*\S")
_FORM = 4  # labels of different meaning
_LABEL = 12  # characters that a label has at most, mostly


def find_header(rows: Sequence[Row]) -> tuple[int, int, tuple[int, ...]] | None:
    """Return index and depth of the header, and the rows above it; None where there is none."""
    above: list[int] = []
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        cells = distinct(row)
        if not cells:
            continue
        if _are_labels(row):
            depth = _depth(rows, index)
            if _known(header_labels(rows[index : index + depth])):
                return index, depth, tuple(above)
        if len(cells) > 1 and not _may_stand_above(cells, len(row)):
            break
        above.append(index)
    return None


def is_header(row: Row) -> bool:
    """Return whether a row is one of labels, at least half of which are known."""
    return _are_labels(row) and _known([cell.text for cell in distinct(row)])


def is_form(rows: Sequence[Row]) -> bool:
    """Return whether rows are a form: most begin with a label and its value; no list, whatever its first row is."""
    texts = [[cell.text.strip() for cell in cells] for row in rows if len(cells := distinct(row)) > 1]
    meanings = [[meaning_of(text) for text in row] for row in texts]
    if any(len(row) > 2 and all(row) and "title" in row for row in meanings):
        return False  # a header, with notes and counts around its list
    said = [row[0] for row in meanings if row[1] is None and row[0]]
    return len({*said}) >= _FORM and len(said) * 2 > len(texts)


def _are_labels(row: Row) -> bool:
    """Return whether the cells of a row may be labels: short, no days, no ticks, hardly a figure or an office."""
    texts = [cell.text.strip() for cell in distinct(row)]
    if len(texts) < 2 or max(map(len, texts)) > LONGEST_LABEL or any(map(_is_mark, texts)):
        return False
    if all(map(_FACT.search, texts)):
        return False  # 单位：市财政局 beside 单位：件
    return all(text.rstrip("：: ") == text for text in texts) and sum(map(_is_datum, texts)) * 3 <= len(texts)


def _is_mark(text: str) -> bool:
    """Whether a cell is a day or a tick; 主办 is a tick in a row and a label in a header."""
    return is_day(text) or (is_tick(text) and meaning_of(text) is None)


def _known(labels: Sequence[str]) -> bool:
    """Return whether at least half of some labels, and two of different meaning, are known."""
    written = [label for label in labels if label.strip()]
    known = [meaning for label in written if (meaning := meaning_of(label))]
    return len(set(known)) >= 2 and len(known) * 2 >= len(written)


def _is_datum(text: str) -> bool:
    if text.startswith("关于") or (len(text) > _LABEL and is_matter(text) and not names_session(text)):
        return True
    office = is_office(text) and meaning_of(text) is None  # 承办 ends as offices do
    return office or is_figure(text) or is_number(text) or bool(re.search(r"\d{3,}", text))


def _may_stand_above(cells: Sequence[TableCell], width: int) -> bool:
    """Tell facts of the list (填报单位：… 填报日期：…; in a wide one whatever else) from a row of data."""
    texts = facts_in(cells)
    facts = all(re.search(r"[:：]", text) or is_dated(text) or is_office(text) for text in texts) and len(texts) <= 4
    return facts or (len(texts) * 3 <= width and not any(is_matter(text) and not names_session(text) for text in texts))


def facts_in(cells: Sequence[TableCell]) -> list[str]:
    """Return the texts of cells; of facts in two cells each, a label and its value, one each: 报送单位：市公安局."""
    texts = [cell.text.strip() for cell in cells]
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    if len(texts) % 2 or not all(meaning_of(label) and (is_office(said) or is_dated(said)) for label, said in pairs):
        return texts
    return [f"{label.rstrip('：: ')}：{said}" for label, said in pairs]


def distinct(row: Iterable[TableCell]) -> list[TableCell]:
    """Return the filled cells of a row, one that covers several columns once."""
    found: list[TableCell] = []
    for cell in row:
        if cell.text.strip() and not (found and found[-1] is cell):
            found.append(cell)
    # A merged cell that a format has written out: the title of the list in every column.
    written_out = len(found) > _FEW and len(found[0].text) > _SHORT and len({cell.text for cell in found}) == 1
    return found[:1] if written_out else found


def _depth(rows: Sequence[Row], header: int) -> int:
    """Return how many rows the header has: merged cells say so, and rows of labels under groups."""
    depth = max((cell.row_span for cell in rows[header] if cell.text.strip()), default=1)
    depth = min(depth, _DEEPEST)
    while depth < _DEEPEST and header + depth < len(rows) and _goes_on(rows, header, depth):
        depth += 1
    if header + depth < len(rows) and (_numbers_columns(rows[header + depth]) or _translates(rows[header + depth])):
        depth += 1
    return depth


def _goes_on(rows: Sequence[Row], header: int, depth: int) -> bool:
    """Tell whether the next row is one more of labels: each under a group, none in a column that has its own."""
    over, row = rows[header : header + depth], rows[header + depth]
    seen = broken = 0
    for position, cell in enumerate(row):
        text = cell.text.strip()
        above = next((line[position] for line in reversed(over) if _filled(line, position)), None)
        if not text or cell is above:
            continue
        if len(text) > _WIDEST // 2 or _is_datum(text) or is_day(text) or is_tick(text):
            return False
        if above is not None and above.column_span == 1 and not _opens_gap(over[-1], position):
            # A label broken over two lines: 答复 over 时间.
            if meaning_of(above.text + text) is None:
                return False
            broken += 1
        seen += 1
    return seen > broken or (1 < broken < len(distinct(over[-1])))


def _opens_gap(row: Row, position: int) -> bool:
    """Whether a label is followed by a blank cell: a group whose merged cells were lost in the format."""
    return position + 1 < len(row) and _filled(row, position) and not _filled(row, position + 1)


def _filled(row: Row, position: int) -> bool:
    return position < len(row) and bool(row[position].text.strip())


def _numbers_columns(row: Row) -> bool:
    """Tell the row that numbers the columns (1, 2, 3 or 甲, 1, 2) under a header."""
    texts = [re.sub(r"[(（)）\s栏]", "", cell.text) for cell in distinct(row)]
    numbers = [int(text) for text in texts if text.isdigit()]
    if len(texts) < 3 or len(numbers) < len(texts) - 2 or any(len(text) > 3 for text in texts):
        return False
    return numbers[:1] in ([0], [1]) and all(b == a + 1 for a, b in pairwise(numbers))


def _translates(row: Row) -> bool:
    """Tell the row that says the labels in another language under a header: no record is without a Chinese word."""
    texts = [cell.text for cell in distinct(row)]
    return len(texts) > 2 and all(map(_FOREIGN.fullmatch, texts))


def header_labels(rows: Sequence[Row]) -> list[str]:
    """Return the label of each column, from the top: the labels over one another, joined by line breaks."""
    width = max((len(row) for row in rows), default=0)
    labels: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        below = rows[depth + 1 :]
        group = ""
        for position in range(width):
            cell = row[position] if position < len(row) else None
            text = re.sub(r"\s+", "", cell.text) if cell else ""
            # A blank cell in a row of groups belongs to the group on its left, where labels stand under it.
            if not text and below and any(_filled(line, position) for line in below):
                text = group if not any(_filled(line, position) for line in rows[:depth]) else ""
            group = text or group
            if text and text not in labels[position][-1:]:
                labels[position].append(text)
    for position, parts in enumerate(labels):
        if len(parts) > 1 and _adds_nothing(parts[-1]):
            labels[position] = parts[:-1]
    return ["\n".join(parts) for parts in labels]


def _adds_nothing(text: str) -> bool:
    return bool(re.fullmatch(r"[(（]?\d{1,2}[)）]?|[甲乙丙丁]", text) or _FOREIGN.fullmatch(text))


def repeats(row: Row, labels: frozenset[str]) -> bool:
    """Return whether a row is a header of these labels once more, as after a page break."""
    texts = [cell.text for cell in distinct(row)]
    return len(texts) > 1 and sum(header_form(text) in labels for text in texts) * 4 >= len(texts) * 3


def column_values(rows: Sequence[Row], width: int) -> list[ColumnValues]:
    """Return what each column holds, by the rows that may be records."""
    sound = (row for row in rows[:SAMPLE] if len(row) <= width and not (row and row[0].damaged))
    records = [row for row in sound if len(distinct(row)) > 1 and not is_total(row)]
    return [
        ColumnValues.of(row[position].text if position < len(row) else "" for row in records)
        for position in range(width)
    ]


def is_total(row: Row) -> bool:
    """Return whether a row begins as those do that sum up."""
    return bool(column_words().totals.match(to_simplified("".join(distinct(row)[0].text.split()))))


def foreign_header(rows: Sequence[Row]) -> tuple[int, int, tuple[int, ...]] | None:
    """Return the place of a header none of whose words is known: no cell of it is what the cells below it are."""
    filled = [index for index, row in enumerate(rows) if distinct(row)]
    above = list(takewhile(lambda index: len(distinct(rows[index])) == 1, filled[:HEADER_WITHIN]))
    filled = filled[len(above) :]
    texts = [cell.text.strip() for cell in distinct(rows[filled[0]])] if len(filled) > 1 else []
    if len(texts) < 3 or any(is_matter(text) or re.search(r"\d", text) for text in texts):
        return None
    body = column_values(rows[filled[0] + 1 :], len(rows[filled[0]]))
    if any(
        is_office(cell.text.strip()) and value.share(is_office)
        for cell, value in zip(rows[filled[0]], body, strict=True)
    ):
        return None
    data = sum(not value.blank and value.share(lambda text: re.search(r"\d", text)) >= _NEARLY_ALL for value in body)
    told = data > 1 and any(value.share(is_matter) >= _NEARLY_ALL for value in body)
    return (filled[0], 1, tuple(above)) if told and max(map(len, texts)) <= LONGEST_LABEL else None
