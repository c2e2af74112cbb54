"""A town for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.announce.chats import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database.open(f"sqlite:///{tmp_path / 'gongkai.db'}")
    yield Town(database)
    database.close()
