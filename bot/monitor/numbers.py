"""What the bot does, in numbers for Prometheus. No chat, no person and no word is in them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from bot import __version__
from bot.announce.outbox import Outbox
from bot.counters import ANSWERED, COUNTERS, FAULTS, FLOODED, PLAIN_INSTEAD, SLOWED
from bot.monitor.overdue import overdue_since
from bot.monitor.readiness import Reason
from bot.service.library import Library
from bot.store.chat_tables import INBOX, MISSES
from bot.store.read.queries import Store
from bot.store.tables import BATCHES
from bot.telegram.contact import Contact

_MISSED_DAYS = 7
_COUNTERS = {
    "answers": (ANSWERED, "Answers that were sent."),
    "faults": (FAULTS, "Answers that failed, and were told so."),
    "plain_instead": (PLAIN_INSTEAD, "Messages that Telegram refused and that were sent again as plain text."),
    "slowed": (SLOWED, "People and groups that were asked to wait."),
    "flood_refusals": (FLOODED, "Requests that Telegram refused with 429."),
}


class Numbers(Collector):
    """Collects the numbers of one process and of its database.

    Args:
        library: What is loaded.
        contact: What is heard of Telegram.
        reasons: Why the bot is not ready, as far as is known.
    """

    def __init__(self, library: Library, contact: Contact, reasons: "Iterable[Reason]") -> None:
        self._library = library
        self._contact = contact
        self.reasons = reasons

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers; it asks the database."""
        yield _gauge("build_info", "The version that runs.", {("version", __version__): 1})
        for name, (counted, says) in _COUNTERS.items():
            yield CounterMetricFamily(f"gongkai_{name}", says, value=COUNTERS.of(counted))
        buckets, total = COUNTERS.times()
        yield HistogramMetricFamily(
            "gongkai_answer_seconds", "From taking up a message until its answer was sent.", buckets=buckets,
            sum_value=total,
        )  # fmt: skip
        away = set(self.reasons)
        yield _gauge("ready", "Whether the bot is ready, as /readyz says.", {None: int(not away)})
        yield _gauge(
            "not_ready", "Whether this keeps it from it.", {("reason", one): int(one in away) for one in Reason}
        )
        difference = self._contact.difference.total_seconds()
        yield _gauge("clock_difference_seconds", "By how much Telegram's clock is ahead.", {None: difference})
        yield from self._of_the_database()

    def _of_the_database(self) -> Iterator[Metric]:
        database, now = self._library.database, datetime.now(UTC)
        outbox = Outbox(Store(database))
        with database.reading() as connection:
            waiting, oldest = connection.execute(select(func.count(), func.min(INBOX.c.at)).select_from(INBOX)).one()
            batches = connection.execute(
                select(BATCHES.c.action, func.count(), func.max(BATCHES.c.at)).group_by(BATCHES.c.action)
            ).all()
            recently = (now - timedelta(days=_MISSED_DAYS)).date()
            missed = connection.execute(select(func.sum(MISSES.c.count)).where(MISSES.c.day >= recently)).scalar()
        yield _gauge("inbox_updates", "Updates that wait for their answer.", {None: waiting})
        yield _gauge("inbox_oldest_seconds", "For how long the oldest of them has waited.", {None: _since(oldest, now)})
        counts = {("state", state): number for state, number in outbox.counts().items()}
        yield _gauge("outbox_posts", "Announcements and notices by state.", counts)
        due = overdue_since(database, now)
        yield _gauge("outbox_oldest_seconds", "For how long the oldest post that may be sent has waited.",
                     {None: _since(due, now)})  # fmt: skip
        yield _gauge("batches", "Changes of what is loaded, by kind.", {("action", one): n for one, n, _ in batches})
        imported = max((at for one, _, at in batches if one == "import"), default=None)
        yield _gauge("last_import_seconds", "Since the last import.", {None: _since(imported, now)})
        yield _gauge("revision", "Of what is loaded.", {None: database.revision()})
        yield _gauge("revision_age_seconds", "Since what is loaded last changed.",
                     {None: _since(database.changed_at(), now)})  # fmt: skip
        yield _gauge("misses", f"Words that nothing was found for, in {_MISSED_DAYS} days.", {None: int(missed or 0)})


def _gauge(name: str, says: str, values: "Mapping[Any, float]") -> GaugeMetricFamily:
    label = next((key[0] for key in values if key is not None), None)
    family = GaugeMetricFamily(f"gongkai_{name}", says, labels=[label] if label else None)
    for key, value in values.items():
        family.add_metric([str(key[1])] if key is not None else [], value)
    return family


def _since(moment: datetime | None, now: datetime) -> float:
    """Return the seconds since a moment; 0 where there was none."""
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0
