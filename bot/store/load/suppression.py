"""Suppressing a person's name (domain.md §5.2): it is shown in no answer, and no reload brings it back."""

import re

from sqlalchemy import or_, select, update

from bot.store import events
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.journal import Journal
from bot.store.load.loading import begin_batch, finish_batch
from bot.store.masking import name_pattern
from bot.store.tables import FIGURES, PASSAGES, PEOPLE, RECORDS, REPORTS, SUPPRESSIONS


def suppress(database: Database, name: str, reason: str | None = None) -> int:
    """Suppress a name.

    Args:
        database: Where.
        name: The person's name; white space in it does not count.
        reason: Why, for the record of batches.

    Returns:
        In how many records, officials, sentences and figures the name stands today. It may be none: what is loaded
        later is masked too.

    Raises:
        StoreError: The name has fewer than two characters, or is suppressed already.
    """
    plain = re.sub(r"\s+", "", name)
    if len(plain) < 2:
        raise StoreError("store.name_too_short", person=name)
    with database.writing() as connection:
        if connection.execute(select(SUPPRESSIONS.c.id).where(SUPPRESSIONS.c.name == plain)).first():
            raise StoreError("store.already_suppressed", person=plain)
        journal = begin_batch(connection, "suppress")
        journal.add(SUPPRESSIONS, [{"name": plain, "reason": reason, "at": journal.at}])
        found = touch_named(journal, plain)
        finish_batch(journal, counts={"changed": {"name": found}}, note=plain)
    return found


def touch_named(journal: Journal, name: str) -> int:
    """Give everything that names a person the new revision, so that a search index reads it again.

    Returns:
        How many records, officials, sentences and figures name the person.
    """
    connection = journal.connection
    pattern = name_pattern((name,))
    loosely = "%" + "%".join(character.replace("%", "").replace("_", "") for character in name) + "%"
    texts = (RECORDS.c.title, RECORDS.c.topic, RECORDS.c.text, RECORDS.c.publisher)
    wanted = select(RECORDS.c.id, *texts).where(or_(*(text.like(loosely) for text in texts)))
    named = [row.id for row in connection.execute(wanted) if any(pattern.search(text or "") for text in row[1:])]
    for row_id in named:
        connection.execute(update(RECORDS).where(RECORDS.c.id == row_id).values(revision=journal.revision))
    events.tell_of_names(journal, named)
    found = len(named)
    for table, column in ((PEOPLE, "name"), (PASSAGES, "text"), (FIGURES, "quote")):
        wanted = select(table.c.report_id, table.c[column]).where(table.c[column].like(loosely))
        in_reports = [row.report_id for row in connection.execute(wanted) if pattern.search(row[1])]
        found += len(in_reports)
        for report_id in set(in_reports):
            connection.execute(update(REPORTS).where(REPORTS.c.id == report_id).values(revision=journal.revision))
    return found
