"""Staff are told once that nothing can be written, and once that it can again; a lock is nothing for half a minute."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.error import Forbidden

from bot.store.database import Database
from bot.store.errors import BusyError
from bot.telegram.unwritable import Unwritable

STAFF = (7, 8)


class Bot:
    """Keeps what is sent, and to whom; who has blocked it refuses."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []

    async def send_message(self, chat_id: int, text: str, **_: object) -> None:
        if chat_id == STAFF[0]:
            raise Forbidden("bot was blocked by the user")
        self.sent.append((chat_id, text))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'gongkai.db'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


def write(database: Database) -> None:
    with database.writing(patience=0):
        pass


async def test_a_lock_is_told_after_half_a_minute_once_and_its_end_after_a_minute(url: str, database: Database) -> None:
    bot, other = Bot(), Database.open(url)
    look = Unwritable(database, bot, STAFF).look
    with other.writing():
        with pytest.raises(BusyError):
            write(database)
        assert database.trouble is not None
        since = database.trouble.since
        await look(since + 29.9)
        assert bot.sent == []
        with pytest.raises(BusyError):
            write(database)  # tried in vain again: it lasts since the first time
        await look(since + 30)
        await look(since + 300)
    ((chat, words),) = bot.sent
    assert chat == STAFF[1]
    assert "30 秒" in words
    other.close()
    write(database)
    await look(since + 310)
    await look(since + 369)
    assert len(bot.sent) == 1
    await look(since + 370)
    await look(since + 400)
    assert len(bot.sent) == 2


async def test_a_lock_that_ends_in_time_is_told_to_nobody(url: str, database: Database) -> None:
    bot, other = Bot(), Database.open(url)
    unwritable = Unwritable(database, bot, STAFF)
    with other.writing(), pytest.raises(BusyError):
        write(database)
    assert database.trouble is not None
    since = database.trouble.since
    other.close()
    write(database)
    await unwritable.look(since + 100)
    assert bot.sent == []
