"""The application with its handlers: the same for Telegram, for the local chats and for the tests."""

from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.request import BaseRequest

import handlers
from bot.telegram.application import builder_for, local_builder
from bot.telegram.ordering import InOrder
from bot.telegram.types import App
from bot.telegram.working import Signs
from handlers.answering import Answering
from handlers.rate_limit import is_answered, turned_away

if TYPE_CHECKING:
    from bot.service.conversation import Conversation
    from bot.settings import Settings


def build(conversation: "Conversation", settings: "Settings") -> App:
    """Return the application for the Bot API server of the settings."""
    return _equipped(builder_for(settings), conversation, settings, paced=True)


def build_local(
    conversation: "Conversation",
    settings: "Settings",
    request: BaseRequest,
    *,
    paced: bool = False,
    operated: bool = False,
) -> App:
    """Return the application on a Bot API of this process (`bot.local.bot_api`).

    No limits hold there but its own; `paced`: people may not ask more often than the settings say either; `operated`:
    whoever writes there runs the bot, and may load documents.
    """
    return _equipped(local_builder(request), conversation, settings, paced=paced, operated=operated)


def _equipped(
    builder: Any, conversation: "Conversation", settings: "Settings", *, paced: bool, operated: bool = False
) -> App:
    answering = Answering(conversation, settings, paced=paced, operated=operated)

    async def close(_: App) -> None:
        answering.close()

    order = InOrder(
        settings.concurrent_updates,
        turned_away=partial(turned_away, answering),
        signs=Signs(partial(is_answered, answering)),
    )
    application: App = builder.concurrent_updates(order).post_shutdown(close).build()
    handlers.register(application, answering)
    return application
