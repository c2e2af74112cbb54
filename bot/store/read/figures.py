"""Reading one figure of all agencies at once: a value a report, without what only a single answer needs.

A ranking of 3,000 agencies reads 3,000 cells; each as a whole value of the domain takes ten times as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    String,
    bindparam,
    literal,
    select,
    text,
    true,
    type_coerce,
    union_all,
)

from bot.records.model import Confidence, Semantic
from bot.store.read.queries import Store
from bot.store.read.values import StoredReport
from bot.store.tables import CELLS, FAILS, FIGURES, FINDINGS, REPORTS, SHORT

_PROSE = ("cppcc.", "npc.")


@dataclass(frozen=True, slots=True, eq=False)  # few are made, and thousands of offices look each up
class PrintedFigure:
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


def column(store: Store, key: str, year: int) -> Mapping[str, PrintedFigure]:
    """Return a figure of all reports of a year, by the slug of the agency; of those that have it."""

    def read(connection: Connection) -> dict[str, PrintedFigure]:
        rows = connection.execute(_of_key(told=key.startswith(_PROSE)), {"year": year, "key": key}).all()
        return {slug: _printed(raw, value, said, sure, unit) for slug, raw, value, said, sure, unit in rows}

    return store.kept(("column", key, year), read)


@cache
def _of_key(*, told: bool) -> CompoundSelect[Any]:
    """Return what reads a figure of a year; made once, for making it takes as long as reading a hundred reports."""
    table = FIGURES if told else CELLS
    sure = literal(Confidence.EXACT.value) if told else type_coerce(table.c.confidence, String)
    values = (table.c.raw, type_coerce(table.c.value, String), type_coerce(table.c.semantic, String), sure)
    # One index holds the short cells, another names the long ones (`CELLS`).
    conditions = (true(),) if told else (text(SHORT), text(f"NOT ({SHORT})"))
    return union_all(*(
        select(REPORTS.c.agency, *values, table.c.unit)
        .join(REPORTS, REPORTS.c.id == table.c.report_id)
        .where(REPORTS.c.year == bindparam("year"), table.c.key == bindparam("key"), condition)
        for condition in conditions
    ))  # fmt: skip


@lru_cache(maxsize=20_000)  # of thousands of cells most are one of a few hundred
def _printed(raw: str, value: str | None, semantic: str, confidence: str, unit: str | None) -> PrintedFigure:
    number = None if value is None else Decimal(value)
    return PrintedFigure(raw, number, Semantic(semantic), Confidence(confidence), unit)


def broken(store: Store, year: int) -> Mapping[str, tuple[Broken, ...]]:
    """Return what the reports of a year contradict themselves in, by the slug of the agency."""
    return _broken(store).get(year, {})


def _broken(store: Store) -> Mapping[int, Mapping[str, tuple[Broken, ...]]]:
    def read(connection: Connection) -> dict[int, dict[str, tuple[Broken, ...]]]:
        parts = (FINDINGS.c.relation, FINDINGS.c.cells, FINDINGS.c.left_side, FINDINGS.c.right_side, FINDINGS.c.message)
        wanted = (
            select(REPORTS.c.year, REPORTS.c.agency, FINDINGS.c.position, *parts)
            .join(REPORTS, REPORTS.c.id == FINDINGS.c.report_id)
            .where(text(FAILS))  # as the index has it: few findings fail
        )
        found: dict[int, dict[str, tuple[Broken, ...]]] = {}
        for year, agency, _, relation, cells, *said in sorted(
            connection.execute(wanted).all(), key=itemgetter(0, 1, 2)
        ):
            of_year = found.setdefault(year, {})
            of_year[agency] = (*of_year.get(agency, ()), Broken(relation, frozenset(cells), *said))
        return found

    return store.kept("broken", read)


def by_year(store: Store) -> Mapping[int, Mapping[str, StoredReport]]:
    """Return the loaded reports by year and slug."""

    def read(_: Connection) -> dict[int, dict[str, StoredReport]]:
        found: dict[int, dict[str, StoredReport]] = {}
        for report in store.reports():
            found.setdefault(report.year, {})[report.agency.slug] = report
        return found

    return store.kept("reports by year", read)


def prepare(store: Store) -> None:
    """Read what is the same for each question of a revision, so that the first one need not wait for it."""
    by_year(store)
    _broken(store)
