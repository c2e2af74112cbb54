"""What a chat was last shown, for follow-ups: kept ten minutes, without any user (architecture.md §1, promise 9)."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from bot.plain_json import from_plain, prepare, to_plain
from bot.recent import Recent
from bot.store.chat_tables import CHATS
from bot.store.database import Database

# How long 第二条 can be said: somebody with a phone in one hand comes back within minutes.
KEPT = timedelta(minutes=10)
# A context that expired stays this much longer, only so that the bot can say which list it has forgotten.
NAMED = timedelta(hours=1)
# Chats whose context is at hand without asking the database: about 5 kB each.
_AT_HAND = 2000

Remembered = TypeVar("Remembered")


class Chats:
    """The context of each chat, as JSON. It knows no `Context`: any frozen dataclass can be kept.

    Every answer asks for one and keeps one, so they are at hand in memory and written a moment later: of several
    processes on one database one answers a chat, as long as it is there (`bot.store.crew`).
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._at_hand: Recent[int, tuple[datetime, object]] = Recent(_AT_HAND)
        self._lock = threading.Lock()

    def remember(self, chat_id: int, context: object, *, now: datetime | None = None) -> None:
        """Keep a chat's context in place of the former one, and delete those of all chats that are too old.

        Args:
            chat_id: The chat.
            context: Any frozen dataclass that `plain_json` can write.
            now: The present moment; the clock's when not given.
        """
        now = now or datetime.now(UTC)
        with self._lock:
            self._at_hand[chat_id] = now, context
        self.database.behind.put(self._write, chat_id, (now, context))

    def recall(self, chat_id: int, kind: type[Remembered], *, now: datetime | None = None) -> Remembered | None:
        """Return the context of a chat, also one that expired within the last hour; None when there is none.

        Whether ten minutes have passed is for the reader to see (`Context.shown_at`): it says what was forgotten. A
        context that an older version wrote in a form that is no longer known counts as none.
        """
        now = now or datetime.now(UTC)
        with self._lock:
            at_hand = self._at_hand.get(chat_id)
        at_hand = at_hand or self.database.behind.waiting(self._write, chat_id)
        if at_hand is not None:
            at, context = at_hand
            return context if at >= now - KEPT - NAMED and isinstance(context, kind) else None
        wanted = select(CHATS.c.context).where(CHATS.c.chat_id == chat_id, CHATS.c.shown_at >= now - KEPT - NAMED)
        with self.database.reading() as connection:
            kept = connection.execute(wanted).scalar()
        if kept is None:
            return None
        try:
            return from_plain(kind, json.loads(kept))
        except (ValueError, KeyError, TypeError):
            return None

    def forget(self, chat_id: int) -> None:
        """Delete everything that is kept of a chat; this waits for an import that is being written."""
        with self.database.behind.without(self._write, chat_id.__eq__), self.database.writing() as connection:
            with self._lock:
                self._at_hand.pop(chat_id, None)
            connection.execute(delete(CHATS).where(CHATS.c.chat_id == chat_id))

    def forget_at_hand(self) -> None:
        """Ask the database from now on: another process may have answered meanwhile."""
        with self._lock:
            self._at_hand.clear()

    @staticmethod
    def _write(connection: Connection, contexts: Mapping[int, tuple[datetime, Any]]) -> None:
        oldest = max(at for at, _ in contexts.values()) - KEPT - NAMED
        rows = []
        for chat_id, (at, context) in contexts.items():
            prepare(type(context))
            if at >= oldest:
                rows.append({"chat_id": chat_id, "shown_at": at, "context": json.dumps(to_plain(context))})
        connection.execute(delete(CHATS).where(CHATS.c.shown_at < oldest))
        connection.execute(delete(CHATS).where(CHATS.c.chat_id.in_(contexts)))
        connection.execute(insert(CHATS), rows)
