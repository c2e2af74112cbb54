"""What an office says itself of words that nothing is found for: written by one person, released by another."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.jobs import last_run, note_job

_JOB = "notes"
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNote:
    """A note on a word; `released_on` is the day on which another person released it, None before that."""

    word: str
    text: str
    by: int
    released_by: int | None = None
    released_on: str | None = None


def own_notes(database: Database) -> dict[str, OwnNote]:
    """Return the notes by word, also those that nobody has released."""
    with database.reading() as connection:
        _, kept = last_run(connection, _JOB)
    return {word: OwnNote(**fields) for word, fields in kept.items()}


def released_note(database: Database, words: Iterable[str]) -> OwnNote | None:
    """Return the released note on one of some words, None where there is none."""
    notes = own_notes(database)
    return next((notes[word] for word in words if word in notes and notes[word].released_on), None)


def write_note(database: Database, word: str, text: str | None, person: int) -> None:
    """Write a note on a word in place of any other; it is shown once another person has released it.

    Args:
        database: Where.
        word: The word.
        text: What the office says; None takes the note back.
        person: Who writes it.
    """
    notes = {known: one for known, one in own_notes(database).items() if known != word}
    if text is not None:
        notes[word] = OwnNote(word=word, text=text, by=person)
    _keep(database, notes)


def release_note(database: Database, word: str, person: int, today: date) -> OwnNote:
    """Release a note.

    Raises:
        StoreError: There is none, or whoever releases it has written it.
    """
    notes = own_notes(database)
    if word not in notes:
        raise StoreError("store.no_note", word=word)
    if notes[word].by == person:
        raise StoreError("store.own_note", word=word)
    notes[word] = replace(notes[word], released_by=person, released_on=today.isoformat())
    _keep(database, notes)
    return notes[word]


def _keep(database: Database, notes: dict[str, OwnNote]) -> None:
    plain = {word: asdict(one) for word, one in notes.items()}
    with database.writing() as connection:
        note_job(connection, _JOB, datetime.now(UTC), plain)
