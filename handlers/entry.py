"""The ways in and out: /start with what a link opens, /about, /cancel."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.questions.links import ADDED, Link, LinkKind
from bot.questions.payload import Payload, UnreadablePayloadError
from bot.resources import read_yaml
from bot.screens.screen import PressKind
from bot.service.conversation import Exchange
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import notice
from handlers.asked import Asked
from handlers.layouts import accept_layout
from handlers.saving import saved
from handlers.subscribing import subscribe

START = "start"
_TOPICS = ("help", "start", "about")
_MEANT: dict[str, str] = {
    word: name
    for name, words in read_yaml("telegram", "entry.yaml").items()
    if name in ("about", "cancel")
    for word in words
}


async def enter(asked: Asked) -> bool:
    """Answer any of these; /start alone is the greeting, which is a question like any."""
    said, name = (
        asked.said,
        _MEANT.get(asked.said.command if asked.said.command is not None else asked.said.text.strip()),
    )
    if said.command == START and said.text:
        await _open(asked)
    elif name == "cancel":
        # The chat of a group is that of many: nobody takes its list from the others.
        if asked.is_private:
            await saved(partial(asked.answering.conversation.library.chats.forget, asked.message.chat.id))
        await asked.say(notice("chat.cancelled", asked.manner.language))
    elif name is not None:
        await asked.reply(_help(asked, "about"))
    return name is not None or (said.command == START and bool(said.text))


async def _open(asked: Asked) -> None:
    """Open what a link names; one that nobody can read any more shows the help, and says so."""
    parameter = asked.said.text
    if parameter == ADDED and not asked.is_private:
        return  # `handlers.membership` has greeted the group already
    try:
        link = await asyncio.to_thread(asked.answering.conversation.link, parameter)
    except UnreadablePayloadError:
        await asked.reply(_help(asked, "unknown_link"))
        return
    if link.kind in {LinkKind.FOLLOW, LinkKind.SUBSCRIPTIONS}:
        await subscribe(asked, link.value if link.kind is LinkKind.FOLLOW else "")
    elif link.kind is not LinkKind.SEARCH or not await accept_layout(replace(asked, said=Addressed(link.value))):
        await asked.reply(_opened(asked, link))


def _opened(asked: Asked, link: Link) -> Callable[[], Exchange]:
    conversation, chat, manner = asked.answering.conversation, asked.message.chat.id, asked.manner
    if link.kind is LinkKind.RECORD:
        payload = Payload(PressKind.RECORD.value, link.value)
        return lambda: conversation.press(payload, chat=chat, language=manner.language, plain=manner.plain)
    if link.kind is LinkKind.SEARCH:
        return lambda: conversation.message(link.value, chat=chat, language=manner.language, plain=manner.plain)
    return _help(asked, link.value if link.value in _TOPICS else "help")


def _help(asked: Asked, topic: str) -> Callable[[], Exchange]:
    conversation, chat, manner = asked.answering.conversation, asked.message.chat.id, asked.manner
    return lambda: conversation.help(topic, chat=chat, language=manner.language, plain=manner.plain)
