"""Staff (`GONGKAI_STAFF`): the status for them alone, problems that people report, faults."""

import asyncio
import time
import traceback
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.announce.notices import tell_staff
from bot.counters import ANSWERED, COUNTERS, FAULTS, PLAIN_INSTEAD, SLOWED
from bot.logs import logger, note_fault
from bot.messages import message as words_of
from bot.messages import operator_language
from bot.service.condition import Running, condition
from bot.service.rate_limit import RateLimit

if TYPE_CHECKING:
    from bot.service.library import Library
    from bot.settings import Settings

# Problems that one person can report in a minute.
_REPORTS = 3
# The same fault is told again after so many seconds, and so many different ones in that time.
_AGAIN = 3600.0
_AT_MOST = 10
_PATIENCE = 0.5


class Staff:
    """Who keeps the bot, and what they are told."""

    def __init__(self, library: "Library", settings: "Settings") -> None:
        self._library = library
        self._ids = settings.staff_ids
        self._zone = settings.time_zone
        self._told: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._telling: set[asyncio.Task[None]] = set()
        self.reports = RateLimit(_REPORTS)

    def includes(self, person: int) -> bool:
        """Return whether somebody is of them."""
        return person in self._ids

    def status(self, language: str) -> str:
        """Return the status; it asks the database."""
        counted = {name: COUNTERS.of(name) for name in (ANSWERED, FAULTS, PLAIN_INSTEAD, SLOWED)}
        return condition(self._library, Running(since=COUNTERS.since, **counted), language, self._zone)

    def report(self, about: str) -> None:
        """Tell staff that somebody sees a problem; of the same thing once a day. It asks the database."""
        words = words_of("staff.problem", operator_language(), about=about)
        tell_staff(self._library.database, self._ids, f"problem:{about}", words)

    async def note(self, number: str, error: BaseException) -> None:
        """Log a fault and tell staff: its kind and where, never what was said. The same one once an hour."""
        note_fault(number, error)
        COUNTERS.add(FAULTS)
        kind, place = type(error).__name__, _place(error)
        if not self._ids or not self._is_news(kind, place):
            return
        words = words_of("staff.fault", operator_language(), number=number, kind=kind, place=place)
        task = asyncio.create_task(self._tell(number, f"fault:{kind}:{place}", words))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        # Whoever asked must not wait for an import that holds the database; staff are told when it is done.
        await asyncio.wait({task}, timeout=_PATIENCE)

    async def _tell(self, number: str, about: str, words: str) -> None:
        try:
            await asyncio.to_thread(tell_staff, self._library.database, self._ids, about, words)
        except Exception as untold:  # noqa: BLE001 - a database that fails must not make a fault of a fault
            logger.error("staff not told of fault %s: %s", number, type(untold).__name__)

    def _is_news(self, kind: str, place: str) -> bool:
        now = time.monotonic()
        while self._told and next(iter(self._told.values())) + _AGAIN <= now:
            self._told.popitem(last=False)
        if (kind, place) in self._told or len(self._told) >= _AT_MOST:
            return False
        self._told[kind, place] = now
        return True


def _place(error: BaseException) -> str:
    """Return the last line of our own code that a fault came through: the file and the line."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(file, line) for file, line in frames if {"bot", "handlers"} & set(file.parts[:-1])] or frames[-1:]
    return f"{ours[-1][0].name}:{ours[-1][1]}" if ours else "?"
