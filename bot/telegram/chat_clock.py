"""What the outgoing queue knows of one chat: how much it was sent, and until when Telegram wants to hear nothing."""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from bot.telegram.windows import SlidingWindow

# An idle chat's clocks say nothing after a minute, its longest window.
_IDLE_SECONDS = 120.0
_MANY_CHATS = 10_000


class Lane(Enum):
    """Who waits for it: somebody who asked, or nobody."""

    ANSWER = "answer"
    ANNOUNCEMENT = "announcement"


@dataclass(slots=True, eq=False)
class ChatClock:
    """What is known of one chat's limits: the burst that it bears, and the pace that lasts."""

    burst: SlidingWindow
    pace: SlidingWindow
    under_way: int = 0
    blocked_until: float = 0.0
    resting_until: float = 0.0
    modest_until: float = 0.0
    sign_until: float = 0.0
    used: float = 0.0
    name: str = ""

    def wait(self, lane: Lane, now: float, known: float) -> float:
        """Return in how many seconds there is room in the chat, as far as is known; `known`: a round trip at least."""
        wait = max(0.0, self.blocked_until - now, self.resting_until - now, self.burst.wait(now + known))
        if lane is Lane.ANNOUNCEMENT or now < self.modest_until:
            wait = max(wait, self.pace.wait(now + known))
        return math.inf if self.under_way else wait


class ChatClocks:
    """The clocks of all chats that were sent something of late.

    Args:
        per_chat: Sends to a private chat in as many seconds, half of them at once.
        per_group: Sends to a group or channel in a minute.
    """

    def __init__(self, per_chat: int, per_group: int) -> None:
        self._per_chat = per_chat
        self._per_group = per_group
        self._clocks: dict[str, ChatClock] = {}

    def of(self, chat: str, now: float, waited_for: Callable[[], Collection[ChatClock]]) -> ChatClock:
        """Return the clock of a chat.

        Args:
            chat: Its id, or a name.
            now: The present moment.
            waited_for: Gives those that are kept, however many there are.
        """
        if chat not in self._clocks:
            if len(self._clocks) >= _MANY_CHATS:
                self._forget_idle(now, waited_for())
            # Groups and channels have negative numbers, or a name.
            if chat.startswith(("-", "@")):
                window = SlidingWindow(self._per_group, 60.0)
            else:
                window = SlidingWindow(self._per_chat, float(self._per_chat), burst=(self._per_chat + 1) // 2)
            self._clocks[chat] = ChatClock(window, SlidingWindow(1, 1.0), name=chat)
        self._clocks[chat].used = now
        return self._clocks[chat]

    def _forget_idle(self, now: float, waited_for: Collection[ChatClock]) -> None:
        kept = {id(clock) for clock in waited_for}
        for name, clock in list(self._clocks.items()):
            idle = not clock.under_way and id(clock) not in kept
            if idle and max(clock.blocked_until, clock.used + _IDLE_SECONDS) < now:
                del self._clocks[name]
