"""How often somebody may ask: so many times a minute, a group together so many times. In memory, never written down.

Counted when an update arrives, before it waits for its turn in its chat. Who goes beyond that is told so once,
politely; then there is silence until the last minute has room again.
"""

import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.recent import Recent
from handlers.addressing import addressed
from handlers.commands import Commands
from handlers.delivery import acknowledge, alert, notice
from handlers.tally import SLOWED, TALLY

if TYPE_CHECKING:
    from handlers.answering import Answering

_SECONDS = 60.0
_AGAIN = 300.0  # until somebody who goes on too quickly is told once more
_MANY = 10_000  # people and groups that are kept in mind; who asked longest ago is forgotten first


class Verdict(Enum):
    """What becomes of a question."""

    FINE = "fine"
    TOO_MUCH = "too_much"  # say so
    SILENCE = "silence"  # it was said


@dataclass(slots=True)
class _Minute:
    """The questions of the last minute: when, and when it was said that they are too many."""

    asked: deque[float] = field(default_factory=deque)
    told: float = -math.inf

    def is_full(self, most: int, now: float) -> bool:
        """Return whether there is no room for one more."""
        while self.asked and self.asked[0] + _SECONDS <= now:
            self.asked.popleft()
        return len(self.asked) >= most


class Pace:
    """Counts questions.

    Args:
        most: Questions a minute of one person or group; 0 for as many as they like.
        clock: Seconds; tests bring their own.
    """

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._minutes: Recent[Hashable, _Minute] = Recent(_MANY)

    def verdict(self, whose: Hashable | None) -> Verdict:
        """Count a question and return what becomes of it.

        Args:
            whose: Id of the person or group, or another name; None where it is not known.
        """
        if not self._most or whose is None:
            return Verdict.FINE
        minute, now = self._minutes.get(whose) or _Minute(), self._clock()
        self._minutes[whose] = minute
        if not minute.is_full(self._most, now):
            minute.asked.append(now)
            return Verdict.FINE
        if now < minute.told + _AGAIN:
            return Verdict.SILENCE
        minute.told = now
        return Verdict.TOO_MUCH


def turned_away(answering: "Answering", commands: Commands, update: Update) -> Callable[[], Awaitable[None]] | None:
    """Count an update when it arrives; return what tells whoever sent it that it is too much, None where it is not.

    What the bot does not answer is not counted: talk in a group, what came while it was down, documents of staff.
    """
    if update.callback_query is not None:
        return _press_turned_away(answering, update.callback_query)
    message = update.message or update.edited_message
    if message is None or not _asks(answering, commands, update, message):
        return None
    sender = message.sender_chat or message.from_user
    name, verdict = "chat.slow_down", answering.people.verdict(sender.id if sender is not None else None)
    if message.chat.type != ChatType.PRIVATE and verdict is Verdict.FINE:
        name, verdict = "chat.slow_down_group", answering.groups.verdict(message.chat.id)
    if verdict is Verdict.FINE:
        return None
    return partial(_tell, answering, message, name) if verdict is Verdict.TOO_MUCH else _say_nothing


def _asks(answering: "Answering", commands: Commands, update: Update, message: Message) -> bool:
    """Return whether a message is one that the bot answers, each album once."""
    if answering.bot is None or answering.too_old(message) or filters.StatusUpdate.ALL.check_update(update):
        return False
    said = addressed(message, answering.bot.username)
    if said is None or commands.may_be_anothers(said) or (message.document and answering.may_hand_in(message)):
        return False
    return answering.counted.is_first(message)


def is_answered(answering: "Answering", commands: Commands, update: Update) -> bool:
    """Return whether the bot answers what came in an update: not talk in a group, nor what is over the limit."""
    if update.callback_query is not None:
        return True
    message = update.message or update.edited_message
    if message is None or answering.bot is None:
        return False
    said = addressed(message, answering.bot.username)
    return said is not None and not commands.may_be_anothers(said)


def _press_turned_away(answering: "Answering", query: CallbackQuery) -> Callable[[], Awaitable[None]] | None:
    verdict = answering.people.verdict(query.from_user.id)
    if verdict is Verdict.FINE:
        return None
    return partial(_tell_presser, answering, query) if verdict is Verdict.TOO_MUCH else partial(acknowledge, query)


async def _tell(answering: "Answering", message: Message, name: str) -> None:
    if message.edit_date is not None and await answering.former(message) is None:
        return  # an edit that changes no answer
    TALLY.add(SLOWED)
    manner = await answering.manner(message.chat.id, message.from_user)
    await answering.say(message, notice(name, manner.language), kept=False)


async def _tell_presser(answering: "Answering", query: CallbackQuery) -> None:
    TALLY.add(SLOWED)
    manner = await answering.manner(query.message.chat.id if query.message else None, query.from_user)
    await alert(query, "chat.slow_down", manner.language)


async def _say_nothing() -> None:
    """It was said."""
