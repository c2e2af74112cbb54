"""When a chat is told: slots, zones, quiet hours, working days, and clocks that jump."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announce.calendar import covered, is_working_day
from bot.announce.schedule import Plan, ScheduleError, When, hours, spoken
from tests.announce.chats import Town
from tests.store.building import reply

DAILY = Plan(when=When.DAILY)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


def served(plan: Plan, start: str, *moments: str) -> list[str]:
    """The moments at which a digest is due, of those at which somebody looks."""
    last, due = plan.last_slot(shanghai(start)), []
    for moment in moments:
        slot = plan.due(last, shanghai(moment))
        if slot is not None:
            last = slot
            due.append(moment)
    return due


DAY = ("2028-02-28T09:00", "2028-02-28T09:01", "2028-02-29T08:59", "2028-02-29T09:00", "2028-02-29T23:00")


def test_a_leap_day_and_the_end_of_a_month() -> None:
    days = (*DAY, "2028-03-01T09:00", "2028-03-31T09:00", "2028-04-01T08:00")
    due = ["2028-02-28T09:00", "2028-02-29T09:00", "2028-03-01T09:00", "2028-03-31T09:00"]
    assert served(DAILY, "2028-02-28T08:00", *days) == due


def test_a_clock_that_jumps_an_hour_either_way_and_a_machine_asleep() -> None:
    back = ("2026-03-02T09:10", "2026-03-02T08:10", "2026-03-02T09:00", "2026-03-02T10:00")
    assert served(DAILY, "2026-03-02T08:00", *back) == ["2026-03-02T09:10"]
    assert served(DAILY, "2026-03-02T08:00", "2026-03-02T09:30", "2026-03-02T08:40") == ["2026-03-02T09:30"]
    asleep = ("2026-03-02T08:59", "2026-03-05T17:00", "2026-03-05T17:01", "2026-03-06T09:00")
    assert served(DAILY, "2026-03-02T08:00", *asleep) == ["2026-03-05T17:00", "2026-03-06T09:00"]


def test_hours_and_weeks() -> None:
    hourly = ("2026-03-02T10:00", "2026-03-02T10:59", "2026-03-02T11:00", "2026-03-02T10:30")
    assert served(Plan(when=When.HOURLY), "2026-03-02T09:30", *hourly) == ["2026-03-02T10:00", "2026-03-02T11:00"]
    weekly = Plan(when=When.WEEKLY, weekday=1)
    week = ("2026-03-03T09:00", "2026-03-08T23:00", "2026-03-09T09:00", "2026-03-10T09:00")
    assert served(weekly, "2026-03-02T10:00", *week) == ["2026-03-09T09:00"]


def test_a_zone_whose_clock_is_put_on_and_back() -> None:
    plan = Plan(when=When.DAILY, at=time(2, 30), zone="Europe/Berlin")
    last, count = plan.last_slot(datetime(2026, 3, 27, tzinfo=UTC)), 0
    for minutes in range(0, 4 * 24 * 60, 10):
        slot = plan.due(last, datetime(2026, 3, 27, tzinfo=UTC) + timedelta(minutes=minutes))
        if slot is not None:
            last, count = slot, count + 1
    assert count == 4


def test_quiet_hours_and_days_off() -> None:
    quiet = Plan(when=When.AT_ONCE, quiet=hours("22:00-07:00"))
    open_at = [hour for hour in range(24) if quiet.is_open(shanghai(f"2026-03-02T{hour:02d}:00"))]
    assert open_at == list(range(7, 22))
    working = Plan(when=When.DAILY, working_days=True)
    spring = [f"2026-02-{day}T09:00" for day in range(13, 26)]
    worked = ["2026-02-13T09:00", "2026-02-14T09:00", "2026-02-24T09:00", "2026-02-25T09:00"]
    assert served(working, "2026-02-13T08:00", *spring) == worked
    weekly = Plan(when=When.WEEKLY, weekday=3, working_days=True)
    assert served(weekly, "2026-02-13T08:00", *spring) == ["2026-02-24T09:00", "2026-02-25T09:00"]


def test_the_calendar_says_which_years_it_covers() -> None:
    assert covered() == (2025, 2026)
    assert not is_working_day(shanghai("2026-10-07T00:00").date())
    assert is_working_day(shanghai("2026-10-10T00:00").date())
    assert is_working_day(shanghai("2031-10-01T00:00").date())


@pytest.mark.parametrize("words", ["", "sometimes", "daily noon", "daily 25:00", "daily 3", "weekly 8"])
def test_a_schedule_that_is_none(words: str) -> None:
    with pytest.raises(ScheduleError):
        spoken(words)


def test_a_schedule_in_words_and_back() -> None:
    plan = spoken("weekly 5 08:30", Plan(quiet=hours("22:00-07:00"), working_days=True))
    assert (plan.weekday, plan.at) == (5, time(8, 30))
    assert Plan.from_plain(plan.to_plain()) == plan


@given(st.lists(st.integers(-120, 600), min_size=1, max_size=60), st.sampled_from(["daily", "hourly", "weekly"]))
def test_no_slot_is_ever_served_twice_however_the_clock_jumps(steps: list[int], when: str) -> None:
    plan, now = Plan(when=When(when)), datetime(2026, 2, 27, tzinfo=UTC)
    last, seen = plan.last_slot(now), []
    for step in steps:
        now += timedelta(minutes=step)
        slot = plan.due(last, now)
        if slot is not None:
            seen.append(slot)
            last = slot
        assert plan.due(last, now) is None
    assert seen == sorted(set(seen))


async def test_one_digest_a_day_not_none_and_not_two(town: Town) -> None:
    town.clock.is_("2026-03-02T08:00")
    town.subscribes(1, plan=DAILY)
    town.loads(reply(1), reply(2))
    for moment in ("2026-03-02T08:59", "2026-03-02T09:00", "2026-03-02T08:05", "2026-03-02T09:05"):
        town.clock.is_(moment)
        await town.settles()
    assert len(town.chats.texts(1)) == 1
    town.loads(reply(1), reply(2), reply(3))
    town.clock.is_("2026-03-04T15:00")  # asleep over one daily time and a half
    await town.settles()
    await town.settles()
    assert len(town.chats.texts(1)) == 2


# What the clock of the machine shows whenever the sender looks, and when a digest is posted then. A record is loaded
# before each digest that is due, and the process is the same all the time.
CLOCKS = {
    "leap day": (DAILY, "2028-02-28T12:00", ["2028-02-29T08:59", "2028-02-29T09:00*", "2028-03-01T09:00*"]),
    "no leap day": (DAILY, "2027-02-27T12:00", ["2027-02-28T09:00*", "2027-03-01T08:59", "2027-03-01T09:00*"]),
    "end of a month": (DAILY, "2026-04-29T12:00", ["2026-04-30T09:00*", "2026-05-01T09:00*", "2026-05-01T23:59"]),
    "end of a year": (DAILY, "2026-12-30T12:00", ["2026-12-31T09:00*", "2027-01-01T09:00*"]),
    "an hour on, over the daily time": (
        DAILY,
        "2026-03-02T08:00",
        ["2026-03-02T08:30", "2026-03-02T09:30*", "2026-03-02T10:00", "2026-03-03T09:00*"],
    ),
    "an hour back, over the daily time": (
        DAILY,
        "2026-03-02T08:00",
        ["2026-03-02T09:05*", "2026-03-02T08:05", "2026-03-02T08:59", "2026-03-02T09:00", "2026-03-03T09:00*"],
    ),
    "an hour back, over midnight": (
        DAILY,
        "2026-03-01T08:00",
        ["2026-03-01T09:00*", "2026-03-02T00:10", "2026-03-01T23:10", "2026-03-02T00:10", "2026-03-02T09:00*"],
    ),
    "asleep over the daily time": (
        DAILY,
        "2026-03-02T08:00",
        ["2026-03-02T08:50", "2026-03-02T17:20*", "2026-03-02T17:21", "2026-03-03T09:00*"],
    ),
    "asleep for days": (DAILY, "2026-03-02T08:00", ["2026-03-06T10:00*", "2026-03-06T10:01", "2026-03-07T09:00*"]),
    "asleep over an hour": (
        Plan(when=When.HOURLY),
        "2026-03-02T08:30",
        ["2026-03-02T11:40*", "2026-03-02T11:41", "2026-03-02T12:00*", "2026-03-02T11:00", "2026-03-02T12:10"],
    ),
    "a year ahead, and put right": (
        DAILY,
        "2027-03-02T08:00",
        ["2027-03-02T09:00*", "2026-03-02T10:00*", "2026-03-02T10:01", "2026-03-03T09:00*"],
    ),
    "a week that ends with a leap day": (
        Plan(when=When.WEEKLY, weekday=2),
        "2028-02-28T12:00",
        ["2028-02-29T08:59", "2028-02-29T09:00*", "2028-02-29T08:00", "2028-03-06T23:00", "2028-03-07T09:00*"],
    ),
}


@pytest.mark.parametrize("name", CLOCKS)
async def test_one_digest_whatever_the_clock_does(town: Town, name: str) -> None:
    plan, start, moments = CLOCKS[name]
    town.clock.is_(start)
    town.subscribes(1, plan=plan)
    town.subscribes(2, plan=replace(plan, at_most=1) if plan.when is not When.HOURLY else plan)
    sender, loaded, posted = town.sender(), [reply(1)], 0
    town.loads(*loaded)
    for moment in moments:
        town.clock.is_(moment.removesuffix("*"))
        await sender.drain()
        if moment.endswith("*"):
            posted += 1
            loaded.append(reply(posted + 1))
            town.loads(*loaded)
        assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [posted, posted], moment
    sender.close()


async def test_posts_of_the_day_that_are_spent_are_not_made_up_for_at_midnight(town: Town) -> None:
    town.clock.is_("2026-03-02T08:00")
    town.subscribes(1, plan=replace(DAILY, at_most=1))
    town.loads(reply(1))
    town.clock.is_("2026-03-02T09:00")
    await town.settles()
    town.subscriptions.change(1, plan=replace(DAILY, at=time(18), at_most=1), now=town.clock.now)
    town.loads(reply(1), reply(2))
    for moment, count in (("2026-03-02T18:00", 1), ("2026-03-03T00:00", 1), ("2026-03-03T18:00", 2)):
        town.clock.is_(moment)
        await town.settles()
        assert len(town.chats.texts(1)) == count, moment


async def test_at_most_so_many_a_day_and_silent_by_night(town: Town) -> None:
    plan = Plan(when=When.AT_ONCE, at_most=2)
    town.clock.is_("2026-03-02T23:00")
    town.subscribes(1, plan=plan)
    for number in range(1, 5):
        town.loads(*(reply(each) for each in range(1, number + 1)))
        await town.settles()
    assert len(town.chats.texts(1)) == 2
    assert len(town.chats.silent) == 2
    town.clock.is_("2026-03-03T10:00")
    await town.settles()
    assert len(town.chats.texts(1)) == 4
    assert len(town.chats.silent) == 2


async def test_a_forum_topic(town: Town) -> None:
    town.subscribes(-5, thread=77)
    town.loads(reply(1))
    await town.settles()
    assert list(town.chats.threads.values()) == [77]
