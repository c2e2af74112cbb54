"""A bot over the bundled documents, and people who talk with it. A file that wants less or more overrides one part."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.database import Database
from tests.begun import begun
from tests.handlers.scripted import Party


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{begun(tmp_path)}")
    yield database
    database.close()


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    begun(settings.data_dir, demonstration=settings.bundled_records)
    library = Library.open(settings)
    yield library
    library.close()


@pytest.fixture(scope="module")
def lasting_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library opened once for a file; its tests leave their chats as they found them."""
    library = Library.open(Settings(data_dir=tmp_path_factory.mktemp("data")))
    yield library
    library.close()


@pytest.fixture
def conversation(library: Library, settings: Settings) -> Conversation:
    return Conversation(library, settings)


@pytest.fixture
async def party(conversation: Conversation, settings: Settings) -> AsyncIterator[Party]:
    async with Party(conversation, staff=settings.staff) as party:
        yield party
