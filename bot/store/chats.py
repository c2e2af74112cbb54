"""What a chat was last shown, for follow-ups: kept ten minutes, without any user (design §1, promise 9)."""

import json
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.errors import BusyError
from bot.store.models import ChatRow
from bot.store.plain_json import from_plain, prepare, to_plain

# How long 第二条 can be said (users.md, story 1).
KEPT = timedelta(minutes=10)
# A context that expired stays this much longer, only so that the bot can say which list it has forgotten.
NAMED = timedelta(hours=1)

# Seconds that an answer waits for an import to finish writing before its context waits instead.
PATIENCE = 0.5

Remembered = TypeVar("Remembered")


class Chats:
    """The context of each chat, as JSON. It knows no `Context`: any frozen dataclass can be kept."""

    def __init__(self, database: Database) -> None:
        self.database = database
        # Contexts that could not be written yet because an import holds the database.
        self._waiting: dict[int, tuple[datetime, str]] = {}

    def remember(self, chat_id: int, context: object, *, now: datetime | None = None) -> None:
        """Keep a chat's context in place of the former one, and delete those of all chats that are too old.

        Args:
            chat_id: The chat.
            context: Any frozen dataclass that `plain_json` can write.
            now: The present moment; the clock's when not given.
        """
        now = now or datetime.now(UTC)
        prepare(type(context))
        self._waiting[chat_id] = (now, json.dumps(to_plain(context)))
        try:
            with self.database.writing(patience=PATIENCE) as connection:
                written = dict(self._waiting)
                connection.execute(delete(ChatRow).where(ChatRow.shown_at < now - KEPT - NAMED))
                connection.execute(delete(ChatRow).where(ChatRow.chat_id.in_(written)))
                rows = [{"chat_id": chat, "shown_at": at, "context": text} for chat, (at, text) in written.items()]
                if rows:
                    connection.execute(insert(ChatRow), rows)
        except (BusyError, IntegrityError):
            return  # an import is being written, or another process wrote for this chat: the answer must not wait
        for chat, kept in written.items():
            if self._waiting.get(chat) == kept:
                self._waiting.pop(chat, None)

    def recall(self, chat_id: int, kind: type[Remembered], *, now: datetime | None = None) -> Remembered | None:
        """Return the context of a chat, also one that expired within the last hour; None when there is none.

        Whether ten minutes have passed is for the reader to see (`Context.shown_at`): it says what was forgotten. A
        context that an older version wrote in a form that is no longer known counts as none.
        """
        now = now or datetime.now(UTC)
        waiting = self._waiting.get(chat_id)
        if waiting is not None and waiting[0] >= now - KEPT - NAMED:
            kept: str | None = waiting[1]
        else:
            wanted = select(ChatRow.context).where(ChatRow.chat_id == chat_id, ChatRow.shown_at >= now - KEPT - NAMED)
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
        self._waiting.pop(chat_id, None)
        with self.database.writing() as connection:
            connection.execute(delete(ChatRow).where(ChatRow.chat_id == chat_id))
