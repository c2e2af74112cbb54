"""Reminders of annual reports that are not loaded, on days before and after they are due; each once.

A reminder that fell into a time in which nothing ran is made up for as long as no later one has come.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.announce.outcomes import add_notice
from bot.announce.topics import Topic
from bot.answers.due_reports import DueReport, due_reports
from bot.errors import GongkaiError
from bot.ingest.units import read_units
from bot.logs import logger
from bot.messages import operator_language
from bot.records.model import RecordKind
from bot.resting import rest
from bot.screens.units import reminder
from bot.store.chat_tables import DESTINATIONS, SUBSCRIPTIONS
from bot.store.jobs import last_run, note_job
from bot.store.read.queries import Store

_LOOK = 60.0
# The hour from which on a reminder goes out: nobody is woken by one.
_FROM = 9
# A reminder is sent no more so many days after its own day: nobody is told in May of what was due in January.
_LATEST = 31


class Due:
    """Looks every minute whether a reminder is to go out.

    Args:
        store: What is loaded.
        path: The list of units, read anew at every look that finds something to say.
        days: Days before a due day on which a reminder goes out; negative ones are days after it.
        staff: Chat ids of staff.
        is_open: Whether chats that are told of annual reports are reminded too.
        zone: Time zone of the days.
        now: The present moment; the clock's when not given.
    """

    def __init__(  # noqa: PLR0913 - what is said, when, and to whom
        self,
        store: Store,
        path: Path,
        days: Sequence[int],
        staff: Sequence[int],
        *,
        is_open: bool,
        zone: str,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._store, self._path, self._days = store, path, sorted(set(days))
        self._staff, self._is_open = staff, is_open
        self._zone = ZoneInfo(zone)
        self._now = now or (lambda: datetime.now(UTC))
        self._looked: date | None = None
        self._fault = ""

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await rest(stop, _LOOK)

    def look(self) -> int:
        """Look once; return how many reminders went out."""
        now = self._now()
        local = now.astimezone(self._zone)
        today = local.date()
        if self._looked == today or local.hour < _FROM:
            return 0
        try:
            units = read_units(self._path)
        except (GongkaiError, OSError) as error:
            # Said in the log once, and tried again: whoever writes the list may be in the middle of it.
            if str(error) != self._fault:
                self._fault = str(error)
                logger.error("list of units: %s", error)
            return 0
        sent = 0
        for year in (today.year - 1, today.year - 2, today.year):
            by_day: dict[date, list[DueReport]] = defaultdict(list)
            for unit in units:
                if (due := unit.due(year)) is not None and self._offset(due, today) is not None:
                    by_day[due] = []
            if by_day:
                for report in due_reports(self._store, units, year):
                    if report.due in by_day:
                        by_day[report.due].append(report)
            sent += sum(self._remind(year, due, found, today, now) for due, found in sorted(by_day.items()))
        self._looked = today
        return sent

    def _offset(self, due: date, today: date) -> int | None:
        """Return the reminder whose turn it is: the last whose day has come; None before the first, and long after."""
        left = (due - today).days
        reached = [offset for offset in self._days if offset >= left]
        return reached[0] if reached and reached[0] - left < _LATEST else None

    def _remind(self, year: int, due: date, found: Sequence[DueReport], today: date, now: datetime) -> bool:
        """Remind of a due day once, in the transaction that notes it; where nothing is missing nobody is told."""
        offset = self._offset(due, today)
        name = f"due:{year}:{due.isoformat()}"
        words = reminder(found, year, due, today, operator_language())
        with self._store.database.writing() as connection:
            _, kept = last_run(connection, name)
            if offset is None or ("offset" in kept and kept["offset"] <= offset):
                return False
            note_job(connection, name, now, {"offset": offset})
            if not any(one.is_open for one in found):
                return False
            for chat, thread in self._told(connection):
                add_notice(connection, chat, words, now, thread=thread)
        return True

    def _told(self, connection: Connection) -> list[tuple[int, int | None]]:
        """Return who is told: staff; where the list is open, chats that are told of annual reports too."""
        told: list[tuple[int, int | None]] = [(chat, None) for chat in self._staff]
        if self._is_open:
            topic = str(Topic(kinds=(RecordKind.ANNUAL_REPORT,)))
            wanted = (
                select(DESTINATIONS.c.chat_id, DESTINATIONS.c.thread_id)
                .join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.chat_id == DESTINATIONS.c.chat_id)
                .where(SUBSCRIPTIONS.c.topic == topic, DESTINATIONS.c.paused.is_(None))
            )
            told += [(chat, thread) for chat, thread in connection.execute(wanted) if chat not in self._staff]
        return told
