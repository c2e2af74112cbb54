"""The bot's own office: asked for once, and whose documents are taken to be that name no office at all."""

from dataclasses import dataclass

from sqlalchemy import exists, or_, select, update

from bot.records.agencies import is_called, is_nameless
from bot.records.model import Agency
from bot.store import demonstration
from bot.store.database import Database
from bot.store.part_columns import part_of
from bot.store.tables import AGENCIES, RECORDS, REPORTS, STATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose a document is that names no office.

    Attributes:
        office: The bot's own; None where there is none, or a second office is loaded: then it could be either's.
        ask: Somebody may be asked, for it is not known yet.
        likely: The only office that is loaded.
    """

    office: str | None = None
    ask: bool = False
    likely: str | None = None


NOBODYS = Whose()


def own_office(database: Database) -> str | None:
    """Return the bot's own office, None where nobody has said it."""
    with database.reading() as connection:
        return connection.execute(select(STATE.c.office)).scalar()


def keep_own_office(database: Database, name: str | None) -> None:
    """Keep the full name of the bot's own office; None forgets it. What is loaded stays as it is."""
    with database.writing() as connection:
        connection.execute(update(STATE).values(office=name))


def whose(database: Database, *, ask: bool) -> Whose:
    """Return whose a document is that names no office.

    Args:
        database: What is loaded, and the office that is kept.
        ask: Whether there is somebody who can be asked.
    """
    used = or_(
        *(
            exists().where(
                table.c.agency == AGENCIES.c.slug, table.c.first_batch.not_in(demonstration.OF_DEMONSTRATION)
            )
            for table in (RECORDS, REPORTS)
        )
    )
    with database.reading() as connection:
        rows = connection.execute(select(AGENCIES).where(used)).mappings().all()
        name = connection.execute(select(STATE.c.office)).scalar()
    loaded = [part_of(Agency, dict(row)) for row in rows if not is_nameless(row["slug"])]
    if name is not None:
        return Whose(office=name if all(is_called(name, agency) for agency in loaded) else None)
    likely = loaded[0].name if len(loaded) == 1 else None
    return Whose(ask=ask and len(loaded) <= 1, likely=likely)
