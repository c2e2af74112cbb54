"""/audit, in private, for those who may load: what was loaded, changed and taken back, when, and by whom."""

from telegram import Message
from telegram.constants import ChatType

from bot.screens.batches import batch_in_words
from bot.screens.checked import document_words
from bot.screens.labels import Words
from bot.store.batches import batches
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import Outgoing, notice_of
from handlers.answering import Answering
from handlers.manner import Manner

COMMAND = "audit"
_SHOWN = 20


def means_audit(answering: Answering, message: Message, said: Addressed) -> bool:
    """Return whether a message asks for what was done, and may."""
    if said.command != COMMAND or message.chat.type != ChatType.PRIVATE or message.sender_chat is not None:
        return False
    return answering.may_load(message.from_user)


def audit(answering: Answering, manner: Manner) -> Outgoing:
    """Return the latest batches, the latest first, each with who did it."""
    words = Words(manner.language)
    found = batches(answering.conversation.library.database)[:_SHOWN]
    lines = [document_words("audit" if found else "no_imports", manner.language)]
    for one in found:
        kind, _, who = (one.actor or "").partition(":")
        by = document_words(f"by_{kind}" if one.actor else "by_nobody", manner.language, who=who)
        lines.append(f"{words.shown(batch_in_words(one, words.folder))}{by}")
    return notice_of("document", "\n".join(lines))
