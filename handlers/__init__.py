"""The Telegram side, one file an intent. `register` shows the whole order on one page."""

from typing import TYPE_CHECKING

import bot.telegram  # noqa: F401 - before the library is imported, what its imports look at is set

if TYPE_CHECKING:
    from bot.telegram.types import App
    from handlers.answering import Answering


def register(application: "App", answering: "Answering") -> None:
    """Add every handler, in the order in which they are asked; the first that wants an update has it."""
    from handlers import callbacks, document_forms, documents, faults, inline, media, membership, messages, subscribing

    answering.bot = application.bot
    callbacks.register(application, answering)  # a press of a button
    inline.register(application, answering)  # @bot typed in any chat
    membership.register(application, answering)  # the bot is added, removed or blocked; a group becomes a supergroup
    document_forms.register(application, answering)  # what was filled in under a check of a document
    documents.register(application, answering)  # files of whoever may hand them in, to be checked
    messages.register(application, answering)  # text: commands, questions, new or edited; captions
    subscribing.register(application, answering)  # /subscribe in a channel
    media.register(application, answering)  # voice, pictures, stickers and all else
    faults.register(application, answering)  # what went wrong in any of them
