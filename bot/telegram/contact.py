"""What this process hears of Telegram: when, and what time it is there.

A message carries the time of Telegram's clock, and so does each answer of its server (`Date`). Where the clock of this
machine is wrong, how old a message is can only be told by theirs.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

# With one of these it is asked for updates, or what became of those that it sends to a webhook.
_ASKING = frozenset({"getUpdates", "getWebhookInfo"})
# Answers that are kept; one of them may have been long under way.
_KEPT = 5
# A clock that was set anew is believed at once.
_SET_ANEW = timedelta(minutes=1)
# `Date` is cut to the second, and an answer takes some time: less says nothing.
_MEANS_NOTHING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class WebhookBacklog:
    """Updates that Telegram cannot send to the webhook: since when we know (monotonic), how many, what it says."""

    since: float
    count: int
    fault: str


class Contact:
    """Safe to use from one event loop; reading is safe from any thread.

    Attributes:
        polled: When a request for updates, or one for the state of the webhook, was last answered, on the monotonic
            clock; None where none was.
        asking_since: When the one that is under way began; None while none is.
        moved: When one last began or ended, however it ended.
        received: When something last came to the webhook, by Telegram's clock.
        undelivered: What Telegram could not send to the webhook, when it was last asked; None where all is well.
    """

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._differences: deque[timedelta] = deque(maxlen=_KEPT)
        self.polled: float | None = None
        self.asking_since: float | None = None
        self.moved: float | None = None
        self.received: datetime | None = None
        self.undelivered: WebhookBacklog | None = None

    def heard(self, method: str, status: int, date: str | None) -> None:
        """Take note of an answer.

        Args:
            method: Of the Bot API.
            status: Of HTTP.
            date: Its header `Date`; None where it has none.
        """
        if method in _ASKING and status == 200:
            self.polled = time.monotonic()
        try:
            there = parsedate_to_datetime(date or "")
        except ValueError:
            return
        if there.tzinfo is None:
            return
        difference = there + timedelta(seconds=0.5) - self._now()
        if self._differences and abs(difference - self.difference) > _SET_ANEW:
            self._differences.clear()
        self._differences.append(difference)

    def asks(self, method: str) -> None:
        """Take note that a request begins."""
        if method in _ASKING:
            self.moved = self.asking_since = time.monotonic()

    def has_asked(self, method: str) -> None:
        """Take note that it has ended, however."""
        if method in _ASKING:
            self.moved, self.asking_since = time.monotonic(), None

    def comes(self) -> None:
        """Take note that something has come to the webhook."""
        self.received = self.now()

    def told(self, waiting: int, fault_at: datetime | None, fault: str) -> None:
        """Take note of what Telegram knows of the webhook.

        Args:
            waiting: Updates that wait there.
            fault_at: When one could not be sent, the last time; None where all could.
            fault: Why.
        """
        if not waiting or fault_at is None or (self.received is not None and fault_at <= self.received):
            self.undelivered = None
        else:
            since = self.undelivered.since if self.undelivered is not None else time.monotonic()
            self.undelivered = WebhookBacklog(since, waiting, fault)

    @property
    def difference(self) -> timedelta:
        """By how much Telegram's clock is ahead of ours; zero where they agree, or nothing is known."""
        known = list(self._differences)
        if not known:
            return timedelta()
        middle = timedelta(seconds=median(one.total_seconds() for one in known))
        return middle if abs(middle) > _MEANS_NOTHING else timedelta()

    def now(self) -> datetime:
        """Return what time it is by Telegram's clock, as far as it is known."""
        return self._now() + self.difference


CONTACT = Contact()
