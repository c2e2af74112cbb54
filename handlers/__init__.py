"""The Telegram side, one file an intent. `register` shows the whole order on one page."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.answering import Answering
    from handlers.types import App

# What Telegram is asked to send, and nothing else: these are the kinds that the handlers below take.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "channel_post")


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
