"""Values read from the database, kept while its revision stays the same."""

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from bot.recent import Recent

Value = TypeVar("Value")


class RevisionCache:
    """The most recently used values of one revision. Safe to share between threads.

    Two threads may compute the same value at the same time: cheaper than making one wait.
    """

    def __init__(self, size: int) -> None:
        self._revision = -1
        self._kept: Recent[Hashable, object] = Recent(size)
        self._lock = threading.Lock()

    def holds(self, revision: int, key: Hashable) -> bool:
        """Return whether a value is kept at a revision."""
        with self._lock:
            return revision == self._revision and key in self._kept

    def get(self, revision: int, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key at a revision, made anew when it is not kept.

        An answer that began before the newest revision is made of its own; nothing of it is kept.
        """
        with self._lock:
            if revision > self._revision:
                self._kept.clear()
                self._revision = revision
            elif revision == self._revision and key in self._kept:
                self._kept.move_to_end(key)
                return cast(Value, self._kept[key])
        value = make()
        with self._lock:
            if revision == self._revision:  # else another thread saw a newer one meanwhile
                self._kept[key] = value
        return value

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._kept.clear()
