"""A stored report as a whole, for checking it again."""

from typing import Any

from sqlalchemy import Connection, select

from bot.records.model import Cell, Finding, NarrativeFigure, Passage, Report
from bot.store import demonstration
from bot.store.journal import plain_rows, table_of
from bot.store.models import AgencyRow, CellRow, FigureRow, FindingRow, PassageRow, ReportRow
from bot.store.part_columns import Part, part_of


def read_report(connection: Connection, agency: str, year: int) -> Report | None:
    """Return a report with its cells, prose figures, passages and findings; None when it is not loaded.

    The demonstration's is not: what offices publish is not checked against it.
    """
    reports, agencies = table_of(ReportRow), table_of(AgencyRow)
    wanted = (
        select(reports, agencies.c.name.label("agency_name"))
        .join(agencies, agencies.c.slug == reports.c.agency)
        .where(reports.c.agency == agency, reports.c.year == year, reports.c.first_batch.not_in(demonstration.BATCHES))
    )
    row = connection.execute(wanted).mappings().first()
    if row is None:
        return None
    report_id = row["id"]

    def parts(model: type[Any], kind: type[Part]) -> tuple[Part, ...]:
        table = table_of(model)
        found = connection.execute(select(table).where(table.c.report_id == report_id).order_by(table.c.position))
        return tuple(part_of(kind, each) for each in plain_rows(found))

    names = ("agency_name", "year", "form", "title", "cover_title", "compiled", "period_start", "period_end")
    return Report(
        **{name: row[name] for name in names},
        cells=parts(CellRow, Cell),
        figures=parts(FigureRow, NarrativeFigure),
        passages=parts(PassageRow, Passage),
        findings=parts(FindingRow, Finding),
    )
