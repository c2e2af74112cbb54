"""Opening what a command works on: the database of the settings, and an agency by any of its names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.messages import message

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.queries import Store


@contextmanager
def open_database(*, reading: bool = False) -> "Iterator[Database]":
    """Open the database of the settings for as long as a command runs; `reading`: one that writes nothing."""
    from bot.cli.running import read_settings
    from bot.store.database import Database

    database = Database.open(read_settings().database, reading=reading)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def open_store(*, reading: bool = False) -> "Iterator[Store]":
    """Open the database of the settings for as long as a command runs; `reading`: one that writes nothing."""
    from bot.store.queries import Store

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
