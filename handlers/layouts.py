"""接受新版式: staff say that a watched list that looks otherwise is to be taken as it is (docs/sites.md)."""

import asyncio

from bot.announce.sources import accept
from bot.resources import read_yaml
from bot.telegram.delivery import notice
from handlers.request import Request

_WORDS: list[str] = read_yaml("telegram", "entry.yaml")["accept_layout"]


async def accept_layout(request: Request) -> bool:
    """Accept the new layout of a source, and say so, where staff say that in private."""
    verb, _, name = request.said.text.strip().partition(" ")
    source, person = name.strip(), request.message.from_user
    if request.said.command is not None or verb.lower() not in _WORDS or not source or not request.is_private:
        return False
    if person is None or request.message.sender_chat is not None or not request.answering.staff.includes(person.id):
        return False
    done = await asyncio.to_thread(accept, request.answering.conversation.library.database, source)
    await request.say(notice(f"site.{'accepted' if done else 'not_watched'}", request.style.language, source=source))
    return True
