"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from."""

from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.logs import new_number
from handlers.answering import Answering
from handlers.delivery import acknowledge, is_out_of_reach, notice, send, thread_of
from handlers.types import App, Context

_UNREACHABLE = "unreachable"


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
    if isinstance(update, Update) and update.callback_query is not None:
        await acknowledge(update.callback_query)
    # A channel's readers asked nothing; and who cannot be reached cannot be told either.
    if message is None or not asked or message.chat.type == ChatType.CHANNEL:
        return
    if isinstance(error, RetryAfter) or (isinstance(error, TelegramError) and is_out_of_reach(error)):
        return
    try:
        await send(context.bot, message.chat.id, notice("chat.fault", number=number), thread=thread_of(message))
    except BadRequest:
        return
    except NetworkError:
        if isinstance(update, Update):
            context.bot_data.setdefault(_UNREACHABLE, set()).add(update.update_id)
    except TelegramError:
        return


def was_unreachable(application: App, update: Update) -> bool:
    """Return, once, whether neither the answer to an update nor a word about it could be sent: nobody has heard yet."""
    numbers: set[int] = application.bot_data.get(_UNREACHABLE, set())
    found = update.update_id in numbers
    numbers.discard(update.update_id)
    return found
