"""/audit, in private, for those who may load: what was loaded, changed and taken back, when, and by whom."""

import asyncio

from bot.screens.batches import batch_in_words
from bot.screens.checked import document_words
from bot.screens.labels import Words
from bot.store.batches import batches
from bot.telegram.delivery import Outgoing, notice_of
from handlers.asked import Asked

COMMAND = "audit"
_SHOWN = 20


async def audit(asked: Asked) -> bool:
    """Answer with the latest batches, the latest first, each with who did it."""
    if not asked.is_own(COMMAND) or not asked.answering.may_load(asked.message.from_user):
        return False
    await asked.say(await asyncio.to_thread(_latest, asked), kept=False)
    return True


def _latest(asked: Asked) -> Outgoing:
    manner = asked.manner
    words = Words(manner.language)
    found = batches(asked.answering.conversation.library.database)[:_SHOWN]
    lines = [document_words("audit" if found else "no_imports", manner.language)]
    for one in found:
        kind, _, who = (one.actor or "").partition(":")
        by = document_words(f"by_{kind}" if one.actor else "by_nobody", manner.language, who=who)
        lines.append(f"{words.shown(batch_in_words(one, words.folder))}{by}")
    return notice_of("document", "\n".join(lines))
