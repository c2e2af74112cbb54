"""T2: proactive disclosure, small tables of Article 20, in either form or a mixture (domain.md §1.2, §1.3).

Blocks may be tables of their own, parts of one table, lines of text, or one cell a line. The state while reading is
the block (from its heading, or from the row), and the columns (from the last header).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.report.cells import PrintedPlace, local_key, make_cell, tidy, unit_in
from bot.ingest.report.damage import Damage, Extracted
from bot.ingest.report.labels import (
    block_of,
    block_of_row,
    is_block_heading,
    proactive_columns,
    proactive_rows,
    size,
    without_notes,
)
from bot.ingest.report.regions import columns_of_proactive, is_prose, is_top_heading, section_of
from bot.ingest.report.strips import LONGEST_LABEL, Slot, Strip
from bot.ingest.report.values import BLANK, CellValue, is_value, read_value, split_line
from bot.ingest.report.width import printed
from bot.records.form import FORM_2019, FORM_2021, T2, definition, form
from bot.records.model import Cell, Confidence, Place, Semantic
from bot.text.normalise import compact

_FIRST_CELL = {"信息内容", "信息类别", "信息名称", "项目", "内容", "类别"}
_PUNCTUATION = re.compile(r"[。，；：！？《]")
LONGEST_ROW_LABEL = 30


@dataclass(slots=True)
class _State:
    block: str | None = None
    open: bool = False
    columns: list[tuple[str, str]] = field(default_factory=list)  # key and label as printed
    header_open: bool = False
    label: str = ""
    values: list[CellValue] = field(default_factory=list)
    place: Place | None = None

    def end_header(self) -> None:
        self.header_open = False


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    values: tuple[CellValue, ...]
    columns: tuple[tuple[str, str], ...]
    block: str | None
    place: Place


def read_proactive(parts: Sequence[Sequence[Strip]], form_id: str, number: str = "二") -> Extracted:
    """Read the rows of T2 out of the strips that belong to no other table.

    Args:
        parts: Stretches of strips between the other tables; no table goes on from one to the next.
        form_id: Form whose columns are taken where a row has no header.
        number: Printed number of the section, for the place (`二·第二十条第（一）项`).

    Returns:
        Its cells; unknown rows under `local.*`.
    """
    cells: dict[str, Cell] = {}
    damage: list[Damage] = []
    for row in (row for strips in parts for row in _rows(strips)):
        layout = _layout(row, form_id, tuple(cells))
        if layout is None:
            damage.append(Damage("unplaced", f"{tidy(row.label)} | {printed(row.values)}", ()))
            continue
        if layout.values is None:
            damage.append(Damage("width", f"{tidy(row.label)} | {printed(row.values)}", layout.keys))
        elif not row.columns:
            damage.append(Damage("form_order", printed(row.values), layout.keys))
        made = _cells(row, layout, number)
        repeated = tuple(cell.key for cell in made if cell.key in cells and cells[cell.key].value != cell.value)
        for cell in made:
            cells.setdefault(cell.key, cell)
        if repeated:
            damage.append(Damage("repeated", printed(row.values), repeated))
            for key in repeated:
                cells[key] = replace(cells[key], value=None, confidence=Confidence.AMBIGUOUS)
    return Extracted(tuple(cells.values()), tuple(damage))


# --- from strips to rows -------------------------------------------------------------------------------------------


def _rows(strips: Sequence[Strip]) -> Iterator[_Row]:
    state = _State()
    for strip in strips:
        if is_prose(strip) or _leaves(strip):
            yield from _finish(state)
            state.open, state.columns, state.block = False, [], None
        elif strip.is_line:
            yield from _line(strip, state)
        else:
            yield from _finish(state)
            yield from _table_row(strip, state)
    yield from _finish(state)


def _leaves(strip: Strip) -> bool:
    """Whether a line is a heading of another section: the tables of T2 end there."""
    return strip.is_line and is_top_heading(strip.text) and section_of(strip.text) != "proactive"


def _finish(state: _State) -> Iterator[_Row]:
    known = state.label and proactive_rows().match(state.label) is not None
    if state.label and state.place and (state.values or (known and state.columns)):
        yield _Row(state.label, tuple(state.values), tuple(state.columns), state.block, state.place)
    state.label, state.values, state.place = "", [], None


def _heading(text: str, state: _State) -> bool:
    if not is_block_heading(text):
        return False
    state.block, state.columns, state.open = block_of(text), [], True
    return True


def _add_columns(columns: Sequence[tuple[str, str]], state: _State) -> None:
    if not state.header_open:
        state.columns = []
    state.columns.extend(columns)
    state.header_open = state.open = True


def _line(strip: Strip, state: _State) -> Iterator[_Row]:
    """A line: a heading, a header or a part of one, a label, a value, or a label with its values."""
    text = strip.text
    if not text.strip():
        if state.label:
            state.values.append(BLANK)
        return
    if is_block_heading(text):
        yield from _finish(state)
        _heading(text, state)
        return
    match = proactive_columns().match(text) if size(text) <= LONGEST_LABEL else None
    together = [match.key] if match else columns_of_proactive(strip)
    if compact(text) in _FIRST_CELL or together:
        yield from _finish(state)
        if compact(text) in _FIRST_CELL:
            state.header_open, state.columns, state.open = True, [], True
        labels = _printed_labels(text, together)
        _add_columns(list(zip(together, labels, strict=True)), state)
        return
    label, texts = split_line(text)
    values = [value for one in texts if (value := read_value(one)) is not None]
    known = label and size(label) <= LONGEST_ROW_LABEL and proactive_rows().match(label) is not None
    if label and (known or _may_be_local(label, values, state)):
        yield from _finish(state)
        state.label, state.values, state.place = label, values, strip.place
        state.end_header()
    elif label:
        yield from _finish(state)
    elif values and not label and state.label:
        state.values.extend(values)


def _may_be_local(label: str, values: Sequence[CellValue], state: _State) -> bool:
    """Whether a line may be a row that no form has: in an open block, short, no sentence, with the right values."""
    return (
        state.open
        and state.block is not None
        and bool(state.columns)
        and size(label) <= LONGEST_ROW_LABEL
        and not _PUNCTUATION.search(without_notes(label))
        and (not values or len(values) == len(state.columns))
    )


def _printed_labels(text: str, keys: Sequence[str]) -> list[str]:
    if len(keys) == 1:
        return [tidy(text).replace("信息内容", "").strip() or text]
    return [proactive_columns().terms[key].label for key in keys]


def _table_row(strip: Strip, state: _State) -> Iterator[_Row]:
    slots = [slot for slot in strip.slots if not _heading(slot.text, state)]
    if not any(slot.text for slot in slots):
        return
    if len(slots) < len(strip.slots):
        state.header_open = False
    named = [(slot, match.key) for slot in slots if slot.text and (match := proactive_columns().match(slot.text))]
    is_row = any(proactive_rows().match(slot.text) for slot in slots if 0 < size(slot.text) <= LONGEST_ROW_LABEL)
    if named and not (is_row and len(named) == 1 and len(slots) > 2):
        state.header_open = False
        _add_columns(_header(slots, named), state)
        state.end_header()
        return
    found = _label_and_values(slots)
    if found is None:
        return
    label, values = found
    known = proactive_rows().match(label) is not None
    if known or (state.open and state.columns and any(value.semantic is not Semantic.BLANK for value in values)):
        yield _Row(label, values, tuple(state.columns), state.block, strip.place)


def _header(slots: Sequence[Slot], named: Sequence[tuple[Slot, str]]) -> list[tuple[str, str]]:
    """Columns in order; a column of unknown name between known ones keeps its place under an empty key."""
    keys = {slot.column: key for slot, key in named}
    first = min(keys)
    texts = [slot for slot in slots if slot.text]
    after = texts[1:] if compact(texts[0].text) in _FIRST_CELL else [slot for slot in texts if slot.column >= first]
    columns = [(keys.get(slot.column, ""), slot.text) for slot in after]
    return _completed(columns)


def _completed(columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Name columns whose labels were cut short (本年新, 本年新, 对外公开总数量) as a block of a form has them.

    Only where all labels that can be read stand in that block in the same places, and each cut one begins the form's.
    """
    if all(key for key, _ in columns):
        return columns
    for form_id in (FORM_2021, FORM_2019):
        for block in form(form_id).table(T2):
            terms = block.columns
            if len(terms) == len(columns) and all(
                key == term.key if key else compact(term.label).startswith(compact(text))
                for (key, text), term in zip(columns, terms, strict=True)
            ):
                return [(term.key, text) for (_, text), term in zip(columns, terms, strict=True)]
    return columns


def _label_and_values(slots: Sequence[Slot]) -> tuple[str, tuple[CellValue, ...]] | None:
    """Split a row into its label, the last text that is no value, and the values after it."""
    last = max((index for index, slot in enumerate(slots) if slot.text and not is_value(slot.text)), default=None)
    if last is None or size(slots[last].text) > LONGEST_ROW_LABEL:
        return None
    values = tuple(value for slot in slots[last + 1 :] if (value := read_value(slot.text)) is not None)
    return (slots[last].text, values) if values else None


# --- from rows to cells --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """Keys and printed labels of the columns of a row; `values` is None where the row does not fit them."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[CellValue, ...] | None


def _layout(row: _Row, form_id: str, taken: Sequence[str]) -> _Layout | None:
    """Lay out a row on the columns of its header, or of the form where it has none and the number of values fits.

    Returns:
        None where nothing certain can be said about a row: no header, or an unknown row of a wrong width.
    """
    match = proactive_rows().match(row.label)
    known = match.key if match else None
    columns = list(row.columns)
    if not columns:
        columns = _columns_of_form(known, form_id) if known else []
        if not columns or len(columns) != len(row.values):
            return None
    values = _fitted(row.values or [BLANK] * len(columns), len(columns))
    if values is None and not known:
        return None
    keys = tuple(_key(row, known, key, label, taken) for key, label in columns)
    return _Layout(keys, tuple(label for _, label in columns), values)


def _key(row: _Row, known: str | None, key: str, label: str, taken: Sequence[str]) -> str:
    if not known:
        return local_key(row.label, key or "column", taken)
    whole = f"{block_of_row(known)}.{known}.{key}"
    return whole if key and definition(whole) else local_key(f"{row.label}{label}", key or "column", taken)


def _columns_of_form(known: str, form_id: str) -> list[tuple[str, str]]:
    for one in form(form_id).table(T2):
        if any(term.key == known for term in one.rows):
            return [(column.key, column.label) for column in one.columns]
    return []


def _fitted(values: Sequence[CellValue], width: int) -> tuple[CellValue, ...] | None:
    """Drop blank cells beyond the columns, at the end or else at the beginning."""
    if len(values) == width:
        return tuple(values)
    surplus = len(values) - width
    if surplus > 0 and all(value.semantic is Semantic.BLANK for value in values[width:]):
        return tuple(values[:width])
    if surplus > 0 and all(value.semantic is Semantic.BLANK for value in values[:surplus]):
        return tuple(values[surplus:])
    return None


def _cells(row: _Row, layout: _Layout, number: str) -> list[Cell]:
    unknown = CellValue(printed(row.values), None, Semantic.TEXT)
    values = layout.values or tuple(unknown for _ in layout.keys)
    confidence = Confidence.EXACT if row.columns else Confidence.REPAIRED
    if layout.values is None:
        confidence = Confidence.AMBIGUOUS
    article = _article(layout.keys[0].partition(".")[0]) or (_article(row.block) if row.block else None)
    place = replace(row.place, section=f"{number}·{article}" if article else number)
    return [
        make_cell(key, value, PrintedPlace(T2, row.label, label, place, unit_in(label)), confidence)
        for key, label, value in zip(layout.keys, layout.labels, values, strict=True)
    ]


def _article(prefix: str) -> str | None:
    for form_id in (FORM_2021, FORM_2019):
        for block in form(form_id).table(T2):
            if block.prefix == prefix:
                return block.term.label
    return None
