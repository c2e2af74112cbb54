"""Words that nothing was found for, counted by day: what staff may want to load, or to teach the bot. Nobody is named.

A word counts once it has been asked for a second time, so that what one person typed once is never written down; and
nothing that looks like a number of a person, an address or a name of a user.
"""

import itertools
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.recent import Recent
from bot.store.chat_tables import MISSES
from bot.store.database import Database
from bot.store.jobs import last_run, note_job

KEPT = timedelta(days=90)
SHORTEST, LONGEST = 2, 20  # characters of a word that is worth counting
_SETTLED = "misses"
_HELD = 2000  # words asked for once, in memory

_PERSONAL = re.compile(r"[0-9０-９]{4}|[@/\\:：]|[a-zA-Z0-9_.]+@")
_LETTER = re.compile(r"[^\W\d_]")


class Misses:
    """The counters. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._once: Recent[str, None] = Recent(_HELD)
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def note(self, words: Iterable[str], *, today: date | None = None) -> None:
        """Count words that nothing was found for; those that may say something of a person are passed over."""
        day = today or datetime.now(UTC).date()
        for word in {word.strip() for word in words}:
            if not _is_countable(word):
                continue
            with self._lock:
                first = word not in self._once
                self._once[word] = None
            if not first:
                self.database.behind.put(_write, next(self._numbers), (word, day))

    def top(self, since: date, most: int = 10) -> tuple[tuple[str, int], ...]:
        """Return the words asked for most often since a day, with how often."""
        self.database.behind.flush()
        asked = func.sum(MISSES.c.count)
        wanted = select(MISSES.c.word, asked).where(MISSES.c.day >= since).group_by(MISSES.c.word)
        with self.database.reading() as connection:
            found = connection.execute(wanted.order_by(asked.desc(), MISSES.c.word).limit(most)).all()
        return tuple((word, int(count)) for word, count in found)

    def settle(self, word: str, how: str, now: datetime | None = None) -> None:
        """Note that staff have seen to a word (`synonym`, `passed`): it is not shown to them again."""
        with self.database.writing() as connection:
            _, settled = last_run(connection, _SETTLED)
            note_job(connection, _SETTLED, now or datetime.now(UTC), {**settled, word: how})

    def unsettled(self, since: date, most: int = 10) -> tuple[tuple[str, int], ...]:
        """Return the words of `top` that nobody has seen to."""
        with self.database.reading() as connection:
            _, settled = last_run(connection, _SETTLED)
        return tuple(one for one in self.top(since, most + len(settled)) if one[0] not in settled)[:most]


def _is_countable(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and _PERSONAL.search(word) is None and _LETTER.search(word) is not None


def _write(connection: Connection, asked: Mapping[int, tuple[str, date]]) -> None:
    counts = Counter(asked.values())
    oldest = max(day for _, day in counts) - KEPT
    connection.execute(delete(MISSES).where(MISSES.c.day < oldest))
    for (word, day), count in counts.items():
        mine = (MISSES.c.word == word) & (MISSES.c.day == day)
        raised = update(MISSES).where(mine).values(count=MISSES.c.count + count)
        if not connection.execute(raised).rowcount:
            connection.execute(insert(MISSES).values(word=word, day=day, count=count))
