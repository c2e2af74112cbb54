"""Updates at the same time, but those of one chat one after the other; a button pressed twice is pressed once."""

import asyncio
import contextlib
import inspect
from collections.abc import Awaitable
from typing import Any

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.logs import logger, new_number

# Longest that one update holds up the next ones of its chat: an answer has its own, shorter time (`answer_seconds`),
# and what is sent waits a minute at most (`longest_wait_seconds`), so this is for what nobody has thought of.
_SECONDS = 300.0
_MOMENT = 1.0

Press = tuple[int | str, int, str]


class InOrder(BaseUpdateProcessor):
    """Updates at the same time, but those of one chat one after the other, in the order in which they came."""

    def __init__(self, at_a_time: int, *, seconds: float = _SECONDS, moment: float = _MOMENT) -> None:
        super().__init__(at_a_time)
        self._seconds = seconds
        self._moment = moment
        self._last: dict[int, asyncio.Future[None]] = {}
        self._presses: set[Press] = set()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Process an update after the one that came before it in its chat."""
        query = update.callback_query if isinstance(update, Update) else None
        press = _press_of(query) if query is not None else None
        if query is None or press is None:
            await self._after_the_last(update, coroutine)
        elif press not in self._presses:
            self._presses.add(press)
            try:
                await self._after_the_last(update, coroutine)
            finally:
                self._presses.discard(press)
        else:
            # Pressed again while the first press is in work: answered, so that nothing spins, and not done twice.
            if inspect.iscoroutine(coroutine):
                coroutine.close()
            with contextlib.suppress(TelegramError):
                await query.answer()

    async def _after_the_last(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await self._within_time(coroutine)
            return
        before = self._last.get(chat.id)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last[chat.id] = done
        try:
            if before is not None:
                await self._turn(before, update)
            await self._within_time(coroutine)
        finally:
            done.set_result(None)
            if self._last.get(chat.id) is done:
                del self._last[chat.id]

    async def _turn(self, before: asyncio.Future[None], update: object) -> None:
        """Wait until the update before has been processed; a press that waits for longer than a moment is answered."""
        query = update.callback_query if isinstance(update, Update) else None
        if query is not None:
            done, _ = await asyncio.wait({before}, timeout=self._moment)
            if not done:
                # Telegram shows a spinner until then. What its handler says afterwards is too late, which is no fault.
                with contextlib.suppress(TelegramError):
                    await query.answer()
        await before

    async def _within_time(self, coroutine: Awaitable[Any]) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await coroutine
        except TimeoutError:
            logger.error("fault %s: an update took longer than %s s", new_number(), self._seconds)


def _press_of(query: CallbackQuery) -> Press | None:
    """Return what was pressed: the chat or inserted message, the message, the button."""
    if query.message is not None:
        return query.message.chat.id, query.message.message_id, query.data or ""
    return (query.inline_message_id, 0, query.data or "") if query.inline_message_id is not None else None
