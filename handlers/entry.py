"""The ways in and out: /start with what a link opens, /about, /cancel."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType

from bot.questions.links import ADDED, Link, LinkKind
from bot.questions.payload import Payload, UnreadablePayloadError
from bot.resources import read_yaml
from bot.screens.screen import PressKind
from bot.service.conversation import Exchange
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import notice
from handlers.layouts import answer_layout, means_layout
from handlers.manner import Manner
from handlers.saving import saved
from handlers.subscribing import COMMAND as SUBSCRIBE
from handlers.subscribing import subscribe

if TYPE_CHECKING:
    from handlers.answering import Answering

START = "start"
_TOPICS = ("help", "start", "about")
_MEANT: dict[str, str] = {
    word: name
    for name, words in read_yaml("telegram", "entry.yaml").items()
    if name in ("about", "cancel")
    for word in words
}


def is_meant(said: Addressed) -> bool:
    """Return whether a message asks for any of these; /start alone is the greeting, which is a question like any."""
    return (said.command == START and bool(said.text)) or _name(said) is not None


async def answer(answering: "Answering", message: Message, said: Addressed, manner: Manner) -> None:
    """Answer it."""
    if said.command == START:
        await _open(answering, message, said.text, manner)
    elif _name(said) == "cancel":
        # The chat of a group is that of many: nobody takes its list from the others.
        if message.chat.type == ChatType.PRIVATE:
            await saved(partial(answering.conversation.library.chats.forget, message.chat.id))
        await answering.say(message, notice("chat.cancelled", manner.language))
    else:
        await _reply(answering, message, manner, _help(answering, message, "about", manner))


async def _open(answering: "Answering", message: Message, parameter: str, manner: Manner) -> None:
    """Open what a link names; one that nobody can read any more shows the help, and says so."""
    if parameter == ADDED and message.chat.type != ChatType.PRIVATE:
        return  # `handlers.membership` has greeted the group already
    try:
        link = await asyncio.to_thread(answering.conversation.link, parameter)
    except UnreadablePayloadError:
        await _reply(answering, message, manner, _help(answering, message, "unknown_link", manner))
        return
    if link.kind in {LinkKind.FOLLOW, LinkKind.SUBSCRIPTIONS}:
        wanted = link.value if link.kind is LinkKind.FOLLOW else ""
        await subscribe(answering, message, Addressed(wanted, SUBSCRIBE))
        return
    if link.kind is LinkKind.SEARCH and (source := means_layout(answering, message, link.value)):
        await answer_layout(answering, message, source, manner)
        return
    await _reply(answering, message, manner, _opened(answering, message, link, manner))


def _opened(answering: "Answering", message: Message, link: Link, manner: Manner) -> Callable[[], Exchange]:
    conversation, chat = answering.conversation, message.chat.id
    if link.kind is LinkKind.RECORD:
        payload = Payload(PressKind.RECORD.value, link.value)
        return lambda: conversation.press(payload, chat=chat, language=manner.language, plain=manner.plain)
    if link.kind is LinkKind.SEARCH:
        return lambda: conversation.message(link.value, chat=chat, language=manner.language, plain=manner.plain)
    topic = link.value if link.value in _TOPICS else "help"
    return _help(answering, message, topic, manner)


def _help(answering: "Answering", message: Message, topic: str, manner: Manner) -> Callable[[], Exchange]:
    chat = message.chat.id
    return lambda: answering.conversation.help(topic, chat=chat, language=manner.language, plain=manner.plain)


async def _reply(answering: "Answering", message: Message, manner: Manner, work: Callable[[], Exchange]) -> None:
    await answering.reply(message, work, language=manner.language)


def _name(said: Addressed) -> str | None:
    return _MEANT.get(said.command if said.command is not None else said.text.strip())
