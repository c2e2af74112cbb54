"""What this process has done since it started, in numbers, for /status. No chat and no text is in it."""

import bisect
import itertools
import math
import threading
from collections import Counter
from datetime import UTC, datetime

ANSWERED, FAULTS, PLAIN_INSTEAD, SLOWED = "answered", "faults", "plain_instead", "slowed"
FLOODED = "flooded"
# Seconds; a bucket holds what took no longer.
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, math.inf)


class Counters:
    """Counters. Safe to share between threads."""

    def __init__(self) -> None:
        self.since = datetime.now(UTC)
        self._counts: Counter[str] = Counter()
        self._times = [0] * len(_BUCKETS)
        self._seconds = 0.0
        self._lock = threading.Lock()

    def took(self, seconds: float) -> None:
        """Count how long an answer took, from taking a message up until it was sent."""
        with self._lock:
            self._times[bisect.bisect_left(_BUCKETS, seconds)] += 1
            self._seconds += seconds

    def times(self) -> tuple[list[tuple[str, float]], float]:
        """Return how many answers took up to so many seconds each, in text as Prometheus has it, and all seconds."""
        with self._lock:
            bounds = ["+Inf" if bound == math.inf else str(bound) for bound in _BUCKETS]
            return list(zip(bounds, itertools.accumulate(self._times), strict=True)), self._seconds

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._counts[name] += 1

    def of(self, name: str) -> int:
        """Return how many."""
        with self._lock:
            return self._counts[name]


COUNTERS = Counters()
