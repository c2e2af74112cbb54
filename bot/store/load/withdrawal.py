"""Withdrawing a record (domain.md §5.3): its number is answered with the date it was taken down, and nothing else."""

import re
from datetime import date

from sqlalchemy import or_, select

from bot.records.keys import short_key
from bot.records.model import Status
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.load.loading import begin_batch, finish_batch
from bot.store.load.taking_down import take_down
from bot.store.tables import RECORDS


def withdraw(database: Database, key: str, reason: str, *, on: date | None = None) -> str:
    """Withdraw a record: title, topic and text are gone from every answer when this returns, also after a reload.

    Args:
        database: Where.
        key: The stored key, or the short one (`cppcc:13-4:399`) where only one agency has it.
        reason: Why, in the operator's words.
        on: The day it was taken down; today when not given.

    Returns:
        The stored key.

    Raises:
        StoreError: No record, or more than one, has this key; or it is withdrawn already.
    """
    with database.writing() as connection:
        head, _, _ = key.partition("@")
        pattern = _stored_pattern(head)
        rows = connection.execute(
            select(RECORDS).where(or_(RECORDS.c.key == key, RECORDS.c.key.like(pattern, escape="\\")))
        ).mappings()
        found = {row["key"]: dict(row) for row in rows if key in (row["key"], short_key(row["key"]))}
        if key in found:
            found = {key: found[key]}
        if not found:
            raise StoreError("store.no_such_record", key=key)
        if len(found) > 1:
            raise StoreError("store.several_records", key=key, keys="、".join(sorted(found)))
        row = next(iter(found.values()))
        if row["status"] == Status.WITHDRAWN:
            raise StoreError("store.already_withdrawn", key=row["key"], date=row["withdrawn_on"])
        journal = begin_batch(connection, "withdraw")
        take_down(journal, row, reason, on)
        finish_batch(journal, counts={"changed": {"record": 1}}, note=row["key"])
    return str(row["key"])


def _stored_pattern(short: str) -> str:
    """Return a LIKE pattern for the stored keys that a short key can stand for: `cppcc:%:13-4:399@%`."""
    prefix, _, rest = re.sub(r"([%_\\])", r"\\\1", short).partition(":")
    return f"{prefix}:%:{rest}@%" if rest else prefix
