"""Writing rows so that every batch can be undone: what a change overwrites is kept beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Date, Table, bindparam, func, insert, select, update

from bot.plain_json import to_plain
from bot.store.columns import EnumColumn, Exact, Kept, UtcColumn
from bot.store.tables import CHANGES

Row = dict[str, Any]
Item = TypeVar("Item")

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
        self._is_together = False
        self._put_off: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}  # by columns that change; none: removed
        self._waiting: set[tuple[Table, int]] = set()

    def new_id(self, table: Table) -> int:
        """Return the id for a new row. Ids are given here and not by the database: rows then go in by thousands.

        The id of a row that was removed is not given again: the row may come back.
        """
        if table.name not in self._next_ids:
            highest = [select(func.max(table.c.id))]
            if table is not CHANGES:
                self.close()
                highest.append(select(func.max(CHANGES.c.row_id)).where(CHANGES.c.table_name == table.name))
            self._next_ids[table.name] = max(self.connection.execute(one).scalar() or 0 for one in highest) + 1
        given = self._next_ids[table.name]
        self._next_ids[table.name] = given + 1
        return given

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows; those without an `id` get one."""
        if not rows:
            return
        for row in rows:
            if "id" not in row:
                row["id"] = self.new_id(table)
            row["first_batch"] = row["last_batch"] = self.batch_id
        self.connection.execute(insert(table), rows)
        self.wrote = True

    def change(self, table: Table, row: Mapping[str, Any], values: Row) -> None:
        """Change columns of a row and keep what they held.

        Args:
            table: Where.
            row: The row as it is now, at least `id`, `first_batch`, `last_batch` and the columns to change.
            values: New values of those columns.
        """
        values = {**values, "last_batch": self.batch_id}
        self._write(table, row["id"], values)
        if row["first_batch"] != self.batch_id:  # else the batch itself made it: undoing deletes it
            self._keep(table, row["id"], {name: row[name] for name in values}, values)
        self.wrote = True

    def remove(self, table: Table, row: Mapping[str, Any]) -> None:
        """Delete a row and keep all of it."""
        self._write(table, row["id"], {})
        if row["first_batch"] != self.batch_id:
            self._keep(table, row["id"], dict(row), None)
        self.wrote = True

    def set_aside(self, table: Table, rows: Iterable[Mapping[str, Any]], batch_id: int) -> None:
        """Delete rows and keep all of them in the name of the batch that made them, so that they can come back."""
        for row in rows:
            self.connection.execute(table.delete().where(table.c.id == row["id"]))
            self._keep(table, row["id"], dict(row), None, batch_id)
            self.wrote = True

    @contextmanager
    def together(self) -> Iterator[None]:
        """Put off what is changed and removed inside, where none of it is read: rows then go by thousands."""
        self._is_together = True
        yield
        self._is_together = False
        self._write_out()

    def _write(self, table: Table, row_id: int, values: Row) -> None:
        if (table, row_id) in self._waiting:
            self._write_out()  # in the order in which they came
        self._waiting.add((table, row_id))
        self._put_off.setdefault((table, tuple(sorted(values))), []).append({**values, "its_id": row_id})
        if not self._is_together:
            self._write_out()

    def _write_out(self) -> None:
        for (table, names), rows in sorted(self._put_off.items(), key=lambda each: bool(each[0][1])):
            statement = update(table) if names else table.delete()  # removed first: what changes may take its place
            self.connection.execute(statement.where(table.c.id == bindparam("its_id")), rows)
        self._put_off, self._waiting = {}, set()

    def close(self) -> None:
        """Write the last of what was kept."""
        if self._changes:
            self.connection.execute(insert(CHANGES), self._changes)
            self._changes = []

    def _keep(self, table: Table, row_id: int, before: Row, after: Row | None, batch_id: int | None = None) -> None:
        self._changes.append(
            {
                "id": self.new_id(CHANGES),
                "batch_id": batch_id or self.batch_id,
                "table_name": table.name,
                "row_id": row_id,
                "before": {name: to_plain(value) for name, value in before.items()},
                "after": None if after is None else {name: to_plain(value) for name, value in after.items()},
                "at": self.at,
                "undone": False,
            }
        )
        if len(self._changes) >= _CHANGES_AT_ONCE:
            self.close()


def pieces(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """Yield some items at a time: as many as one statement may name."""
    flow = iter(items)
    while some := list(islice(flow, size)):
        yield some


def plain_rows(result: CursorResult[Any]) -> list[Row]:
    """Return the rows of a result by the names of their columns.

    Half the time of `mappings()`, which looks the names up for each row.
    """
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.all()]


def column_value(table: Table, name: str, plain: Any) -> Any:
    """Return a column's value from what `to_plain` made of it."""
    if plain is None:
        return None
    kind = table.c[name].type
    if isinstance(kind, UtcColumn | Date):
        return (date if isinstance(kind, Date) else datetime).fromisoformat(plain)
    return kind.read(plain) if isinstance(kind, Exact | EnumColumn | Kept) else plain
