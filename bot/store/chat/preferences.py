"""What a person, or the administrators of a group, have set for a chat (/settings): language, agency, year and so on.

Kept by chat: a private chat has the id of its person. What is not set is not kept.
"""

import math
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.recent import Recent
from bot.store.chat_tables import PREFERENCES
from bot.store.database import Database

# Every answer asks for these, so they are read once; another process may change them, so not for ever.
_SECONDS = 10.0
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What is set for a chat.

    Attributes:
        language: `zh`, `zh-Hant` or `en`; None follows the person's Telegram.
        plain: Full sentences without pictograms and without anything folded.
        agency: Slug of the agency that a question means where it names none; for groups.
        year: Report year that a question means where it names none; for groups.
        offices: Name of the class of offices that a question to all of them means (`bot.questions.chosen_class`).
    """

    language: str | None = None
    plain: bool = False
    agency: str | None = None
    year: int | None = None
    offices: str | None = None


NOTHING_SET = Preferences()


class AllPreferences:
    """The preferences of all chats. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: Recent[int, tuple[float, Preferences]] = Recent(_MOST_KEPT)
        # The chats for which anything is set: few, so that nobody else need ask the database. None where they are many.
        self._listed: frozenset[int] | None = None
        self._listed_at = -math.inf
        self._lock = threading.Lock()

    def of(self, chat: int) -> Preferences:
        """Return what is set for a chat; microseconds when it was asked for within the last ten seconds."""
        kept = self.known(chat)
        if kept is not None:
            return kept
        with self.database.reading() as connection:
            self._list(connection)
            return self._keep(chat, _read(connection, chat))

    def known(self, chat: int) -> Preferences | None:
        """Return what is set for a chat if that is known without asking the database, else None."""
        kept, now = self._kept.get(chat), time.monotonic()
        if kept is not None and now - kept[0] < _SECONDS:
            return kept[1]
        listed = self._listed if now - self._listed_at < _SECONDS else None
        return NOTHING_SET if listed is not None and chat not in listed else None

    def change(self, chat: int, **values: Any) -> Preferences:
        """Set some of a chat's preferences, and return all of them. Setting what is set already changes nothing.

        Args:
            chat: The chat.
            values: Fields of `Preferences`.
        """
        with self.database.writing() as connection:
            changed = replace(_read(connection, chat), **values)
            _write(connection, chat, changed)
        return self._keep(chat, changed)

    def forget(self, chat: int) -> None:
        """Delete what is set for a chat."""
        with self.database.writing() as connection:
            _write(connection, chat, NOTHING_SET)
        self._keep(chat, NOTHING_SET)

    def move(self, old: int, new: int) -> None:
        """Move what is set for a chat to another id: a group became a supergroup."""
        with self.database.writing() as connection:
            moved = _read(connection, old)
            _write(connection, old, NOTHING_SET)
            if moved != NOTHING_SET:
                _write(connection, new, moved)
        with self._lock:
            self._kept.pop(old, None)
            self._kept.pop(new, None)
            self._listed, self._listed_at = None, -math.inf

    def _list(self, connection: Connection) -> None:
        now = time.monotonic()
        if now - self._listed_at < _SECONDS:
            return
        listed = connection.execute(select(PREFERENCES.c.chat_id).limit(_MOST_KEPT + 1)).scalars().all()
        self._listed = frozenset(listed) if len(listed) <= _MOST_KEPT else None
        self._listed_at = now

    def _keep(self, chat: int, preferences: Preferences) -> Preferences:
        with self._lock:
            self._kept[chat] = time.monotonic(), preferences
            if self._listed is not None and preferences != NOTHING_SET:
                self._listed |= {chat}
        return preferences


def _read(connection: Connection, chat: int) -> Preferences:
    wanted = select(*(PREFERENCES.c[field] for field in Preferences.__slots__))
    row = connection.execute(wanted.where(PREFERENCES.c.chat_id == chat)).first()
    return NOTHING_SET if row is None else Preferences(**row._mapping)


def _write(connection: Connection, chat: int, preferences: Preferences) -> None:
    connection.execute(delete(PREFERENCES).where(PREFERENCES.c.chat_id == chat))
    if preferences != NOTHING_SET:
        connection.execute(insert(PREFERENCES).values(chat_id=chat, **asdict(preferences)))
