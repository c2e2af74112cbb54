"""接受新版式: staff say that a watched list that looks otherwise is to be taken as it is (docs/sites.md)."""

import asyncio

from bot.announce.sources import accept
from bot.resources import read_yaml
from bot.telegram.delivery import notice
from handlers.asked import Asked

_WORDS: list[str] = read_yaml("telegram", "entry.yaml")["accept_layout"]


async def accept_layout(asked: Asked) -> bool:
    """Accept the new layout of a source, and say so, where staff say that in private."""
    verb, _, name = asked.said.text.strip().partition(" ")
    source, person = name.strip(), asked.message.from_user
    if asked.said.command is not None or verb.lower() not in _WORDS or not source or not asked.is_private:
        return False
    if person is None or asked.message.sender_chat is not None or not asked.answering.staff.includes(person.id):
        return False
    done = await asyncio.to_thread(accept, asked.answering.conversation.library.database, source)
    await asked.say(notice(f"site.{'accepted' if done else 'not_watched'}", asked.manner.language, source=source))
    return True
