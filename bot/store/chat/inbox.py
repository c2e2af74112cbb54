"""Updates that were fetched and are not answered yet: what a process that is killed leaves to the next.

Telegram counts an update as delivered once the next ones are asked for, or the webhook has said 200; from then on it
stands here, until its answer is noted. What was said rests here for no longer than somebody waits.

Where several processes share a database, each update has an owner. It is the one that the others of its chat have, as
long as any of these wait, so that a chat is answered in order whichever process an update came to.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, text, true, update

from bot.store.behind import PATIENCE
from bot.store.chat_tables import INBOX, INBOX_ANSWERED
from bot.store.crew import CHANNEL, CHAT, Crew, chosen
from bot.store.database import Database

# Starts that may find an update unanswered. A process that is killed leaves it some times; one that ends at the same
# message each time would be deaf for ever.
_MOST_STARTS = 20
# Telegram keeps what is not confirmed for a day, and may tell it again for as long.
_TOLD_AGAIN = timedelta(hours=25)
# Updates that are read at once.
_AT_ONCE = 1000
ALONE = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update: its number, the chat (None where it has none), and the JSON of all of it."""

    number: int
    chat: int | None
    content: str


class Inbox:
    """What stands in the table. Safe to share between threads.

    Attributes:
        me: The process that this is; `ALONE` where there is no other.
        members: All that there are.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.me = ALONE
        self.members: Callable[[], Collection[int]] = lambda: (ALONE,)

    def join(self, crew: Crew) -> None:
        """Share it with the processes of a crew."""
        self.me, self.members = crew.number, lambda: crew.members

    def keep(self, arrivals: Sequence[Arrival], *, begun: Collection[int] = (), patience: float = PATIENCE) -> set[int]:
        """Write updates down in one transaction, before they are confirmed; those that were taken stay as they are.

        Args:
            arrivals: In the order in which they came.
            begun: The numbers of those that are being answered here: they are this process's own.
            patience: Seconds to wait for another writer.

        Returns:
            The numbers of those that were not taken before and are for this process to answer.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        chats, members = {one.chat for one in arrivals if one.chat is not None}, self.members()
        with self.database.writing(patience=patience) as connection:
            self._lock(connection, chats)
            # Also one that is gone, until all that it left has another: nothing overtakes what waits before it.
            waiting = select(INBOX.c.chat_id, INBOX.c.owner).where(INBOX.c.chat_id.in_(chats))
            owners: dict[int | None, int | None] = {row.chat_id: row.owner for row in connection.execute(waiting)}
            owners |= {one.chat: self.me for one in arrivals if one.number in begun}
            now = datetime.now(UTC)
            rows = [
                {
                    "update_id": one.number,
                    "chat_id": one.chat,
                    "at": now,
                    "content": one.content,
                    "starts": 0,
                    "owner": owners[one.chat] if one.chat in owners else self._chosen(one.chat, members),
                }
                for one in arrivals
            ]
            added = self._insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.update_id, INBOX.c.owner)
            new = {row.update_id: row.owner for row in connection.execute(added, rows)}
            # Only now: another process may have noted its answer, and deleted it, while this one waited for the row.
            answered = select(INBOX_ANSWERED.c.update_id).where(INBOX_ANSWERED.c.update_id.in_(new))
            done = set(connection.execute(answered).scalars())
            connection.execute(delete(INBOX).where(INBOX.c.update_id.in_(done)))
            mine = {number for number, owner in new.items() if number not in done and owner == self.me}
            self._tell(connection, {owner for number, owner in new.items() if number not in done | mine})
        return mine

    def delete(self, numbers: Collection[int], *, patience: float = PATIENCE) -> None:
        """Note that updates were answered, or refused on purpose: nothing of them is kept but their numbers.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        now = datetime.now(UTC)
        with self.database.writing(patience=patience) as connection:
            connection.execute(delete(INBOX).where(INBOX.c.update_id.in_(numbers)))
            connection.execute(delete(INBOX_ANSWERED).where(INBOX_ANSWERED.c.at < now - _TOLD_AGAIN))
            rows = [{"update_id": number, "at": now} for number in numbers]
            connection.execute(self._insert(INBOX_ANSWERED).on_conflict_do_nothing(), rows)

    def adopt(self) -> int:
        """Give what nobody answers any more to whom it now belongs: its process is gone.

        Returns:
            How many updates ended the process at each of too many starts, and are given up.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        members = self.members()
        # Alone, it asks at its start: all that it finds was left.
        nobodys = or_(INBOX.c.owner.is_(None), INBOX.c.owner.not_in(members)) if self.me != ALONE else true()
        with self.database.reading() as connection:
            chats = set(connection.execute(select(INBOX.c.chat_id).where(nobodys).distinct()).scalars())
        if not chats:
            return 0
        with self.database.writing(patience=PATIENCE) as connection:
            self._lock(connection, (chat for chat in chats if chat is not None))
            owners = set()
            for chat in chats:
                owner = self._chosen(chat, members)
                left = update(INBOX).where(nobodys, INBOX.c.chat_id.is_not_distinct_from(chat))
                if connection.execute(left.values(owner=owner, starts=INBOX.c.starts + 1)).rowcount:
                    owners.add(owner)
            self._tell(connection, owners)
            return connection.execute(delete(INBOX).where(INBOX.c.starts > _MOST_STARTS)).rowcount

    def leave(self) -> None:
        """Leave what this process has not answered to the others.

        Raises:
            StoreError: Nothing can be written for now, and nothing was.
        """
        if self.me != ALONE:
            with self.database.writing(patience=PATIENCE) as connection:
                connection.execute(update(INBOX).where(INBOX.c.owner == self.me).values(owner=None))

    def mine(self, but: Collection[int] = ()) -> list[Arrival]:
        """Return what this process has to answer, but for some numbers: the first ones, in their order."""
        owned = select(INBOX.c.update_id).where(INBOX.c.owner == self.me).order_by(INBOX.c.update_id)
        wanted = select(INBOX.c.update_id, INBOX.c.chat_id, INBOX.c.content).order_by(INBOX.c.update_id)
        with self.database.reading() as connection:
            found = [number for number in connection.execute(owned).scalars() if number not in but]
            rows = connection.execute(wanted.where(INBOX.c.update_id.in_(found[:_AT_ONCE])))
            return [Arrival(*row) for row in rows]

    def answered(self, most: int) -> list[int]:
        """Return the numbers of the updates that were answered last, oldest first."""
        wanted = (
            select(INBOX_ANSWERED.c.update_id)
            .order_by(INBOX_ANSWERED.c.at.desc(), INBOX_ANSWERED.c.update_id.desc())
            .limit(most)
        )
        with self.database.reading() as connection:
            return list(connection.execute(wanted).scalars())[::-1]

    def forget(self, chat: int) -> None:
        """Delete what waits in a chat; this waits for an import that is being written."""
        with self.database.writing() as connection:
            connection.execute(delete(INBOX).where(INBOX.c.chat_id == chat))

    def _chosen(self, chat: int | None, members: Collection[int]) -> int:
        return self.me if chat is None else chosen(chat, members)

    @property
    def _is_shared(self) -> bool:
        return self.database.engine.dialect.name == "postgresql"

    def _insert(self, table: Any) -> Any:
        if self._is_shared:
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
        return insert(table)

    def _lock(self, connection: Connection, chats: Iterable[int]) -> None:
        """Let nobody else give these chats an owner meanwhile. SQLite has one writer anyhow."""
        if self._is_shared:
            # In order: two that wait for each other would for ever.
            for key in sorted({chat % 2**31 for chat in chats}):
                connection.execute(text("SELECT pg_advisory_xact_lock(:kind, :chat)"), {"kind": CHAT, "chat": key})

    def _tell(self, connection: Connection, owners: Iterable[int | None]) -> None:
        for owner in owners:
            if owner not in {None, ALONE, self.me}:
                connection.execute(select(func.pg_notify(CHANNEL, str(owner))))
