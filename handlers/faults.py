"""The last resort: a fault in a handler gets a number; the chat is told the number, the log says where it came from.

Where only the way to the chat fails there is nothing to tell: the answer is made again when the way may be open.
"""

from dataclasses import dataclass
from functools import partial

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.logs import logger, new_number
from bot.store.errors import UnwritableError
from bot.transport.refusals import seconds_wanted
from handlers.answering import Answering
from handlers.delivery import acknowledge, is_out_of_reach, notice, send, thread_of
from handlers.saving import cannot_be_saved
from handlers.types import App, Context

_UNDELIVERED = "undelivered"
# So often an answer is made again before the chat is told of a fault: it may be the answer's own.
_TRIES = 3


@dataclass(slots=True)
class _Undelivered:
    """An update whose answer did not get through: how often, and in how many seconds it may; None: it was told."""

    times: int = 0
    seconds: float | None = None


def register(application: App, answering: Answering) -> None:
    """Add the error handler."""
    application.add_error_handler(partial(_on_fault, answering))


async def _on_fault(answering: Answering, update: object, context: Context) -> None:
    error = context.error
    if error is None:
        return
    asked = isinstance(update, Update) and bool(update.message or update.edited_message or update.callback_query)
    way = _way(context, update) if asked and isinstance(update, Update) and _closes_the_way(error) else None
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
        if _closes_the_way(fault) and isinstance(update, Update):
            way = _way(context, update)
            way.times, way.seconds = way.times + 1, 0.0
    else:
        if way is not None:
            way.seconds = None


def made_again_in(application: App, update: Update) -> float | None:
    """Return in how many seconds an update is to be answered again, because nobody has heard yet; None: not at all."""
    ways: dict[int, _Undelivered] = application.bot_data.get(_UNDELIVERED, {})
    way = ways.get(update.update_id)
    seconds = way.seconds if way is not None else None
    if seconds is None:
        ways.pop(update.update_id, None)
    elif way is not None:
        way.seconds = None
    return seconds


async def _language(answering: Answering, update: object) -> str | None:
    if not isinstance(update, Update) or update.effective_chat is None:
        return None
    return (await answering.manner(update.effective_chat.id, update.effective_user)).language


def _way(context: Context, update: Update) -> _Undelivered:
    ways: dict[int, _Undelivered] = context.bot_data.setdefault(_UNDELIVERED, {})
    return ways.setdefault(update.update_id, _Undelivered())


def _closes_the_way(error: BaseException) -> bool:
    """Return whether it is no fault of an answer that it was not delivered: the network, the server, a long wait."""
    return isinstance(error, RetryAfter) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))
