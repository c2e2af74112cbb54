"""Carries announcements to Telegram through the outgoing queue, and says in our words what became of them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.announce.courier import (
    ChatMovedError,
    ChatRefusesError,
    FloodError,
    Leaving,
    NotEditableError,
    RejectedError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.announce.digest import MessageText
from bot.counters import COUNTERS, PLAIN_INSTEAD
from bot.telegram import refusals
from bot.telegram.chat_clock import Lane
from bot.telegram.queue import OutgoingQueue, SendOptions
from bot.telegram.refusals import is_out_of_reach, outcome_unknown, says, seconds_wanted

Result = TypeVar("Result")


class TelegramCourier:
    """The courier of one bot."""

    def __init__(self, bot: ExtBot[Lane | SendOptions]) -> None:
        self._bot = bot

    @property
    def username(self) -> str:
        """The bot's name, for links into it; empty while it is not known, and on a local Telegram, where none lead."""
        if self._bot.rate_limiter is None:
            return ""
        try:
            return self._bot.username or ""
        except RuntimeError:
            return ""

    def remember(self, sent: Iterable[tuple[int, float]]) -> None:
        """Count what an earlier process sent (chat, seconds ago) against the limits, oldest first."""
        queue = self._bot.rate_limiter
        if isinstance(queue, OutgoingQueue):
            queue.remember(sent)

    async def send(  # noqa: PLR0913 - what a message has
        self, chat: int, text: MessageText, *, thread: int | None, reply_to: int | None, silent: bool, leaving: Leaving
    ) -> int:
        """Send a message and return its number.

        Raises:
            OutcomeError: What became of it instead.
        """
        answered = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to is not None else None
        options = await self._options(leaving)

        async def attempt(words: str, mode: ParseMode | None) -> int:
            message = await self._bot.send_message(
                chat,
                words,
                parse_mode=mode,
                message_thread_id=thread,
                reply_parameters=answered,
                disable_notification=silent,
                rate_limit_args=options,
                reply_markup=_keyboard(text),
            )
            return message.message_id

        return await _with_outcome(attempt, text)

    async def edit(self, chat: int, message_id: int, text: MessageText, *, leaving: Leaving) -> None:
        """Show a text in place of a message; one that shows it already is fine.

        Raises:
            OutcomeError: What became of it instead.
        """
        options = await self._options(leaving)

        async def attempt(words: str, mode: ParseMode | None) -> int:
            try:
                await self._bot.edit_message_text(
                    words, chat, message_id, parse_mode=mode, rate_limit_args=options, reply_markup=_keyboard(text)
                )
            except BadRequest as refusal:
                if not says(refusal, refusals.UNCHANGED):
                    raise
            return message_id

        await _with_outcome(attempt, text)

    async def _options(self, leaving: Leaving) -> SendOptions | None:
        """Return how a post goes through the queue. A local Telegram has none; there it leaves at once."""
        if self._bot.rate_limiter is not None:
            return SendOptions(Lane.ANNOUNCEMENT, leaving)
        await leaving()
        return None


def _keyboard(text: MessageText) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[InlineKeyboardButton(*button)] for button in text.buttons]) if text.buttons else None


async def _with_outcome(attempt: Callable[[str, ParseMode | None], Awaitable[int]], text: MessageText) -> int:
    try:
        try:
            return await attempt(text.html, ParseMode.HTML)
        except BadRequest as refusal:
            if not says(refusal, refusals.MARKUP):
                raise
            COUNTERS.add(PLAIN_INSTEAD)
            return await attempt(text.plain, None)
    except TelegramError as error:
        raise _outcome(error) from error


def _outcome(error: TelegramError) -> Exception:  # noqa: PLR0911 - one for each thing that can become of a message
    reason = error.message.split('"', 1)[0].strip()[:200]
    if isinstance(error, RetryAfter):
        return FloodError(timedelta(seconds=seconds_wanted(error)))
    if isinstance(error, ChatMigrated):
        return ChatMovedError(error.new_chat_id)
    if is_out_of_reach(error):
        return ChatRefusesError(reason)
    if isinstance(error, BadRequest):
        if says(error, refusals.NOT_EDITABLE):
            return NotEditableError(reason)
        return RejectedError(reason)
    if isinstance(error, InvalidToken | Conflict):
        # The token was changed, or there is another bot: nothing was accepted, and somebody will mend it.
        return UnavailableError(reason)
    if isinstance(error, NetworkError):
        cause = type(error.__cause__).__name__ if error.__cause__ else reason
        if not outcome_unknown(error):
            return UnavailableError(cause)
        return UnknownOutcomeError(cause, timed_out=isinstance(error, TimedOut))
    # An answer that cannot be read: half of one, or a proxy's page.
    return UnknownOutcomeError(reason)
