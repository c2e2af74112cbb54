"""Chats that a test sends to: they keep what they are told and misbehave when asked; and a clock of the test's own."""

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.announce.courier import Leaving, NotEditableError
from bot.announce.digest import MessageText
from bot.announce.schedule import Plan, When
from bot.announce.sender import Clocks, Sender
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.records.model import Record
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.store.building import batch

MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
AT_ONCE = Plan(when=When.AT_ONCE)


@dataclass
class Clock:
    """Time that passes when somebody waits for it, or when the test says so."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += timedelta(seconds=seconds)

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def is_(self, text: str) -> None:
        """Set the clock to a moment in Shanghai."""
        self.now = datetime.fromisoformat(text + "+08:00")


@dataclass
class Chats:
    """A courier that keeps what it carried.

    Attributes:
        shown: By chat: message number and text as it is shown now, in the order of sending.
        faults: By chat: outcomes of its next sends and edits, each used once. `(outcome,)` in a tuple: it arrived all
            the same.
        gone: Messages that cannot be edited any more.
    """

    shown: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    faults: dict[int, deque[object]] = field(default_factory=lambda: defaultdict(deque))
    replies: dict[tuple[int, int], int] = field(default_factory=dict)
    silent: set[tuple[int, int]] = field(default_factory=set)
    threads: dict[tuple[int, int], int | None] = field(default_factory=dict)
    gone: set[tuple[int, int]] = field(default_factory=set)
    remembered: list[tuple[int, float]] = field(default_factory=list)
    edits: int = 0
    username: str = "gongkai_bot"
    buttons: dict[tuple[int, int], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    html: dict[tuple[int, int], str] = field(default_factory=dict)
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def remember(self, sent: Iterable[tuple[int, float]]) -> None:
        self.remembered += sent

    async def send(
        self, chat: int, text: MessageText, *, thread: int | None, reply_to: int | None, silent: bool, leaving: Leaving
    ) -> int:
        await leaving()
        fault = self.faults[chat].popleft() if self.faults[chat] else None
        if isinstance(fault, Exception):
            raise fault
        number = next(self._numbers)
        self.shown[chat][number] = text.plain
        self.threads[chat, number] = thread
        self.buttons[chat, number] = text.buttons
        self.html[chat, number] = text.html
        if reply_to is not None:
            self.replies[chat, number] = reply_to
        if silent:
            self.silent.add((chat, number))
        if isinstance(fault, tuple):
            raise fault[0]
        return number

    async def edit(self, chat: int, message_id: int, text: MessageText, *, leaving: Leaving) -> None:
        await leaving()
        fault = self.faults[chat].popleft() if self.faults[chat] else None
        if isinstance(fault, Exception):
            raise fault
        if (chat, message_id) in self.gone:
            raise NotEditableError("message can't be edited")
        self.edits += 1
        self.buttons[chat, message_id] = text.buttons
        self.shown[chat][message_id] = text.plain

    def texts(self, chat: int) -> list[str]:
        return list(self.shown[chat].values())


class Town:
    """A database, its chats, a clock and a sender."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = Store(database)
        self.chats = Chats()
        self.clock = Clock()
        self.subscriptions = Subscriptions(database)

    def subscribes(self, chat: int, topic: str = "everything", plan: Plan = AT_ONCE, **given: object) -> None:
        self.subscriptions.add(chat, Topic.read(topic), plan, now=self.clock.now, **given)

    def loads(self, *records: Record, name: str = "list.tsv", sha: str | None = None) -> int | None:
        given = {"sha256": sha} if sha else {"sha256": f"{name}{hash(records)}"}
        return load(self.database, [batch(*records, name=name, **given)], now=self.clock.now).batch_id

    def sender(self) -> Sender:
        return Sender(self.store, self.chats, Clocks(now=self.clock, sleep=self.clock.sleep, chance=lambda: 1.0))

    async def settles(self) -> None:
        """Everything that can be sent now is sent."""
        sender = self.sender()
        try:
            await sender.drain()
        finally:
            sender.close()
