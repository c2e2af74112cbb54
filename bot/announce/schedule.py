"""When a chat is told: at once, hourly, daily or weekly, in its own time zone, not by night, not on holidays.

Everything is reckoned in slots: the moments of a schedule, as the wall clock of the zone shows them. A chat remembers
the last slot that was served (`destinations.last_slot`), and a slot is due when it is later than that one. So a clock
that jumps back serves nothing twice, and a machine that slept over several slots serves them as one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.announce.calendar import is_working_day
from bot.errors import GongkaiError

DEFAULT_ZONE = "Asia/Shanghai"
# Above so many new items at once they come as one message.
BATCH_ABOVE = 5
# Posts a day in one chat: an import of thousands of rows, one by one, is no way to be told of them.
AT_MOST = 20
# By night a message makes no sound.
_NIGHT = (time(22), time(8))
# A holiday of so many days has never been.
_LONGEST_REST = 40
# By more than this no clock is put back that was right before.
_LONGEST_JUMP = timedelta(days=30)
# Looking for the next slot goes by quarters of an hour.
_QUARTERS = _LONGEST_REST * 24 * 4


class ScheduleError(GongkaiError):
    """A schedule that cannot be read."""

    exit_code = 2


class When(StrEnum):
    """How often a chat is told."""

    AT_ONCE = "at-once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one chat is told.

    Attributes:
        when: How often.
        at: Time of day of a daily or weekly digest.
        weekday: Day of a weekly digest, 1 is Monday.
        zone: Time zone of all times here.
        quiet: From when to when nothing is sent; None: never quiet.
        working_days: Whether nothing is sent on days off.
        at_most: Posts a day; what is above waits for the next day.
        batch_above: So many new items come one by one; more come as one message. A digest is always one message.
    """

    when: When = When.DAILY
    at: time = time(9)
    weekday: int = 1
    zone: str = DEFAULT_ZONE
    quiet: tuple[time, time] | None = None
    working_days: bool = False
    at_most: int = AT_MOST
    batch_above: int = BATCH_ABOVE

    def last_slot(self, now: datetime) -> datetime:
        """Return the latest moment of the schedule that is not after `now`, in UTC; of `at-once` it is `now`."""
        local = now.astimezone(ZoneInfo(self.zone))
        if self.when is When.AT_ONCE:
            return now.astimezone(UTC)
        if self.when is When.HOURLY:
            # In UTC: an hour that the clock repeats or leaves out is no trouble there. Zones differ by quarters.
            minutes = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            return now.astimezone(UTC) - minutes
        return next(
            slot for day in _back_from(local.date()) if (slot := self._slot_of(day)) is not None and slot <= now
        )

    def is_open(self, now: datetime) -> bool:
        """Return whether something may be sent now: not in quiet hours, not on a day off."""
        local = now.astimezone(ZoneInfo(self.zone))
        if self.working_days and not is_working_day(local.date()):
            return False
        return self.quiet is None or not _within(self.quiet, local.time())

    def is_silent(self, now: datetime) -> bool:
        """Return whether a message makes no sound now."""
        return _within(_NIGHT, now.astimezone(ZoneInfo(self.zone)).time())

    def due(self, last: datetime, now: datetime) -> datetime | None:
        """Return the slot that is to be served now, or None.

        Args:
            last: The slot that was served last.
            now: The present moment.
        """
        if not self.is_open(now):
            return None
        slot = self.last_slot(now)
        # A clock that was a month ahead, and is put right, must not silence a chat for that month.
        return slot if slot > last or last > now + _LONGEST_JUMP or self.when is When.AT_ONCE else None

    def next_slot(self, last: datetime, now: datetime) -> datetime:
        """Return when something that waits will be sent at the earliest; for people, to the minute."""
        moment = now
        for _ in range(_QUARTERS):
            if self.due(last, moment) is not None:
                return moment
            moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=15 - moment.minute % 15)
        return moment

    def day_began(self, now: datetime) -> datetime:
        """Return the beginning of the chat's present day, in UTC."""
        local = now.astimezone(ZoneInfo(self.zone))
        return datetime.combine(local.date(), time(), tzinfo=local.tzinfo).astimezone(UTC)

    def _slot_of(self, day: date) -> datetime | None:
        """Return the slot of a day, None where it has none."""
        if self.working_days and not is_working_day(day) and self.when is When.DAILY:
            return None
        if self.when is When.WEEKLY:
            # A long holiday can move a week's digest into the next week.
            weeks = (0, 7, 14) if self.working_days else (0,)
            wanted = (day - timedelta(days=day.isoweekday() - self.weekday + week) for week in weeks)
            if day not in {self._moved(one) for one in wanted}:
                return None
        return datetime.combine(day, self.at, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def _moved(self, day: date) -> date:
        """Return the day to which a weekly digest of `day` is moved: the next working day, where these count."""
        return next(one for one in _on_from(day) if not self.working_days or is_working_day(one))

    def to_plain(self) -> dict[str, Any]:
        """Return the plan as JSON can say it."""
        return {
            "when": self.when.value,
            "at": f"{self.at:%H:%M}",
            "weekday": self.weekday,
            "zone": self.zone,
            "quiet": [f"{one:%H:%M}" for one in self.quiet] if self.quiet else None,
            "working_days": self.working_days,
            "at_most": self.at_most,
            "batch_above": self.batch_above,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """Return the plan that `to_plain` wrote."""
        quiet = plain["quiet"]
        times = {"at": time.fromisoformat(plain["at"]), "when": When(plain["when"])}
        hours = (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None
        return cls(**{**plain, **times, "quiet": hours})


def spoken(words: str, base: Plan | None = None) -> Plan:
    """Return the plan that somebody wrote, e.g. `daily 08:30`, `weekly 1 09:00`; what is not said is as in `base`.

    Raises:
        ScheduleError: It is none.
    """
    refusal = ScheduleError("announcing.bad_when", given=words, choices=", ".join(When))
    name, *rest = words.split() or [""]
    if name not in set(When):
        raise refusal
    plan = replace(base or Plan(), when=When(name))
    for word in rest:
        if ":" in word:
            plan = replace(plan, at=clock_time(word))
        elif word.isdecimal() and 1 <= int(word) <= 7 and plan.when is When.WEEKLY:
            plan = replace(plan, weekday=int(word))
        else:
            raise refusal
    return plan


def clock_time(word: str) -> time:
    """Return a time of day such as 9:00.

    Raises:
        ScheduleError: It is none.
    """
    hours, _, minutes = word.partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise ScheduleError("announcing.bad_time", given=word) from None


def hours(words: str) -> tuple[time, time] | None:
    """Return quiet hours such as `22:00-07:00`; None for `none`.

    Raises:
        ScheduleError: They are none.
    """
    if words == "none":
        return None
    first, dash, last = words.partition("-")
    if not dash:
        raise ScheduleError("announcing.bad_time", given=words)
    return clock_time(first), clock_time(last)


def _within(span: tuple[time, time], now: time) -> bool:
    first, last = span
    return first <= now < last if first <= last else now >= first or now < last


def _back_from(day: date) -> Iterator[date]:
    return (day - timedelta(days=number) for number in range(_LONGEST_REST + 8))


def _on_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in range(_LONGEST_REST))
