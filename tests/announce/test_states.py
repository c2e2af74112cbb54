"""The outbox as a state machine: walked at random, and watched in the database while everything goes wrong."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError

from bot.announce import outcomes
from bot.announce.courier import (
    ChatRefusesError,
    FloodError,
    RejectedError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.announce.outbox import Outbox
from bot.announce.states import MOVES, Happening, IllegalMoveError, State, happen, happen_to_all
from bot.announce.writing import BatchedWriter
from bot.store.chat_tables import POSTS
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.lease import Lease
from tests.announce.chats import MORNING, Town
from tests.rounds import examples
from tests.store.building import reply


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('states') / 'gongkai.db'}")
    yield database
    database.close()


def test_every_state_but_the_last_ones_can_be_left_and_all_are_reached() -> None:
    reached = {State.WAITING} | {after for moves in MOVES.values() for after in moves.values()}
    left = {before for moves in MOVES.values() for before in moves}
    assert (reached, set(State) - left) == (set(State), {State.FAILED, State.DROPPED})
    assert set(MOVES) == set(Happening)


@examples(20)
@given(walk=st.lists(st.sampled_from(Happening), max_size=12))
def test_a_walk_follows_the_table_and_what_is_not_in_it_is_refused(database: Database, walk: list[Happening]) -> None:
    state = State.WAITING
    with database.writing() as connection:
        row = {"chat_id": 1, "thread_id": None, **outcomes.unsent("announcement", MORNING)}
        number = connection.execute(insert(POSTS).values(**row).returning(POSTS.c.id)).scalar_one()
        for happening in walk:
            if state in MOVES[happening]:
                state = MOVES[happening][state]
                assert happen(connection, number, happening, fault=happening.value)
            else:
                with pytest.raises(IllegalMoveError):
                    happen(connection, number, happening, fault="never")
                assert happen_to_all(connection, happening, POSTS.c.id == number, fault="never") == 0
            found = connection.execute(select(POSTS.c.state, POSTS.c.fault).where(POSTS.c.id == number)).one()
            assert found.state == state
            assert found.fault != "never"
        assert not happen(connection, number + 1, Happening.ARRIVES)  # its chat was forgotten


def watched(town: Town) -> None:
    """Have the database itself write down each change of a post's state."""
    with town.database.writing() as connection:
        connection.execute(text("CREATE TABLE moves (before TEXT, after TEXT)"))
        connection.execute(
            text(
                "CREATE TRIGGER moved AFTER UPDATE OF state ON posts WHEN old.state != new.state "
                "BEGIN INSERT INTO moves VALUES (old.state, new.state); END"
            )
        )


async def test_whatever_becomes_of_posts_their_states_change_as_the_table_says(town: Town) -> None:
    watched(town)
    outcome = [
        FloodError(timedelta(minutes=1)),
        UnavailableError("502"),
        UnknownOutcomeError("ReadError"),
        UnknownOutcomeError("ReadTimeout", timed_out=True),
        RejectedError("too long"),
        ChatRefusesError("blocked"),
    ]
    for chat, fault in enumerate(outcome, 1):
        town.subscribes(chat)
        town.chats.faults[chat].extend([fault, (UnknownOutcomeError("ReadError"),)])
    town.loads(reply(1), reply(2))
    for turn in range(6):
        await town.settles()
        if turn == 2:
            town.loads(reply(1, "关于河道清淤的建议"), reply(2))
            town.subscriptions.remove(6)
        town.clock.passes(minutes=20)
    with town.database.reading() as connection:
        seen = {(before, after) for before, after in connection.execute(text("SELECT before, after FROM moves"))}
    allowed = {(before.value, after.value) for moves in MOVES.values() for before, after in moves.items()}
    assert seen <= allowed
    assert {"sent", "waiting", "ambiguous", "failed"} <= {after for _, after in seen}


class Failing:
    """Lets writes of a desk fail, all or some."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
        self.which: set[str] = set()
        self._fault = fault
        for name in ("mark_sent", "mark_sending", "may_leave", "mark_later"):
            monkeypatch.setattr(outcomes, name, self._wrapped(name, getattr(outcomes, name)))

    def _wrapped(self, name: str, work: Any) -> Any:
        def maybe(*given: Any, **more: Any) -> Any:
            if name in self.which:
                raise self._fault
            return work(*given, **more)

        return maybe


async def test_what_was_sent_and_could_not_be_noted_is_noted_later_and_not_sent_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(monkeypatch, StoreError("store.unusable", database="x", reason="disk full"))
    town.subscribes(1)
    town.subscribes(2)
    town.loads(reply(1), reply(2))
    failing.which = {"mark_sent"}
    sender = town.sender()
    assert await sender._may_send()
    await sender._round()
    await asyncio.gather(*sender._busy.values())
    assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [1, 1]
    for _ in range(3):
        assert await sender._round() is False  # nothing is sent that cannot be noted
    assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [1, 1]
    # Corrected while it could not be noted: it is corrected all the same.
    failing.which = set()
    town.loads(reply(1, "关于河道清淤的建议"), reply(2))
    await sender.drain()
    sender.close()
    assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [2, 2]
    assert all("更正" in town.chats.texts(chat)[0] for chat in (1, 2))
    assert Outbox(town.store).counts()["sent"] == 4
    assert not any(line.was_ambiguous for line in Outbox(town.store).lines())


async def test_what_cannot_be_noted_as_leaving_does_not_leave_and_neither_does_a_correction(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(monkeypatch, OperationalError("x", None, Exception("lost")))
    town.subscribes(1)
    town.loads(reply(1))
    failing.which = {"mark_sending"}
    sender = town.sender()
    await sender._may_send()
    await sender._round()
    await asyncio.gather(*sender._busy.values())
    assert town.chats.texts(1) == []
    failing.which = set()
    await sender.drain()
    assert len(town.chats.texts(1)) == 1
    town.loads(reply(1, "关于河道清淤的建议"))
    failing.which = {"may_leave"}
    await sender._round()
    await asyncio.gather(*sender._busy.values())
    assert town.chats.edits == 0
    failing.which = set()
    await sender.drain()
    assert town.chats.edits == 1
    sender.close()


async def test_one_write_that_fails_fails_alone(town: Town) -> None:
    writer = BatchedWriter(town.database)
    name = "posts"

    def good(connection: Any) -> str:
        connection.execute(insert(POSTS).values(chat_id=1, thread_id=None, **outcomes.unsent("notice", MORNING)))
        return name

    def bad(connection: Any) -> None:
        good(connection)
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    results = await asyncio.gather(*(writer.write(work) for work in (good, bad, good)), return_exceptions=True)
    assert [type(result) for result in results] == [str, OperationalError, str]
    with town.database.reading() as connection:
        assert len(connection.execute(select(POSTS.c.id)).all()) == 2
    # Whoever gives up waiting takes nobody along.
    waiting = [asyncio.create_task(writer.write(good)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    assert await asyncio.gather(*waiting[1:]) == [name, name]
    writer.close()


def test_a_bundle_whose_transaction_is_gone_is_written_as_a_whole_or_not_at_all(town: Town) -> None:
    writer = BatchedWriter(town.database)

    def ends_it(connection: Any) -> None:
        connection.connection.dbapi_connection.execute("ROLLBACK")  # as SQLite does when the disk is full
        raise StoreError("store.unusable", database="x", reason="disk full")

    def good(connection: Any) -> None:
        connection.execute(insert(POSTS).values(chat_id=1, thread_id=None, **outcomes.unsent("notice", MORNING)))

    with pytest.raises(Exception, match="savepoint"):
        writer._in_one([good, ends_it, good])
    with town.database.reading() as connection:
        assert connection.execute(select(POSTS.c.id)).all() == []
    writer.close()


async def test_who_has_lost_the_right_to_send_sends_nothing(town: Town, tmp_path: Path) -> None:
    town.subscribes(1)
    town.loads(reply(1))
    sender = town.sender()
    await sender._may_send()
    # As after a cut connection to PostgreSQL: another process has it since, and this one does not know.
    other = Lease(Database.open(f"sqlite:///{tmp_path / 'gongkai.db'}"))
    sender._lease._file.close()
    assert other.take()
    await sender._round()
    await asyncio.gather(*sender._busy.values())
    assert town.chats.texts(1) == []
    assert Outbox(town.store).counts()["waiting"] == 1
    other.give_back()
    other._database.close()
    sender._lease.give_back()
    await sender.drain()
    assert len(town.chats.texts(1)) == 1
    sender.close()


async def test_a_late_word_of_a_post_that_another_process_repeated_changes_nothing(town: Town) -> None:
    town.subscribes(1)
    town.loads(reply(1))
    sender = town.sender()
    await sender._may_send()
    (post,) = await sender._writer.look(lambda: sender._due(()))
    term = sender._lease.term
    with town.database.writing() as connection:
        assert outcomes.mark_sending(connection, post, town.clock.now, term)
        assert outcomes.recover(connection, town.clock.now, town.clock.now, [post.id]) == 0
        assert outcomes.recover(connection, town.clock.now, town.clock.now, []) == 1
        connection.execute(update(POSTS).values(attempts=POSTS.c.attempts + 1, state=State.SENDING.value))
        outcomes.mark_later(connection, post, town.clock.now, "502")
        assert connection.execute(select(POSTS.c.state)).scalar() == "sending"
        # That it arrived is never too late to hear.
        outcomes.mark_sent(connection, post, 7, town.clock.now)
        assert connection.execute(select(POSTS.c.state)).scalar() == "sent"
        with pytest.raises(IllegalMoveError):
            outcomes.mark_sent(connection, post, 8, town.clock.now)
    sender.close()


async def test_a_post_on_its_way_from_another_process_holds_up_the_next_of_its_chat(town: Town) -> None:
    town.subscribes(1)
    sender = town.sender()
    await sender._may_send()
    town.loads(reply(1))
    (post,) = await sender._writer.look(lambda: sender._due(()))
    town.loads(reply(1), reply(2))
    assert [one.id for one in await sender._writer.look(lambda: sender._due(()))] == [post.id]
    with town.database.writing() as connection:
        connection.execute(update(POSTS).where(POSTS.c.id == post.id).values(state=State.SENDING.value))
    assert await sender._writer.look(lambda: sender._due(())) == []
    with town.database.writing() as connection:
        outcomes.mark_sent(connection, post, 7, town.clock.now)
    (following,) = await sender._writer.look(lambda: sender._due(()))
    assert following.id > post.id
    sender.close()
