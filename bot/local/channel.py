"""A channel of the local Telegram, shown line by line: announcements can be watched without an account."""

import asyncio
from dataclasses import replace
from typing import Any, TextIO

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.announce.outbox import LOCAL
from bot.announce.schedule import Plan, When
from bot.announce.sender import Sender
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.local.bot_api import LocalRequest, LocalTelegram
from bot.messages import message
from bot.store.database import Database
from bot.store.read.queries import Store
from bot.telegram.courier import TelegramCourier

# No chat of Telegram has this number.
CHANNEL = -1
_TOKEN = "7000000001:local"  # noqa: S105 - it opens nothing: the local Telegram asks for none


async def announce_locally(database: Database, bot: Any, telegram: LocalTelegram, stop: asyncio.Event) -> None:
    """Send announcements to the chats of a local Telegram until told to stop; they are then forgotten.

    Args:
        database: The database.
        bot: The bot of that Telegram.
        telegram: The local Telegram.
        stop: Set by whoever wants it to end.
    """
    sender = Sender(Store(database), TelegramCourier(bot), only=lambda: tuple(telegram.chats))
    try:
        await sender.run(stop)
    finally:
        subscriptions = Subscriptions(database)
        for one, _ in subscriptions.list():
            if one.chat in telegram.chats:
                subscriptions.forget(one.chat)


class LocalChannel:
    """A channel whose posts are written to a terminal as they are sent and changed."""

    def __init__(self, database: Database, output: TextIO, topic: Topic, language: str) -> None:
        self._database = database
        self._output = output
        self._topic = topic
        self._language = language
        self._telegram = LocalTelegram(observer=self._happened)
        self._telegram.chat(CHANNEL, kind="channel", title=message("announcing.local_channel"))

    async def watch(self, stop: asyncio.Event) -> None:
        """Show what is announced until told to stop; the channel is then forgotten."""
        subscriptions = Subscriptions(self._database)
        # What is loaded together comes as one post, so that a change of it is seen in its place.
        plan = replace(Plan(when=When.AT_ONCE), batch_above=0, at_most=1000)
        subscriptions.forget(CHANNEL)
        subscriptions.add(CHANNEL, self._topic, plan, kind=LOCAL, language=self._language)
        defaults = Defaults(parse_mode=ParseMode.HTML)
        bot: ExtBot[Any] = ExtBot(_TOKEN, request=LocalRequest(self._telegram), defaults=defaults)
        self._write(message("announcing.watching"))
        try:
            await Sender(Store(self._database), TelegramCourier(bot), only=lambda: (CHANNEL,)).run(stop)
        finally:
            subscriptions.forget(CHANNEL)

    def _happened(self, event: str, what: dict[str, Any]) -> None:
        if event in ("sent", "edited"):
            self._write(message(f"announcing.local_{event}", number=what["message_id"]) + "\n" + what["text"])

    def _write(self, text: str) -> None:
        self._output.write(text + "\n\n")
        self._output.flush()
