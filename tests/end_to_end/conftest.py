"""A Bot API server on loopback, and an inbox. A file that wants more of one writes its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.chat.inbox import Inbox
from bot.store.database import Database
from tests.begun import begun
from tests.end_to_end.server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer().running() as server:
        server.telegram.chat(1)
        yield server


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    database = Database.open(f"sqlite:///{begun(tmp_path)}")
    yield Inbox(database)
    database.close()
