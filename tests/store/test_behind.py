"""Writes that nobody waits for: the latest counts, nothing comes back once it is deleted, closing writes all."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from bot.store.chat.chats import Chats
from bot.store.chat_tables import TOKENS
from bot.store.database import Database
from tests.store.test_chats import BASKET, Basket

NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)


def write(connection: Connection, values: Mapping[str, str]) -> None:
    connection.execute(insert(TOKENS), [{"token": key, "value": value} for key, value in values.items()])


def kept(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        return dict(connection.exec_driver_sql("SELECT token, value FROM tokens").all())


def test_the_latest_value_is_written_and_written_once(database: Database) -> None:
    for value in ("old", "new"):
        database.behind.put(write, "a", value)
    assert database.behind.waiting(write, "a") == "new"
    assert database.behind.flush()
    assert database.behind.flush()
    assert kept(database) == {"a": "new"}
    assert database.behind.waiting(write, "a") is None


def test_what_is_deleted_does_not_come_back(database: Database) -> None:
    database.behind.put(write, "a", "value")
    with database.behind.without(write, "a".__eq__):
        pass
    database.behind.flush()
    assert kept(database) == {}


def test_a_busy_database_is_waited_for_and_newer_values_win(database: Database, url: str) -> None:
    other = Database.open(url)
    with other.writing():
        for value in ("old", "new"):
            database.behind.put(write, "a", value)
            assert not database.behind.flush(patience=0.0)
    other.close()
    assert database.behind.flush()
    assert kept(database) == {"a": "new"}


def test_closing_writes_what_a_chat_was_shown(url: str) -> None:
    first = Database.open(url)
    Chats(first).remember(1, BASKET, now=NOW)
    first.close()
    second = Database.open(url)
    assert Chats(second).recall(1, Basket, now=NOW) == BASKET
    second.close()


def test_a_change_of_any_process_is_seen_at_once(database: Database, url: str) -> None:
    before = database.revision()
    other = Database.open(url)
    for each, change in enumerate((other, database, other), 1):
        with change.writing() as connection:
            connection.exec_driver_sql("UPDATE state SET revision = revision + 1")
        assert database.revision() == other.revision() == before + each
    other.close()
