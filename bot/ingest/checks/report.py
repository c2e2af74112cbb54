"""All findings of one report, in the order K1 to K11, then what was damaged."""

from collections.abc import Iterator, Sequence

from bot.ingest.checks.finding import finding
from bot.ingest.checks.prose import against_tables, among_figures
from bot.ingest.checks.relations import within_tables
from bot.ingest.report.damage import Damage
from bot.ingest.report.narrative import Told
from bot.messages import message
from bot.records.form import T2, T3, T4
from bot.records.model import Finding, FindingStatus, Report

#: Relation under which a damaged row of a table is reported: the one that its width or labels break.
_RELATIONS = {T2: "K11", T3: "K3", T4: "K4"}


def check_report(report: Report, damage: Sequence[Damage], told: Sequence[Told]) -> list[Finding]:
    """Check a report by itself.

    Args:
        report: With cells and figures.
        damage: What was wrong while its tables were read.
        told: Figures found in its prose.

    Returns:
        The findings, of all outcomes. Those that need another year's report are `checks.years`.
    """
    cells = {cell.key: cell for cell in report.cells}
    found = [
        *within_tables(cells),
        *against_tables(told, cells, report.form),
        *among_figures(report.figures),
        *_damaged(report, damage),
        *_missing(report),
    ]
    return sorted(found, key=lambda one: int(one.relation[1:]))


def _damaged(report: Report, damage: Sequence[Damage]) -> Iterator[Finding]:
    tables = {cell.key: cell.table for cell in report.cells}
    for one in damage:
        if one.reason == "order":
            continue  # the cells say `repaired`; their arithmetic is checked like that of any others
        relation = _RELATIONS.get(tables.get(one.keys[0], T3), "K3") if one.keys else "K3"
        yield finding(relation, FindingStatus.UNCERTAIN, one.keys, f"damage_{one.reason}", ("", ""), raw=one.raw)


def _missing(report: Report) -> Iterator[Finding]:
    """Say which tables were not found at all: they may be pictures."""
    there = {cell.table for cell in report.cells}
    labels = {T2: "二、主动公开政府信息情况表", T3: "三、申请情况表", T4: "四、复议诉讼情况表"}
    for table, label in labels.items():
        if table not in there:
            yield Finding(
                relation=_RELATIONS[table],
                status=FindingStatus.NOT_ASSESSABLE,
                cells=(),
                left="",
                right="",
                difference=None,
                message=message("checking.damage_missing", "zh", label=label),
            )
