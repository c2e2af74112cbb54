"""The local Telegram: an in-process Bot API that refuses what Telegram refuses. Terminal and tests run on it."""

import bot.local.bot_api.identity
import bot.local.bot_api.methods  # noqa: F401 - both add their methods
from bot.local.bot_api.chats import Chat
from bot.local.bot_api.refusal import ApiError
from bot.local.bot_api.request import LocalRequest
from bot.local.bot_api.telegram import Call, LocalTelegram

__all__ = ["ApiError", "Call", "Chat", "LocalRequest", "LocalTelegram"]
