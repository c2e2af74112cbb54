"""One state of the index, for a whole answer: what is committed meanwhile is not seen."""

from collections.abc import Callable, Sequence
from typing import Protocol

import tantivy

from bot.search.engine import Engine, failing
from bot.search.error import SearchError
from bot.search.finder import Finder
from bot.search.results import Filters, Results
from bot.search.synonyms import Synonyms


class Searchable(Protocol):
    """What can be searched: an index, or one state of it."""

    def search(
        self, words: Sequence[str], filters: Filters | None = None, *, offset: int = 0, limit: int = 5
    ) -> Results:
        """Return what matches `words`, as `Snapshot.search` does."""


class Snapshot:
    """One state of an index. Safe to share between threads.

    Attributes:
        revision: The revision of the database that it has caught up with.
    """

    def __init__(
        self,
        engine: tantivy.Index,
        revision: int,
        synonyms: Synonyms,
        mended: "Callable[[], Snapshot | None]" = lambda: None,
    ) -> None:
        self.revision = revision
        self._synonyms = synonyms
        self._schema = engine.schema
        self._mended = mended  # asked where the engine fails: another state, if the index was made anew
        with failing():
            self._searcher = engine.searcher()

    def search(
        self, words: Sequence[str], filters: Filters | None = None, *, offset: int = 0, limit: int = 5
    ) -> Results:
        """Return what matches `words`, in the order of `Level`.

        Args:
            words: As typed; several: all are wanted, then some. Chinese, Traditional, pinyin, initials, numbers.
            filters: What a hit must fulfil; any by default.
            offset: How many hits to leave out (paging).
            limit: How many hits at most.

        Raises:
            SearchError: The engine failed.
        """
        try:
            with failing():
                engine = Engine(self._schema, self._searcher, filters or Filters())
                return Finder(engine, self._synonyms, words, offset=offset, limit=limit).results()
        except SearchError:
            if (anew := self._mended()) is None:
                raise
        return anew.search(words, filters, offset=offset, limit=limit)
