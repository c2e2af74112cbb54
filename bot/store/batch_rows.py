"""The rows that batches add, change and remove: which tables, that they go, and that removed ones come back."""

from typing import Any

from sqlalchemy import ColumnElement, Table, insert, literal, select

from bot.store.journal import Journal, column_value
from bot.store.tables import CHANGES, LISTINGS, PARTS, RECORDS, REMOVALS, REPORTS, SUPPRESSIONS

# Tables whose rows batches add and change, children before what they refer to. Documents and agencies stay: they say
# where something came from and who is meant, and nothing is answered from them alone.
TABLES = (*PARTS, LISTINGS, RECORDS, REPORTS, SUPPRESSIONS)
# Rows that carry the revision of their last change.
REVISED = (RECORDS, REPORTS)


def tell_removals(journal: Journal, batch_id: int) -> None:
    """Note that the records and reports of a batch go, so that a search index can follow; before they are deleted."""
    connection = journal.connection
    connection.execute(
        insert(REMOVALS).from_select(
            ["revision", "kind", "key"],
            select(literal(journal.revision), literal("record"), RECORDS.c.key).where(
                RECORDS.c.first_batch == batch_id
            ),
        )
    )
    gone = connection.execute(select(REPORTS.c.agency, REPORTS.c.year).where(REPORTS.c.first_batch == batch_id)).all()
    for agency, year in gone:
        row = {"revision": journal.revision, "kind": "report", "key": f"{agency}/{year}"}
        connection.execute(insert(REMOVALS).values(row))


def put_back(journal: Journal, kept: ColumnElement[bool]) -> None:
    """Insert the removed rows that some of `changes` keep, in place: before what refers to them."""
    wanted = select(CHANGES).where(kept, CHANGES.c.after.is_(None))
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
