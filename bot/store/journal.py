"""Writing rows so that every batch can be undone: what a change overwrites is kept beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, CursorResult, Date, Table, func, insert, select, update

from bot.store.models import ChangeRow, Exact, Moment, Versioned

Row = dict[str, Any]

# Rows of one INSERT: SQLite takes at most 32,766 values in a statement, but executemany has no such limit.
_CHANGES_AT_ONCE = 500


class Journal:
    """Adds, changes and deletes rows in the name of one batch."""

    def __init__(self, connection: Connection, batch_id: int, revision: int, at: datetime) -> None:
        self.connection = connection
        self.batch_id = batch_id
        self.revision = revision
        self.at = at
        self.wrote = False
        self._next_ids: dict[str, int] = {}
        self._changes: list[Row] = []

    def new_id(self, model: type[Versioned] | type[ChangeRow]) -> int:
        """Return the id for a new row. Ids are given here and not by the database: rows then go in by thousands.

        The id of a row that was removed is not given again: the row may come back.
        """
        table = table_of(model)
        if table.name not in self._next_ids:
            highest = [select(func.max(table.c.id))]
            if model is not ChangeRow:
                self.close()
                changes = table_of(ChangeRow)
                highest.append(select(func.max(changes.c.row_id)).where(changes.c.table_name == table.name))
            self._next_ids[table.name] = max(self.connection.execute(one).scalar() or 0 for one in highest) + 1
        given = self._next_ids[table.name]
        self._next_ids[table.name] = given + 1
        return given

    def add(self, model: type[Versioned], rows: Sequence[Row]) -> None:
        """Add rows; those without an `id` get one."""
        if not rows:
            return
        for row in rows:
            if "id" not in row:
                row["id"] = self.new_id(model)
            row["first_batch"] = row["last_batch"] = self.batch_id
        self.connection.execute(insert(table_of(model)), rows)
        self.wrote = True

    def change(self, model: type[Versioned], row: Mapping[str, Any], values: Row) -> None:
        """Change columns of a row and keep what they held.

        Args:
            model: Its table.
            row: The row as it is now, at least `id`, `first_batch`, `last_batch` and the columns to change.
            values: New values of those columns.
        """
        table = table_of(model)
        values = {**values, "last_batch": self.batch_id}
        self.connection.execute(update(table).where(table.c.id == row["id"]).values(values))
        if row["first_batch"] != self.batch_id:  # else the batch itself made it: undoing deletes it
            self._keep(table, row["id"], {name: row[name] for name in values}, values)
        self.wrote = True

    def remove(self, model: type[Versioned], row: Mapping[str, Any]) -> None:
        """Delete a row and keep all of it."""
        table = table_of(model)
        self.connection.execute(table.delete().where(table.c.id == row["id"]))
        if row["first_batch"] != self.batch_id:
            self._keep(table, row["id"], dict(row), None)
        self.wrote = True

    def set_aside(self, model: type[Versioned], rows: Iterable[Mapping[str, Any]], batch_id: int) -> None:
        """Delete rows and keep all of them in the name of the batch that made them, so that they can come back."""
        table = table_of(model)
        for row in rows:
            self.connection.execute(table.delete().where(table.c.id == row["id"]))
            self._keep(table, row["id"], dict(row), None, batch_id)
            self.wrote = True

    def close(self) -> None:
        """Write the last of what was kept."""
        if self._changes:
            self.connection.execute(insert(table_of(ChangeRow)), self._changes)
            self._changes = []

    def _keep(self, table: Table, row_id: int, before: Row, after: Row | None, batch_id: int | None = None) -> None:
        self._changes.append(
            {
                "id": self.new_id(ChangeRow),
                "batch_id": batch_id or self.batch_id,
                "table_name": table.name,
                "row_id": row_id,
                "before": {name: plain_column(value) for name, value in before.items()},
                "after": None if after is None else {name: plain_column(value) for name, value in after.items()},
                "at": self.at,
                "undone": False,
            }
        )
        if len(self._changes) >= _CHANGES_AT_ONCE:
            self.close()


def table_of(model: type[Any]) -> Table:
    """Return the table of a model."""
    table: Table = model.__table__
    return table


def plain_rows(result: CursorResult[Any]) -> list[Row]:
    """Return the rows of a result by the names of their columns.

    Half the time of `mappings()`, which looks the names up for each row.
    """
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.all()]


def plain_column(value: Any) -> Any:
    """Return a column's value as JSON can say it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def column_value(table: Table, name: str, plain: Any) -> Any:
    """Return a column's value from what `plain_column` made of it."""
    if plain is None:
        return None
    kind = table.c[name].type
    if isinstance(kind, Moment):
        return datetime.fromisoformat(plain)
    if isinstance(kind, Date):
        return date.fromisoformat(plain)
    return Decimal(plain) if isinstance(kind, Exact) else plain
