"""What is no contradiction and asks for a second look before a report is published: jumps, blanks, defaults, copies."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from bot.ingest.checks.finding import finding
from bot.records.form import T2, T3, T4, definition
from bot.records.model import Cell, Confidence, Finding, FindingStatus, Report, Semantic
from bot.resources import read_yaml

#: What such a finding has in place of a relation, in the order in which they are told.
REMARKS = ("jump", "same", "blank", "zero", "repaired", "placeholder", "double")
_LONGEST_QUOTE = 60


def against_earlier(report: Report, earlier: Report, factor: Decimal) -> Iterator[Finding]:
    """Compare a report with that of the year before.

    Args:
        report: With its cells.
        earlier: That of the year before.
        factor: A figure that is more than so many times the other is told; 0 counts as 1.

    Yields:
        A finding for each jump of a total; one where all figures are those of the year before.
    """
    now, before = ({cell.key: cell for cell in each.cells} for each in (report, earlier))
    pairs = [(cell, before[key]) for key, cell in now.items() if key in before]
    alike = now.keys() == before.keys() and all(cell.raw == old.raw for cell, old in pairs)
    if alike and any(cell.value for cell, _ in pairs):
        yield _remark("same", (), ("", ""), year=earlier.year)
    for cell, old in pairs:
        if _is_total(cell) and _jumps(old.value, cell.value, factor):
            sides = (old.value, cell.value)
            yield _remark("jump", (cell.key,), sides, label=_label(cell), year=earlier.year)  # type: ignore[arg-type]


def unfilled(report: Report) -> Iterator[Finding]:
    """Yield that a table whose sums must hold is blank as a whole: they cannot be said to hold.

    Args:
        report: With its cells.
    """
    for table, relation in ((T3, "K1"), (T4, "K4")):
        cells = [cell for cell in report.cells if cell.table == table]
        if cells and all(cell.semantic is Semantic.BLANK for cell in cells):
            yield finding(relation, FindingStatus.NOT_ASSESSABLE, [one.key for one in cells], "blank_table", ("", ""))


def by_itself(report: Report) -> Iterator[Finding]:
    """Yield what a report was handed in with that nobody filled in: blank cells, tables of zeros, words to be replaced.

    Args:
        report: With its cells and sentences.
    """
    tables: dict[str, list[Cell]] = {}
    for cell in report.cells:
        tables.setdefault(cell.table, []).append(cell)
    for table in (T2, T3, T4):
        cells = tables.get(table, [])
        blank = [cell.key for cell in cells if cell.semantic is Semantic.BLANK]
        if blank:
            yield _remark("blank", blank, ("", ""), number=len(blank))
        # That nobody went to law is usual; that nothing was published or asked for is not.
        zeros = [cell.key for cell in cells if cell.value == 0]
        if table != T4 and zeros and len(zeros) + len(blank) == len(cells):
            yield _remark("zero", zeros, ("", ""))
    doubted = {key for one in report.findings if one.status is not FindingStatus.PASS for key in one.cells}
    repaired = [one for one in report.cells if one.confidence is Confidence.REPAIRED and one.key not in doubted]
    if rows := dict.fromkeys(one.row_label for one in repaired):
        yield _remark("repaired", [one.key for one in repaired], ("", ""), rows="、".join(rows))
    for passage in report.passages:
        if found := _placeholder().search(passage.text):
            start = max(0, found.start() - _LONGEST_QUOTE // 2)
            quote = passage.text[start : start + _LONGEST_QUOTE]
            yield _remark("placeholder", (), ("", ""), quote=quote, section=passage.section)


def of_another_file(report: Report, file: str, difference: tuple[str, str, str] | None) -> Finding:
    """Return that another file holds the report of the same office and year.

    Args:
        report: The report.
        file: Name of the other file.
        difference: The first cell that both give different values, and these; None where they agree.
    """
    if difference is None:
        return _remark("double", (), ("", ""), words="double_same", file=file, year=report.year)
    label, other, own = difference
    return _remark("double", (), (other, own), file=file, year=report.year, label=label)


def _remark(
    name: str,
    keys: tuple[str, ...] | list[str],
    sides: tuple[Decimal | str, Decimal | str],
    words: str = "",
    **values: object,
) -> Finding:
    status = FindingStatus.PASS if words == "double_same" else FindingStatus.UNCERTAIN
    return finding(name, status, keys, words or name, sides, **values)


def _is_total(cell: Cell) -> bool:
    known = definition(cell.key)
    if known is None or known.signed:
        return False
    return known.table == T2 or known.column.key == "total"


def _jumps(old: Decimal | None, new: Decimal | None, factor: Decimal) -> bool:
    if old is None or new is None:
        return False
    less, more = sorted((old, new))
    return more > max(less, Decimal(1)) * factor


def _label(cell: Cell) -> str:
    known = definition(cell.key)
    return known.label if known else cell.label


@cache
def _placeholder() -> re.Pattern[str]:
    patterns: list[str] = read_yaml("ingest", "placeholders.yaml")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
