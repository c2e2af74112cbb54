"""The index: built from the store, caught up with it, asked by words. A cache of the database, never a second truth."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import tantivy

from bot.errors import GongkaiError
from bot.logs import logger
from bot.messages import message
from bot.search import building, fields, source
from bot.search.building import Progress
from bot.search.engine import failing
from bot.search.entry import IndexEntry
from bot.search.error import SearchError
from bot.search.results import Filters, Results
from bot.search.snapshot import Snapshot
from bot.search.stamp import Stamp
from bot.search.synonyms import Synonyms
from bot.store.read.queries import Store
from bot.store.read.values import Changes

QUICK = 2000
"""So many changed records are caught up with while an answer waits: about a third of a second."""


class Index:
    """Everything loaded, searchable. Safe to share between threads; one of them at a time refreshes it.

    Attributes:
        synonyms: Words that are looked for beside those typed; the bundled ones until others are set.
    """

    def __init__(self, engine: tantivy.Index, stamp: Stamp, directory: Path | None = None) -> None:
        self.synonyms = Synonyms.load()
        self._engine = engine
        self._stamp = stamp
        self._directory = directory
        self._refreshing = threading.Lock()
        self._failed: GongkaiError | None = None
        # Of what it was made, where it can be made anew.
        self._store: Store | None = None

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
            if not building.is_damaged(directory, found._stamp):
                found._store = store
                found.refresh(store)
                return found
            logger.warning(message("searching.made_anew", directory=directory))
        # The revision is read first: what changes while it is being built is then caught up, twice at worst.
        stamp = Stamp(revision=store.revision(), database=identity)
        made = cls(building.built(source.everything(store), stamp, directory, progress), stamp, directory)
        made._store = store
        made.refresh(store)
        return made

    @classmethod
    def of(cls, entries: Iterable[IndexEntry], *, directory: Path | None = None) -> Self:
        """Return an index of `entries`; for tests and benches, without a database."""
        stamp = Stamp(revision=0)
        return cls(building.built(entries, stamp, directory), stamp, directory)

    @classmethod
    def opened(cls, directory: Path) -> Self | None:
        """Return the finished index of a folder without catching it up, or None when there is none."""
        return cls._found(directory, None)

    @classmethod
    def _found(cls, directory: Path, database: str | None) -> Self | None:
        """Return the index of a folder if it is whole, of this format and of this database (None: of any)."""
        stamp = Stamp.read(directory)
        if stamp is None or stamp.format != fields.FORMAT or database not in (None, stamp.database):
            return None
        engine = building.opened(directory, stamp)
        return cls(engine, stamp, directory) if engine is not None else None

    @property
    def revision(self) -> int:
        """The revision of the database that the index has caught up with."""
        return self._stamp.revision

    def __len__(self) -> int:
        return int(self._engine.searcher().num_docs)

    def refresh(self, store: Store, *, wait: bool = True) -> None:
        """Catch up with the store: what changed since the index's revision is replaced, what is gone is removed.

        Searches go on meanwhile, on what was there before; after it returns they see the new state (a withdrawn record
        is gone). It costs one read of the revision when nothing changed.

        Args:
            store: The database's reading side.
            wait: False does not wait for a large change: what is gone is removed at once, the rest follows in a thread.

        Raises:
            SearchError: The engine failed, now or in that thread.
        """
        if self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed
        if store.revision() == self._stamp.revision or (not wait and self._refreshing.locked()):
            return
        with self._refreshing:
            self._look_up()
            changes = store.changes(self._stamp.revision)
            if changes.revision == self._stamp.revision:
                return
            if wait or (len(changes.changed) <= QUICK and not changes.everything):
                self._catch_up(store, changes)
                return
            if not self._replaced([("key", key) for key in changes.removed], ()):
                self._build_anew(store, changes.revision)
                return
        threading.Thread(target=self._follow, args=(store,), name="gongkai-index", daemon=True).start()

    def _follow(self, store: Store) -> None:
        """Catch up in a thread; a failure is told to whoever refreshes next."""
        try:
            self.refresh(store)
        except GongkaiError as error:
            self._failed = error

    def _catch_up(self, store: Store, changes: Changes) -> None:
        if changes.everything:
            self._build_anew(store, changes.revision)
            return
        gone = [("key", key) for key in (*changes.changed, *changes.removed)]
        reports = (*changes.reports, *changes.removed_reports)
        gone += [("report", source.report_prefix(agency, year)) for agency, year in reports]
        if self._replaced(gone, source.some(store, changes.changed, changes.reports)):
            self._stamped(changes.revision)
        else:
            self._build_anew(store, changes.revision)

    def _replaced(self, gone: Sequence[tuple[str, str]], entries: Iterable[IndexEntry]) -> bool:
        """Replace entries; return False where the files are damaged or gone, and the index is to be made anew.

        Raises:
            SearchError: The engine failed, and the files are as they were written.
        """
        try:
            building.replace(self._engine, gone, entries)
        except SearchError:
            if self._directory is None or not building.is_damaged(self._directory, self._stamp):
                raise
            logger.warning(message("searching.made_anew", directory=self._directory))
            return False
        return True

    def _build_anew(self, store: Store, revision: int) -> None:
        stamp = Stamp(revision=revision, database=self._stamp.database)
        self._engine = building.built(source.everything(store), stamp, self._directory)
        self._stamp = stamp

    def add(self, entries: Iterable[IndexEntry], *, removed: Iterable[str] = ()) -> None:
        """Put entries in, in place of those of the same keys, and take others out; for tests and benches.

        Raises:
            SearchError: The engine failed.
        """
        with self._refreshing:
            added = list(entries)
            building.replace(self._engine, [("key", key) for key in (*(one.key for one in added), *removed)], added)
            self._stamped(self._stamp.revision)

    def search(
        self, words: Sequence[str], filters: Filters | None = None, *, offset: int = 0, limit: int = 5
    ) -> Results:
        """Return what matches `words` now, as `Snapshot.search` does.

        Raises:
            SearchError: The engine failed.
        """
        return self.snapshot().search(words, filters, offset=offset, limit=limit)

    def snapshot(self) -> Snapshot:
        """Return the index as it is now, for an answer that searches several times.

        Raises:
            SearchError: The engine failed.
        """
        revision = self._stamp.revision  # first: what is committed meanwhile makes the snapshot newer than it says
        engine = self._engine
        return Snapshot(engine, revision, self.synonyms, lambda: self.snapshot() if self._mended(engine) else None)

    def _mended(self, failed: tantivy.Index) -> bool:
        """Make the index anew where its files are damaged; return whether another one than the failed one is there."""
        if self._directory is None or self._store is None:
            return False
        with self._refreshing:
            if self._engine is failed and building.is_damaged(self._directory, self._stamp):
                logger.warning(message("searching.made_anew", directory=self._directory))
                self._build_anew(self._store, self._store.revision())
            return self._engine is not failed

    def close(self) -> None:
        """Release the index's files; nothing is lost that was not committed."""
        with self._refreshing:
            self._directory = None
            self._engine = building.built((), self._stamp)

    def _look_up(self) -> None:
        """Take over what another process did to the same folder: caught up with the database, or built anew."""
        if self._directory is None:
            return
        stamp = Stamp.read(self._directory)
        if (
            stamp is None
            or stamp == self._stamp
            or (stamp.database, stamp.format)
            != (
                self._stamp.database,
                self._stamp.format,
            )
        ):
            return
        engine = building.opened(self._directory, stamp)
        if engine is not None:
            self._engine, self._stamp = engine, stamp

    def _stamped(self, revision: int) -> None:
        self._stamp = replace(self._stamp, revision=revision)
        if self._directory is not None:
            with failing():
                self._stamp.write(self._directory)
