"""Recurring jobs and switches: when each ran last, and what it remembers of that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.chat_tables import JOBS


def note_job(connection: Connection, name: str, at: datetime, kept: Mapping[str, object] | None = None) -> None:
    """Note that a job ran, and what it remembers; what it remembered before is forgotten."""
    values = {"ran_at": at, "kept": dict(kept or {})}
    if not connection.execute(update(JOBS).where(JOBS.c.name == name).values(**values)).rowcount:
        connection.execute(insert(JOBS).values(name=name, **values))


def last_run(connection: Connection, name: str) -> tuple[datetime | None, dict[str, Any]]:
    """Return when a job ran last, None when never, and what it remembers."""
    row = connection.execute(select(JOBS.c.ran_at, JOBS.c.kept).where(JOBS.c.name == name)).first()
    return (row.ran_at, row.kept) if row else (None, {})
