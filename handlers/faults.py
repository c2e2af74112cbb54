"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from."""

import contextlib

from telegram import Update
from telegram.error import TelegramError

from bot.logs import new_number, note_fault
from handlers.delivery import notice, send
from handlers.types import App, Context


def register(application: App) -> None:
    """Add the error handler."""
    application.add_error_handler(_on_fault)


async def _on_fault(update: object, context: Context) -> None:
    error = context.error
    if error is None:
        return
    number = new_number()
    note_fault(number, error)
    chat = update.effective_chat if isinstance(update, Update) else None
    asked = isinstance(update, Update) and (update.message is not None or update.callback_query is not None)
    # What Telegram would not take is not said through Telegram.
    if chat is not None and asked and not isinstance(error, TelegramError):
        with contextlib.suppress(TelegramError):
            await send(context.bot, chat.id, notice("chat.fault", number=number))
