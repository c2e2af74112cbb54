"""A town for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.announce.chats import Town
from tests.begun import begun


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database.open(f"sqlite:///{begun(tmp_path)}")
    yield Town(database)
    database.close()
