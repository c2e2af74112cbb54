"""Columns: what their types are, and how those of a table follow from a dataclass. Migrations make theirs with them."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from types import NoneType
from typing import Any, get_args, get_type_hints

import sqlalchemy as sa
from sqlalchemy import Column, Dialect, ForeignKey, TypeDecorator

from bot.plain_json import from_plain, to_plain
from bot.records.model import Place


class UtcColumn(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no time zones, gets it naive and gives it back aware."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn any aware moment into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Name the zone of what comes back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept as text: SQLite would turn it into a binary fraction."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write it in full, without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it back."""
        return None if value is None else Decimal(value)

    read = Decimal


class EnumColumn(TypeDecorator[StrEnum]):
    """A member of an enumeration, kept as its value.

    Read by the dictionary itself, without a function of Python's around it: a search index reads millions of them.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[StrEnum], length: int = 16) -> None:
        super().__init__(length)
        self.kind = kind
        members: dict[Any, Any] = {None: None, **{one.value: one for one in kind}}
        self.read = members.__getitem__

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what writes it."""
        return lambda value: None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what reads it."""
        return self.read


class Kept(TypeDecorator[Any]):
    """A dataclass, or a tuple of values, kept as JSON."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        # A place is flat: a million of them are read.
        self.read = (lambda plain: Place(**plain)) if kind is Place else partial(from_plain, kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Write it as JSON can say it."""
        return to_plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it back."""
        return None if value is None else self.read(value)


# SQLite numbers rows by itself only where the type is INTEGER.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAY, FLAG, NUMBER, TEXT = sa.Date(), sa.Boolean(), sa.Integer(), sa.Text()
JSON = sa.JSON(none_as_null=True)
MOMENT, EXACT = UtcColumn(), Exact()

_TYPES = {str: TEXT, int: NUMBER, bool: FLAG, date: DAY, Decimal: EXACT}
# Columns that have another name than their field: some names mean something to SQL.
_RENAMED = {
    "order": "position",
    "table": "table_name",
    "group": "group_name",
    "left": "left_side",
    "right": "right_side",
    "columns": "header",
}


def must(kind: Any, *names: str, **more: Any) -> tuple[Column[Any], ...]:
    """Return columns of one type that always hold something."""
    return tuple(Column(name, kind, nullable=False, **more) for name in names)


def may(kind: Any, *names: str, **more: Any) -> tuple[Column[Any], ...]:
    """Return columns of one type that may be empty."""
    return tuple(Column(name, kind, **more) for name in names)


def key(kind: Any, *names: str, counted: bool = False) -> tuple[Column[Any], ...]:
    """Return the columns of the primary key; `counted`: the database numbers the rows."""
    return tuple(Column(name, kind, primary_key=True, autoincrement=counted) for name in names)


def refers(name: str, to: str, kind: Any = BIG_ID, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """Return a column that names a row of another table."""
    return Column(name, kind, ForeignKey(to), nullable=nullable, index=index)


@cache
def names(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the fields of a dataclass with the names of their columns."""
    return tuple((each.name, _RENAMED.get(each.name, each.name)) for each in fields(kind))


def of(kind: Any, /, *but: str, **types: Any) -> Iterator[Column[Any]]:
    """Yield a column for each field of a dataclass.

    Args:
        kind: The dataclass.
        but: Fields that have none, or one that is given beside these.
        types: Types of columns that do not follow from the hint alone.
    """
    hints = get_type_hints(kind)
    for name, column in names(kind):
        if name not in but:
            parts = get_args(hints[name])
            nullable = NoneType in parts
            hint = next(part for part in parts if part is not NoneType) if nullable else hints[name]
            yield Column(column, types.get(column, _TYPES.get(hint) or _type_of(hint)), nullable=nullable)


def _type_of(hint: Any) -> EnumColumn | Kept:
    return EnumColumn(hint) if isinstance(hint, type) and issubclass(hint, StrEnum) else Kept(hint)
