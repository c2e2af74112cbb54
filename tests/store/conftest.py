"""A fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.read.queries import Store
from tests.begun import begun


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'gongkai.db'}"


@pytest.fixture
def database(url: str, tmp_path: Path) -> Iterator[Database]:
    if url.startswith("sqlite:"):
        begun(tmp_path)
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)
