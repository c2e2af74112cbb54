"""The ways in and out: /start with what a link opens, /about, /cancel."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.questions.links import ADDED, LinkKind, LinkTarget
from bot.questions.payload import Payload, UnreadablePayloadError
from bot.resources import read_yaml
from bot.screens.screen import PressKind
from bot.service.conversation import Exchange
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import notice
from handlers.layouts import accept_layout
from handlers.request import Request
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


async def enter(request: Request) -> bool:
    """Answer any of these; /start alone is the greeting, which is a question like any."""
    said, name = (
        request.said,
        _MEANT.get(request.said.command if request.said.command is not None else request.said.text.strip()),
    )
    if said.command == START and said.text:
        await _open(request)
    elif name == "cancel":
        # The chat of a group is that of many: nobody takes its list from the others.
        if request.is_private:
            await saved(partial(request.answering.conversation.library.chats.forget, request.message.chat.id))
        await request.say(notice("chat.cancelled", request.style.language))
    elif name is not None:
        await request.reply(_help(request, "about"))
    return name is not None or (said.command == START and bool(said.text))


async def _open(request: Request) -> None:
    """Open what a link names; one that nobody can read any more shows the help, and says so."""
    parameter = request.said.text
    if parameter == ADDED and not request.is_private:
        return  # `handlers.membership` has greeted the group already
    try:
        link = await asyncio.to_thread(request.answering.conversation.link, parameter)
    except UnreadablePayloadError:
        await request.reply(_help(request, "unknown_link"))
        return
    if link.kind in {LinkKind.FOLLOW, LinkKind.SUBSCRIPTIONS}:
        await subscribe(request, link.value if link.kind is LinkKind.FOLLOW else "")
    elif link.kind is not LinkKind.SEARCH or not await accept_layout(replace(request, said=Addressed(link.value))):
        await request.reply(_opened(request, link))


def _opened(request: Request, link: LinkTarget) -> Callable[[], Exchange]:
    conversation, chat, style = request.answering.conversation, request.message.chat.id, request.style
    if link.kind is LinkKind.RECORD:
        payload = Payload(PressKind.RECORD.value, link.value)
        return lambda: conversation.press(payload, chat=chat, language=style.language, plain=style.plain)
    if link.kind is LinkKind.SEARCH:
        return lambda: conversation.message(link.value, chat=chat, language=style.language, plain=style.plain)
    return _help(request, link.value if link.value in _TOPICS else "help")


def _help(request: Request, topic: str) -> Callable[[], Exchange]:
    conversation, chat, style = request.answering.conversation, request.message.chat.id, request.style
    return lambda: conversation.help(topic, chat=chat, language=style.language, plain=style.plain)
