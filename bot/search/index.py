"""The index: built from the store, caught up with it, asked by words. A cache of the database, never a second truth."""

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

import tantivy

from bot.search import fields, source
from bot.search.engine import Engine, failing
from bot.search.entry import Entry
from bot.search.error import SearchError
from bot.search.finder import Finder
from bot.search.results import Filters, Results
from bot.search.stamp import Stamp
from bot.store.queries import Store

BUILDING_MEMORY = 200_000_000
"""Bytes that the engine may gather before it writes a segment while building: a million titles in five segments."""

BUILDING_THREADS = 2
"""Beside the thread that makes the tokens. More leave the index in more segments, and searching them takes longer."""

CATCHING_UP_MEMORY = 30_000_000
"""The same for a refresh: an import is a few thousand records; the engine takes no less than 15 MB."""

Progress = Callable[[int], None]
"""Called now and then while building with the number of entries so far."""

_REPORT_EVERY = 1000


class Index:
    """Everything loaded, searchable. Safe to share between threads; one of them at a time refreshes it."""

    def __init__(self, engine: tantivy.Index, stamp: Stamp, directory: Path | None) -> None:
        self._index = engine
        self._stamp = stamp
        self._directory = directory
        self._refreshing = threading.Lock()

    @classmethod
    def build(
        cls, store: Store, *, directory: Path | None = None, anew: bool = False, progress: Progress | None = None
    ) -> Self:
        """Return an index of all that the store holds.

        Args:
            store: The database's reading side.
            directory: Folder to keep it in, stamped with the revision; an index found there is caught up instead of
                being rebuilt. None keeps it in memory.
            anew: Rebuild even a usable one.
            progress: Told how many entries are done.

        Raises:
            SearchError: The engine failed, or the folder cannot be used.
        """
        identity = source.identity(store)
        if directory is not None and not anew and (found := cls._found(directory, identity)) is not None:
            found.refresh(store)
            return found
        # Read first: what changes while it is being built is then caught up, twice at worst.
        stamp = Stamp(store.revision(), identity)
        built = cls._built(source.everything(store), stamp, directory, progress)
        built.refresh(store)
        return built

    @classmethod
    def of(cls, entries: Iterable[Entry], *, directory: Path | None = None, progress: Progress | None = None) -> Self:
        """Return an index of `entries`; for tests and benches, without a database."""
        return cls._built(entries, Stamp(0), directory, progress)

    @classmethod
    def opened(cls, directory: Path) -> Self | None:
        """Return the finished index of a folder without catching it up, or None when there is none."""
        return cls._found(directory, None)

    @property
    def revision(self) -> int:
        """The revision of the database that the index has caught up with."""
        return self._stamp.revision

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def refresh(self, store: Store) -> None:
        """Catch up with the store: what changed since the index's revision is replaced, what is gone is removed.

        Searches go on meanwhile; after it returns they see the new state (a withdrawn record is gone). It costs one
        read of the revision when nothing changed.

        Raises:
            SearchError: The engine failed.
        """
        if store.revision() == self._stamp.revision:
            return
        with self._refreshing:
            changes = store.changes(self._stamp.revision)
            if changes.revision == self._stamp.revision:
                return
            if changes.everything:
                self._replace(None, source.everything(store), Stamp(changes.revision, self._stamp.database))
                return
            gone = [("key", key) for key in (*changes.changed, *changes.removed)]
            reports = (*changes.reports, *changes.removed_reports)
            gone += [("report", source.report_prefix(agency, year)) for agency, year in reports]
            self._replace(gone, _changed(store, changes.changed, changes.reports), self._next(changes.revision))

    def add(self, entries: Iterable[Entry], *, removed: Iterable[str] = ()) -> None:
        """Put entries in, in place of those of the same keys, and take others out; for tests and benches.

        Raises:
            SearchError: The engine failed.
        """
        with self._refreshing:
            added = list(entries)
            gone = [("key", key) for key in (*(entry.key for entry in added), *removed)]
            self._replace(gone, added, self._next(self._stamp.revision))

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
        with failing():
            engine = Engine(self._index.schema, self._index.searcher(), filters or Filters())
            return Finder(engine, words, offset=offset, limit=limit).results()

    def close(self) -> None:
        """Release the index; nothing is lost that was not committed."""
        with self._refreshing, failing():
            self._index = _new(None)

    def _next(self, revision: int) -> Stamp:
        return Stamp(revision, self._stamp.database)

    def _replace(self, gone: Sequence[tuple[str, str]] | None, entries: Iterable[Entry], stamp: Stamp) -> None:
        """Take out (None: everything), put in, commit, stamp; searches see all of it or nothing."""
        with failing():
            writer = self._index.writer(CATCHING_UP_MEMORY, 1)
            try:
                if gone is None:
                    writer.delete_all_documents()
                for field, value in gone or ():
                    writer.delete_documents_by_term(field, value)
                for entry in entries:
                    writer.add_document(fields.document(entry))
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            self._index.reload()
        self._stamp = stamp
        if self._directory is not None:
            stamp.write(self._directory)

    @classmethod
    def _found(cls, directory: Path, database: str | None) -> Self | None:
        """Return the index of a folder if it is finished, of this format and of this database (None: of any)."""
        stamp = Stamp.read(directory)
        if stamp is None or stamp.format != fields.FORMAT or database not in (None, stamp.database):
            return None
        try:
            engine = tantivy.Index.open(str(directory))
            fields.register(engine)
            engine.searcher()
        except (ValueError, OSError):
            return None  # damaged: it is a cache, and is made again
        return cls(engine, stamp, directory)

    @classmethod
    def _built(cls, entries: Iterable[Entry], stamp: Stamp, directory: Path | None, progress: Progress | None) -> Self:
        if directory is not None:
            _emptied(directory)
        with failing():
            engine = _new(directory)
            writer = engine.writer(BUILDING_MEMORY, BUILDING_THREADS)
            done = 0
            for done, entry in enumerate(entries, start=1):
                writer.add_document(fields.document(entry))
                if progress is not None and done % _REPORT_EVERY == 0:
                    progress(done)
            writer.commit()
            writer.wait_merging_threads()
            engine.reload()
        if progress is not None:
            progress(done)
        if directory is not None:
            stamp.write(directory)
        return cls(engine, stamp, directory)


def _new(directory: Path | None) -> tantivy.Index:
    engine = tantivy.Index(fields.schema(), path=None if directory is None else str(directory))
    fields.register(engine)
    return engine


def _emptied(directory: Path) -> None:
    """Make a folder ready for a new index.

    Raises:
        SearchError: It cannot be made or emptied.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        Stamp.remove(directory)  # first: killed from here on, the index is rebuilt
        for path in directory.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        raise SearchError("searching.unusable_directory", directory=directory, reason=error.strerror) from error


def _changed(store: Store, keys: Sequence[str], reports: Sequence[tuple[str, int]]) -> Iterable[Entry]:
    if keys:
        yield from source.records(store, keys)
    for agency, year in reports:
        yield from source.passages(store, agency, year)
