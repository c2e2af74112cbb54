"""The library: what is loaded, ready to be asked. Store, search index and vocabulary follow the database's revision."""

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.questions.vocabulary import Vocabulary
    from bot.search.index import Index
    from bot.search.snapshot import Snapshot
    from bot.settings import Settings
    from bot.store.chat.chats import Chats
    from bot.store.chat.tokens import Tokens
    from bot.store.database import Database
    from bot.store.read.queries import Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one answer is made from.

    Attributes:
        store: What is loaded; within `Library.reading` all of one revision.
        index: The search index as it was when this was made.
        vocabulary: What the loaded names and texts make known to the readers.
        revision: Of vocabulary and index; a large import is followed in a thread, and they are older meanwhile.
        changed_at: When the revision was made, in UTC.
    """

    store: "Store"
    index: "Snapshot"
    vocabulary: "Vocabulary"
    revision: int = 0
    changed_at: "datetime | None" = None


class Library:
    """An open database with its index. Safe to share between threads; `close` it at the end.

    Attributes:
        chats: What each chat was last shown.
        tokens: Long values of buttons.
        preferences: What is set for each chat.
        answered: Which message answers which.
        inbox: What was asked and is not answered yet.
        misses: Words that nothing was found for.
        database: The open database.
    """

    def __init__(self, database: "Database", index: "Index", *, chats: "Chats", tokens: "Tokens") -> None:
        from bot.store.chat.answered import AnsweredMessages
        from bot.store.chat.inbox import Inbox
        from bot.store.chat.misses import Misses
        from bot.store.chat.preferences import AllPreferences
        from bot.store.read.queries import Store

        self.chats = chats
        self.tokens = tokens
        self.preferences = AllPreferences(database)
        self.answered = AnsweredMessages(database)
        self.inbox = Inbox(database)
        self.misses = Misses(database)
        self.database = database
        self._index = index
        self._store = Store(database)
        self._shelf: Shelf | None = None
        self._making = threading.Lock()

    @classmethod
    def open(cls, settings: "Settings") -> Self:
        """Open the database of the settings; a new one is made, and filled with the demonstration.

        Where nothing can be written it is read as it is, and an index that cannot be kept on disk is made in memory.

        Raises:
            GongkaiError: The database or the index cannot be opened, or a bundled document cannot be loaded.
        """
        from bot.ingest.bundled import settle
        from bot.logs import logger
        from bot.messages import message
        from bot.search.error import SearchError
        from bot.search.index import Index
        from bot.search.place import place
        from bot.search.synonyms import Synonyms
        from bot.store.chat.chats import Chats
        from bot.store.chat.tokens import Tokens
        from bot.store.database import Database, somebody_waits
        from bot.store.errors import UnwritableError
        from bot.store.read.queries import Store

        database = Database.open(settings.database, reading=True)
        try:
            with suppress(UnwritableError), somebody_waits():  # the next start does it
                settle(database, welcome=settings.bundled_records)
            store = Store(database)
            directory = place(
                store,
                settings.index_dir,
                otherwise=settings.data_dir / "index",
                most_in_memory=settings.index_in_memory,
            )
            try:
                index = Index.build(store, directory=directory)
            except SearchError as error:
                if directory is None:
                    raise
                logger.warning(message("searching.kept_in_memory", directory=directory, reason=error))
                index = Index.build(store)
            index.synonyms = Synonyms.load(settings.data_dir / "synonyms.yaml")
        except BaseException:
            database.close()
            raise
        return cls(database, index, chats=Chats(database), tokens=Tokens(database))

    @contextmanager
    def reading(self) -> "Iterator[Shelf]":
        """Within this context, in this thread, all that is read is of one revision, whoever writes meanwhile."""
        for last in (False, False, True):
            with self._store.reading():
                shelf = self.shelf()
                # Another thread may have made one of what was committed since this began to read.
                if last or shelf.revision <= self._store.revision():
                    yield shelf
                    return

    def shelf(self) -> Shelf:
        """Return store, index and vocabulary as of now: another process may have loaded something since.

        Whoever comes first after that makes them anew; all others go on with those that there are.
        """
        shelf, revision = self._shelf, self._store.revision()
        if shelf is not None and self._is_of(shelf, revision):
            return shelf
        if not self._making.acquire(blocking=shelf is None) and shelf is not None:
            return shelf
        try:
            if self._shelf is None or not self._is_of(self._shelf, revision):
                self._shelf = self._made()
            return self._shelf
        finally:
            self._making.release()

    def teach(self, own: "Path", group: "Sequence[str]") -> None:
        """Look for words of a group beside each other from now on, and keep it in the office's own file of synonyms.

        Raises:
            SearchError: The file cannot be used or written.
        """
        from bot.search.synonyms import Synonyms, add_own

        add_own(own, group)
        self._index.synonyms = Synonyms.load(own)
        with self._making:
            self._shelf = self._made()

    def _is_of(self, shelf: Shelf, revision: int) -> bool:
        return shelf.revision >= revision and shelf.index.revision == self._index.revision

    def _made(self) -> Shelf:
        from bot.answers.agencies import members
        from bot.questions.vocabulary import Vocabulary

        with self._store.reading():
            self._index.refresh(self._store, wait=False)
            self._store.prepare()
            members.prepare(self._store)
            return Shelf(
                self._store,
                self._index.snapshot(),
                Vocabulary.of(self._store),
                self._store.revision(),
                self.database.changed_at(),
            )

    def close(self) -> None:
        """Close the index and the database."""
        self._index.close()
        self.database.close()
