"""What Telegram's refusals and faults mean: for one chat or for all, arrived or not, tried again how often."""

import math
from collections import deque
from datetime import timedelta

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

# Refusals that lie no further apart are looked at together.
_TOGETHER = 1.0
# Seconds after which answers know no limit over all again, and in which they keep to the first pace: to it longer where
# the last refusal of all is not long past, for then the server holds us to it.
_RECOVERED, _FIRST_PACE, _FIRST_PACE_AGAIN, _NOT_LONG = 5.0, 1.0, 4.0, 15.0
# What httpx raises before a request has left as a whole; half a request is none to Telegram.
_NEVER_SENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError"}
    | {"WriteError"}
)
# Seconds before an answer is tried again after a fault of network or server.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
# How often an answer may be repeated that may have arrived, for the reasons that announcements have for the same
# numbers (docs/announcing.md): three times where the connection was cut, once where Telegram was only slow.
_REPEATS = 3


class Refusals:
    """Whether Telegram refuses the bot as a whole, and how it recovers from that.

    One chat's refusal says nothing of the others. Several within a second do, unless Telegram takes about as much from
    other chats at the same time: a limit over all refuses whoever comes.
    """

    def __init__(self) -> None:
        self.blocked_until = -math.inf
        self._refused: deque[tuple[float, object, float]] = deque()
        self._taken: deque[float] = deque()
        self._again = False

    def taken(self, now: float) -> None:
        """Count something that Telegram took."""
        self._taken.append(now)
        self._forget(now)

    def refused(self, chat: object, now: float, until: float) -> None:
        """Count that Telegram wants to hear nothing `until` then, which it said to a chat."""
        self._refused.append((now, chat, until))
        self._forget(now)
        several = len({id(chat) for _, chat, _ in self._refused}) > 1
        if several and len(self._taken) <= 2 * len(self._refused) - 3:
            if now >= self.blocked_until:
                self._again = now - self.blocked_until < _NOT_LONG
            # A wait that was told before is never shortened.
            self.blocked_until = max(self.blocked_until, *(until for _, _, until in self._refused))

    def times(self, now: float) -> float:
        """Return how many times the pace of all may be kept by answers: 0 while all wait, without end most of the time.

        After a refusal of all it doubles each second, so that a server that only had to catch its breath is soon used
        as before, and one that keeps to a limit is not run into with all that waits.
        """
        since = now - self.blocked_until
        if since < 0:
            return 0
        first = _FIRST_PACE_AGAIN if self._again else _FIRST_PACE
        return math.inf if since >= _RECOVERED else 2.0 ** max(0, math.floor(since - first) + 1)

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0] <= now - _TOGETHER:
            self._taken.popleft()
        while self._refused and self._refused[0][0] <= now - _TOGETHER:
            self._refused.popleft()


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


def outcome_unknown(error: NetworkError) -> bool:
    """Return whether Telegram may have accepted what was sent: the request had left, and no answer came."""
    cause = error.__cause__
    # An error page of a proxy is an answer, although no Bot API server wrote it.
    answered = cause is None or isinstance(cause, TelegramError)
    return not answered and type(cause).__name__ not in _NEVER_SENT


def seconds_wanted(refusal: RetryAfter) -> float:
    """Return how long Telegram wants us to wait; python-telegram-bot is changing the type."""
    wanted: object = refusal.retry_after
    return wanted.total_seconds() if isinstance(wanted, timedelta) else float(str(wanted))
