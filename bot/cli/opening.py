"""What a command works on: the settings, their database, a conversation, an agency by any of its names."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bot.messages import message

if TYPE_CHECKING:
    from bot.service.conversation import Conversation
    from bot.settings import Settings
    from bot.store.database import Database
    from bot.store.read.queries import Store


# Seconds after which another thread has its turn.
SWITCH = 0.0005


def read_settings() -> "Settings":
    """Return the settings, with what the whole process needs of them in place."""
    import os

    from bot.settings import Settings

    settings = Settings.read()
    # bot.messages reads the language from the environment alone; a language set in .env must reach it.
    os.environ["GONGKAI_LANGUAGE"] = settings.language
    return settings


def leave_when_told() -> None:
    """Let SIGTERM end the process as Ctrl-D does, and SIGINT as Ctrl-C does, from the first moment on."""
    import signal

    def leave(*_: object) -> None:
        raise SystemExit(0)

    def interrupt(*_: object) -> None:
        # Once: what is put away because of it must not be interrupted again.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    # In place of the default handler asyncio puts its own, which loses a signal that comes between two runs.
    signal.signal(signal.SIGINT, interrupt)


@contextmanager
def open_conversation(settings: "Settings") -> "Iterator[Conversation]":
    """Open the library for as long as it is talked with."""
    from bot.service.conversation import Conversation
    from bot.service.library import Library

    with closing(Library.open(settings)) as library:
        yield Conversation(library, settings)


@contextmanager
def open_database(*, reading: bool = False) -> "Iterator[Database]":
    """Open the database of the settings for as long as a command runs; `reading`: one that writes nothing."""
    from bot.store.database import Database

    database = Database.open(read_settings().database, reading=reading)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def open_store(*, reading: bool = False) -> "Iterator[Store]":
    """Open the database of the settings for as long as a command runs; `reading`: one that writes nothing."""
    from bot.store.read.queries import Store

    with open_database(reading=reading) as database:
        yield Store(database)


def slug_of(store: "Store", name: str | None) -> str | None:
    """Return the slug of a loaded agency by any of its names; None for None.

    Raises:
        StoreError: No loaded agency is called so.
    """
    from bot.records.agencies import is_called
    from bot.store.errors import StoreError

    if name is None:
        return None
    agencies = store.agencies()
    for agency in agencies:
        if name == agency.slug or is_called(name, agency):
            return agency.slug
    loaded = message("loading.names_separator").join(agency.name or agency.slug for agency in agencies)
    raise StoreError("loading.no_such_agency", asked=name, loaded=loaded or message("loading.nothing_loaded"))
