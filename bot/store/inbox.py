"""Updates that were fetched and are not answered yet: what a process that is killed leaves to the next.

Telegram counts an update as delivered once the next ones are asked for; from then on it stands here, until its answer
is noted. What was said rests here for no longer than somebody waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update

from bot.store.behind import PATIENCE
from bot.store.database import Database
from bot.store.inbox_models import InboxRow, TakenRow
from bot.store.journal import table_of

# Starts that may find an update unanswered. A process that is killed leaves it some times; one that ends at the same
# message each time would be deaf for ever.
_MOST_STARTS = 20

_TABLE = table_of(InboxRow)
_TAKEN = table_of(TakenRow)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update: its number, the chat (None where it has none), and the JSON of all of it."""

    number: int
    chat: int | None
    content: str


class Inbox:
    """What stands in the table. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, arrivals: Sequence[Arrival], *, patience: float = PATIENCE) -> set[int]:
        """Write updates down in one transaction, before they are confirmed; those that stand there stay as they are.

        Args:
            arrivals: In the order in which they came.
            patience: Seconds to wait for another writer.

        Returns:
            The numbers of those that were not there.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        numbers = [one.number for one in arrivals]
        with self.database.writing(patience=patience) as connection:
            there = set(connection.execute(select(_TABLE.c.update_id).where(_TABLE.c.update_id.in_(numbers))).scalars())
            now = datetime.now(UTC)
            rows = [
                {"update_id": one.number, "chat_id": one.chat, "at": now, "content": one.content, "starts": 0}
                for one in arrivals
                if one.number not in there
            ]
            if rows:
                connection.execute(insert(_TABLE), rows)
            if not connection.execute(update(_TAKEN).values(update_id=max(numbers))).rowcount:
                connection.execute(insert(_TAKEN).values(id=1, update_id=max(numbers)))
        return set(numbers) - there

    def delete(self, numbers: Collection[int], *, patience: float = PATIENCE) -> None:
        """Note that updates were answered, or refused on purpose: nothing of them is kept.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        with self.database.writing(patience=patience) as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.update_id.in_(numbers)))

    def begin(self) -> int:
        """Count a start; return how many updates ended the process at each of too many starts, and are given up.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        with self.database.reading() as connection:
            if not connection.execute(select(func.count()).select_from(_TABLE)).scalar():
                return 0
        with self.database.writing(patience=PATIENCE) as connection:
            connection.execute(update(_TABLE).values(starts=_TABLE.c.starts + 1))
            return connection.execute(delete(_TABLE).where(_TABLE.c.starts > _MOST_STARTS)).rowcount

    def standing(self) -> list[Arrival]:
        """Return what an earlier process left, in the order in which it came."""
        wanted = select(_TABLE.c.update_id, _TABLE.c.chat_id, _TABLE.c.content).order_by(
            _TABLE.c.at, _TABLE.c.update_id
        )
        with self.database.reading() as connection:
            return [Arrival(*row) for row in connection.execute(wanted)]

    def taken(self) -> int | None:
        """Return the number of the update that was written down last, answered or not; None where none ever was."""
        with self.database.reading() as connection:
            number: int | None = connection.execute(select(_TAKEN.c.update_id)).scalar()
        return number

    def forget(self, chat: int) -> None:
        """Delete what waits in a chat; this waits for an import that is being written."""
        with self.database.writing() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.chat_id == chat))
