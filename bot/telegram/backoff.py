"""How the bot backs off after refusals and faults: one chat or all, and how often an answer is tried again."""

import math
import statistics
from collections import deque

from telegram.error import NetworkError, TimedOut

from bot.telegram.refusals import outcome_unknown

# Seconds of answers that are looked at together.
_TOGETHER = 1.0
# So many chats that are refused, with nothing taken in between, are no chance: where one in twenty is, once in an hour.
_MANY = 4
# What a limit over all of so many a second tells whom it refuses, and some doubt.
_A_LIMIT_SAYS = 1.01
# Beyond this share of what is sent, in several chats, a limit over all is near.
_SHARE, _SEVERAL = 0.2, 3
# Seconds after the last sign of such a limit: after which answers know none again, and in which they keep to it as it
# is, at first, and where it showed again soon.
_RECOVERED, _AT_FIRST, _SHOWN_AGAIN = 5.0, 1.0, 4.0
# Seconds before an answer is tried again after a fault of network or server.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
# How often an answer may be repeated that may have arrived, for the reasons that announcements have for the same
# numbers (docs/announcing.md): three times where the connection was cut, once where Telegram was only slow.
_REPEATS = 3


class Refusals:
    """Whether Telegram refuses one chat, or whoever comes, and how the bot recovers from that.

    One chat's refusal says nothing of the others. Several within a second do: where Telegram takes nothing in between,
    all wait. Where it takes some and refuses some, it keeps to a limit over all, and so do we.
    """

    def __init__(self) -> None:
        self.blocked_until = -math.inf
        self._limited_since = -math.inf
        self._keeps = _AT_FIRST
        # When, and which chat was refused until when; None: it was taken.
        self._seen: deque[tuple[float, tuple[object, float] | None]] = deque()

    def taken(self, now: float) -> None:
        """Count something that Telegram took."""
        self._note(now, None)

    def refused(self, chat: object, now: float, until: float) -> None:
        """Count that Telegram wants to hear nothing `until` then, which it said to a chat."""
        self._note(now, (chat, until))
        refused = [one for _, one in self._seen if one is not None]
        chats = len({id(chat) for chat, _ in refused})
        first = next(place for place, (_, one) in enumerate(self._seen) if one is not None)
        between = len(self._seen) - first - len(refused)
        if (chats > 1 and len(refused) == len(self._seen)) or (chats >= _MANY and between <= len(refused) - _MANY):
            # What most of them were told; who was told of a longer wait keeps to it alone. A second is what a limit of
            # so many a second says: places come free meanwhile, and what is taken up as they do loses none of them.
            most = statistics.median_high(until for _, until in refused)
            if most > now + _A_LIMIT_SAYS:
                self.blocked_until = max(self.blocked_until, most)
        elif chats < _SEVERAL or len(refused) <= _SHARE * len(self._seen):
            return
        ago = now - self._limited_since
        if ago > _TOGETHER:
            self._keeps = _SHOWN_AGAIN if ago < 2 * _RECOVERED else _AT_FIRST
        self._limited_since = max(now, self.blocked_until)

    def times(self, now: float) -> float:
        """Return how many times the pace of all answers may keep to: 0 while all wait, without end most of the time.

        After a while it doubles each second: a server that only had to catch its breath is soon used as before, and
        one that keeps to a limit is not run into with all that waits.
        """
        since = now - self._limited_since
        if now < self.blocked_until:
            return 0.0
        return math.inf if since >= _RECOVERED else 2.0 ** max(0, math.floor(since - self._keeps) + 1)

    def _note(self, now: float, what: tuple[object, float] | None) -> None:
        self._seen.append((now, what))
        while self._seen[0][0] <= now - _TOGETHER:
            self._seen.popleft()


class Retries:
    """How long an answer pauses after each fault of network or server, and when it is given up."""

    def __init__(self) -> None:
        self._pauses = deque(_PAUSES)
        self._doubts = 0

    def pause_after(self, error: NetworkError) -> float | None:
        """Return in how many seconds the answer is tried again; None: not any more."""
        if outcome_unknown(error):
            self._doubts += _REPEATS if isinstance(error, TimedOut) else 1
        return self._pauses.popleft() if self._pauses and self._doubts <= _REPEATS else None
