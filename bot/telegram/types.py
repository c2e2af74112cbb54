"""Names for python-telegram-bot's generic types, and the kinds of updates."""

from typing import Any

from telegram.ext import Application, ContextTypes

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE

# What Telegram is asked to send, and nothing else: these are the kinds that `handlers.register` has handlers for.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "channel_post")
