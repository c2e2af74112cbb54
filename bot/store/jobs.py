"""Recurring jobs and switches: when each ran last, and what it remembers of that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.announcement_models import JobRow
from bot.store.journal import table_of

_JOBS = table_of(JobRow)


def note_job(connection: Connection, name: str, at: datetime, kept: Mapping[str, object] | None = None) -> None:
    """Note that a job ran, and what it remembers; what it remembered before is forgotten."""
    values = {"ran_at": at, "kept": dict(kept or {})}
    if not connection.execute(update(_JOBS).where(_JOBS.c.name == name).values(**values)).rowcount:
        connection.execute(insert(_JOBS).values(name=name, **values))


def last_run(connection: Connection, name: str) -> tuple[datetime | None, dict[str, Any]]:
    """Return when a job ran last, None when never, and what it remembers."""
    row = connection.execute(select(_JOBS.c.ran_at, _JOBS.c.kept).where(_JOBS.c.name == name)).first()
    return (row.ran_at, row.kept) if row else (None, {})
