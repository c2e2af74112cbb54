"""Rows of values of T3: out of tables, out of lines with values at their end, and out of one cell a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.report.labels import TermMatch, request_groups, request_rows
from bot.ingest.report.regions import columns_of_requests
from bot.ingest.report.strips import LONGEST_LABEL, Strip
from bot.ingest.report.values import CellValue, is_filled_value, is_value, read_value, split_line
from bot.records.model import Place

SHORTEST_ROW = 5  # values on a line without a label that make it a row, not a stray number


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of values with whatever stands beside it.

    Attributes:
        values: In printed order, blank cells included.
        place: Where the row stands.
        label: Its own label as printed, empty when there is none in the row.
        key: Key of the row of the form that the label names; None when there is no label, or an unknown one.
        near: The label was matched nearly, not literally.
        group: Key of the group that the row stands in, as far as printed.
        before: Lines of text that stand between the row before and this one: perhaps its label.
        positions: Grid columns of the values, for tables.
        table: Number of the table, None for lines.
        spans: The grid of the table can be trusted.
    """

    values: tuple[CellValue, ...]
    place: Place
    label: str = ""
    key: str | None = None
    near: bool = False
    group: str | None = None
    before: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    table: int | None = None
    spans: bool = False


@dataclass(slots=True)
class _State:
    width: int
    group: str | None = None
    lines: list[str] = field(default_factory=list)
    run: list[tuple[str, Place]] = field(default_factory=list)


def value_rows(strips: Sequence[Strip], width: int = 7) -> list[ValueRow]:
    """Find the rows of values in the region of T3.

    Args:
        strips: The region.
        width: Number of columns; a run of single values is cut into rows of it.

    Returns:
        The rows in order; headers and lines of text are not among them.
    """
    state = _State(width)
    found: list[ValueRow] = []
    for strip in strips:
        found.extend(_from_line(strip, state) if strip.is_line else _from_table(strip, state))
    found.extend(_flush(state))
    return [row for row in found if row.key or row.label or len(row.values) >= SHORTEST_ROW or _follows_label(row)]


def _follows_label(row: ValueRow) -> bool:
    """Whether a few values follow the label of a row: its blank cells left no trace."""
    if not row.before or not any(is_filled_value(value.raw) for value in row.values):
        return False
    match = request_rows().match(row.before[-1], parent=row.group) if len(row.before[-1]) <= LONGEST_LABEL else None
    return match is not None and not match.near


def _flush(state: _State) -> Iterator[ValueRow]:
    """Turn the single values collected so far into rows; each keeps the lines of text before it."""
    if not state.run:
        return
    run, state.run = state.run, []
    before, state.lines = tuple(state.lines), []
    pieces = [run]
    if len(run) > state.width and len(run) % state.width == 0:
        pieces = [run[start : start + state.width] for start in range(0, len(run), state.width)]
    for number, piece in enumerate(pieces):
        values = tuple(value for text, _ in piece if (value := read_value(text)) is not None)
        yield ValueRow(values, piece[0][1], before=before if number == 0 else (), group=state.group)


def _complete(row: ValueRow, state: _State) -> Iterator[ValueRow]:
    yield from _flush(state)
    before, state.lines = tuple(state.lines), []
    yield replace(row, before=before)


def _from_line(strip: Strip, state: _State) -> Iterator[ValueRow]:
    text = strip.text
    if not text.strip():
        # A blank cell of a text with a cell a line: it belongs to the values before it, or to a label.
        if state.run or state.lines:
            state.run.append(("", strip.place))
        return
    label, texts = split_line(text)
    values = tuple(value for one in texts if (value := read_value(one)) is not None)
    if values and not label:
        if len(values) >= SHORTEST_ROW and not state.run:
            yield from _complete(ValueRow(values, strip.place, group=state.group), state)
        else:
            state.run.extend((one, strip.place) for one in texts)
        return
    match = request_rows().match(label, parent=state.group) if len(label) <= LONGEST_LABEL else None
    if not values or columns_of_requests(strip) >= 2 or (match is None and len(values) < SHORTEST_ROW):
        # A label, a part of one, or a header: it ends a run of single values.
        yield from _flush(state)
        _enter_group(text, state)
        state.lines.append(text)
        return
    _enter_group(label, state)
    row = ValueRow(values, strip.place, label=label, group=state.group)
    yield from _complete(_keyed(row, match), state)


def _keyed(row: ValueRow, match: TermMatch | None) -> ValueRow:
    return replace(row, key=match.key, near=match.near) if match else row


def _enter_group(text: str, state: _State) -> None:
    if len(text) <= LONGEST_LABEL and (match := request_groups().match(text)):
        state.group = match.key


def _from_table(strip: Strip, state: _State) -> Iterator[ValueRow]:
    slots = list(strip.slots)
    count = len(slots)
    while count and is_value(slots[count - 1].text) and not slots[count - 1].picture:
        count -= 1
    texts = [slot.text for slot in slots[:count] if slot.text]
    values = slots[count:]
    filled = any(slot.text for slot in values)
    for text in (*strip.above, *texts):
        _enter_group(text, state)
    label = texts[-1] if texts else ""
    match = request_rows().match(label, parent=state.group) if label and len(label) <= LONGEST_LABEL else None
    header = columns_of_requests(strip) >= 2 and not (filled and match)
    if not values or not (filled or match) or header:
        yield from _flush(state)
        state.lines.extend(texts)
        return
    row = ValueRow(
        tuple(value for slot in values if (value := read_value(slot.text)) is not None),
        strip.place,
        label=label,
        group=state.group,
        positions=tuple(slot.column for slot in values),
        table=strip.table,
        spans=strip.spans,
    )
    yield from _complete(_keyed(row, match), state)
