"""/privacy, /mydata, /forget: what is kept of a chat, shown and deleted. 隐私, 我的数据 and 忘记我 mean the same."""

import asyncio
from collections.abc import Callable

from telegram import Message
from telegram.constants import ChatType

from bot.announce.subscription import Subscriptions
from bot.questions.context import Context
from bot.resources import read_yaml
from handlers.addressing import Addressed
from handlers.answering import Answering
from handlers.delivery import Outgoing, notice

# Command or words without one (design §1.4) → what is done.
_MEANT: dict[str, str] = {word: name for name, words in read_yaml("telegram", "privacy.yaml").items() for word in words}


def is_meant(said: Addressed) -> bool:
    """Return whether a message asks for any of these."""
    return _name(said) is not None


async def answer(answering: Answering, message: Message, said: Addressed) -> None:
    """Answer it. What a group has set is its administrators' business: there, only /privacy says anything."""
    name = _name(said)
    if message.chat.type != ChatType.PRIVATE and name != "privacy":
        await answering.say(message, notice("privacy.only_in_private"))
        return
    work = _WORK[name or "privacy"]
    await answering.say(message, await asyncio.to_thread(work, answering, message.chat.id))


def _name(said: Addressed) -> str | None:
    return _MEANT.get(said.command if said.command is not None else said.text.strip())


def _privacy(answering: Answering, chat: int) -> Outgoing:  # noqa: ARG001 - each is given both
    return notice("privacy.privacy")


def _data(answering: Answering, chat: int) -> Outgoing:
    library = answering.conversation.library
    context = library.chats.recall(chat, Context)
    kept = Subscriptions(library.database).of(chat)
    number = len(kept[1]) if kept else 0
    if context is None and not kept:
        return notice("privacy.nothing_kept")
    said = context.of_list().question.said if context else ""
    return notice("privacy.kept_with_question" if context else "privacy.kept", question=said, number=number)


def _forget(answering: Answering, chat: int) -> Outgoing:
    library = answering.conversation.library
    library.chats.forget(chat)
    Subscriptions(library.database).forget(chat)
    return notice("privacy.forgotten")


_WORK: dict[str, Callable[[Answering, int], Outgoing]] = {"privacy": _privacy, "mydata": _data, "forget": _forget}
