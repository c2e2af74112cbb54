"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from."""

import contextlib
from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.logs import new_number
from handlers.answering import Answering
from handlers.delivery import notice, send
from handlers.types import App, Context


def register(application: App, answering: Answering) -> None:
    """Add the error handler."""
    application.add_error_handler(partial(_on_fault, answering))


async def _on_fault(answering: Answering, update: object, context: Context) -> None:
    error = context.error
    if error is None:
        return
    number = new_number()
    await answering.staff.note(number, error)
    message = update.effective_message if isinstance(update, Update) else None
    asked = isinstance(update, Update) and (update.message is not None or update.callback_query is not None)
    # What Telegram would not take is not said through Telegram; and a channel's readers asked nothing.
    if message is None or not asked or isinstance(error, TelegramError) or message.chat.type == ChatType.CHANNEL:
        return
    thread = message.message_thread_id if getattr(message, "is_topic_message", False) else None
    with contextlib.suppress(TelegramError):
        await send(context.bot, message.chat.id, notice("chat.fault", number=number), thread=thread)
