"""Chats that refuse, move or want us to wait; two senders; restarts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.announce import switch
from bot.announce.calendar import covered
from bot.announce.courier import (
    ChatMovedError,
    ChatRefusesError,
    FloodError,
    RejectedError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.announce.notices import Watch, ran
from bot.announce.outbox import REPEATS, REPEATS_AFTER_CUTS, Outbox
from bot.announce.outcomes import STRIKES, repeat
from bot.announce.schedule import Plan, When
from bot.store.chat.preferences import AllPreferences
from bot.store.chat_tables import EVENTS, OUTBOX, POSTS
from bot.store.lease import Lease
from tests.announce.chats import Town
from tests.store.building import reply


def states(town: Town) -> dict[str, int]:
    return {state: count for state, count in Outbox(town.store).counts().items() if count}


async def test_a_flood_wait_is_kept_for_its_chat_and_shown_and_never_shortened(town: Town) -> None:
    town.subscribes(1)
    town.subscribes(2)
    town.chats.faults[1].append(FloodError(timedelta(hours=1)))
    town.loads(reply(1), reply(2))
    await town.settles()
    assert (len(town.chats.texts(1)), len(town.chats.texts(2))) == (0, 2)
    assert states(town) == {"parked": 2, "sent": 2}
    town.clock.passes(minutes=59)
    await town.settles()
    assert town.chats.texts(1) == []
    town.clock.passes(minutes=2)
    await town.settles()
    assert len(town.chats.texts(1)) == 2
    assert states(town) == {"sent": 4}


async def test_a_chat_that_refuses_three_times_is_left_alone_and_whoever_subscribed_is_told(town: Town) -> None:
    town.subscribes(-1, told=9)
    town.chats.faults[-1].extend([ChatRefusesError("not enough rights")] * STRIKES)
    town.loads(reply(1))
    for _ in range(8):
        await town.settles()
        town.clock.passes(hours=1)
    (told,) = town.chats.texts(9)
    assert "not enough rights" in told
    destination, _ = town.subscriptions.of(-1)
    assert destination.paused == "refused"
    assert states(town) == {"parked": 1, "sent": 1}
    town.subscriptions.resume(-1)
    await town.settles()
    assert len(town.chats.texts(-1)) == 1


async def test_a_success_forgets_the_strikes(town: Town) -> None:
    town.subscribes(-1)
    town.chats.faults[-1].extend([ChatRefusesError("topic closed")] * (STRIKES - 1))
    town.loads(reply(1))
    for _ in range(5):
        await town.settles()
        town.clock.passes(hours=1)
    assert len(town.chats.texts(-1)) == 1
    assert town.subscriptions.of(-1)[0].strikes == 0


async def test_a_group_that_moved_takes_everything_with_it(town: Town) -> None:
    town.subscribes(-1, "政协")
    AllPreferences(town.database).change(-1, language="en")
    town.loads(reply(1))
    await town.settles()
    town.chats.faults[-1].append(ChatMovedError(-1001))
    town.loads(reply(1), reply(2), reply(3))
    await town.settles()
    await town.settles()
    assert len(town.chats.texts(-1)) == 1
    assert len(town.chats.texts(-1001)) == 2
    assert town.subscriptions.of(-1) is None
    town.loads(reply(1, "关于河道清淤的建议"), reply(2), reply(3))
    await town.settles()
    assert "Correction" in town.chats.texts(-1001)[-1]
    assert len(town.chats.texts(-1)) == 1


async def test_what_telegram_will_never_take_is_listed_and_the_next_goes_on(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].append(RejectedError("message is too long"))
    town.loads(reply(1), reply(2))
    await town.settles()
    assert states(town) == {"failed": 1, "sent": 1}


async def test_faults_are_tried_again_with_longer_pauses(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].extend([UnavailableError("Bad Gateway")] * 5)
    town.loads(reply(1))
    waits = []
    for _ in range(6):
        await town.settles()
        line = Outbox(town.store).lines()[0]
        if line.next_try:
            waits.append(line.next_try - town.clock.now)
            town.clock.now = line.next_try
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert len(town.chats.texts(1)) == 1


@pytest.mark.parametrize(("timed_out", "repeats"), [(True, REPEATS), (False, REPEATS_AFTER_CUTS)])
async def test_an_outcome_that_stays_unknown_is_not_repeated_for_ever(
    town: Town, timed_out: bool, repeats: int
) -> None:
    town.subscribes(1)
    town.chats.faults[1].extend([(UnknownOutcomeError("ReadError", timed_out=timed_out),)] * 10)
    town.loads(reply(1))
    for _ in range(10):
        await town.settles()
        town.clock.passes(hours=1)
    assert len(town.chats.texts(1)) == 1 + repeats
    assert states(town) == {"ambiguous": 1}
    box = Outbox(town.store)
    (number,) = box.unsettled()
    with town.database.writing() as connection:
        assert repeat(connection, number)
        assert not repeat(connection, number + 1)
    town.chats.faults[1].clear()
    await town.settles()
    assert (states(town), box.unsettled(), box.lines()[0].was_ambiguous) == ({"sent": 1}, [], True)


async def test_what_was_ambiguous_is_listed_however_much_was_sent_since(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].append((UnknownOutcomeError("ReadError"),))
    town.loads(*(reply(number) for number in range(1, 5)))
    await town.settles()
    town.clock.passes(minutes=1)
    await town.settles()
    listed = Outbox(town.store).lines(limit=2)
    assert [line.was_ambiguous for line in listed] == [False, False, True]


async def test_what_was_on_its_way_when_the_process_ended_is_repeated_and_listed(town: Town) -> None:
    town.subscribes(1)
    town.loads(reply(1), reply(2))
    await town.settles()
    with town.database.writing() as connection:
        latest = select(func.max(POSTS.c.id)).scalar_subquery()
        connection.execute(POSTS.update().where(POSTS.c.id == latest).values(state="sending", shown=0, message_id=None))
    town.chats.remembered.clear()
    town.clock.passes(seconds=50)  # on PostgreSQL the other process may be alive, and the request on its way
    await town.settles()
    assert len(town.chats.texts(1)) == 3
    assert [line.state for line in Outbox(town.store).lines()] == ["sent", "sent"]
    assert [chat for chat, _ in town.chats.remembered] == [1, 1]


async def test_the_switch_pauses_everything(town: Town) -> None:
    town.subscribes(1)
    switch.pause(town.database)
    town.loads(reply(1))
    await town.settles()
    assert town.chats.texts(1) == []
    switch.resume(town.database)
    await town.settles()
    assert len(town.chats.texts(1)) == 1


async def test_a_paused_chat_hears_it_later_and_a_stopped_one_never(town: Town) -> None:
    town.subscribes(1)
    town.subscribes(2)
    town.subscriptions.pause(1)
    town.loads(reply(1))
    await town.settles()
    town.subscriptions.remove(2)
    town.subscriptions.resume(1)
    await town.settles()
    assert len(town.chats.texts(1)) == 1


def test_one_sender_at_a_time(town: Town) -> None:
    first, second = Lease(town.database), Lease(town.database)
    assert first.take()
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    second.give_back()


def test_forgetting_a_chat_leaves_nothing_of_it(town: Town) -> None:
    town.subscribes(1, told=1)
    town.subscribes(-5, told=1)
    town.subscriptions.forget(1)
    assert [one.chat for one, _ in town.subscriptions.list()] == [-5]
    assert town.subscriptions.of(-5)[0].told is None


async def test_what_stays_unknown_is_told_to_staff_once_a_day(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].extend([UnknownOutcomeError("ReadTimeout", timed_out=True)] * 2)
    town.loads(reply(1))
    for _ in range(3):
        await town.settles()
        Watch(town.store, [900], town.clock).look()
        town.clock.passes(minutes=1)
    await town.settles()
    (said,) = town.chats.texts(900)
    assert "1 条消息" in said
    assert f"编号 {Outbox(town.store).unsettled()[0]}" in said


async def test_staff_hear_of_the_end_of_the_calendar_once_a_week_where_somebody_is_told_by_it(town: Town) -> None:
    watch = Watch(town.store, [900], town.clock)
    town.clock.now = datetime(covered()[-1], 12, 15, tzinfo=UTC)
    town.subscribes(1, plan=Plan(when=When.DAILY))
    watch.look()
    await town.settles()
    assert town.chats.texts(900) == []
    town.subscribes(2, plan=Plan(when=When.DAILY, working_days=True))
    for _ in range(10):
        town.clock.passes(hours=25)
        ran(town.database, "heartbeat", town.clock.now)
        watch.look()
        await town.settles()
    first, _ = town.chats.texts(900)
    assert f"{covered()[-1] + 1}.yaml" in first


async def test_what_was_announced_long_ago_is_forgotten_and_what_waits_is_not(town: Town) -> None:
    town.subscribes(1)
    town.subscribes(2, plan=Plan(when=When.AT_ONCE, batch_above=0))
    town.loads(reply(1), reply(2))
    await town.settles()
    town.subscribes(3)
    town.subscriptions.pause(3)
    town.clock.passes(days=300)
    town.loads(reply(1), reply(2), reply(3))
    await town.settles()
    watch = Watch(town.store, [], town.clock, keeps=timedelta(days=365))
    watch.look()
    assert kept(town) == {"events": 3, "outbox": 7, "posts": 5}
    town.clock.passes(days=100)
    watch.look()
    assert kept(town) == {"events": 1, "outbox": 3, "posts": 2}
    town.loads(reply(1), reply(2), reply(3, "关于河道清淤的建议"))
    town.subscriptions.resume(3)
    await town.settles()
    assert "更正" in town.chats.texts(1)[-1]
    assert len(town.chats.texts(3)) == 1
    town.clock.passes(days=1000)
    watch.look()
    assert kept(town) == {"events": 1, "outbox": 0, "posts": 1}


def kept(town: Town) -> dict[str, int]:
    with town.database.reading() as connection:
        tables = (EVENTS, OUTBOX, POSTS)
        return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}
