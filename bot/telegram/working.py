"""The sign that the bot is working, for whoever has waited for some seconds: for their turn, or for Telegram.

What is shown while an answer is computed (`handlers.answering.typing`) comes sooner. The outgoing queue sees to it that
no chat gets two, and that they keep to the pace; what it lets pass by is tried again.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.delivery import thread_of

# Seconds that somebody waits without a sign, and between two looks at who waits.
_PATIENCE, _LOOK = 3.0, 1.0

Answers = Callable[[Update], bool]


def _all(_: Update) -> bool:
    return True


class Signs:
    """Shows it in each chat in which somebody waits for long: once a chat, however many wait there.

    Args:
        answers: Whether the bot answers an update at all: talk in a group is none of its business.
        patience: Seconds without a sign.
    """

    def __init__(self, answers: Answers = _all, *, patience: float = _PATIENCE) -> None:
        self._answers = answers
        self._patience = patience
        # Since when somebody waits; those longest first.
        self._waiting: dict[int, tuple[float, int, Update]] = {}
        self._shown: dict[int, float] = {}
        self._looking: asyncio.Task[None] | None = None

    def waits(self, update: object, chat: int) -> Callable[[], object]:
        """Count that somebody waits from now on; what is returned is called when the wait is over."""
        loop = asyncio.get_running_loop()
        if not isinstance(update, Update):
            return lambda: None
        self._waiting[update.update_id] = loop.time(), chat, update
        if self._looking is None:
            self._looking = loop.create_task(self._look())
        return lambda: self._waiting.pop(update.update_id, None)

    async def _look(self) -> None:
        """Look who waits, as long as anybody does."""
        loop, signs = asyncio.get_running_loop(), set[asyncio.Task[None]]()
        while self._waiting:
            await asyncio.sleep(_LOOK)
            longest: dict[int, Update] = {}
            for since, chat, update in self._waiting.values():
                if since + self._patience <= loop.time():
                    longest.setdefault(chat, update)
            self._shown = {chat: at for chat, at in self._shown.items() if chat in longest}
            # First the chats that had no sign, or had theirs long ago.
            for chat in sorted(longest, key=lambda chat: self._shown.get(chat, 0.0)):
                if self._answers(longest[chat]):
                    signs.add(sign := loop.create_task(self._show(longest[chat], chat)))
                    sign.add_done_callback(signs.discard)
        self._looking = None

    async def _show(self, update: Update, chat: int) -> None:
        waits_for = update.effective_message
        thread = thread_of(waits_for) if isinstance(waits_for, Message) else None
        with suppress(TelegramError):
            if await update.get_bot().send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread):
                self._shown[chat] = asyncio.get_running_loop().time()
