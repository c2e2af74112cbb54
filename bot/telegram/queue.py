"""The one outgoing queue: what the bot sends, in order within a chat, within Telegram's limits, on our own clocks.

python-telegram-bot calls it for every request (`BaseRateLimiter`). Its own `AIORateLimiter` releases a flood wait when
any unrelated request finishes (python-telegram-bot#5338). Here a `retry_after` concerns the chat that it was told for,
and nothing shortens it. Answers go before announcements, which leave evenly: a place for an answer comes free every
thirtieth of a second.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.backoff import Refusals, Retries
from bot.telegram.chat_clock import ChatClock, ChatClocks, Lane
from bot.telegram.harmless import HARMLESS, Harmless
from bot.telegram.refusals import seconds_wanted
from bot.telegram.windows import RoundTrips, SlidingWindow

# Telegram counts these against its limits; what is not here goes out at once.
_COUNTED = ("send", "copy", "forward", "edit")
_ACTION = "sendChatAction"
# So many announcements that are late may follow each other at once.
_CATCHES_UP = 2
# Announcements take so much of the room: what is left is mostly one place, which an answer finds free.
_SHARE = 0.985
# Sends a second that announcements leave to each other process, though it sends nothing: somebody may ask there.
_RESERVE = 3
# Chats that other processes are told of at once: what PostgreSQL passes on has 8,000 bytes.
_TOLD_AT_ONCE = 200
# Announcements that may be noted as leaving while they wait for their places, so that noting costs no time.
_AT_THE_DOOR = 4
# Signs that the bot is working: so many a second in all; seconds for which one is shown in a chat.
_SIGNS, _SHOWN = 5, 4.5
# A server that refuses a chat keeps to limits that Telegram mostly does not hold against answers; for so many seconds
# answers in that chat keep to them too.
_MODEST_SECONDS = 60.0
# Seconds by which a round trip may be shorter than the shortest that was seen.
_DOUBT = 0.02

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]
Sent = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SendOptions:
    """How a request goes through the queue: its lane, and what is awaited shortly before it leaves."""

    lane: Lane
    leaving: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of a queue; each is a setting of the same name."""

    sends_per_second: int = 30
    sends_per_chat: int = 20
    sends_per_group: int = 20
    longest_wait_seconds: float = 60.0


@dataclass(slots=True, eq=False)
class _Ticket:
    """A request that waits for its turn; `door`: for what comes before leaving, None when that is done."""

    chat: ChatClock
    lane: Lane
    turn: asyncio.Future[None]
    door: asyncio.Future[None] | None = None


class OutgoingQueue(BaseRateLimiter[Lane | SendOptions]):
    """Lets requests out when Telegram will take them: answers first, those of one chat in order.

    Args:
        limits: What it keeps to.
        clock: Seconds; tests bring their own.
        sleep: Waits for seconds of that clock.
        doubt: Seconds by which a round trip may be shorter than the shortest that was seen.
        aside: Called where what is to be sent has to wait, in the task of whoever sends it.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        doubt: float = _DOUBT,
        aside: Callable[[], None] = lambda: None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._aside = aside
        self._share = self._left = limits.sends_per_second
        self._overall = SlidingWindow(limits.sends_per_second, 1.0)
        self._signs = SlidingWindow(_SIGNS, 1.0)
        self._refusals = Refusals()
        self._trips = RoundTrips(doubt)
        self._last_announcement = -math.inf
        self._harmless = Harmless(sleep, aside)
        self._chats = ChatClocks(limits.sends_per_chat, limits.sends_per_group)
        self._sent_to: deque[str] = deque(maxlen=_TOLD_AT_ONCE)
        self._waiting: dict[Lane, deque[_Ticket]] = {lane: deque() for lane in Lane}
        self._alarm: tuple[float, asyncio.Task[None]] | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: whoever sends waits for the result."""

    def share(self, others: Collection[float | None]) -> None:
        """Keep within the limit over all together with other processes that send for the same bot.

        Answers keep to an equal share, where they keep to any limit. Announcements, which one process sends, take what
        the others leave.

        Args:
            others: How much each of them sends a second; None where that is not known.
        """
        whole = self._limits.sends_per_second
        self._share = max(1, whole // (1 + len(others)))
        kept = min(self._share, _RESERVE)
        self._left = max(1, whole - math.ceil(sum(self._share if one is None else max(kept, one) for one in others)))
        self._look()

    def tells(self) -> tuple[int, tuple[str, ...]]:
        """Return how much was sent in the last second, and the chats it went to since this was last asked.

        A chat in which Telegram wants to hear nothing is told with the seconds for which it does not, `-100123+30`.
        """
        sent_to = tuple(self._sent_to)
        self._sent_to.clear()
        return self._overall.used(self._clock()), sent_to

    def hears(self, sent_to: Iterable[str]) -> None:
        """Count what another process has sent to some chats, as it `tells` it."""
        now = self._clock()
        for chat, _, seconds in (one.partition("+") for one in sent_to):
            clock = self._clock_of(chat)
            if seconds:
                clock.blocked_until = max(clock.blocked_until, now + float(seconds))
            else:
                clock.burst.note(now)
                clock.pace.note(now)

    def remember(self, sent: Iterable[tuple[int, float]]) -> None:
        """Count what an earlier process sent, so that a restart keeps within the limits.

        Args:
            sent: Chat, and how many seconds ago, oldest first.
        """
        now = self._clock()
        for chat, ago in sent:
            clock = self._clock_of(str(chat))
            for window in (clock.burst, clock.pace, self._overall):
                window.note(now - ago)

    async def process_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Sent]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | SendOptions | None,
    ) -> Sent:
        """Send one request when there is room for it.

        Raises:
            RetryAfter: Telegram asks for a longer wait than anybody would want to wait for an answer; of an
                announcement any wait: the outbox keeps it.
        """
        if endpoint in HARMLESS:
            return await self._harmless.ask(data, lambda: callback(*args, **kwargs))
        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(_COUNTED):
            return await callback(*args, **kwargs)
        if endpoint == _ACTION:
            return await self._show(self._clock_of(str(chat)), lambda: callback(*args, **kwargs))
        given = rate_limit_args or Lane.ANSWER
        options = given if isinstance(given, SendOptions) else SendOptions(given)
        return await self._send(self._clock_of(str(chat)), options, lambda: callback(*args, **kwargs))

    async def _show(self, chat: ChatClock, send: Callable[[], Coroutine[Any, Any, Sent]]) -> Sent:
        """Show in a chat that the bot is working, or return False: it is shown there, or there is no room for it."""
        now = self._clock()
        quiet = now < max(chat.blocked_until, chat.resting_until, chat.sign_until, self._refusals.blocked_until)
        if quiet or chat.under_way or self._signs.wait(now + self._trips.shortest) > 0:
            return False
        if self._wait_over_all(Lane.ANSWER, now) > 0:
            return False  # what there is of room is for answers
        chat.sign_until = now + _SHOWN
        windows = self._signs, self._overall
        for window in windows:
            window.begin()
        try:
            return await send()
        except RetryAfter as refusal:
            self._note_refusal(chat, refusal)
            return False
        finally:
            for window in windows:
                window.end(self._clock())
            self._look()

    async def _send(
        self, chat: ChatClock, options: SendOptions, send: Callable[[], Coroutine[Any, Any, Result]]
    ) -> Result:
        retries, again = Retries(), False
        while True:
            await self._turn(chat, options, again=again)
            again, refused, began = True, False, self._clock()
            try:
                sent = await send()
                self._trips.note(self._clock() - began)
                self._refusals.taken(self._clock())
                return sent
            except RetryAfter as refusal:
                refused, seconds = True, self._note_refusal(chat, refusal)
                if options.lane is Lane.ANNOUNCEMENT or seconds > self._limits.longest_wait_seconds:
                    raise
            except BadRequest:
                raise
            except NetworkError as error:
                # The outbox decides for announcements; an answer is tried again, because somebody waits for it.
                pause = retries.pause_after(error) if options.lane is Lane.ANSWER else None
                if pause is None:
                    raise
                chat.resting_until = self._clock() + pause
            finally:
                # Of an announcement it is not known to have taken none: nobody waits for it.
                self._end(chat, refused=refused and options.lane is not Lane.ANNOUNCEMENT)

    def _note_refusal(self, chat: ChatClock, refusal: RetryAfter) -> float:
        """Keep to what Telegram asks for, and in that chat to the strictest pace for a while; return the seconds."""
        now, seconds = self._clock(), seconds_wanted(refusal)
        # A wait that was told before is never shortened.
        chat.blocked_until = max(chat.blocked_until, now + seconds)
        chat.modest_until = chat.blocked_until + _MODEST_SECONDS
        self._refusals.refused(chat, now, chat.blocked_until)
        self._sent_to.append(f"{chat.name}+{seconds:.0f}")
        return seconds

    async def _turn(self, chat: ChatClock, options: SendOptions, *, again: bool) -> None:
        """Wait until a request may leave; one that is tried `again` goes before all others of its chat.

        Raises:
            RetryAfter: The chat is blocked for longer than anybody would wait.
        """
        lane, now, longest = options.lane, self._clock(), self._limits.longest_wait_seconds
        alone, whole = chat.blocked_until - now, self._refusals.blocked_until - now
        if alone > (0.0 if lane is Lane.ANNOUNCEMENT else longest) or whole > longest:
            raise RetryAfter(timedelta(seconds=max(alone, whole)))
        loop = asyncio.get_running_loop()
        ticket = _Ticket(chat, lane, loop.create_future(), None if options.leaving is None else loop.create_future())
        if again:
            self._waiting[lane].appendleft(ticket)
        else:
            self._waiting[lane].append(ticket)
        self._look()
        if not ticket.turn.done():
            self._aside()
        try:
            if ticket.door is not None and options.leaving is not None:
                await ticket.door
                await options.leaving()
                ticket.door = None
                self._look()
            await ticket.turn
        except BaseException:
            if ticket in self._waiting[lane]:
                self._waiting[lane].remove(ticket)
                self._look()
            elif ticket.turn.done() and not ticket.turn.cancelled():
                self._end(chat)
            raise

    def _look(self) -> None:
        """Let out whatever may leave now, and come back when the next may."""
        now = self._clock()
        soonest = math.inf
        for lane in (Lane.ANSWER, Lane.ANNOUNCEMENT):
            held: set[int] = set()
            door = 0
            for ticket in list(self._waiting[lane]):
                # Those behind it in the same chat keep behind it.
                wait = self._wait_in_chat(ticket, now) if id(ticket.chat) not in held else math.inf
                if wait <= 0:
                    door += 1
                    if ticket.door is not None:
                        if door <= _AT_THE_DOOR and not ticket.door.done():
                            ticket.door.set_result(None)
                        wait = math.inf
                    else:
                        wait = self._wait_over_all(lane, now)
                if wait > 0:
                    held.add(id(ticket.chat))
                    soonest = min(soonest, wait)
                    if door >= _AT_THE_DOOR and self._wait_over_all(lane, now) > 0:
                        break
                    continue
                self._let_out(ticket, now)
        self._wake_in(soonest, now)

    def _let_out(self, ticket: _Ticket, now: float) -> None:
        self._waiting[ticket.lane].remove(ticket)
        self._begin(ticket.chat)
        if ticket.lane is Lane.ANNOUNCEMENT:
            # Reckoned from when it should have left: a late timer must not slow a broadcast down.
            due = self._last_announcement + self._apart
            self._last_announcement = due if now - due < _CATCHES_UP * self._apart else now
        if not ticket.turn.done():
            ticket.turn.set_result(None)

    @property
    def _apart(self) -> float:
        """Seconds between two announcements: they leave as evenly as places come free, so that answers find some."""
        taken = self._overall.seconds + max(0.0, self._trips.usual - self._trips.shortest)
        return taken / self._left / _SHARE

    def _wait_in_chat(self, ticket: _Ticket, now: float) -> float:
        wait = ticket.chat.wait(ticket.lane, now, self._trips.shortest)
        if ticket.lane is Lane.ANNOUNCEMENT and any(one.chat is ticket.chat for one in self._waiting[Lane.ANSWER]):
            return math.inf
        # Rounding must not make us wait for a moment that never comes.
        return wait if wait > 1e-9 else 0.0

    def _wait_over_all(self, lane: Lane, now: float) -> float:
        times, known = self._refusals.times(now), self._trips.shortest
        if not times:
            return self._refusals.blocked_until - now
        if lane is Lane.ANNOUNCEMENT:
            count = self._left
        elif now - self._last_announcement <= self._overall.seconds:
            count = max(self._left, self._share)  # beside a broadcast one more would be refused
        elif math.isinf(times):
            return 0.0  # Telegram's limit over all is for what nobody asked for
        else:
            # Among answers alone one may be refused now and then: kept back by more than a trip takes on average, all
            # of them would wait for longer than the few that are.
            count, known = self._share * int(times), self._trips.usual
        wait = self._overall.wait(now + known, count=count)
        if lane is Lane.ANNOUNCEMENT:
            wait = max(wait, self._last_announcement + self._apart - now)
        return wait if wait > 1e-9 else 0.0

    def _wake_in(self, seconds: float, now: float) -> None:
        if math.isinf(seconds):
            return
        if self._alarm is not None and self._alarm[0] <= now + seconds and not self._alarm[1].done():
            return

        async def ring() -> None:
            await self._sleep(seconds)
            self._alarm = None
            self._look()

        if self._alarm is not None:
            self._alarm[1].cancel()
        self._alarm = (now + seconds, asyncio.ensure_future(ring()))

    def _begin(self, chat: ChatClock) -> None:
        chat.under_way += 1
        chat.used = self._clock()
        self._sent_to.append(chat.name)
        for window in (chat.burst, chat.pace, self._overall):
            window.begin()

    def _end(self, chat: ChatClock, *, refused: bool = False) -> None:
        """Note that a request has ended; what was `refused` takes no room of the others: it was not sent."""
        now = self._clock()
        chat.under_way -= 1
        chat.used = now
        for window in (chat.burst, chat.pace):
            window.end(now)
        if refused:
            self._overall.drop()
        else:
            self._overall.end(now)
        self._look()

    def _clock_of(self, chat: str) -> ChatClock:
        waiting = self._waiting.values()
        return self._chats.of(chat, self._clock(), lambda: [ticket.chat for lane in waiting for ticket in lane])
