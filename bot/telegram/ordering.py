"""Updates at the same time, but those of one chat one after the other; a button pressed twice is pressed once.

An update that waits for its turn in its chat holds no place of another chat, however many wait there, and neither does
one whose answer waits for Telegram. What nobody may ask any more is turned away when it arrives, not when its turn
comes: a minute of one person's haste is over by then.
"""

import asyncio
import contextlib
import inspect
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.logs import logger, new_number
from bot.telegram.working import Signs

# Longest that one update holds up the next ones of its chat: an answer has its own, shorter time (`answer_seconds`),
# and what is sent waits a minute at most (`longest_wait_seconds`), so this is for what nobody has thought of.
_SECONDS = 300.0
_MOMENT = 1.0

Press = tuple[int | str, int, str]
# Says when an update arrives whether it is processed: None, or else what tells whoever sent it.
TurnedAway = Callable[[Update], Callable[[], Awaitable[None]] | None]


# Gives back the place of the update that the present task is about.
_GIVE_BACK: ContextVar[Callable[[], None]] = ContextVar("give_back")


def give_way() -> None:
    """Let another update have the place of the one that is being answered: its answer has to wait for Telegram."""
    give_back = _GIVE_BACK.get(None)
    if give_back is not None:
        give_back()


def _nobody(_: Update) -> None:
    return None


class InOrder(BaseUpdateProcessor):
    """Updates at the same time, but those of one chat one after the other, in the order in which they came.

    Args:
        at_a_time: Updates in work at a time, of different chats.
        turned_away: Asked once for each update, in the order in which they come.
        signs: Show whoever waits for long that the bot is working.
        seconds: Longest that one may take.
        moment: Seconds after which a press that waits for its turn is answered.
    """

    def __init__(
        self,
        at_a_time: int,
        *,
        turned_away: TurnedAway = _nobody,
        signs: Signs | None = None,
        seconds: float = _SECONDS,
        moment: float = _MOMENT,
    ) -> None:
        # The base class would give a place to every update that came, those that wait for their turn included.
        super().__init__(sys.maxsize)
        self._places = asyncio.Semaphore(at_a_time)
        self._turned_away = turned_away
        self._signs = signs or Signs()
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
        await self._process(update, coroutine, self._turned_away)

    async def resume(self, update: Update, coroutine: Awaitable[Any]) -> None:
        """Process an update that was let in before, by a process that is gone: nobody is told to wait after waiting."""
        await self._process(update, coroutine, _nobody)

    async def _process(self, update: object, coroutine: Awaitable[Any], turned_away: TurnedAway) -> None:
        try:
            await self._unless_needless(update, coroutine, turned_away)
        finally:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # where it was not begun: turned away, or the process ends

    async def _unless_needless(self, update: object, coroutine: Awaitable[Any], turned_away: TurnedAway) -> None:
        query = update.callback_query if isinstance(update, Update) else None
        press = _press_of(query) if query is not None else None
        if query is not None and press in self._presses:
            # Pressed again while the first press is in work: answered, so that nothing spins, and not done twice.
            with contextlib.suppress(TelegramError):
                await query.answer()
        elif isinstance(update, Update) and (tell := turned_away(update)) is not None:
            await tell()
        elif press is None:
            await self._after_the_last(update, coroutine)
        else:
            self._presses.add(press)
            try:
                await self._after_the_last(update, coroutine)
            finally:
                self._presses.discard(press)

    async def _after_the_last(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await self._within_time(coroutine)
            return
        before = self._last.get(chat.id)
        waits = self._signs.waits(update, chat.id)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last[chat.id] = done
        try:
            if before is not None:
                await self._turn(before, update)
            await self._within_time(coroutine)
        finally:
            waits()
            if not done.done():  # whoever waited for it may have been cancelled, and it with them
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
            async with self._place(), asyncio.timeout(self._seconds):
                await coroutine
        except TimeoutError:
            logger.error("fault %s: an update took longer than %s s", new_number(), self._seconds)

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Take a place, and give it back at the end, if it was not given back before (`give_way`)."""
        await self._places.acquire()
        with contextlib.ExitStack() as held:
            held.callback(self._places.release)
            known = _GIVE_BACK.set(held.close)
            try:
                yield
            finally:
                _GIVE_BACK.reset(known)


def _press_of(query: CallbackQuery) -> Press | None:
    """Return what was pressed: the chat or inserted message, the message, the button."""
    if query.message is not None:
        return query.message.chat.id, query.message.message_id, query.data or ""
    return (query.inline_message_id, 0, query.data or "") if query.inline_message_id is not None else None
