"""Whether the bot can do what it is for, and if not, why: deaf, behind, unwritable, posts overdue, the clock wrong."""

import errno
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.announce.switch import paused_since
from bot.errors import GongkaiError
from bot.messages import message
from bot.monitor.overdue import overdue_since
from bot.service.library import Library
from bot.store.chat_tables import INBOX
from bot.store.errors import BusyError
from bot.store.jobs import note_job
from bot.telegram.clock_watch import WRONG, in_words
from bot.telegram.contact import CONTACT, Contact

# Seconds. A request for updates is held for 25, and answered then at the latest: so long may one be under way, and so
# long ago the last answer, where requests fail and are made again.
UNANSWERED_AFTER = 30.0
DEAF_AFTER = 40.0
# How long Telegram may fail to send to the webhook: what it tries again soon is none of anybody's business.
UNDELIVERED_AFTER = 25.0
OVERDUE = 60.0
# How long a probe waits for another writer: one that holds the database longer does so for an import, not for ever.
_PATIENCE = 1.0
# What an answer may need on the disk: less is as good as none.
_ROOM = 1 << 20
_PROBE = 65_536


class Reason(StrEnum):
    """Why the bot is not ready."""

    DEAF = "deaf"
    BEHIND = "behind"
    UNWRITABLE = "unwritable"
    QUEUE_OLD = "queue_old"
    CLOCK_OFF = "clock_off"
    UNREADABLE = "unreadable"
    STUCK = "stuck"


Reasons = dict[Reason, str]


@dataclass(slots=True)
class Readiness:
    """Looks whether the bot is ready; it asks the database, and writes one row of it.

    Attributes:
        library: What is loaded.
        folder: The data folder.
        contact: What is heard of Telegram.
        clock: Seconds, monotonic.
    """

    library: Library
    folder: Path
    contact: Contact = CONTACT
    clock: Callable[[], float] = time.monotonic
    _began: float = field(init=False)
    _held_since: float | None = None
    _behind_since: float | None = None

    def __post_init__(self) -> None:
        self._began = self.clock()

    def look(self) -> Reasons:
        """Return why the bot is not ready; nothing where it is."""
        found: Reasons = {}
        for looks in (self.hearing, self._reading, self._writing, self._answering, self._announcing, self._time):
            try:
                found |= looks()
            except (GongkaiError, SQLAlchemyError) as error:
                found |= _reason(Reason.UNREADABLE, kind=type(error).__name__)
        return found

    def hearing(self) -> Reasons:
        """Return whether it hears of Telegram; this asks no database."""
        now, undelivered = self.clock(), self.contact.undelivered
        since, asking = now - (self.contact.polled or self._began), self.contact.asking_since
        if since > DEAF_AFTER or (asking is not None and now - asking > UNANSWERED_AFTER):
            return _reason(Reason.DEAF, seconds=round(since))
        if undelivered is None or now - undelivered.since <= UNDELIVERED_AFTER:
            return {}
        values = {"count": undelivered.count, "fault": undelivered.fault}
        return {Reason.DEAF: message("monitor.undelivered", None, **values)}

    def _reading(self) -> Reasons:
        """Look whether what is loaded can be asked, and whether the search has followed it."""
        shelf = self.library.shelf()
        if shelf.index.revision == shelf.store.revision():
            self._behind_since = None
            return {}
        self._behind_since = self._behind_since or self.clock()
        since = self.clock() - self._behind_since
        return {Reason.BEHIND: message("monitor.index_behind", seconds=round(since))} if since > OVERDUE else {}

    def _writing(self) -> Reasons:
        try:
            self._write()
        except BusyError as error:
            self._held_since = self._held_since or self.clock()
            held = self.clock() - self._held_since
            return _reason(Reason.UNWRITABLE, reason=error.values.get("reason", "")) if held > OVERDUE else {}
        except GongkaiError as error:
            return _reason(Reason.UNWRITABLE, reason=error.values.get("reason", error.name))
        except OSError as error:
            return _reason(Reason.UNWRITABLE, reason=error.strerror or type(error).__name__)
        self._held_since = None
        return {}

    def _write(self) -> None:
        """Write a row and a file: room that the database has already taken does not tell of a full disk.

        Raises:
            OSError: The data folder cannot be written.
            StoreError: The database cannot be.
        """
        with self.library.database.writing(patience=_PATIENCE) as connection:
            note_job(connection, "probe", datetime.now(UTC))
        with tempfile.TemporaryFile(dir=self.folder, prefix="gongkai-probe-") as file:
            file.write(bytes(_PROBE))
            file.flush()
        if shutil.disk_usage(self.folder).free < _ROOM:
            raise OSError(errno.ENOSPC, message("monitor.disk_full"))

    def _answering(self) -> Reasons:
        with self.library.database.reading() as connection:
            oldest = connection.execute(select(func.min(INBOX.c.at))).scalar()
        waits = _seconds_since(oldest)
        return _reason(Reason.BEHIND, seconds=round(waits)) if waits > OVERDUE else {}

    def _announcing(self) -> Reasons:
        database = self.library.database
        if paused_since(database) is not None:
            return {}
        waits = _seconds_since(overdue_since(database, datetime.now(UTC)))
        return _reason(Reason.QUEUE_OLD, seconds=round(waits)) if waits > OVERDUE else {}

    def _time(self) -> Reasons:
        difference = self.contact.difference
        return _reason(Reason.CLOCK_OFF, difference=in_words(difference)) if abs(difference) >= WRONG else {}


def _seconds_since(moment: datetime | None) -> float:
    return 0.0 if moment is None else (datetime.now(UTC) - moment).total_seconds()


def _reason(reason: Reason, /, **values: object) -> Reasons:
    return {reason: message(f"monitor.{reason}", None, **values)}
