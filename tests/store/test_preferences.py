"""What is set for a chat: kept, changed, moved, deleted; read without the database while it is known."""

from dataclasses import asdict

import pytest
from sqlalchemy import func, select

from bot.store.chat.preferences import NOTHING_SET, AllPreferences, Preferences
from bot.store.chat_tables import PREFERENCES
from bot.store.database import Database

CHAT, OTHER = 77, -1_000_000_000_123


@pytest.fixture
def preferences(database: Database) -> AllPreferences:
    return AllPreferences(database)


def rows(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(PREFERENCES)).scalar_one()


def test_nothing_is_kept_of_a_chat_that_set_nothing(database: Database, preferences: AllPreferences) -> None:
    assert preferences.of(CHAT) == NOTHING_SET
    preferences.change(CHAT, plain=False)
    assert rows(database) == 0


def test_each_field_is_changed_by_itself_and_survives(database: Database, preferences: AllPreferences) -> None:
    preferences.change(CHAT, language="zh-Hant")
    preferences.change(CHAT, plain=True)
    preferences.change(OTHER, agency="a", year=2020, offices="streets")
    again = AllPreferences(database)
    assert again.of(CHAT) == Preferences(language="zh-Hant", plain=True)
    assert again.of(OTHER) == Preferences(agency="a", year=2020, offices="streets")
    assert preferences.change(CHAT, plain=True) == preferences.of(CHAT)
    assert rows(database) == 2


def test_a_forgotten_chat_leaves_no_row(database: Database, preferences: AllPreferences) -> None:
    preferences.change(CHAT, language="en")
    preferences.forget(CHAT)
    assert preferences.of(CHAT) == NOTHING_SET
    assert rows(database) == 0


def test_a_group_that_moves_takes_them_along(preferences: AllPreferences) -> None:
    preferences.change(CHAT, language="en", year=2021)
    preferences.of(OTHER)
    preferences.move(CHAT, OTHER)
    assert preferences.of(CHAT) == NOTHING_SET
    assert asdict(preferences.of(OTHER)) == {
        "language": "en",
        "plain": False,
        "agency": None,
        "year": 2021,
        "offices": None,
    }
    preferences.move(CHAT, OTHER)
    assert preferences.of(OTHER).language == "en"


def test_what_another_process_sets_is_seen_within_ten_seconds(
    database: Database, preferences: AllPreferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("bot.store.chat.preferences.time.monotonic", lambda: now)
    assert preferences.of(CHAT) == NOTHING_SET
    AllPreferences(database).change(CHAT, plain=True)
    assert preferences.known(CHAT) == NOTHING_SET
    now += 11
    assert preferences.known(CHAT) is None
    assert preferences.of(CHAT).plain
