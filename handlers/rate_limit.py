"""Who asks too often is turned away: counted when an update arrives, before it waits for its turn in its chat."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.counters import COUNTERS, SLOWED
from bot.service.rate_limit import Admission
from bot.telegram.addressing import addressed
from bot.telegram.delivery import acknowledge, alert, notice

if TYPE_CHECKING:
    from handlers.answering import Answering


def turned_away(answering: "Answering", update: Update) -> Callable[[], Awaitable[None]] | None:
    """Count an update when it arrives; return what tells whoever sent it that it is too much, None where it is not.

    What the bot does not answer is not counted: talk in a group, what came while it was down, documents of staff.
    """
    if update.callback_query is not None:
        return _press_turned_away(answering, update.callback_query)
    message = update.message or update.edited_message
    if message is None or not _asks(answering, update, message):
        return None
    sender = message.sender_chat or message.from_user
    name, verdict = "chat.slow_down", answering.people.verdict(sender.id if sender is not None else None)
    if message.chat.type != ChatType.PRIVATE and verdict is Admission.FINE:
        name, verdict = "chat.slow_down_group", answering.groups.verdict(message.chat.id)
    if verdict is Admission.FINE:
        return None
    return partial(_tell, answering, message, name) if verdict is Admission.TOO_MUCH else _say_nothing


def _asks(answering: "Answering", update: Update, message: Message) -> bool:
    """Return whether a message is one that the bot answers, each album once."""
    if answering.bot is None or answering.too_old(message) or filters.StatusUpdate.ALL.check_update(update):
        return False
    said = addressed(message, answering.bot.username)
    if (
        said is None
        or answering.commands.may_be_anothers(said)
        or (message.document and answering.may_hand_in(message))
    ):
        return False
    return answering.counted.is_first(message)


def is_answered(answering: "Answering", update: Update) -> bool:
    """Return whether the bot answers what came in an update: not talk in a group, nor what is over the limit."""
    if update.callback_query is not None:
        return True
    message = update.message or update.edited_message
    if message is None or answering.bot is None:
        return False
    said = addressed(message, answering.bot.username)
    return said is not None and not answering.commands.may_be_anothers(said)


def _press_turned_away(answering: "Answering", query: CallbackQuery) -> Callable[[], Awaitable[None]] | None:
    verdict = answering.people.verdict(query.from_user.id)
    if verdict is Admission.FINE:
        return None
    return partial(_tell_presser, answering, query) if verdict is Admission.TOO_MUCH else partial(acknowledge, query)


async def _tell(answering: "Answering", message: Message, name: str) -> None:
    if message.edit_date is not None and await answering.former(message) is None:
        return  # an edit that changes no answer
    COUNTERS.add(SLOWED)
    style = await answering.style(message.chat.id, message.from_user)
    await answering.say(message, notice(name, style.language), kept=False)


async def _tell_presser(answering: "Answering", query: CallbackQuery) -> None:
    COUNTERS.add(SLOWED)
    style = await answering.style(query.message.chat.id if query.message else None, query.from_user)
    await alert(query, "chat.slow_down", style.language)


async def _say_nothing() -> None:
    """It was said."""
