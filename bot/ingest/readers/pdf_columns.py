"""Columns of a PDF page that nothing rules: white that goes down through several lines parts their cells."""

from collections.abc import Sequence
from itertools import pairwise

from bot.ingest.document import TableCell
from bot.ingest.items.column_words import column_words
from bot.ingest.readers.pdf_text import PAGE_NUMBER, PrintedLine, lines_of, wrapped

_LEAST_LINES = 3
_COLUMNS = range(3, 21)  # of fewer, prose may have as many by chance; of more, it is set wide
_LEAST_WHITE = 1.2  # points: less is the space between two characters
_MOST_ABOVE = 6  # lines over a list that share its white
_MOST_DISTANCES = 12
_APART = 0.8  # points by which rows stand farther apart than the lines of one cell

_Spans = list[tuple[float, float]]
#: The cells of the row that begins with a line, none for the other lines of the row; None where the rows of a table
#: cannot be told.
Rows = dict[int, tuple[TableCell, ...] | None]


def rows_of(lines: Sequence[PrintedLine]) -> Rows:
    """Return the rows that the lines of a page make, by number of the line."""
    while lines and PAGE_NUMBER.fullmatch(lines[-1].text):
        lines = lines[:-1]
    found: Rows = {}
    start = tried = 0
    while start + _LEAST_LINES <= len(lines):
        end, white = start + 1, _white(lines[start])
        while end < len(lines) and len(left := _shared(white, _white(lines[end]))) - 1 in _COLUMNS:
            if end - start >= _LEAST_LINES and len(left) < len(white):
                break  # what stands below the list covers some of its white
            end, white = end + 1, left
        if end - start < _LEAST_LINES or len(white) - 1 not in _COLUMNS:
            start, tried = start + 1, 0
            continue
        rows = _rows(lines[start:end], white)
        found |= rows or dict.fromkeys(line.number for line in lines[start:end])
        tried = 0 if rows else tried + 1
        start = end if tried == _MOST_ABOVE else start + max(1, len(rows))
    return found


def _white(line: PrintedLine) -> _Spans:
    """Return the gaps of a line, and what is left and right of it."""
    shown = sorted((c["x0"], c["x1"]) for c in line.characters if c["text"].strip())
    ends, gaps = shown[0][1] if shown else 0.0, [(0.0, shown[0][0])] if shown else []
    for x0, x1 in shown:
        if x0 - ends >= _LEAST_WHITE:
            gaps.append((ends, x0))
        ends = max(ends, x1)
    return [*gaps, (ends, float("inf"))]


def _shared(one: _Spans, other: _Spans) -> _Spans:
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(a, b) for a, b in both if b - a >= _LEAST_WHITE]


def _rows(lines: Sequence[PrintedLine], white: _Spans) -> Rows:
    """Return the rows of lines with common gaps; none where what belongs to which row cannot be told."""
    cuts = [(a + b) / 2 for a, b in white[1:-1]]
    cells = [_cut(line, cuts) for line in lines]
    above = [0.0, *(round(lower.top - upper.bottom, 1) for upper, lower in pairwise(lines))]
    for nearest in [float("-inf"), *sorted(set(above[1:]))[:_MOST_DISTANCES]]:
        begins = [at for at, gap in enumerate(above) if at == 0 or gap > nearest]
        ends = [*begins[1:], len(lines)]
        rows = [
            [_joined(column) for column in zip(*cells[a:b], strict=True)] for a, b in zip(begins, ends, strict=True)
        ]
        # Of a line that is a row by itself one cell may be blank: the rest of a cell above it has fewer beside it.
        blank = int(nearest < 0 and len(cuts) > 2)
        below = float("inf")
        total = rows.pop() if _ends_in_total(rows, blank) else None
        while rows and rows[-1].count("") > blank:
            below = above[begins.pop()]  # what stands below the list
            rows.pop()
        between = [above[at] for at in begins[1:]]
        if len(rows) < _LEAST_LINES or any(row.count("") > blank for row in rows):
            continue
        if min(between) - nearest >= _APART and below - max(between) >= _APART:
            rows += [total] if total else []
            found: Rows = {line.number: () for line in lines[: ends[len(rows) - 1]]}
            found |= {lines[at].number: tuple(map(TableCell, row)) for at, row in zip(begins, rows, strict=True)}
            return found
    return {}


def _ends_in_total(rows: Sequence[Sequence[str]], blank: int) -> bool:
    """Whether the last row, which has little else, begins with the word for a total, and the row above it is whole."""
    total = len(rows) > _LEAST_LINES and column_words().totals.match(rows[-1][0])
    return bool(total) and rows[-2].count("") <= blank


def _cut(line: PrintedLine, cuts: Sequence[float]) -> list[str]:
    parts: list[list[dict[str, object]]] = [[] for _ in range(len(cuts) + 1)]
    for character in line.characters:
        parts[sum(cut < (character["x0"] + character["x1"]) / 2 for cut in cuts)].append(character)
    return ["".join(each.text for each in lines_of(part, line.page)) for part in parts]


def _joined(texts: Sequence[str]) -> str:
    whole = ""
    for text in texts:
        whole = wrapped(whole, text)
    return whole
