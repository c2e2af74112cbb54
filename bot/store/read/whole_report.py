"""A stored report as a whole, for checking it again."""

from sqlalchemy import Connection, Table, select

from bot.records.model import Cell, Finding, NarrativeFigure, Passage, Report
from bot.store import demonstration
from bot.store.journal import plain_rows
from bot.store.part_columns import HEADER, Part, part_of
from bot.store.tables import AGENCIES, CELLS, FIGURES, FINDINGS, PASSAGES, REPORTS


def read_report(connection: Connection, agency: str, year: int) -> Report | None:
    """Return a report with its cells, prose figures, passages and findings; None when it is not loaded.

    The demonstration's is not: what offices publish is not checked against it.
    """
    wanted = (
        select(REPORTS, AGENCIES.c.name.label("agency_name"))
        .join(AGENCIES, AGENCIES.c.slug == REPORTS.c.agency)
        .where(
            REPORTS.c.agency == agency,
            REPORTS.c.year == year,
            REPORTS.c.first_batch.not_in(demonstration.OF_DEMONSTRATION),
        )
    )
    row = connection.execute(wanted).mappings().first()
    if row is None:
        return None
    report_id = row["id"]

    def parts(table: Table, kind: type[Part]) -> tuple[Part, ...]:
        found = connection.execute(select(table).where(table.c.report_id == report_id).order_by(table.c.position))
        return tuple(part_of(kind, each) for each in plain_rows(found))

    return Report(
        **{name: row[name] for name in ("agency_name", "year", *HEADER)},
        cells=parts(CELLS, Cell),
        figures=parts(FIGURES, NarrativeFigure),
        passages=parts(PASSAGES, Passage),
        findings=parts(FINDINGS, Finding),
    )
