"""What was fetched stands in the table until it is answered, once, and no longer."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.inbox import Arrival, Inbox
from bot.store.inbox_models import InboxRow


def numbers(inbox: Inbox) -> list[int]:
    return [one.number for one in inbox.standing()]


def arrivals(*given: int, chat: int = 1) -> list[Arrival]:
    return [Arrival(number, chat, f'{{"update_id": {number}}}') for number in given]


def test_what_was_kept_stands_in_order_until_it_is_deleted(database: Database) -> None:
    inbox = Inbox(database)
    assert (numbers(inbox), inbox.taken()) == ([], None)
    assert inbox.keep(arrivals(7, 9, 8)) == {7, 8, 9}
    assert inbox.keep(arrivals(9, 10)) == {10}
    assert (numbers(inbox), inbox.taken()) == ([7, 8, 9, 10], 10)
    inbox.delete({7, 10, 99})
    assert numbers(Inbox(database)) == [8, 9]
    assert Inbox(database).taken() == 10


def test_numbers_that_begin_anew_come_after_those_that_wait(database: Database) -> None:
    inbox = Inbox(database)
    inbox.keep(arrivals(900_000))
    inbox.keep(arrivals(5))
    assert numbers(inbox) == [900_000, 5]


def test_a_chat_is_forgotten_and_the_others_are_not(database: Database) -> None:
    inbox = Inbox(database)
    inbox.keep([*arrivals(1, 2, chat=5), *arrivals(3, chat=-5), Arrival(4, None, "{}")])
    inbox.forget(5)
    assert numbers(inbox) == [3, 4]


def test_what_ends_the_process_at_every_start_is_given_up(database: Database) -> None:
    inbox = Inbox(database)
    inbox.keep(arrivals(1))
    starts = 0
    while not (given_up := inbox.begin()):
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
    assert inbox.taken() == 1
    with database.reading() as connection:
        assert len(connection.execute(select(InboxRow.content)).all()) == 1
    database.close()
    other.close()
