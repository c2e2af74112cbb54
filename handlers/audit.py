"""/audit, in private, for those who may load: what was loaded, changed and taken back, when, and by whom."""

import asyncio

from bot.screens.batches import batch_in_words
from bot.screens.checked import document_words
from bot.screens.labels import Words
from bot.store.load.batches import batches
from bot.telegram.delivery import Outgoing, notice_of
from handlers.request import Request

COMMAND = "audit"
_SHOWN = 20


async def audit(request: Request) -> bool:
    """Answer with the latest batches, the latest first, each with who did it."""
    if not request.is_own(COMMAND) or not request.answering.may_load(request.message.from_user):
        return False
    await request.say(await asyncio.to_thread(_latest, request), kept=False)
    return True


def _latest(request: Request) -> Outgoing:
    style = request.style
    words = Words(style.language)
    found = batches(request.answering.conversation.library.database)[:_SHOWN]
    lines = [document_words("audit" if found else "no_imports", style.language)]
    for one in found:
        kind, _, who = (one.actor or "").partition(":")
        by = document_words(f"by_{kind}" if one.actor else "by_nobody", style.language, who=who)
        lines.append(f"{words.shown(batch_in_words(one, words.folder))}{by}")
    return notice_of("document", "\n".join(lines))
