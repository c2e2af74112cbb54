"""What was said of the columns of a list, kept for the next list of that office with that header."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.tables import COLUMN_ANSWERS


def kept_answers(database: Database) -> dict[tuple[str, str], dict[str, str]]:
    """Return all that is kept: office and header → label → meaning."""
    return {(row["office"], row["header"]): row["answers"] for row in database.rows(select(COLUMN_ANSWERS))}


def keep_answers(journal: Journal, office: str, header: str, answers: Mapping[str, str]) -> None:
    """Keep what was said of a header of an office, in place of what was said before."""
    journal.connection.execute(
        delete(COLUMN_ANSWERS).where(COLUMN_ANSWERS.c.office == office, COLUMN_ANSWERS.c.header == header)
    )
    row = {"office": office, "header": header, "answers": dict(answers), "at": journal.at}
    journal.connection.execute(insert(COLUMN_ANSWERS), row)
    journal.wrote = True
