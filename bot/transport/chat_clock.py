"""What the outgoing queue knows of one chat: how much it was sent, and until when Telegram wants to hear nothing."""

import math
from dataclasses import dataclass
from enum import Enum

from bot.transport.windows import SlidingWindow


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

    def wait(self, lane: Lane, now: float, known: float) -> float:
        """Return in how many seconds there is room in the chat, as far as is known; `known`: a round trip at least."""
        wait = max(0.0, self.blocked_until - now, self.resting_until - now, self.burst.wait(now + known))
        if lane is Lane.ANNOUNCEMENT or now < self.modest_until:
            wait = max(wait, self.pace.wait(now + known))
        return math.inf if self.under_way else wait
