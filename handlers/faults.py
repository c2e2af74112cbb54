"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from.

Where only the way to the chat fails there is nothing to tell: the answer is made again when the way may be open.
"""

from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.error import RetryAfter, TelegramError

from bot.logs import logger, new_number
from bot.store.errors import UnwritableError
from bot.telegram.delivery import acknowledge, notice, send, thread_of
from bot.telegram.refusals import is_out_of_reach, seconds_wanted
from bot.telegram.types import App, Context
from bot.telegram.undelivered import closes_the_way, undelivered
from handlers.answering import Answering
from handlers.saving import cannot_be_saved

# So often an answer is made again before the chat is told of a fault: it may be the answer's own.
_TRIES = 3


def register(application: App, answering: Answering) -> None:
    """Add the error handler."""
    application.add_error_handler(partial(_on_fault, answering))


async def _on_fault(answering: Answering, update: object, context: Context) -> None:
    error = context.error
    if error is None:
        return
    asked = isinstance(update, Update) and bool(update.message or update.edited_message or update.callback_query)
    way = (
        undelivered(context.bot_data, update)
        if asked and isinstance(update, Update) and closes_the_way(error)
        else None
    )
    if way is not None:
        way.times, way.seconds = way.times + 1, seconds_wanted(error) if isinstance(error, RetryAfter) else 0.0
        if way.times < _TRIES or isinstance(error, RetryAfter):
            logger.info("not delivered, to be made again: %s", type(error).__name__)
            return
    number = new_number()
    if isinstance(error, UnwritableError):
        what = cannot_be_saved(error, await _language(answering, update))
    else:
        await answering.staff.note(number, error)
        what = notice("chat.fault", number=number)
    message = update.effective_message if isinstance(update, Update) else None
    if isinstance(update, Update) and update.callback_query is not None:
        await acknowledge(update.callback_query)
    # A channel's readers asked nothing; whose edit is not answered has an answer; who cannot be reached cannot be told.
    told = asked and isinstance(update, Update) and update.edited_message is None
    if message is None or not told or message.chat.type == ChatType.CHANNEL:
        return
    if isinstance(error, TelegramError) and is_out_of_reach(error):
        return
    try:
        await send(context.bot, message.chat.id, what, thread=thread_of(message))
    except TelegramError as fault:
        if closes_the_way(fault) and isinstance(update, Update):
            way = undelivered(context.bot_data, update)
            way.times, way.seconds = way.times + 1, 0.0
    else:
        if way is not None:
            way.seconds = None


async def _language(answering: Answering, update: object) -> str | None:
    if not isinstance(update, Update) or update.effective_chat is None:
        return None
    return (await answering.style(update.effective_chat.id, update.effective_user)).language
