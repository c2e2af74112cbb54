"""The library: what is loaded, ready to be asked. Store, search index and vocabulary follow the database's revision."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import datetime

    from bot.questions.vocabulary import Vocabulary
    from bot.search.index import Index
    from bot.settings import Settings
    from bot.store.chats import Chats
    from bot.store.database import Database
    from bot.store.queries import Store
    from bot.store.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one answer is made from, all of the same revision; `changed_at` is when that was made, in UTC."""

    store: "Store"
    index: "Index"
    vocabulary: "Vocabulary"
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
        from bot.store.answered import Answered
        from bot.store.inbox import Inbox
        from bot.store.misses import Misses
        from bot.store.preferences import AllPreferences
        from bot.store.queries import Store

        self.chats = chats
        self.tokens = tokens
        self.preferences = AllPreferences(database)
        self.answered = Answered(database)
        self.inbox = Inbox(database)
        self.misses = Misses(database)
        self.database = database
        self._index = index
        self._store = Store(database)
        self._shelf: Shelf | None = None
        self._revision = -1
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: "Settings") -> Self:
        """Open the database of the settings; a new one is made, and filled with the demonstration.

        Raises:
            GongkaiError: The database or the index cannot be opened, or a bundled document cannot be loaded.
        """
        from bot.ingest.bundled import settle
        from bot.search.index import Index
        from bot.search.place import place
        from bot.search.synonyms import Synonyms
        from bot.store.chats import Chats
        from bot.store.database import Database
        from bot.store.queries import Store
        from bot.store.tokens import Tokens

        database = Database.open(settings.database)
        try:
            settle(database, welcome=settings.bundled_records)
            store = Store(database)
            directory = place(
                store,
                settings.index_dir,
                otherwise=settings.data_dir / "index",
                most_in_memory=settings.index_in_memory,
            )
            index = Index.build(store, directory=directory)
            index.synonyms = Synonyms.load(settings.data_dir / "synonyms.yaml")
        except BaseException:
            database.close()
            raise
        return cls(database, index, chats=Chats(database), tokens=Tokens(database))

    def shelf(self) -> Shelf:
        """Return store, index and vocabulary as of now: another process may have loaded something since."""
        revision = self._store.revision()
        with self._lock:
            if self._shelf is None or revision != self._revision:
                from bot.questions.vocabulary import Vocabulary

                self._index.refresh(self._store, wait=False)
                self._store.prepare()
                vocabulary = Vocabulary.of(self._store)
                self._shelf = Shelf(self._store, self._index, vocabulary, self.database.changed_at())
                self._revision = revision
            return self._shelf

    def close(self) -> None:
        """Close the index and the database."""
        self._index.close()
        self.database.close()
