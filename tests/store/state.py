"""The whole public state of a database, to compare before and after."""

from typing import Any

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import LISTINGS, PARTS, RECORDS, REPORTS, SUPPRESSIONS

TABLES = (RECORDS, REPORTS, *PARTS, LISTINGS, SUPPRESSIONS)


def state(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that is answered from; the revision of a row says when, not what."""
    found = {}
    with database.reading() as connection:
        for table in TABLES:
            rows = connection.execute(select(table).order_by(table.c.id)).mappings().all()
            found[table.name] = [{name: row[name] for name in row if name != "revision"} for row in rows]
    return found
