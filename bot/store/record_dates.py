"""The date that a record is ordered, found and counted by: that of publication, else of the answer, else of issue."""

from typing import Any

from sqlalchemy import Connection, Integer, Text, cast, extract, func, or_, true, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.tables import RECORDS


def redate(connection: Connection, which: ColumnElement[bool] | None = None) -> None:
    """Compute the date, month and day of the year anew, of what was kept before there was such a date.

    Args:
        connection: To the database.
        which: Rows of `records`; all where not given.
    """
    day: Any = func.coalesce(RECORDS.c.published_on, RECORDS.c.replied_on, RECORDS.c.issued_on)
    stale = or_(RECORDS.c.dated_on.is_distinct_from(day), RECORDS.c.month.is_distinct_from(_month(day)))
    connection.execute(
        update(RECORDS)
        .where(true() if which is None else which, stale)
        .values(
            dated_on=day,
            month=_month(day),
            month_day=cast(extract("month", day), Integer) * 100 + cast(extract("day", day), Integer),
        )
    )


def _month(day: Any) -> ColumnElement[str]:
    return func.substr(cast(day, Text), 1, 7)
