"""A fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.queries import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'gongkai.db'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)
