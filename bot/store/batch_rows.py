"""The rows that batches add, change and remove: which tables, that they go, and that removed ones come back."""

from typing import Any

from sqlalchemy import ColumnElement, Table, insert, literal, select

from bot.store.journal import Journal, column_value, table_of
from bot.store.models import (
    CellRow,
    ChangeRow,
    FigureRow,
    FindingRow,
    ListingRow,
    PassageRow,
    PersonRow,
    RecordRow,
    RemovalRow,
    ReportRow,
    SuppressionRow,
)

# Tables whose rows batches add and change, children before what they refer to. Documents and agencies stay: they say
# where something came from and who is meant, and nothing is answered from them alone.
TABLES: tuple[Table, ...] = tuple(
    table_of(model)
    for model in (
        CellRow,
        PassageRow,
        FigureRow,
        PersonRow,
        FindingRow,
        ListingRow,
        RecordRow,
        ReportRow,
        SuppressionRow,
    )
)
# Rows that carry the revision of their last change.
REVISED = (table_of(RecordRow), table_of(ReportRow))


def tell_removals(journal: Journal, batch_id: int) -> None:
    """Note that the records and reports of a batch go, so that a search index can follow; before they are deleted."""
    records, reports, removals = table_of(RecordRow), table_of(ReportRow), table_of(RemovalRow)
    connection = journal.connection
    connection.execute(
        insert(removals).from_select(
            ["revision", "kind", "key"],
            select(literal(journal.revision), literal("record"), records.c.key).where(
                records.c.first_batch == batch_id
            ),
        )
    )
    gone = connection.execute(select(reports.c.agency, reports.c.year).where(reports.c.first_batch == batch_id)).all()
    for agency, year in gone:
        row = {"revision": journal.revision, "kind": "report", "key": f"{agency}/{year}"}
        connection.execute(insert(removals).values(row))


def put_back(journal: Journal, kept: ColumnElement[bool]) -> None:
    """Insert the removed rows that some of `changes` keep, in place: before what refers to them."""
    changes = table_of(ChangeRow)
    wanted = select(changes).where(kept, changes.c.after.is_(None))
    removed = journal.connection.execute(wanted).mappings().all()
    for table in reversed(TABLES):
        rows = [row_values(table, row["before"]) for row in removed if row["table_name"] == table.name]
        if table in REVISED:
            rows = [{**row, "revision": journal.revision} for row in rows]
        if rows:
            journal.connection.execute(insert(table), rows)


def row_values(table: Table, plain: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row that `changes` keeps."""
    return {name: column_value(table, name, value) for name, value in plain.items()}
