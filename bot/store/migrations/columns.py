"""What the steps say of columns again and again. Names of keys and indexes follow from `bot.store.models.Base`."""

from typing import Any

import sqlalchemy as sa

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAY = sa.Date()
FLAG = sa.Boolean()
JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.Integer()
TEXT = sa.Text()


def must(kind: Any, *names: str, **more: Any) -> tuple[sa.Column[Any], ...]:
    """Return columns of one type that always hold something."""
    return tuple(sa.Column(name, kind, nullable=False, **more) for name in names)


def may(kind: Any, *names: str, **more: Any) -> tuple[sa.Column[Any], ...]:
    """Return columns of one type that may be empty."""
    return tuple(sa.Column(name, kind, **more) for name in names)


def key(kind: Any, *names: str, counted: bool = False) -> tuple[sa.Column[Any], ...]:
    """Return the columns of the primary key; `counted`: the database numbers the rows."""
    return tuple(sa.Column(name, kind, primary_key=True, autoincrement=counted) for name in names)


def refers(name: str, to: str, kind: Any = BIG_ID, *, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    """Return a column that names a row of another table."""
    return sa.Column(name, kind, sa.ForeignKey(to), nullable=nullable, index=index)
