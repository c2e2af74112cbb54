"""How often somebody may ask: so many times a minute, a group together so many times. In memory, never written down.

Who goes beyond that is told so once, politely; then there is silence until the last minute has room again.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType

from handlers.delivery import notice
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
        self._minutes: OrderedDict[int, _Minute] = OrderedDict()

    def verdict(self, whose: int | None) -> Verdict:
        """Count a question and return what becomes of it.

        Args:
            whose: Id of the person or group; None where Telegram does not say.
        """
        if not self._most or whose is None:
            return Verdict.FINE
        minute, now = self._minute(whose), self._clock()
        if not minute.is_full(self._most, now):
            minute.asked.append(now)
            return Verdict.FINE
        if now < minute.told + _AGAIN:
            return Verdict.SILENCE
        minute.told = now
        return Verdict.TOO_MUCH

    def _minute(self, whose: int) -> _Minute:
        minute = self._minutes.setdefault(whose, _Minute())
        self._minutes.move_to_end(whose)
        while len(self._minutes) > _MANY:
            self._minutes.popitem(last=False)
        return minute


async def may_ask(answering: "Answering", message: Message, language: str) -> bool:
    """Return whether a message is answered; whoever asks too much, or a group that does, is told so, once.

    Args:
        answering: Knows how often somebody may ask.
        message: The message, which is for the bot.
        language: Of what is told.
    """
    group = message.chat.type != ChatType.PRIVATE
    sender = message.sender_chat or message.from_user
    name, verdict = "chat.slow_down", answering.people.verdict(sender.id if sender is not None else None)
    if group and verdict is Verdict.FINE:
        name, verdict = "chat.slow_down_group", answering.groups.verdict(message.chat.id)
    if verdict is Verdict.TOO_MUCH:
        TALLY.add(SLOWED)
        await answering.say(message, notice(name, language), kept=False)
    return verdict is Verdict.FINE
