"""Checking again what is loaded: after a correction, and when the report of the year before comes or changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.ingest.checks.finding import plain
from bot.ingest.checks.prose import among_figures, table_value
from bot.ingest.checks.relations import within_tables
from bot.ingest.checks.years import across_years
from bot.records.form import narrative
from bot.records.model import Cell, Finding, FindingStatus, Report

#: Relations that are worked out from the cells alone; what else was found while reading the document stays.
_FROM_CELLS = {"K1", "K2", "K6", "K5", "K7", "K8", "K10"}


def recheck(report: Report, earlier: Report | None) -> tuple[Finding, ...]:
    """Return the findings of a stored report.

    Args:
        report: With cells, figures, and the findings that it was loaded with.
        earlier: The report of the same agency of the year before, if it is loaded.

    Returns:
        All findings, in the order of the relations.
    """
    cells = {cell.key: cell for cell in report.cells}
    found = [*within_tables(cells), *among_figures(report.figures), *_kept(report.findings, cells, report.form)]
    if earlier is not None:
        found.extend(across_years(cells, {cell.key: cell for cell in earlier.cells}, earlier.year))
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda one: int(one.relation[1:])))


def _kept(findings: Sequence[Finding], cells: Mapping[str, Cell], form_id: str) -> Iterator[Finding]:
    """Keep what the cells alone cannot tell: damage of the source, and what the prose says (K9)."""
    for one in findings:
        if one.relation == "K9":
            yield _again(one, cells, form_id)
        elif one.left == "" and one.right == "" and one.status is not FindingStatus.PASS:
            yield one


def _again(one: Finding, cells: Mapping[str, Cell], form_id: str) -> Finding:
    for known in narrative():
        shown = table_value(known.table_keys, cells, form_id)
        if shown and set(shown[1]) == set(one.cells):
            if plain(shown[0]) == one.right:
                return one
            same = plain(shown[0]) == one.left
            return replace(one, status=FindingStatus.PASS if same else FindingStatus.FAIL, right=plain(shown[0]))
    return one
