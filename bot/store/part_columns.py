"""Between dataclasses (agencies, cells, passages, figures, people, findings, lists) and their rows, field by field."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from bot.records.model import Agency, Cell, Finding, Listing, NarrativeFigure, Passage, Person
from bot.store.columns import names

Part = TypeVar("Part", Agency, Cell, Passage, NarrativeFigure, Person, Finding, Listing)
# What a report says of itself as a whole.
HEADER = ("form", "title", "cover_title", "compiled", "period_start", "period_end")
_BETWEEN_LABELS = "\t"


def part_columns(part: Any) -> dict[str, Any]:
    """Return the columns of a part; which report, document and batch are the loader's to add."""
    row = {column: getattr(part, name) for name, column in names(cast(Any, type(part)))}
    if isinstance(part, Listing):
        row["header"] = _BETWEEN_LABELS.join(part.columns) or None
        row["withheld"] = dict(part.withheld) or None
    return row


def part_of(kind: type[Part], row: Mapping[str, Any]) -> Part:
    """Return the part of a row."""
    values: dict[str, Any] = {name: row[column] for name, column in names(cast(Any, kind))}
    if kind is Listing:
        values["columns"] = tuple(row["header"].split(_BETWEEN_LABELS)) if row["header"] else ()
        values["withheld"] = tuple((row["withheld"] or {}).items())
    return kind(**values)
