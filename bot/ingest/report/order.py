"""Which row of the form each row of values is: by its own label, else by its place between rows that have one.

Texts recovered from a layout part labels from their values. Rows of values keep their order, so a gap between two
labelled rows that has just as many rows of values as the form has rows there can be filled; any other gap cannot.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.ingest.report.labels import TermMatch, last_part, request_columns, request_rows
from bot.ingest.report.request_rows import ValueRow
from bot.records.form import FORM_2019, FORM_2021, T3, form
from bot.text.normalise import compact

SPLIT_OTHER = ("other_correction_overdue", "other_fee_unpaid", "other_misc")
LONGEST_GAP = 6  # unlabelled rows between two labelled ones that are filled though lines beside them name others
LINES_OF_A_LABEL = 4  # a wrapped label has at most so many lines
SHORTEST_PART = 4  # characters of a label that must be left of it
LONGEST_STRAY = 4  # characters of what may stand between the lines of a label: a bit of the label of its group


def row_order(rows: Sequence[ValueRow]) -> tuple[str, ...]:
    """Return the keys of the rows that this table has, in order: （六）其他处理 is one row or three.

    The labels decide; without any, the number of rows does (23 or 25).
    """
    keys = {row.key for row in rows}
    single = tuple(term.key for term in form(FORM_2019).table(T3)[0].rows)
    split = tuple(term.key for term in form(FORM_2021).table(T3)[0].rows)
    if keys & set(SPLIT_OTHER):
        return split
    if "other_total" in keys:
        return single
    told = " ".join(line for row in rows for line in row.before)
    if "逾期不补正" in told or "收费通知" in told:
        return split
    return split if len(rows) == len(split) else single


def assign(rows: Sequence[ValueRow]) -> list[tuple[ValueRow, bool]]:
    """Give every row of values its key as far as that is certain.

    Args:
        rows: Rows as found, in order.

    Returns:
        The rows, with keys where they have one, and whether the key was inferred from the order of the form.
    """
    rows = _cut([_wrapped(row) for row in rows])
    if all(row.key or row.label for row in rows):
        return [(row, False) for row in rows]
    by_lines = _by_lines_before(rows)
    if by_lines and all(row.key for row in by_lines):
        return [(row, False) for row in by_lines]
    by_order = _by_order(rows, by_lines or ())
    if all(row.key or row.label for row, _ in by_order) or not by_lines:
        return by_order
    return [(row, False) for row in by_lines]


def _wrapped(row: ValueRow) -> ValueRow:
    """Name a row whose values stand beside the middle of a label of several lines: lines before it begin the label.

    Short lines between belong to a group beside it, whose label is wrapped too or written vertically.
    """
    if row.key or not row.label or row.table is not None:
        return row
    before = row.before[-LINES_OF_A_LABEL:]
    for start in range(len(before) - 1, -1, -1):
        rest = [line for line in before[start + 1 :] if len(line) > LONGEST_STRAY]
        for lines in ((before[start],), (before[start], *rest)):
            label = "".join((*lines, row.label))
            if match := request_rows().match(label, parent=row.group):
                return replace(row, label=label, key=match.key, near=match.near)
    return row


def _cut(rows: Sequence[ValueRow]) -> list[ValueRow]:
    """Name rows of whose label a part is left that several rows have (…行政机关不再处理其政府信息公…), by their order.

    Only where as many such rows stand between two named ones as the form has there with these words.
    """
    order, terms = row_order(rows), request_rows().terms
    named = list(rows)
    bounds = [(-1, -1), *_anchors(rows, order), (len(rows), len(order))]
    for (start, first), (end, last) in pairwise(bounds):
        cut = [index for index in range(start + 1, end) if _is_part(rows[index])]
        left = [
            key
            for key in order[first + 1 : last]
            if any(_words(rows[index].label) in compact(terms[key].label) for index in cut)
        ]
        if len(cut) == len(left):
            for index, key in zip(cut, left, strict=True):
                if _words(rows[index].label) in compact(terms[key].label):
                    named[index] = replace(rows[index], key=key, near=True)
    return named


def _is_part(row: ValueRow) -> bool:
    return row.key is None and len(_words(row.label)) >= SHORTEST_PART


def _words(label: str) -> str:
    return compact(last_part(label)[1])


def _by_order(rows: Sequence[ValueRow], by_lines: Sequence[ValueRow]) -> list[tuple[ValueRow, bool]]:
    """Fill the gaps between labelled rows; a gap without any is filled only if no line before a row contradicts."""
    order = row_order(rows)
    anchors = _anchors(rows, order)
    result = [(row, False) for row in rows]
    bounds = [(-1, -1), *anchors, (len(rows), len(order))]
    for (start, first), (end, last) in pairwise(bounds):
        between = [index for index in range(start + 1, end) if rows[index].key is None]
        missing = order[first + 1 : last]
        if not between or len(between) != len(missing) or any(rows[index].label for index in between):
            continue
        pairs = list(zip(between, missing, strict=True))
        if len(between) > LONGEST_GAP and any(by_lines and by_lines[index].key != key for index, key in pairs):
            continue
        for index, key in pairs:
            result[index] = (replace(rows[index], key=key), True)
    return result


def _by_lines_before(rows: Sequence[ValueRow]) -> list[ValueRow] | None:
    """Name rows by the lines of text before them: one cell a line, label first.

    Returns:
        The rows with their keys; None where this is no such text (then lines beside values say nothing certain): most
        rows must find a row of the form of their own, in the form's order.
    """
    named: list[ValueRow] = []
    for row in rows:
        if row.key or row.label:
            named.append(row)
        elif row.before:
            label, match = _label_at_end(row)
            named.append(replace(row, label=label, key=match.key if match else None, near=bool(match and match.near)))
        else:
            return None
    keys = [row.key for row in named]
    if None not in keys and len(set(keys)) == len(keys) and not any(row.near for row in named):
        return named  # every row has a label of its own: then the order does not matter
    order = row_order(named)
    known = [order.index(row.key) for row in named if row.key in order and row.key]
    if len(known) < 4 or len(known) < 0.8 * len(rows) or known != sorted(set(known)):
        return None
    return named


def _label_at_end(row: ValueRow) -> tuple[str, TermMatch | None]:
    """Return the label that the last lines before a row make together; the longest that is one."""
    lines = row.before[-LINES_OF_A_LABEL:]
    for count in range(len(lines), 0, -1):
        label = "".join(lines[-count:])
        if (match := request_rows().match(label, parent=row.group)) and not match.near:
            return label, match
    for count in range(1, len(lines) + 1):
        label = "".join(lines[-count:])
        if match := request_rows().match(label, parent=row.group):
            return label, match
    if not lines or request_columns().match(lines[-1]):
        return "", None  # values under the header, without a label
    return lines[-1], None


def _anchors(rows: Sequence[ValueRow], order: Sequence[str]) -> list[tuple[int, int]]:
    """Return index and place in the form of the labelled rows, those only that stand in the form's order."""
    marked = [(index, order.index(row.key)) for index, row in enumerate(rows) if row.key in order and row.key]
    best: list[list[tuple[int, int]]] = []
    for mark in marked:
        longest = max((chain for chain in best if chain[-1][1] < mark[1]), key=len, default=[])
        best.append([*longest, mark])
    return max(best, key=len, default=[])
