"""Names for python-telegram-bot's generic types."""

from typing import Any

from telegram.ext import Application, ContextTypes

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE
