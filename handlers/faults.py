"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from."""

from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.logs import new_number
from bot.store.errors import UnwritableError
from handlers.answering import Answering
from handlers.delivery import acknowledge, is_out_of_reach, notice, send, thread_of
from handlers.saving import cannot_be_saved
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
    if isinstance(error, UnwritableError):
        what = cannot_be_saved(error, await _language(answering, update))
    else:
        await answering.staff.note(number, error)
        what = notice("chat.fault", number=number)
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
        await send(context.bot, message.chat.id, what, thread=thread_of(message))
    except BadRequest:
        return
    except NetworkError:
        if isinstance(update, Update):
            context.bot_data.setdefault(_UNREACHABLE, set()).add(update.update_id)
    except TelegramError:
        return


async def _language(answering: Answering, update: object) -> str | None:
    if not isinstance(update, Update) or update.effective_chat is None:
        return None
    return (await answering.manner(update.effective_chat.id, update.effective_user)).language


def was_unreachable(application: App, update: Update) -> bool:
    """Return, once, whether neither the answer to an update nor a word about it could be sent: nobody has heard yet."""
    numbers: set[int] = application.bot_data.get(_UNREACHABLE, set())
    found = update.update_id in numbers
    numbers.discard(update.update_id)
    return found
