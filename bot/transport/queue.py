"""The one outgoing queue: what the bot sends, in order within a chat, within Telegram's limits, on our own clocks.

python-telegram-bot calls it for every request (`BaseRateLimiter`). Its own `AIORateLimiter` releases a flood wait when
any unrelated request finishes (python-telegram-bot#5338). Here a `retry_after` concerns the chat that it was told for,
and nothing shortens it. Answers go before announcements: an announcement waits for room in the overall window, an
answer takes its place in it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

# Telegram counts these against its limits; what is not here goes out at once.
_COUNTED = ("send", "copy", "forward", "edit")
_NOT_COUNTED = frozenset({"sendChatAction"})
# An idle chat's clocks say nothing after a minute, its longest window.
_IDLE_SECONDS = 120.0
_MANY_CHATS = 10_000
# Seconds before an answer is tried again after a fault of network or server; once only where it may have arrived.
_PAUSES = (0.5, 2.0)
# What httpx raises before a request has left.
_NEVER_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]


class Lane(Enum):
    """Who waits for it: somebody who asked, or nobody."""

    ANSWER = "answer"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of a queue; each is a setting of the same name."""

    sends_per_second: int = 30
    sends_per_chat: int = 20
    sends_per_group: int = 20
    longest_wait_seconds: float = 60.0


class SlidingWindow:
    """At most `count` sends in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self.seconds = seconds
        self._sent: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Return how many seconds from `now` there is room again; 0 when there is."""
        if len(self._sent) < (self._sent.maxlen or 0):
            return 0.0
        return max(0.0, self._sent[0] + self.seconds - now)

    def note(self, now: float) -> None:
        """Count a send."""
        self._sent.append(now)


@dataclass(slots=True)
class _ChatClock:
    """What is known of one chat's limits."""

    window: SlidingWindow
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    blocked_until: float = 0.0
    used: float = 0.0


class OutgoingQueue(BaseRateLimiter[Lane]):
    """Lets requests out when Telegram will take them."""

    def __init__(
        self, limits: Limits, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._overall = SlidingWindow(limits.sends_per_second, 1.0)
        self._chats: dict[str, _ChatClock] = {}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: whoever sends waits for the result."""

    async def process_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Send one request when there is room for it.

        Raises:
            RetryAfter: Telegram asks for a longer wait than anybody would want to wait for an answer.
        """
        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(_COUNTED) or endpoint in _NOT_COUNTED:
            return await callback(*args, **kwargs)
        lane = rate_limit_args or Lane.ANSWER
        if lane is Lane.ANNOUNCEMENT:
            # Before the chat's turn is taken: an answer in the same chat must not wait for the whole broadcast.
            await self._room_for_announcement()
        clock = self._clock_of(str(chat))
        async with clock.lock:
            return await self._send(clock, lane, lambda: callback(*args, **kwargs))

    async def _send(self, clock: _ChatClock, lane: Lane, send: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        pauses = list(_PAUSES)
        while True:
            await self._wait_for_chat(clock)
            now = self._clock()
            clock.used = now
            clock.window.note(now)
            if lane is Lane.ANSWER:
                self._overall.note(now)
            try:
                return await send()
            except RetryAfter as refusal:
                seconds = seconds_wanted(refusal)
                clock.blocked_until = self._clock() + seconds
                if seconds > self._limits.longest_wait_seconds:
                    raise
            except BadRequest:
                raise
            except NetworkError as error:
                # The outbox decides for announcements; an answer is tried again, because somebody waits for it.
                if lane is Lane.ANNOUNCEMENT or not pauses:
                    raise
                await self._sleep(pauses.pop(0))
                if outcome_unknown(error):
                    pauses.clear()

    async def _wait_for_chat(self, clock: _ChatClock) -> None:
        while True:
            now = self._clock()
            wait = max(clock.blocked_until - now, clock.window.wait(now))
            if wait <= 0:
                return
            if clock.blocked_until - now > self._limits.longest_wait_seconds:
                raise RetryAfter(timedelta(seconds=clock.blocked_until - now))
            await self._sleep(wait)

    async def _room_for_announcement(self) -> None:
        while (wait := self._overall.wait(self._clock())) > 0:
            await self._sleep(wait)
        self._overall.note(self._clock())

    def _clock_of(self, chat: str) -> _ChatClock:
        if chat not in self._chats:
            if len(self._chats) >= _MANY_CHATS:
                self._forget_idle()
            # Groups and channels have negative numbers, or a name.
            if chat.startswith(("-", "@")):
                window = SlidingWindow(self._limits.sends_per_group, 60.0)
            else:
                window = SlidingWindow(self._limits.sends_per_chat, float(self._limits.sends_per_chat))
            self._chats[chat] = _ChatClock(window)
        self._chats[chat].used = self._clock()
        return self._chats[chat]

    def _forget_idle(self) -> None:
        now = self._clock()
        for name, clock in list(self._chats.items()):
            if not clock.lock.locked() and max(clock.blocked_until, clock.used + _IDLE_SECONDS) < now:
                del self._chats[name]


def outcome_unknown(error: NetworkError) -> bool:
    """Return whether Telegram may have accepted what was sent: the connection was made, and no answer came."""
    cause = error.__cause__
    return cause is not None and type(cause).__name__ not in _NEVER_SENT


def seconds_wanted(refusal: RetryAfter) -> float:
    """Return how long Telegram wants us to wait; python-telegram-bot is changing the type."""
    wanted: object = refusal.retry_after
    return wanted.total_seconds() if isinstance(wanted, timedelta) else float(str(wanted))
