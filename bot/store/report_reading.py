"""A stored report as a whole, for checking it again."""

from typing import Any

from sqlalchemy import Connection, select

from bot.records.model import Report
from bot.store import demonstration
from bot.store.journal import table_of
from bot.store.models import AgencyRow, CellRow, FigureRow, FindingRow, PassageRow, ReportRow
from bot.store.part_columns import cell_of, figure_of, finding_of, passage_of


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

    def parts(model: type[Any]) -> list[dict[str, Any]]:
        table = table_of(model)
        found = connection.execute(select(table).where(table.c.report_id == row["id"]).order_by(table.c.position))
        return [dict(each) for each in found.mappings()]

    return Report(
        agency_name=row["agency_name"],
        year=row["year"],
        form=row["form"],
        title=row["title"],
        cover_title=row["cover_title"],
        compiled=row["compiled"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        cells=tuple(cell_of(each) for each in parts(CellRow)),
        figures=tuple(figure_of(each) for each in parts(FigureRow)),
        passages=tuple(passage_of(each) for each in parts(PassageRow)),
        findings=tuple(finding_of(each) for each in parts(FindingRow)),
    )
