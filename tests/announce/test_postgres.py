"""Announcing on PostgreSQL: the tests of SQLite, on a server of their own (`tests.store.test_postgres`)."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests.announce.chats import Town
from tests.announce.test_telling import *  # noqa: F403 - each of them runs here too
from tests.announce.test_trouble import *  # noqa: F403
from tests.store.test_postgres import server, url  # noqa: F401 - fixtures


@pytest.fixture
def town(url: str) -> Iterator[Town]:  # noqa: F811
    database = Database.open(url)
    yield Town(database)
    database.close()
