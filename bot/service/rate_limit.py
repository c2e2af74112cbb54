"""How often somebody may ask: so many times a minute. In memory, never written down.

Who goes beyond that is told so once, politely; then there is silence until the last minute has room again.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum

from bot.recent import Recent

_SECONDS = 60.0
_AGAIN = 300.0  # until somebody who goes on too quickly is told once more
_MANY = 10_000  # people and groups that are kept in mind; who asked longest ago is forgotten first


class Admission(Enum):
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


class RateLimit:
    """Counts questions.

    Args:
        most: Questions a minute of one person or group; 0 for as many as they like.
        clock: Seconds; tests bring their own.
    """

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._minutes: Recent[Hashable, _Minute] = Recent(_MANY)

    def verdict(self, whose: Hashable | None) -> Admission:
        """Count a question and return what becomes of it.

        Args:
            whose: Id of the person or group, or another name; None where it is not known.
        """
        if not self._most or whose is None:
            return Admission.FINE
        minute, now = self._minutes.get(whose) or _Minute(), self._clock()
        self._minutes[whose] = minute
        if not minute.is_full(self._most, now):
            minute.asked.append(now)
            return Admission.FINE
        if now < minute.told + _AGAIN:
            return Admission.SILENCE
        minute.told = now
        return Admission.TOO_MUCH
