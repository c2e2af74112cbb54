"""The condition of the bot in a few lines, for staff (/status): what is loaded, what goes out, what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.announce.outbox import Outbox
from bot.announce.subscription import REFUSED, Subscriptions
from bot.announce.switch import paused_since
from bot.records.model import Body
from bot.screens.labels import Words
from bot.service.library import Library
from bot.store.load.batches import batches
from bot.store.read.values import Selection

_LAST_DAYS = 7  # of which the words that nothing was found for are shown
_WORDS = 8
_ACTIONS = ("import", "demo", "withdraw", "suppress", "undo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What one process has done since it started.

    Attributes:
        since: When it started.
        answered: Answers that went out.
        faults: Answers that failed.
        plain_instead: Messages that Telegram refused and that were sent again as plain text.
        slowed: People and groups that were asked to wait.
    """

    since: datetime
    answered: int
    faults: int
    plain_instead: int
    slowed: int


def condition(library: Library, running: Running, language: str, zone: str, *, now: datetime | None = None) -> str:
    """Return the condition of the bot in words.

    Args:
        library: What is loaded.
        running: What this process has done.
        language: Of the words.
        zone: Time zone of the days and times.
        now: The present moment; the clock's when not given.
    """
    said = _Lines(Words(language), (now or datetime.now(UTC)).astimezone(ZoneInfo(zone)))
    _add_data(said, library)
    _add_announcing(said, library)
    said.add(
        "running",
        since=said.moment(running.since),
        answered=running.answered,
        faults=running.faults,
        plain_instead=running.plain_instead,
        slowed=running.slowed,
    )
    missed = library.misses.top((said.now - timedelta(days=_LAST_DAYS)).date(), _WORDS)
    if missed:
        said.add("missed", days=_LAST_DAYS, words=said.joined(f"{word} {count}" for word, count in missed))
    return "\n".join(said.lines)


class _Lines:
    """Lines in words, with the moment at which they are true."""

    def __init__(self, words: Words, now: datetime) -> None:
        self.lines: list[str] = []
        self.now = now
        self._words = words

    def add(self, name: str, **values: object) -> None:
        self.lines.append(self.say(name, **values))

    def say(self, name: str, **values: object) -> str:
        return self._words.said(f"staff.{name}", **values)

    def moment(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.now.tzinfo):%Y-%m-%d %H:%M}" if at is not None else self.say("never")

    def joined(self, parts: Iterable[object]) -> str:
        return self.say("between").join(map(str, parts))


def _add_data(said: _Lines, library: Library) -> None:
    store = library.shelf().store
    sessions, reports, years = store.sessions(), store.reports(), store.years()
    latest = store.records(Selection(), limit=1)
    day = latest[0].record.dated_on if latest else None
    said.add(
        "data",
        years=said.say("years", years=said.joined(years)) if years else said.say("none"),
        records=store.count(Selection()),
        cppcc=sum(one.count for one in sessions if one.body is Body.CPPCC),
        npc=sum(one.count for one in sessions if one.body is Body.NPC),
        reports=len(reports),
        latest=said.say("latest", day=day.isoformat()) if day else said.say("no_latest"),
        revision=store.revision(),
    )
    done = batches(library.database)
    if done:
        last = done[0]
        action = said.say(f"action_{last.action}" if last.action in _ACTIONS else "action_other")
        # A suppression's note is the name that is to be shown nowhere.
        key = last.note if last.action == "withdraw" else None
        named = said.joined(last.documents[:3]) or key or said.say("none")
        said.add("last_batch", at=said.moment(last.at), action=action, documents=named)


def _add_announcing(said: _Lines, library: Library) -> None:
    outbox = Outbox(library.shelf().store)
    counts = outbox.counts()
    today = said.now.replace(hour=0, minute=0, second=0, microsecond=0)
    chats = Subscriptions(library.database).list()
    said.add(
        "announcing",
        chats=len(chats),
        refused=sum(to.paused == REFUSED for to, _ in chats),
        today=len(outbox.recently(today)),
        waiting=counts["waiting"] + counts["sending"],
        parked=counts["parked"],
        failed=counts["failed"],
        ambiguous=counts["ambiguous"],
    )
    oldest = outbox.oldest_waiting(said.now)
    if oldest is not None:
        said.add("oldest", at=said.moment(oldest))
    paused = paused_since(library.database)
    if paused is not None:
        said.add("paused", at=said.moment(paused))
