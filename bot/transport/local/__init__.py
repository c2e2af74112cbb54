"""The local Telegram: an in-process Bot API that refuses what Telegram refuses. Terminal and tests run on it."""

from bot.transport.local.chats import Chat
from bot.transport.local.refusal import Refusal
from bot.transport.local.request import LocalRequest
from bot.transport.local.telegram import Call, LocalTelegram

__all__ = ["Call", "Chat", "LocalRequest", "LocalTelegram", "Refusal"]
