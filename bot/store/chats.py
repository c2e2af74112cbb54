"""What a chat was last shown, for follow-ups: kept ten minutes, without any user (design §1, promise 9)."""

from datetime import datetime
from typing import TypeVar

from bot.store.database import Database

Remembered = TypeVar("Remembered")


class Chats:
    """The context of each chat, as JSON. It knows no `Context`: any frozen dataclass can be kept."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def remember(self, chat_id: int, context: object, *, now: datetime | None = None) -> None:
        """Keep a chat's context, in place of the former one; contexts of other chats that expired are deleted."""
        raise NotImplementedError

    def recall(self, chat_id: int, kind: type[Remembered], *, now: datetime | None = None) -> Remembered | None:
        """Return the context of a chat, also an expired one that is still there; None when there is none.

        Whether ten minutes have passed is for the reader to see (`Context.shown_at`): it says what was forgotten.
        """
        raise NotImplementedError

    def forget(self, chat_id: int) -> None:
        """Delete everything that is kept of a chat."""
        raise NotImplementedError
