"""K9 and K10: figures told in prose against the tables, and against each other (domain.md §1.6)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bot.ingest.checks.finding import finding, is_blank
from bot.ingest.report.narrative import FoundFigure
from bot.records.form import narrative, parts_of
from bot.records.model import Cell, Confidence, Finding, FindingStatus, NarrativeFigure, Semantic

PASS, FAIL = FindingStatus.PASS, FindingStatus.FAIL
_BODIES = ("cppcc", "npc")


def against_tables(told: Sequence[FoundFigure], cells: Mapping[str, Cell], form_id: str) -> Iterator[Finding]:
    """K9: what the prose says is what the table says.

    A value told anywhere in the prose counts: reports tell part counts beside the whole. One that is told of a
    part only contradicts nothing.

    Args:
        told: All figures found in the prose.
        cells: Cells of the report by key.
        form_id: Form of the report, for sums that it does not print.
    """
    for known in narrative():
        values = [one for one in told if one.key == known.key and one.semantic is not Semantic.APPROXIMATE]
        if not values or not known.table_keys:
            continue
        shown = table_value(known.table_keys, cells, form_id)
        if shown is None:
            continue
        total, involved = shown
        status = PASS if any(one.value == total for one in values) else FAIL
        if status is FAIL and all(one.part for one in values):
            continue
        words = "k9_pass" if status is PASS else "k9_fail"
        name = known.label.replace("（正文）", "")
        yield finding("K9", status, involved, words, (values[0].value, total), what=name)


def table_value(keys: Sequence[str], cells: Mapping[str, Cell], form_id: str) -> tuple[Decimal, list[str]] | None:
    """Add up the cells that say the same in the tables.

    Args:
        keys: Cells, or sums of cells that the form does not print.
        cells: Cells of the report by key.
        form_id: Its form.

    Returns:
        The value and the cells that make it up; None when one of them is missing or not certain.
    """
    total, involved = Decimal(0), []
    for key in keys:
        parts = (key,) if key in cells else parts_of(key, form_id)
        if not parts:
            return None
        for part in parts:
            cell = cells.get(part)
            if cell is None or cell.confidence is Confidence.AMBIGUOUS:
                return None
            total += _row_sum(part, cells) if is_blank(cell) else cell.value or Decimal(0)
            involved.append(part)
    return total, involved


def _row_sum(key: str, cells: Mapping[str, Cell]) -> Decimal:
    stem = key.rpartition(".")[0] + "."
    return sum((cell.value for other, cell in cells.items() if other.startswith(stem) and cell.value), Decimal(0))


def among_figures(figures: Sequence[NarrativeFigure]) -> Iterator[Finding]:
    """K10: handled is lead plus assist plus split, for each body."""
    by_key = {figure.key: figure for figure in figures}
    names = {known.key: known.label for known in narrative()}
    for body in _BODIES:
        whole = by_key.get(f"{body}.handled")
        parts = [figure for part in ("lead", "assist", "split") if (figure := by_key.get(f"{body}.{part}"))]
        if whole is None or whole.value is None or len(parts) < 2:
            continue
        right = sum((figure.value for figure in parts if figure.value is not None), Decimal(0))
        status = PASS if whole.value == right else FAIL
        words = "k10_pass" if status is PASS else "k10_fail"
        keys = [whole.key, *(figure.key for figure in parts)]
        yield finding("K10", status, keys, words, (whole.value, right), what=names[whole.key])
