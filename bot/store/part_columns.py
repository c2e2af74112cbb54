"""Between the parts of a report (cells, passages, figures, people, findings, lists) and their rows, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from bot.records.model import Cell, Finding, Listing, NarrativeFigure, Passage, Person, Place
from bot.store.plain_json import from_plain, to_plain
from bot.store.record_columns import Row, place_columns

Part = TypeVar("Part", Cell, Passage, NarrativeFigure, Person, Finding, Listing)
# Columns that have another name than their field: some names mean something to SQL.
_RENAMED = {
    "order": "position",
    "table": "table_name",
    "group": "group_name",
    "left": "left_side",
    "right": "right_side",
}
_BETWEEN_LABELS = "\t"


def part_columns(part: Any) -> Row:
    """Return the columns of a part; which report, document and batch are the loader's to add."""
    kind: Any = type(part)
    row = {column: _column(getattr(part, name)) for name, column, _ in _read(kind)}
    if isinstance(part, Listing):
        row["header"] = _BETWEEN_LABELS.join(row.pop("columns")) or None
    return row


def part_of(kind: type[Part], row: Mapping[str, Any]) -> Part:
    """Return the part of a row."""
    if kind is Listing:
        row = {**row, "columns": row["header"].split(_BETWEEN_LABELS) if row["header"] else ()}
    return kind(**{name: read(row[column]) if read else row[column] for name, column, read in _read(cast(Any, kind))})


def _column(value: Any) -> Any:
    if isinstance(value, Place):
        return place_columns(value)
    return to_plain(value) if isinstance(value, Enum | tuple) else value


@cache
def _read(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    """Return of each field its name, its column, and what reads it; None where it is what the column holds."""
    hints = get_type_hints(kind)
    return tuple((each.name, _RENAMED.get(each.name, each.name), _reader(hints[each.name])) for each in fields(kind))


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if hint is Place:
        return lambda plain: Place(**plain)
    is_enum = any(isinstance(one, type) and issubclass(one, Enum) for one in (hint, *get_args(hint)))
    return partial(from_plain, hint) if is_enum or get_origin(hint) is tuple else None
