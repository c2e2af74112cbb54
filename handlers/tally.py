"""What this process has done since it started, in numbers, for /status. No chat and no text is in it."""

import threading
from collections import Counter
from datetime import UTC, datetime

ANSWERED, FAULTS, PLAIN_INSTEAD, SLOWED = "answered", "faults", "plain_instead", "slowed"


class Tally:
    """Counters. Safe to share between threads."""

    def __init__(self) -> None:
        self.since = datetime.now(UTC)
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._counts[name] += 1

    def of(self, name: str) -> int:
        """Return how many."""
        with self._lock:
            return self._counts[name]


TALLY = Tally()
