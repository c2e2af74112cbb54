"""What readers of several formats do with tables: header rows that a page break repeats."""

from collections.abc import Sequence

from bot.ingest.document import TableCell

Row = tuple[TableCell, ...]
_DEEPEST_HEADER = 6


def header_depth(rows: Sequence[Row]) -> int:
    """Return how many rows at the top are header rows: no figure in any of their cells."""
    depth = 0
    for row in rows[:_DEEPEST_HEADER]:
        if any(_is_figure(cell.text) for cell in row) or not any(cell.text for cell in row):
            break
        depth += 1
    return depth


def _is_figure(text: str) -> bool:
    return text.strip() in {"/", "-", "—", "无"} or any(character.isdigit() for character in text)


def same_row(one: Row, other: Row) -> bool:
    """Return whether two rows are printed alike: the same texts in cells of the same widths."""
    return len(one) == len(other) and all(
        left.column_span == right.column_span and _flat(left.text) == _flat(right.text)
        for left, right in zip(one, other, strict=True)
    )


def _flat(text: str) -> str:
    return "".join(text.split())


def without_repeated_headers(rows: Sequence[Row]) -> tuple[list[Row], tuple[int, ...]]:
    """Return the rows without a header of two rows or more that comes again, and the number of each row kept.

    A header of one row is left where it is: blocks of one table may begin with equal rows. The numbers are empty where
    nothing was left out.
    """
    depth = header_depth(rows)
    if depth < 2 or len(rows) < 2 * depth:
        return list(rows), ()
    kept: list[Row] = list(rows[:depth])
    numbers = list(range(1, depth + 1))
    index = depth
    while index < len(rows):
        if index + depth <= len(rows) and all(same_row(rows[index + k], rows[k]) for k in range(depth)):
            index += depth
            continue
        kept.append(rows[index])
        numbers.append(index + 1)
        index += 1
    return kept, tuple(numbers) if len(kept) < len(rows) else ()
