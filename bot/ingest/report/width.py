"""Rows with more or fewer values than columns (domain.md §6, the table of row shapes).

Such a row is repaired only where every way of laying it out gives the same figures: the first value is the first
column's, the last one is the total's, and all between are zero. Anything else is ambiguous: kept raw, not guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.ingest.report.values import BLANK, CellValue
from bot.records.model import Confidence, Semantic


@dataclass(frozen=True, slots=True)
class Fitted:
    """A row laid out on its columns: a value and a confidence for each of them.

    `note` is the row as printed where it did not fit, for the finding; empty where it did.
    """

    values: tuple[CellValue, ...]
    confidence: tuple[Confidence, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Padding:
    """On which sides of the values of a table blank cells may stand for nothing.

    `spare`: there are rows with more cells than columns that begin with a blank one, whatever that stands for.
    """

    leading: bool = False
    trailing: bool = False
    spare: bool = False

    def covers(self, values: Sequence[CellValue]) -> bool:
        """Return whether all blank ends of a row are on such sides."""
        if not values:
            return False
        first, last = values[0].semantic is Semantic.BLANK, values[-1].semantic is Semantic.BLANK
        return (first or last) and (self.leading or not first) and (self.trailing or not last)


NO_PADDING = Padding()


def exact(values: Sequence[CellValue]) -> Fitted:
    """Return a row whose values stand one to a column. Digits broken up by white space stay ambiguous."""
    doubts = tuple(Confidence.AMBIGUOUS if value.doubtful else Confidence.EXACT for value in values)
    note = printed(values) if Confidence.AMBIGUOUS in doubts else ""
    return Fitted(tuple(values), doubts, note)


def doubted(row: Fitted) -> Fitted:
    """Return a row whose values are sure and whose label is inferred: none of its cells is more than repaired."""
    repaired = tuple(
        Confidence.REPAIRED if confidence is Confidence.EXACT else confidence for confidence in row.confidence
    )
    return Fitted(row.values, repaired, row.note)


def unsure(values: Sequence[CellValue], width: int) -> Fitted:
    """Return a row whose columns are not known: kept raw."""
    unknown = CellValue(printed(values), None, Semantic.TEXT)
    return Fitted((unknown,) * width, (Confidence.AMBIGUOUS,) * width, unknown.raw)


def fit(values: Sequence[CellValue], width: int, *, padding: Padding = NO_PADDING) -> Fitted:
    """Lay out the values of a row on `width` columns, of which the last is the total.

    Args:
        values: As printed after the label, blank cells included.
        width: Number of columns.
        padding: Where other rows of the table have blank cells beside a full row of values: a blank cell there may be
            no column at all in this row either.

    Returns:
        The row; never fewer or more values than columns.
    """
    core = _without_blank_ends(values)
    shifted = len(core) < width and adds_up(core) and padding.covers(values)
    # A spare cell before and no total behind: nothing tells whether the blank cell is a column of this row.
    untold = bool(core) and padding.spare and {values[0].semantic, values[-1].semantic} == {Semantic.BLANK}
    if len(values) == width and not untold and not (shifted and len(core) == width - 1):
        return exact(values)
    if len(core) == width:
        return exact(core)
    if len(values) > width > len(core) and not shifted:
        return _padded(values, core, width, padding)
    return _wrong_width(core, width)


def _without_blank_ends(values: Sequence[CellValue]) -> Sequence[CellValue]:
    filled = [index for index, value in enumerate(values) if value.semantic is not Semantic.BLANK]
    return values[filled[0] : filled[-1] + 1] if filled else ()


def _padded(values: Sequence[CellValue], core: Sequence[CellValue], width: int, padding: Padding) -> Fitted:
    """Too many cells, some blank at the ends: which of them belong to columns?"""
    if not core:
        return exact([BLANK] * width)
    leading = next(index for index, value in enumerate(values) if value.semantic is not Semantic.BLANK)
    trailing = len(values) - leading - len(core)
    surplus = len(values) - width
    if trailing == 0 or (padding.leading and not padding.trailing and leading >= surplus):
        return exact(values[surplus:])
    if leading == 0 or (padding.trailing and not padding.leading and trailing >= surplus):
        return exact(values[:width])
    options = [
        values[drop : drop + width]
        for drop in range(max(0, surplus - trailing), min(leading, surplus) + 1)
        if adds_up(values[drop : drop + width])
    ]
    if len(options) == 1:
        return Fitted(tuple(options[0]), (Confidence.REPAIRED,) * width, printed(values))
    return _ambiguous(core, width)


def _wrong_width(core: Sequence[CellValue], width: int) -> Fitted:
    if len(core) < 2:
        return _ambiguous(core, width)
    inner = core[1:-1]
    if len(core) >= width - 1 and all(value.semantic is Semantic.ZERO for value in inner):
        zero = inner[0]
        values = (core[0], *(zero for _ in range(width - 2)), core[-1])
        return Fitted(values, (Confidence.REPAIRED,) * width, printed(core))
    return _ambiguous(core, width)


def _ambiguous(core: Sequence[CellValue], width: int) -> Fitted:
    """Keep the row raw. Only a total that is the sum of all before it is a value, and that too is ambiguous."""
    raw = printed(core)
    unknown = CellValue(raw, None, Semantic.TEXT if core else Semantic.BLANK)
    values = [unknown] * width
    if len(core) >= 2 and adds_up(core) and core[-1].value is not None:
        values[-1] = core[-1]
    return Fitted(tuple(values), (Confidence.AMBIGUOUS,) * width, raw)


def padding_of(rows: Iterable[Sequence[CellValue]], width: int) -> Padding:
    """Return on which sides rows that have a value for each column have blank cells beside them."""
    leading = trailing = spare = False
    for values in rows:
        if len(values) > width:
            first, last = values[0].semantic is Semantic.BLANK, values[-1].semantic is Semantic.BLANK
            whole = len(_without_blank_ends(values)) == width
            leading, trailing = leading or (whole and first), trailing or (whole and last)
            spare = spare or first
    return Padding(leading, trailing, spare)


def adds_up(values: Sequence[CellValue]) -> bool:
    """Return whether the last value is printed and is the sum of those before it (blank and `/` count nothing)."""
    last = values[-1].value if values else None
    return last is not None and sum((value.value or Decimal(0) for value in values[:-1]), Decimal(0)) == last


def printed(values: Sequence[CellValue]) -> str:
    """Return a row as printed, its cells separated by a bar; a blank cell as □."""
    return " | ".join(value.raw or "□" for value in values)
