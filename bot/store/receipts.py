"""On which day the report of a unit was received, as staff entered it."""

from datetime import UTC, date, datetime

from bot.store.database import Database
from bot.store.jobs import last_run, note_job


def receipts(database: Database, year: int) -> dict[str, date]:
    """Return the days on which reports about a year were received, by slug of the agency."""
    with database.reading() as connection:
        _, kept = last_run(connection, _name(year))
    return {slug: date.fromisoformat(day) for slug, day in kept.items()}


def note_receipt(database: Database, agency: str, year: int, day: date | None, now: datetime | None = None) -> None:
    """Note on which day the report of an agency (slug) about a year was received; None forgets it."""
    with database.writing() as connection:
        _, kept = last_run(connection, _name(year))
        kept = {slug: known for slug, known in kept.items() if slug != agency}
        if day is not None:
            kept[agency] = day.isoformat()
        note_job(connection, _name(year), now or datetime.now(UTC), kept)


def _name(year: int) -> str:
    return f"receipts:{year}"
