"""Which message answers which, by their numbers, so that an edited question finds its answer, also after a restart.

No text and no user: the numbers of two messages in a chat. Kept for as long as Telegram lets people edit, then deleted.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.recent import Recent
from bot.store.chat_tables import ANSWERED
from bot.store.database import Database

# People can edit what they wrote for two days.
KEPT = timedelta(hours=48)
_AT_HAND = 1000


Pair = tuple[int, int]


class AnsweredMessages:
    """The answers of all chats. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._at_hand: Recent[Pair, int] = Recent(_AT_HAND)
        self._lock = threading.Lock()

    def remember(self, chat: int, question: int, answer: int, *, now: datetime | None = None) -> None:
        """Keep which message answers a question; it is written a moment later."""
        with self._lock:
            self._at_hand[chat, question] = answer
        self.database.behind.put(_write, (chat, question), (answer, now or datetime.now(UTC)))

    def known(self, chat: int, question: int) -> int | None:
        """Return the answer to a question where that is known without asking the database."""
        with self._lock:
            return self._at_hand.get((chat, question))

    def answer(self, chat: int, question: int, *, now: datetime | None = None) -> int | None:
        """Return the message that answers a question; None where none does, or that was too long ago."""
        known = self.known(chat, question)
        if known is not None:
            return known
        oldest = (now or datetime.now(UTC)) - KEPT
        mine = (ANSWERED.c.chat_id == chat) & (ANSWERED.c.question == question) & (ANSWERED.c.at >= oldest)
        with self.database.reading() as connection:
            found: int | None = connection.execute(select(ANSWERED.c.answer).where(mine)).scalar()
        return found

    def count(self, chat: int) -> int:
        """Return how many pairs are kept of a chat."""
        self.database.behind.flush()
        with self.database.reading() as connection:
            wanted = select(func.count()).select_from(ANSWERED).where(ANSWERED.c.chat_id == chat)
            return int(connection.execute(wanted).scalar_one())

    def forget(self, chat: int) -> None:
        """Delete what is kept of a chat; this waits for an import that is being written."""
        with self._lock:
            for pair in [pair for pair in self._at_hand if pair[0] == chat]:
                del self._at_hand[pair]
        without = self.database.behind.without(_write, lambda pair: pair[0] == chat)
        with without, self.database.writing() as connection:
            connection.execute(delete(ANSWERED).where(ANSWERED.c.chat_id == chat))


def _write(connection: Connection, pairs: Mapping[Pair, tuple[int, datetime]]) -> None:
    latest = max(at for _, at in pairs.values())
    connection.execute(delete(ANSWERED).where(ANSWERED.c.at < latest - KEPT))
    mine = (ANSWERED.c.chat_id == bindparam("chat")) & (ANSWERED.c.question == bindparam("number"))
    connection.execute(delete(ANSWERED).where(mine), [{"chat": chat, "number": number} for chat, number in pairs])
    rows = [
        {"chat_id": chat, "question": question, "answer": answer, "at": at}
        for (chat, question), (answer, at) in pairs.items()
    ]
    connection.execute(insert(ANSWERED), rows)
