"""The index: built from the store, caught up with it, asked by words. A cache of the database, never a second truth."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bot.search.entry import Entry
from bot.search.results import Filters, Results

if TYPE_CHECKING:
    from bot.store.queries import Store


class Index:
    """Everything loaded, searchable. Safe to share between threads; one of them at a time may refresh it."""

    @classmethod
    def build(cls, store: "Store", *, directory: Path | None = None) -> Self:
        """Return an index of all that the store holds.

        Args:
            store: The database's reading side.
            directory: Folder to keep it in, stamped with the revision; an index found there is caught up instead of
                being rebuilt. None keeps it in memory.

        Raises:
            SearchError: The engine failed.
        """
        raise NotImplementedError

    @classmethod
    def of(cls, entries: Iterable[Entry], *, directory: Path | None = None) -> Self:
        """Return an index of `entries`; for tests and benches, without a database."""
        raise NotImplementedError

    def refresh(self, store: "Store") -> None:
        """Catch up with the store: what changed since the index's revision is replaced, what is gone is removed.

        Searches go on meanwhile; after it returns they see the new state (a withdrawn record is gone).

        Raises:
            SearchError: The engine failed.
        """
        raise NotImplementedError

    def search(
        self, words: Sequence[str], filters: Filters | None = None, *, offset: int = 0, limit: int = 5
    ) -> Results:
        """Return what matches `words`, in the order exact, all words, some words, similar.

        Args:
            words: As typed; several: all are wanted, then some. Chinese, Traditional, pinyin, initials, numbers.
            filters: What a hit must fulfil; any by default.
            offset: How many hits to leave out (paging).
            limit: How many hits at most.

        Raises:
            SearchError: The engine failed.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Release the index's files."""
        raise NotImplementedError
