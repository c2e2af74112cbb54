"""T4: review and litigation, one row of fifteen numbers under three groups (domain.md §1.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ingest.report.cells import PrintedPlace, make_cell
from bot.ingest.report.damage import Damage, Extracted
from bot.ingest.report.labels import labels_in, outcome_columns, outcome_groups
from bot.ingest.report.strips import LONGEST_LABEL, Slot, Strip
from bot.ingest.report.values import BLANK, CellValue, is_value, read_value, split_line
from bot.ingest.report.width import adds_up, doubted, exact, printed
from bot.records.form import FORM_2021, T4, Block, form
from bot.records.model import Cell, Confidence, Place, Semantic
from bot.text.normalise import compact

REVIEW = "review"
LITIGATION = ("litigation_direct", "litigation_after_review")


@dataclass(frozen=True, slots=True)
class _Row:
    values: tuple[CellValue, ...]
    positions: tuple[int, ...]
    place: Place
    table: int | None
    group: str | None = None  # named at the left of the row, where each group has a row of its own


def _blocks() -> tuple[Block, ...]:
    return form(FORM_2021).table(T4)


def _keys(prefixes: Sequence[str]) -> list[str]:
    return [
        f"{block.prefix}.{column.key}" for block in _blocks() if block.prefix in prefixes for column in block.columns
    ]


def read_outcomes(strips: Sequence[Strip], section: str) -> Extracted:
    """Read the region of T4.

    Args:
        strips: The region.
        section: How people cite it (`四`).

    Returns:
        Its cells: by the labels above each value where the grid tells, else in the order of the form where the number
        of values is right, else ambiguous.
    """
    rows = _value_rows(strips)
    cells: dict[str, Cell] = {}
    damage: list[Damage] = []
    for row in rows:
        keys = _keys_of(row, strips, len(rows))
        raw = printed(row.values)
        if keys is None:
            damage.append(Damage("width", raw, ()))
            continue
        if _may_be_shifted(row.values) or _has_odd_blank_end(row.values):
            damage.append(Damage("shift", raw, tuple(keys)))
        by_position = _is_bare(row, strips)
        if by_position and not _groups_add_up(row.values):
            damage.append(Damage("width", raw, ()))
            continue
        fitted = doubted(exact(row.values)) if by_position else exact(row.values)
        if by_position:
            damage.append(Damage("position", raw, tuple(keys)))
        made = [
            make_cell(key, value, PrintedPlace(T4, *_labels(key), replace(row.place, section=section)), confidence)
            for key, value, confidence in zip(keys, fitted.values, fitted.confidence, strict=True)
        ]
        repeated = tuple(cell.key for cell in made if cell.key in cells and cells[cell.key].value != cell.value)
        if repeated:
            damage.append(Damage("repeated", raw, repeated))
        for cell in made:
            cells.setdefault(cell.key, cell)
        for key in repeated:
            cells[key] = replace(cells[key], value=None, confidence=Confidence.AMBIGUOUS)
    if damage and not cells:
        cells = _ambiguous(rows, section)
        damage = [Damage("width", damage[0].raw, tuple(cells))]
    return Extracted(tuple(cells[key] for key in _keys_in_order(cells)), tuple(damage))


def _is_bare(row: _Row, strips: Sequence[Strip]) -> bool:
    """Whether no label of a column or group stands before a row: then only its place says what its values are."""
    before = (strip for strip in strips if strip.place != row.place)
    texts = (text for strip in before for text in strip.texts if len(text) <= LONGEST_LABEL)
    return not any(labels_in(text, labels) for text in texts for labels in (outcome_columns(), outcome_groups()))


def _groups_add_up(values: Sequence[CellValue]) -> bool:
    size = len(_blocks()[0].columns)
    return all(adds_up(values[start : start + size]) for start in range(0, len(values), size))


def _may_be_shifted(values: Sequence[CellValue]) -> bool:
    """Whether a row that has as many cells as columns may have one too many and one too few all the same.

    Then an end of it is blank beside filled cells, and its groups do not add up.
    """
    size = len(_blocks()[0].columns)
    groups = [values[start : start + size] for start in range(0, len(values), size)]
    open_ends = (groups[0][0], groups[0]), (groups[-1][-1], groups[-1])
    if not any(end.semantic is Semantic.BLANK and any(value.raw for value in group) for end, group in open_ends):
        return False
    return not all(adds_up(group) or not any(value.raw for value in group) for group in groups)


def _has_odd_blank_end(values: Sequence[CellValue]) -> bool:
    """Whether the first or the last cell alone is blank, where nothing is printed as 0: the row may be shifted."""
    blank = [index for index, value in enumerate(values) if value.semantic is Semantic.BLANK]
    return blank in ([0], [len(values) - 1]) and any(value.semantic is Semantic.ZERO for value in values)


def _keys_in_order(cells: dict[str, Cell]) -> list[str]:
    order = _keys((REVIEW, *LITIGATION))
    return [key for key in order if key in cells]


def _labels(key: str) -> tuple[str, str]:
    prefix, _, column = key.rpartition(".")
    block = next(block for block in _blocks() if block.prefix == prefix)
    term = next(term for term in block.columns if term.key == column)
    row = block.term.label if prefix == REVIEW else f"行政诉讼·{block.term.label}"
    return row, term.label


def _value_rows(strips: Sequence[Strip]) -> list[_Row]:
    rows: list[_Row] = []
    run: list[CellValue] = []
    run_place: Place | None = None
    for strip in strips:
        if strip.is_line:
            if not strip.text.strip():
                if run:
                    run.append(BLANK)
                continue
            label, texts = split_line(strip.text)
            values = [value for text in texts if (value := read_value(text)) is not None]
            if values and (not label or len(values) >= 5):
                run_place = run_place or strip.place
                run.extend(values)
            continue
        row = _table_row(strip)
        if row is not None:
            rows.append(row)
    if run and run_place:
        rows.append(_Row(tuple(run), (), run_place, None))
    filled = [row for row in rows if any(value.semantic is not Semantic.BLANK for value in row.values)]
    return filled or rows[-1:]


def _table_row(strip: Strip) -> _Row | None:
    slots = list(strip.slots)
    labels = [slot for slot in slots if slot.text and not is_value(slot.text)]
    if (group := _group_beside(labels)) and len(slots) - len(labels) == len(_keys((group,))):
        values = tuple(value for slot in slots[len(labels) :] if (value := read_value(slot.text)) is not None)
        positions = tuple(slot.column for slot in slots[len(labels) :])
        return _Row(values, positions, strip.place, strip.table, group) if len(values) == len(positions) else None
    if any(outcome_columns().match(slot.text) or outcome_groups().match(slot.text) for slot in labels):
        return None
    if labels:
        # A label before the values (件数), never one between them.
        last = max(slots.index(slot) for slot in labels)
        slots = slots[last + 1 :]
    if len(slots) < 5 or (labels and len(labels[0].text) > LONGEST_LABEL):
        return None
    values = tuple(value for slot in slots if (value := read_value(slot.text)) is not None)
    return _Row(values, tuple(slot.column for slot in slots), strip.place, strip.table)


def _group_beside(labels: Sequence[Slot]) -> str | None:
    """Return the group that the labels at the left of a row name; the last of them is the nearest to the values."""
    match = outcome_groups().match(labels[-1].text) if labels and len(labels[-1].text) <= LONGEST_LABEL else None
    return match.key if match else None


def _keys_of(row: _Row, strips: Sequence[Strip], rows: int) -> list[str] | None:
    by_header = _by_header(row, strips)
    if by_header is not None:
        return by_header
    prefixes = (row.group,) if row.group else _groups_named(row, strips)
    count = len(row.values)
    every = _keys((REVIEW, *LITIGATION))
    if count == len(every) and (rows == 1 or len(prefixes) == 3):
        return every
    named = _keys(prefixes)
    return named if named and count == len(named) else None


def _groups_named(row: _Row, strips: Sequence[Strip]) -> tuple[str, ...]:
    """Return the groups that the header of the row's table names; 行政诉讼 alone means both of litigation."""
    texts = [text for strip in strips if strip.table == row.table for text in strip.texts if len(text) <= LONGEST_LABEL]
    if row.table is not None and not _has_group(texts):
        # The heading of a table of one group may be the line above it.
        texts = _line_above(row, strips)
    found = {match.key for text in texts if (match := outcome_groups().match(text))}
    if not found & set(LITIGATION) and any(compact(text) in {"行政诉讼", "诉讼"} for text in texts):
        found |= set(LITIGATION)
    return tuple(prefix for prefix in (REVIEW, *LITIGATION) if prefix in found)


def _has_group(texts: Sequence[str]) -> bool:
    return any(outcome_groups().match(text) or compact(text) in {"行政诉讼", "诉讼"} for text in texts)


def _line_above(row: _Row, strips: Sequence[Strip]) -> list[str]:
    first = next((index for index, strip in enumerate(strips) if strip.table == row.table), 0)
    return [strip.text for strip in strips[max(0, first - 1) : first] if strip.is_line]


def _by_header(row: _Row, strips: Sequence[Strip]) -> list[str] | None:
    """Name each value by the labels above it. None unless all find a key of their own, and each label a value."""
    if row.table is None or not row.positions:
        return None
    groups: list[tuple[int, int, str]] = []
    columns: dict[int, str] = {}
    for strip in strips:
        if strip.table != row.table or (strip.place.row or 0) >= (row.place.row or 0):
            continue
        for slot in strip.slots:
            if match := outcome_groups().match(slot.text) if 2 <= len(slot.text) <= LONGEST_LABEL else None:
                groups.append((slot.column, slot.column + slot.span, match.key))
            elif match := outcome_columns().match(slot.text) if slot.text else None:
                columns[slot.column] = match.key
    keys = []
    for position in row.positions:
        over = {row.group} if row.group else {key for start, end, key in groups if start <= position < end}
        if position not in columns or len(over) != 1:
            return None
        keys.append(f"{over.pop()}.{columns[position]}")
    whole = bool(row.group) or set(columns) <= set(row.positions)
    return keys if whole and len(set(keys)) == len(keys) else None


def _ambiguous(rows: Sequence[_Row], section: str) -> dict[str, Cell]:
    """Keep the raw row on all fifteen cells: which value is whose is not known."""
    raw = " ‖ ".join(printed(row.values) for row in rows)
    unknown = CellValue(raw, None, Semantic.TEXT)
    place = replace(rows[0].place, section=section)
    return {
        key: make_cell(key, unknown, PrintedPlace(T4, *_labels(key), place), Confidence.AMBIGUOUS)
        for key in _keys((REVIEW, *LITIGATION))
    }
