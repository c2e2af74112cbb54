"""K5, K7 and K8: relations between the reports of two years (domain.md §1.6)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.ingest.checks.finding import finding
from bot.records.form import FORM_2019, FORM_2021, T2, T3, form
from bot.records.model import Cell, Finding, FindingStatus

PASS, FAIL, UNCERTAIN = FindingStatus.PASS, FindingStatus.FAIL, FindingStatus.UNCERTAIN


def across_years(cells: Mapping[str, Cell], earlier: Mapping[str, Cell], earlier_year: int) -> Iterator[Finding]:
    """Check a report against that of the year before.

    Args:
        cells: Cells of the report by key.
        earlier: Cells of the report of the year before.
        earlier_year: Its year.

    Yields:
        Findings on cells of the later report; relations with a side that is not printed are not mentioned.
    """
    yield from _carried(cells, earlier, earlier_year)
    for block in form(FORM_2019).table(T2):
        for row in block.rows:
            yield from _items(f"{block.prefix}.{row.key}", row.label, (cells, earlier), earlier_year)
    for block in form(FORM_2021).table(T2):
        for row in block.rows:
            yield from _in_force(f"{block.prefix}.{row.key}", row.label, (cells, earlier), earlier_year)


def _carried(cells: Mapping[str, Cell], earlier: Mapping[str, Cell], year: int) -> Iterator[Finding]:
    """K5: what is carried in is what the year before carried out, for each applicant."""
    for column in form(FORM_2021).table(T3)[0].columns:
        key = f"requests.carried_in.{column.key}"
        left, right = _value(earlier, f"requests.carried_out.{column.key}"), _value(cells, key)
        if left is None or right is None:
            continue
        status = PASS if left == right else FAIL
        words = "k5_pass" if left == right else "k5_fail"
        yield finding("K5", status, [key], words, (left, right), column=column.label, year=year)


def _items(stem: str, label: str, both: tuple[Mapping[str, Cell], Mapping[str, Cell]], year: int) -> Iterator[Finding]:
    """K7: items of the prior year follow from the year before; plausible, not certain."""
    cells, earlier = both
    key = f"{stem}.prior_year_items"
    before, change = _value(earlier, key), _value(earlier, f"{stem}.net_change")
    right = _value(cells, key)
    if before is None or change is None or right is None:
        return
    left = before + change
    status = PASS if left == right else UNCERTAIN
    yield finding("K7", status, [key], "k7_pass" if left == right else "k7_fail", (left, right), row=label, year=year)


def _in_force(
    stem: str, label: str, both: tuple[Mapping[str, Cell], Mapping[str, Cell]], year: int
) -> Iterator[Finding]:
    """K8: documents in force follow from the year before; plausible, not certain."""
    cells, earlier = both
    key = f"{stem}.in_force"
    before, right = _value(earlier, key), _value(cells, key)
    issued, repealed = _value(cells, f"{stem}.issued"), _value(cells, f"{stem}.repealed")
    if before is None or right is None or issued is None or repealed is None:
        return
    left = before + issued - repealed
    status = PASS if left == right else UNCERTAIN
    yield finding("K8", status, [key], "k8_pass" if left == right else "k8_fail", (left, right), row=label, year=year)


def _value(cells: Mapping[str, Cell], key: str) -> Decimal | None:
    cell = cells.get(key)
    return cell.value if cell else None
