"""The Telegram side, one file an intent. `register` shows the whole order on one page."""

from typing import TYPE_CHECKING

import bot.telegram  # noqa: F401 - before the library is imported, what its imports look at is set

if TYPE_CHECKING:
    from bot.telegram.types import App
    from handlers.answering import Answering


def register(application: "App", answering: "Answering") -> None:
    """Add every handler, in the order in which they are asked; the first that wants an update has it."""
    from handlers import (
        audit,
        callbacks,
        document_forms,
        documents,
        entry,
        faults,
        inbox,
        inline,
        layouts,
        media,
        membership,
        messages,
        preferences,
        privacy,
        staff,
        subscribing,
        units,
    )

    answering.bot = application.bot
    callbacks.register(application, answering)  # a press of a button
    inline.register(application, answering)  # @bot typed in any chat
    membership.register(application, answering)  # the bot is added, removed or blocked; a group becomes a supergroup
    document_forms.register(application, answering)  # what was filled in under a check of a document
    documents.register(application, answering)  # files of whoever may hand them in, to be checked
    intents = (
        staff.status,  # /status, for staff
        layouts.accept_layout,  # 接受新版式, for staff
        documents.imports,  # /imports, for whoever may load
        audit.audit,  # /audit, for whoever may load
        inbox.inbox,  # /inbox, for whoever may hand in
        units.units,  # /units, for whoever may hand in, or for everybody
        messages.refused,  # a command that there is not
        subscribing.subscribing,  # /subscribe, 我的关注, 关注 轴承
        entry.enter,  # /start with what a link opens, /about, /cancel
        preferences.settings,  # /settings
        privacy.privacy,  # /privacy, /mydata, /forget
        messages.typed_button,  # 关注, typed instead of pressed
        messages.question,  # all else; commands of `data/telegram/commands.yaml` mean a message
    )
    messages.register(application, answering, intents)  # text, new or edited; captions
    subscribing.register(application, answering)  # /subscribe in a channel
    media.register(application, answering)  # voice, pictures, stickers and all else
    faults.register(application, answering)  # what went wrong in any of them
