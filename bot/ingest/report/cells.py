"""Cells of a report from values and definitions, with keys for rows that no form has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.ingest.report.labels import without_notes
from bot.ingest.report.values import CellValue
from bot.records.model import Cell, Confidence, Place
from bot.text.normalise import compact, to_simplified, unify
from bot.text.pinyin import syllables

_UNIT = re.compile(
    r"[(（]\s*(?:计量)?(?:单位)?\s*[:：]?\s*(万元|亿元|千元|百元|元|件次|人次|件|项|个|条|次|份|宗)\s*[)）]|"
    r"单位\s*[:：]\s*(万元|亿元|千元|元|件|项|个|条|次|份|宗)"
)
LONGEST_SLUG = 60


def unit_in(label: str) -> str | None:
    """Return the unit that a header prints (本年收费金额（单位：万元）), or None."""
    match = _UNIT.search(to_simplified(unify(label)))
    return (match[1] or match[2]) if match else None


def tidy(label: str) -> str:
    """Return a printed label on one line: breaks inside Chinese words removed, other white space single."""
    flat = re.sub(r"\s+", " ", label).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", flat)


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where a value is printed: table, row and column label, place, and the unit of the header if it prints one."""

    table: str
    row: str
    column: str
    place: Place
    unit: str | None = None


def make_cell(key: str, value: CellValue, printed: PrintedPlace, confidence: Confidence = Confidence.EXACT) -> Cell:
    """Return a cell.

    Args:
        key: Its key.
        value: As read; a unit in the cell itself goes before that of the header.
        printed: Where it stands.
        confidence: How surely it was laid out.
    """
    return Cell(
        key=key,
        table=printed.table,
        row_label=tidy(printed.row),
        column_label=tidy(printed.column),
        raw=value.raw,
        value=value.value if value.value is None else _whole(value.value),
        semantic=value.semantic,
        unit=value.unit or printed.unit,
        remark=value.remark,
        confidence=Confidence.AMBIGUOUS if value.doubtful else confidence,
        place=printed.place,
    )


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def local_key(label: str, column: str, taken: Sequence[str] = ()) -> str:
    """Return the key of a row that no form has: `local.<slug>.<column>` (domain.md §1.2).

    Args:
        label: The row's label as printed.
        column: Key of its column.
        taken: Keys already given; a second row of the same name gets a number.
    """
    slug = slug_of(label)
    key = f"local.{slug}.{column}"
    number = 2
    while key in taken:
        key = f"local.{slug}_{number}.{column}"
        number += 1
    return key


def slug_of(label: str) -> str:
    """Return an ASCII name for a label: its syllables, joined by underscores."""
    parts = [readings[0] if readings else "" for readings in syllables(compact(without_notes(label)))]
    slug = re.sub(r"[^a-z0-9_]+", "", "_".join(part for part in parts if part))
    return slug[:LONGEST_SLUG].strip("_") or "row"
