"""From a loaded cell or a sentence's figure to the line that an answer shows; and the computed ones."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from bot.answers.figure_parts import FigureLine, Origin
from bot.answers.passages.quoting import clipped
from bot.records.form import T3, T4, CellDefinition, definition, derived, forms, narrative
from bot.records.model import Cell, NarrativeFigure, Semantic
from bot.store.read.values import StoredCell

# Asked for every cell of every answer; the form itself is never changed while the process runs.
defined = cache(definition)

_UNIT = re.compile(r"（单位[^）]*）")  # in a column's label; the unit is shown with the number
_LONGEST_QUOTE = 120  # characters of a sentence beside a figure
_COUNTED = (T3, T4)  # tables of applications and cases: they are counted, so a measure word is no invented unit
_TOTAL = "total"


def cell_line(stored: StoredCell) -> FigureLine:
    """Return the line of a printed cell."""
    cell = stored.cell
    known = defined(cell.key)
    return FigureLine(
        key=cell.key,
        label=label_of(cell, known),
        origin=Origin.CELL,
        semantic=cell.semantic,
        raw=cell.raw,
        value=cell.value,
        unit=cell.unit,
        unit_missing=bool(known and known.money and cell.unit is None and cell.value is not None and cell.value != 0),
        confidence=cell.confidence,
        remark=cell.remark,
        corrections=stored.previous,
        section=cell.place.section or (known.block.section if known else None),
        table=cell.table,
        row_label=cell.row_label,
        column_label=cell.column_label,
        counted=cell.table in _COUNTED,
    )


def prose_line(figure: NarrativeFigure) -> FigureLine:
    """Return the line of a figure that a sentence states."""
    label, unit = _told().get(figure.key, (figure.key, None))
    return FigureLine(
        key=figure.key,
        label=label,
        origin=Origin.PROSE,
        semantic=figure.semantic,
        raw=figure.raw,
        value=figure.value,
        unit=figure.unit,
        section=figure.place.section,
        quote=_around(figure),
        # 主办件 14 lacks the measure word that its neighbours have; a rate never gets a sign that is not printed.
        counted=unit == "件",
    )


def _around(figure: NarrativeFigure) -> str:
    """Return the part of a long sentence that states the figure."""
    at = max(figure.quote.find(figure.raw), 0)
    return clipped(figure.quote, ((at, at + len(figure.raw)),), _LONGEST_QUOTE)[0]


def absent_line(key: str, label: str) -> FigureLine:
    """Return the line of a figure that the report does not have."""
    return FigureLine(key=key, label=label, origin=Origin.ABSENT, semantic=Semantic.BLANK, raw="")


def filled_line(key: str, label: str, parts: Sequence[FigureLine]) -> FigureLine | None:
    """Return the sum of what is filled in where something is blank, and says so; None when too little is a count.

    Totals that an agency left blank are added up from its applicants (domain.md §1.6): a blank is still not 0.
    """
    told = [part.filled or part for part in parts if part.filled or part.semantic is not Semantic.BLANK]
    line = sum_line(key, label, told)
    return replace(line, partial=True) if line else None


def sum_line(key: str, label: str, parts: Sequence[FigureLine]) -> FigureLine | None:
    """Return the sum of printed figures, labelled as computed; None when a part is no whole count.

    A blank or `/` is not 0 (domain.md §1.7): with one of them among the parts nothing is added up.
    """
    values = [part.value for part in parts]
    countable = all(part.semantic in (Semantic.ZERO, Semantic.NUMERIC) for part in parts)
    if not parts or not countable or any(value is None for value in values):
        return None
    total = sum((value for value in values if value is not None), Decimal(0))
    return FigureLine(
        key=key,
        label=label,
        origin=Origin.COMPUTED,
        semantic=Semantic.NUMERIC if total else Semantic.ZERO,
        raw=format(total, "f"),
        value=total,
        formula=" + ".join(part.raw for part in parts),
        section=parts[0].section,
        table=parts[0].table,
        counted=all(part.counted for part in parts),
    )


def label_of(cell: Cell, known: CellDefinition | None) -> str:
    """Return what a cell is called on screens: the form's short words, the document's own for rows of no form."""
    if known is None:
        return cell.label
    row = known.row.short or known.row.label
    if known.table == T3:
        if row == known.row.label == _printed_total():
            row = f"{results_label()}{row}"
        return row if known.column.key == _TOTAL else f"{row}·{_plain(cell.column_label) or known.column.label}"
    if known.table == T4:
        return f"{heading_of(known.block.prefix)}·{known.column.label}"
    return f"{row}·{_UNIT.sub('', known.column.label)}"


def briefly(line: FigureLine, leading: FigureLine) -> FigureLine:
    """Return a line with the part of its label that tells it from the figure that it belongs to."""
    rest = line.label
    for stem in (leading.label, leading.label.rpartition("·")[0], leading.label.partition("（")[0]):
        if stem and rest.startswith(f"{stem}·"):
            rest = rest.removeprefix(f"{stem}·")
            break
    return replace(line, brief=rest.removesuffix(f"·{_printed_total()}"))


def heading_of(prefix: str) -> str:
    """Return the name of a group of T4: 行政复议, 行政诉讼·复议后起诉."""
    known = defined(f"{prefix}.{_TOTAL}")
    if known is None:
        return prefix
    name = known.block.term.label
    return name if prefix == "review" else f"{_litigation()}·{name}"


@cache
def _litigation() -> str:
    """Return the form's word over both groups of litigation (行政诉讼)."""
    label = next(figure.label for figure in derived() if figure.key == "litigation")
    return label.partition("（")[0]


@cache
def _printed_total() -> str:
    """Return the form's word for the total, which is a column's and a row's label (domain.md §6, trap 22)."""
    known = definition("requests.received_new.total")
    return known.column.label if known else ""


@cache
def results_label() -> str:
    """Return the form's word over the outcomes (本年度办理结果): its total is told from the column's by it."""
    return next(group.term.label for form_ in forms() for group in form_.groups if group.term.key == "results")


@cache
def _told() -> dict[str, tuple[str, str | None]]:
    return {figure.key: (figure.label, figure.unit) for figure in narrative()}


def _plain(label: str) -> str:
    return "".join(label.split())
