"""What is kept so that an edited question finds its answer, and the words that nothing was found for."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.store.chat.answered import KEPT, AnsweredMessages
from bot.store.chat.misses import Misses
from bot.store.chat_tables import ANSWERED, MISSES
from bot.store.database import Database

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 1)
_EVERYTHING = {
    "answered": select(ANSWERED.c.chat_id, ANSWERED.c.question).order_by(ANSWERED.c.chat_id),
    "misses": select(MISSES.c.word, MISSES.c.day, MISSES.c.count).order_by(MISSES.c.word, MISSES.c.day),
}


def rows(database: Database, table: str) -> list[tuple]:
    database.behind.flush()
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(_EVERYTHING[table])]


def test_an_answer_is_known_after_a_restart(database: Database) -> None:
    AnsweredMessages(database).remember(-5, 7, 8, now=NOW)
    AnsweredMessages(database).remember(-5, 7, 9, now=NOW)  # the answer came anew
    database.behind.flush()
    after = AnsweredMessages(database)
    assert after.answer(-5, 7, now=NOW) == 9
    assert (after.answer(-5, 8, now=NOW), after.answer(5, 7, now=NOW)) == (None, None)
    assert after.answer(-5, 7, now=NOW + KEPT + timedelta(seconds=1)) is None


def test_what_is_too_old_goes_with_the_next_write(database: Database) -> None:
    answered = AnsweredMessages(database)
    answered.remember(1, 1, 2, now=NOW)
    database.behind.flush()
    answered.remember(2, 1, 2, now=NOW + KEPT + timedelta(hours=1))
    assert [row[0] for row in rows(database, "answered")] == [2]


def test_a_chat_is_forgotten_whole(database: Database) -> None:
    answered = AnsweredMessages(database)
    for number in range(5):
        answered.remember(1, number, number + 100)
    answered.remember(2, 1, 2)
    assert answered.count(1) == 5
    answered.remember(1, 9, 10)  # not written yet
    answered.forget(1)
    assert (answered.count(1), answered.answer(1, 9)) == (0, None)
    assert [row[0] for row in rows(database, "answered")] == [2]


def test_words_are_counted_from_the_second_time_on(database: Database) -> None:
    misses = Misses(database)
    misses.note(["氢能", "加氢站"], today=DAY)
    assert rows(database, "misses") == []
    misses.note(["氢能"], today=DAY)
    misses.note(["氢能"], today=DAY)
    misses.note(["氢能"], today=DAY + timedelta(days=1))
    assert [row[2] for row in rows(database, "misses")] == [2, 1]
    misses.note(["加氢站"], today=DAY)
    assert misses.top(DAY) == (("氢能", 3), ("加氢站", 1))
    assert misses.top(DAY + timedelta(days=1), most=1) == (("氢能", 1),)


def test_what_may_be_somebodys_is_never_counted(database: Database) -> None:
    misses = Misses(database)
    for _ in range(3):
        misses.note(["13800138000", "张三13800138000", "a@b.cn", "@zhangsan", "https://t.me/x", "x", "长" * 21, "2020"])
    assert rows(database, "misses") == []


def test_old_counters_go(database: Database) -> None:
    misses = Misses(database)
    for day in (DAY, DAY, DAY + timedelta(days=100)):
        misses.note(["氢能"], today=day)
        database.behind.flush()
    assert len(rows(database, "misses")) == 1
