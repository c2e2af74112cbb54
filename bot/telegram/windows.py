"""What the outgoing queue knows of Telegram's limits and of the way there."""

import math
from collections import deque

# Round trips from which the shortest is taken, and how many there must be.
_TRIPS, _TRIPS_NEEDED = 100, 20


class SlidingWindow:
    """At most `count` sends in any `seconds`, as whoever receives them counts.

    A send counts from its beginning until `seconds` after its end: when in between it is received nobody here knows.
    Only what every round trip takes at least (`RoundTrips`) need not be waited for.

    Args:
        count: So many sends.
        seconds: In so long a time.
        burst: After so many at once the rest leave evenly, so that none waits for the whole window; not given: all at
            once.
    """

    def __init__(self, count: int, seconds: float, *, burst: int | None = None) -> None:
        self.seconds = seconds
        self._count = count
        self._burst = count if burst is None else burst
        self._under_way = 0
        self._ended: deque[float] = deque()

    def wait(self, now: float, *, count: int | None = None) -> float:
        """Return in how many seconds from `now` there is room at the earliest; 0 when there is, inf: after an end.

        Args:
            now: The present moment.
            count: Of so many sends, all of them at once, instead of what the window takes.
        """
        used, burst = self.used(now), self._burst if count is None else count
        count = self._count if count is None else count
        if used < count:
            if used < burst or not self._ended:
                return 0.0
            until_room = self._ended[0] + self.seconds - self._ended[-1]
            return max(0.0, self._ended[-1] + until_room / (count - used + 1) - now)
        return self._ended[used - count] + self.seconds - now if used - count < len(self._ended) else math.inf

    def used(self, now: float) -> int:
        """Return how many sends count at a moment."""
        while self._ended and self._ended[0] + self.seconds <= now:
            self._ended.popleft()
        return self._under_way + len(self._ended)

    def begin(self) -> None:
        """Count a send that begins."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """Count that it has ended."""
        self._under_way -= 1
        self._ended.append(now)

    def drop(self) -> None:
        """Count one that began no more: it was not sent."""
        self._under_way -= 1

    def note(self, at: float) -> None:
        """Count a send that began and ended at a moment."""
        self._ended.append(at)


class RoundTrips:
    """How long a request takes at the least, there and back.

    One is received after its way there, and answered before its way back: of two requests that begin 1.00 s after the
    other's end, these two ways make more than a second. A limit that is reckoned without them is never reached; with a
    server 0.2 s away by a sixth.
    """

    def __init__(self, doubt: float) -> None:
        self._seconds: deque[float] = deque(maxlen=_TRIPS)
        self._doubt = doubt
        self.shortest = self.usual = 0.0

    def note(self, seconds: float) -> None:
        """Count a request that was answered."""
        self._seconds.append(seconds)
        self.usual += (seconds - self.usual) / _TRIPS_NEEDED
        if len(self._seconds) >= _TRIPS_NEEDED:
            self.shortest = max(0.0, min(self._seconds) - self._doubt) * 0.95
