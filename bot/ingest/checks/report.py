"""All findings of one report, in the order K1 to K11, then what was damaged."""

from collections.abc import Iterator, Sequence

from bot.ingest.checks.finding import finding, worded
from bot.ingest.checks.prose import against_tables, among_figures
from bot.ingest.checks.relations import within_tables
from bot.ingest.report.damage import Damage
from bot.ingest.report.narrative import FoundFigure
from bot.records.form import FORM_2021, T2, T3, T4, form
from bot.records.model import Finding, FindingStatus, Report

#: Relation under which a damaged row of a table is reported: the one that its width or labels break.
_RELATIONS = {T2: "K11", T3: "K3", T4: "K4"}


def check_report(report: Report, damage: Sequence[Damage], told: Sequence[FoundFigure]) -> list[Finding]:
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
    """Say which tables were not found at all (they may be pictures), and which rows of those that were."""
    there = {cell.table for cell in report.cells}
    labels = {T2: "二、主动公开政府信息情况表", T3: "三、申请情况表", T4: "四、复议诉讼情况表"}
    for table, label in labels.items():
        if table not in there:
            yield _not_found(table, worded("damage_missing", label=label))
        elif rows := _rows_not_found(table, report):
            yield _not_found(table, worded("damage_rows", label=label, rows="、".join(rows)))


def _not_found(table: str, words: str) -> Finding:
    return Finding(
        relation=_RELATIONS[table],
        status=FindingStatus.NOT_ASSESSABLE,
        cells=(),
        left="",
        right="",
        difference=None,
        message=words,
    )


def _rows_not_found(table: str, report: Report) -> list[str]:
    """Return rows of T3 or groups of T4 that the form prints and the report does not have; T2 is often shortened."""
    stems = {cell.key.rpartition(".")[0] for cell in report.cells if cell.table == table}
    if table == T4:
        return [block.term.label for block in form(FORM_2021).table(T4) if block.prefix not in stems]
    if table != T3:
        return []
    rows = {f"requests.{row.key}": row.short or row.label for row in form(FORM_2021).table(T3)[0].rows}
    split = {stem for stem in rows if stem.startswith("requests.other_")}
    if "requests.other_total" in stems:
        rows = {stem: label for stem, label in rows.items() if stem not in split}
    return [label for stem, label in rows.items() if stem not in stems]
