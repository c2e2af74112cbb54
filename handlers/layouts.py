"""接受新版式: staff say that a watched list that looks otherwise is to be taken as it is (docs/sites.md)."""

import asyncio
from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType

from bot.announce.sources import accept
from bot.resources import read_yaml
from bot.telegram.delivery import notice
from handlers.manner import Manner

if TYPE_CHECKING:
    from handlers.answering import Answering

_WORDS: list[str] = read_yaml("telegram", "entry.yaml")["accept_layout"]


def means_layout(answering: "Answering", message: Message, text: str) -> str | None:
    """Return which source a message says to accept; None for another, and from whoever is not of staff, in private."""
    verb, _, name = text.strip().partition(" ")
    if verb.lower() not in _WORDS or not name.strip() or message.chat.type != ChatType.PRIVATE:
        return None
    person = message.from_user
    fine = person is not None and message.sender_chat is None and answering.staff.includes(person.id)
    return name.strip() if fine else None


async def answer_layout(answering: "Answering", message: Message, source: str, manner: Manner) -> None:
    """Accept the new layout of a source, and say so."""
    done = await asyncio.to_thread(accept, answering.conversation.library.database, source)
    await answering.say(
        message, notice(f"site.{'accepted' if done else 'not_watched'}", manner.language, source=source)
    )
