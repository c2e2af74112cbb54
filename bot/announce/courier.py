"""What the sender asks of whoever carries posts to chats, and what can become of one. No Telegram in it."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Protocol

from bot.announce.digest import MessageText

Leaving = Callable[[], Awaitable[None]]


class Courier(Protocol):
    """Carries posts. Each method returns when Telegram has answered, or raises one of the outcomes below."""

    @property
    def username(self) -> str:
        """The bot's name, for links into it; empty while it is not known."""
        ...

    async def send(  # noqa: PLR0913 - what a message has
        self, chat: int, text: MessageText, *, thread: int | None, reply_to: int | None, silent: bool, leaving: Leaving
    ) -> int:
        """Send a message and return its number; `leaving` is awaited right before the request leaves."""
        ...

    def remember(self, sent: Iterable[tuple[int, float]]) -> None:
        """Count what an earlier process sent (chat, seconds ago) against the limits, oldest first."""
        ...

    async def edit(self, chat: int, message_id: int, text: MessageText, *, leaving: Leaving) -> None:
        """Show a text in place of message `message_id`; one that shows it already is fine. `leaving` as for `send`."""
        ...


class OutcomeError(Exception):
    """A post did not arrive, or may not have. `reason` is for operators; it quotes no message text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FloodError(OutcomeError):
    """Telegram wants to hear nothing for this chat for a while."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"retry after {wait.total_seconds():.0f}")
        self.wait = wait


class UnavailableError(OutcomeError):
    """A fault of server or network; Telegram surely does not have the post."""


class UnknownOutcomeError(OutcomeError):
    """No answer came: Telegram may have the post. `timed_out`: it was only slow; else the connection was cut."""

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class ChatRefusesError(OutcomeError):
    """The bot may not write there: blocked, removed, no rights, no such chat, the topic is closed."""


class ChatMovedError(OutcomeError):
    """A group became a supergroup."""

    def __init__(self, chat: int) -> None:
        super().__init__("migrated")
        self.chat = chat


class NotEditableError(OutcomeError):
    """The message is gone, or too old to be edited."""


class RejectedError(OutcomeError):
    """Telegram will never take this post."""
