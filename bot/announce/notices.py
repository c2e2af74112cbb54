"""Notices to staff (`GONGKAI_STAFF`): a job did not run, the queue is old, a source failed. Each once a day."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.announce.calendar import covered
from bot.announce.outbox import Outbox
from bot.announce.outcomes import add_notice
from bot.announce.pruning import prune
from bot.announce.switch import paused_since
from bot.messages import message
from bot.resting import rest
from bot.store.chat_tables import DESTINATIONS
from bot.store.database import Database
from bot.store.jobs import last_run, note_job
from bot.store.read.queries import Store

# The same is said again after so long, while it lasts.
AGAIN = timedelta(days=1)
# A post that could be sent and is not for so long: the queue stands still.
OLD = timedelta(minutes=30)
# Longer than this between two heartbeats, and announcements were late.
SILENT = timedelta(hours=1)
_LOOK = 60.0
_HEARTBEAT, _PRUNING = "heartbeat", "prune"
_DAY = timedelta(days=1)
# The State Council publishes the next year's days off in November.
_ENDS_SOON, _WEEK = timedelta(days=30), timedelta(days=7)
# Posts that a notice names by their numbers.
_NAMED = 20


def tell_staff(  # noqa: PLR0913 - each is one thing to be said
    database: Database,
    staff: Sequence[int],
    about: str,
    words: str,
    now: datetime | None = None,
    *,
    again: timedelta = AGAIN,
    ask: str | None = None,
) -> bool:
    """Put a notice into the outbox for each of the staff; the same words about the same thing once a day.

    Args:
        database: Where.
        staff: Chat ids.
        about: What it is about, a short name.
        words: What is said.
        now: The present moment; the clock's when not given.
        again: After how long the same is said again.
        ask: What the button under it says to the bot.

    Returns:
        Whether it was said now.
    """
    now = now or datetime.now(UTC)
    name = f"notice:{hashlib.sha256(about.encode()).hexdigest()[:16]}"
    kept = {"words": hashlib.sha256(words.encode()).hexdigest()}
    with database.writing() as connection:
        before, said = last_run(connection, name)
        if before is not None and said == kept and now - before < again:
            return False
        note_job(connection, name, now, kept)
        for chat in staff:
            add_notice(connection, chat, words, now, ask=ask)
    return True


def ran(database: Database, name: str, now: datetime, kept: dict[str, object] | None = None) -> datetime | None:
    """Note that a job ran, and return when it ran before."""
    with database.writing() as connection:
        before, _ = last_run(connection, name)
        note_job(connection, name, now, kept)
    return before


def ran_since(database: Database, name: str, moment: datetime) -> bool:
    """Return whether a job ran since a moment."""
    with database.reading() as connection:
        at, _ = last_run(connection, name)
    return at is not None and at > moment


class Watch:
    """Looks every minute whether announcements go out, and tells staff when they do not.

    Once a day it forgets what was announced longer ago than it `keeps`.
    """

    def __init__(
        self,
        store: Store,
        staff: Sequence[int],
        now: Callable[[], datetime] | None = None,
        *,
        keeps: timedelta = timedelta(days=400),
    ) -> None:
        self._outbox = Outbox(store)
        self._database = store.database
        self._staff = staff
        self._now = now or (lambda: datetime.now(UTC))
        self._keeps = keeps

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await rest(stop, _LOOK)

    def look(self) -> None:
        """Look once."""
        now = self._now()
        before = ran(self._database, _HEARTBEAT, now)
        if before is not None and now - before > SILENT:
            hours = round((now - before).total_seconds() / 3600, 1)
            self._tell("heartbeat", message("announcing.staff_silent", hours=hours, since=f"{before:%Y-%m-%d %H:%M}Z"))
        oldest = self._outbox.oldest_waiting(now)
        if oldest is not None and now - oldest > OLD and paused_since(self._database) is None:
            self._tell("queue", message("announcing.staff_queue_old", since=f"{oldest:%Y-%m-%d %H:%M}Z"))

        unsettled = self._outbox.unsettled()
        if unsettled:
            numbers = "、".join(map(str, unsettled[:_NAMED]))
            self._tell("unsettled", message("announcing.staff_unsettled", count=len(unsettled), posts=numbers))
        if not ran_since(self._database, _PRUNING, now - _DAY):
            self._look_at_calendar(now)
            prune(self._database, now - self._keeps)
            ran(self._database, _PRUNING, now)

    def _look_at_calendar(self, now: datetime) -> None:
        """Tell staff when the arrangement of days off ends soon, or has ended, and somebody is told by it."""
        last = max(covered(), default=now.year - 1)
        by_it = select(DESTINATIONS.c.chat_id).where(DESTINATIONS.c["plan"]["working_days"].as_boolean()).limit(1)
        with self._database.reading() as connection:
            concerned = (now + _ENDS_SOON).year > last and connection.execute(by_it).first() is not None
        if concerned:
            words = message("announcing.staff_calendar", year=last, next=last + 1)
            tell_staff(self._database, self._staff, "calendar", words, now, again=_WEEK)

    def _tell(self, about: str, words: str) -> None:
        tell_staff(self._database, self._staff, about, words, self._now())
