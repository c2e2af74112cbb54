"""The switch that pauses all announcements: what happens meanwhile waits, answers go on."""

from datetime import UTC, datetime

from sqlalchemy import Exists, delete, exists

from bot.store.chat_tables import JOBS
from bot.store.database import Database
from bot.store.jobs import last_run, note_job

_NAME = "pause"


def paused_since(database: Database) -> datetime | None:
    """Return since when announcements are paused; None while they are not."""
    with database.reading() as connection:
        return last_run(connection, _NAME)[0]


def is_paused() -> Exists:
    """Return the condition that announcements are paused, for a statement of its own."""
    return exists().where(JOBS.c.name == _NAME)


def pause(database: Database) -> None:
    """Pause all announcements."""
    with database.writing() as connection:
        note_job(connection, _NAME, datetime.now(UTC))


def resume(database: Database) -> None:
    """Let announcements go on."""
    with database.writing() as connection:
        connection.execute(delete(JOBS).where(JOBS.c.name == _NAME))
