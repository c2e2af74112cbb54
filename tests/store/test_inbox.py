"""What was fetched stands in the table until it is answered, once, and no longer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

import bot.store.chat.inbox
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.chat_tables import INBOX, INBOX_ANSWERED
from bot.store.database import Database
from bot.store.errors import StoreError


def numbers(inbox: Inbox) -> list[int]:
    return [one.number for one in inbox.mine()]


def arrivals(*given: int, chat: int = 1) -> list[Arrival]:
    return [Arrival(number, chat, f'{{"update_id": {number}}}') for number in given]


def test_what_was_kept_stands_in_order_until_it_is_answered_and_is_never_taken_again(database: Database) -> None:
    inbox = Inbox(database)
    assert (numbers(inbox), inbox.answered(9)) == ([], [])
    assert inbox.keep(arrivals(7, 9, 8)) == {7, 8, 9}
    assert inbox.keep(arrivals(9, 10)) == {10}
    assert numbers(inbox) == [7, 8, 9, 10]
    inbox.delete({7, 10, 99})
    assert numbers(Inbox(database)) == [8, 9]
    assert Inbox(database).answered(9) == [7, 10, 99]
    assert inbox.keep(arrivals(10, 8, 11)) == {11}
    assert numbers(inbox) == [8, 9, 11]


def test_it_is_read_but_for_what_is_in_work_and_so_many_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.store.chat.inbox, "_AT_ONCE", 3)
    inbox = Inbox(database)
    inbox.keep(arrivals(*range(1, 8)))
    assert numbers(inbox) == [1, 2, 3]
    assert [one.number for one in inbox.mine({1, 2, 3, 5})] == [4, 6, 7]


def test_the_numbers_of_what_was_answered_are_kept_for_as_long_as_it_may_be_told_again(database: Database) -> None:
    inbox = Inbox(database)
    inbox.delete({1, 2})
    with database.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(hours=26)
        connection.execute(update(INBOX_ANSWERED).where(INBOX_ANSWERED.c.update_id == 1).values(at=long_ago))
    inbox.delete({3})
    assert inbox.answered(9) == [2, 3]
    assert inbox.answered(1) == [3]


def test_a_chat_is_forgotten_and_the_others_are_not(database: Database) -> None:
    inbox = Inbox(database)
    inbox.keep([*arrivals(1, 2, chat=5), *arrivals(3, chat=-5), Arrival(4, None, "{}")])
    inbox.forget(5)
    assert numbers(inbox) == [3, 4]


def test_what_ends_the_process_at_every_start_is_given_up(database: Database) -> None:
    inbox = Inbox(database)
    inbox.keep(arrivals(1))
    starts = 0
    while not (given_up := inbox.adopt()):
        starts += 1
        assert numbers(inbox) == [1]
    assert given_up == 1
    assert starts >= 10  # many more than an operator's own restarts
    assert numbers(inbox) == []


def test_where_nothing_can_be_written_it_says_so_and_nothing_is_half_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gongkai.db'}"
    database, other = Database.open(url), Database.open(url)
    inbox = Inbox(database)
    inbox.keep(arrivals(1))
    with other.writing():
        for write in (lambda: inbox.keep(arrivals(2, 3), patience=0), lambda: inbox.delete({1}, patience=0)):
            with pytest.raises(StoreError):
                write()
    assert numbers(inbox) == [1]
    assert inbox.answered(9) == []
    with database.reading() as connection:
        assert len(connection.execute(select(INBOX.c.content)).all()) == 1
    database.close()
    other.close()
