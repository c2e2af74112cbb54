"""Reading one figure of all agencies at once: a value a report, without what only a single answer needs.

A ranking of 3,000 agencies reads 3,000 cells; each as a whole value of the domain takes ten times as long.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, String, literal, select, text, true, type_coerce, union_all

from bot.records.model import Confidence, Semantic
from bot.store.queries import Store
from bot.store.tables import CELLS, FAILS, FIGURES, FINDINGS, REPORTS, SHORT
from bot.store.values import StoredReport

_PROSE = ("cppcc.", "npc.")


class Printed(NamedTuple):
    """One figure as a report prints it."""

    raw: str
    value: Decimal | None
    semantic: Semantic
    confidence: Confidence
    unit: str | None


class Broken(NamedTuple):
    """A relation that a report's own numbers break: which, on which cells, both sides, the words of the finding."""

    relation: str
    cells: frozenset[str]
    left: str
    right: str
    message: str


def column(store: Store, key: str, year: int) -> Mapping[str, Printed]:
    """Return a figure of all reports of a year, by the slug of the agency; of those that have it."""

    def read(connection: Connection) -> dict[str, Printed]:
        told = key.startswith(_PROSE)
        table = FIGURES if told else CELLS
        sure = literal(Confidence.EXACT.value) if told else type_coerce(table.c.confidence, String)
        # One index holds the short cells, another names the long ones (`CELLS`).
        conditions = (true(),) if told else (text(SHORT), text(f"NOT ({SHORT})"))
        wanted = (
            select(
                REPORTS.c.agency,
                table.c.raw,
                type_coerce(table.c.value, String),
                type_coerce(table.c.semantic, String),
                sure,
                table.c.unit,
            )
            .join(REPORTS, REPORTS.c.id == table.c.report_id)
            .where(REPORTS.c.year == year, table.c.key == key, condition)
            for condition in conditions
        )
        rows = connection.execute(union_all(*wanted)).all()
        return {slug: _printed(raw, value, said, sure, unit) for slug, raw, value, said, sure, unit in rows}

    return store.kept(("column", key, year), read)


@lru_cache(maxsize=20_000)  # of thousands of cells most are one of a few hundred
def _printed(raw: str, value: str | None, semantic: str, confidence: str, unit: str | None) -> Printed:
    number = None if value is None else Decimal(value)
    return Printed(raw, number, Semantic(semantic), Confidence(confidence), unit)


def broken(store: Store, year: int) -> Mapping[str, tuple[Broken, ...]]:
    """Return what the reports of a year contradict themselves in, by the slug of the agency."""

    def read(connection: Connection) -> dict[str, tuple[Broken, ...]]:
        columns = (
            FINDINGS.c.position,
            FINDINGS.c.relation,
            FINDINGS.c.cells,
            FINDINGS.c.left_side,
            FINDINGS.c.right_side,
        )
        wanted = (
            select(REPORTS.c.agency, *columns, FINDINGS.c.message)
            .join(REPORTS, REPORTS.c.id == FINDINGS.c.report_id)
            .where(REPORTS.c.year == year, text(FAILS))  # as the index has it: few findings fail
        )
        found: dict[str, tuple[Broken, ...]] = {}
        rows = sorted(connection.execute(wanted).all(), key=lambda row: (row[0], row[1]))
        for agency, _, relation, cells, left, right, message in rows:
            found[agency] = (*found.get(agency, ()), Broken(relation, frozenset(cells), left, right, message))
        return found

    return store.kept(("broken", year), read)


def by_year(store: Store) -> Mapping[int, Mapping[str, StoredReport]]:
    """Return the loaded reports by year and slug."""

    def read(_: Connection) -> dict[int, dict[str, StoredReport]]:
        found: dict[int, dict[str, StoredReport]] = {}
        for report in store.reports():
            found.setdefault(report.year, {})[report.agency.slug] = report
        return found

    return store.kept("reports by year", read)
