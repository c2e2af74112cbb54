"""A Bot API server on loopback that keeps Telegram's limits and injects faults; time there is scaled."""

import asyncio
import contextlib
import json
import random
import sys
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy.exc import SQLAlchemyError
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.announce.outbox import Outbox
from bot.announce.sender import Clocks, Sender
from bot.store.database import Database
from bot.store.read.queries import Store
from bot.telegram.client import AiohttpRequest
from bot.telegram.courier import TelegramCourier
from bot.telegram.queue import Limits, OutgoingQueue

TOKEN = "123456:TheTokenOfThisTest"
BOT = {"id": 1, "is_bot": True, "first_name": "b", "username": "b_bot"}


@dataclass(frozen=True)
class ScaledTime:
    """Time that runs `scale` times as fast as the machine's, the same in every process of a test."""

    scale: float
    epoch: float

    def seconds(self) -> float:
        return (time.time() - self.epoch) * self.scale

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.epoch, UTC) + timedelta(seconds=self.seconds())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.scale)


@dataclass
class Faults:
    """How often a send goes wrong, and which chats always do."""

    flood: float = 0.0
    broken: float = 0.0
    cut_before: float = 0.0
    cut_after: float = 0.0
    gone: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    moved: dict[int, int] = field(default_factory=dict)

    def drawn(self, chance: random.Random) -> str:
        """Return what goes wrong with a send; nothing does with most."""
        drawn = chance.random()
        for name in ("flood", "broken", "cut_before", "cut_after"):
            drawn -= getattr(self, name)
            if drawn < 0:
                return name
        return ""


class Window:
    """At most `count` in any `seconds`, as the server counts."""

    def __init__(self, count: int, seconds: float) -> None:
        self.count, self.seconds, self.seen = count, seconds, deque[float]()

    def full(self, now: float) -> bool:
        while self.seen and self.seen[0] <= now - self.seconds:
            self.seen.popleft()
        return len(self.seen) >= self.count


class BotApi:
    """The server.

    Attributes:
        accepted: Chat and text of each message that was accepted, in order.
        confirmed: Those of them that the bot was told of.
        told_twice: Those that it had been told of, and sent again.
        exceeded: How often the bot exceeded a limit.
        injected: How often each fault was injected.
    """

    def __init__(self, clock: ScaledTime, faults: Faults | None = None, *, seed: int = 1) -> None:
        self.clock, self.faults, self.chance = clock, faults or Faults(), random.Random(seed)
        self.accepted: list[tuple[int, str]] = []
        self.times: list[float] = []
        self.confirmed: set[tuple[int, str]] = set()
        self.told_twice: list[tuple[int, str]] = []
        self.exceeded: list[str] = []
        self.injected: dict[str, int] = defaultdict(int)
        self.blocked: dict[int, float] = {}
        self.port = 0
        self.on_accept: Callable[[int], None] = lambda _: None
        self._overall = Window(30, 1.0)
        self._chats: dict[int, tuple[Window, ...]] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["BotApi"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    def texts(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for chat, text in self.accepted:
            found[chat].append(text)
        return found

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")
                length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-len")), 0)
                body = (await reader.readexactly(length)).decode()
                answer = self._answer(lines[0].split(" ")[1].rsplit("/", 1)[-1], dict(parse_qsl(body)))
                if answer is None:
                    break
                status, content = answer[0], json.dumps(answer[1]).encode()
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)
                await writer.drain()
        writer.close()

    def _answer(self, method: str, given: dict[str, str]) -> tuple[int, dict[str, Any]] | None:  # noqa: PLR0911 - one a fault
        if method == "getMe":
            return 200, {"ok": True, "result": BOT | {"can_join_groups": True}}
        chat = int(given["chat_id"])
        refused = self._refused(chat)
        if refused is not None:
            return refused
        what = self.faults.drawn(self.chance)
        if what:
            self.injected[what] += 1
        if what == "cut_before":
            return None
        if what == "broken":
            return 502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}
        if what == "flood":
            wait = self.chance.randint(1, 4)
            self.blocked[chat] = self.clock.seconds() + wait
            return self._flood(wait)
        if (chat, given["text"]) in self.confirmed:
            self.told_twice.append((chat, given["text"]))
        self.accepted.append((chat, given["text"]))
        self.times.append(self.clock.seconds())
        self.on_accept(len(self.accepted))
        if what == "cut_after":
            return None
        self.confirmed.add((chat, given["text"]))
        message = {"message_id": len(self.accepted), "date": 0, "chat": {"id": chat, "type": "private"}}
        return 200, {"ok": True, "result": message | {"text": given["text"]}}

    def _refused(self, chat: int) -> tuple[int, dict[str, Any]] | None:
        if chat in self.faults.gone:
            return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        if chat in self.faults.closed:
            return 400, {"ok": False, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED"}
        if chat in self.faults.moved:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            parameters = {"migrate_to_chat_id": self.faults.moved[chat]}
            return 400, {"ok": False, "error_code": 400, "description": words, "parameters": parameters}
        now = self.clock.seconds()
        if self.blocked.get(chat, 0.0) > now:
            self.exceeded.append("retry_after")
            return self._flood(1)
        windows = self._chats.setdefault(chat, (Window(3, 3.0), *([Window(20, 60.0)] if chat < 0 else [])))
        for window in (self._overall, *windows):
            if window.full(now):
                self.exceeded.append(f"{window.count} in {window.seconds}")
                return self._flood(1)
        for window in (self._overall, *windows):
            window.seen.append(now)
        return None

    @staticmethod
    def _flood(wait: int) -> tuple[int, dict[str, Any]]:
        words = f"Too Many Requests: retry after {wait}"
        return 429, {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": wait}}


def client(clock: ScaledTime, port: int) -> ExtBot[Any]:
    """A bot whose queue keeps the scaled time."""
    queue = OutgoingQueue(Limits(), clock=clock.seconds, sleep=clock.sleep, doubt=0.02 * clock.scale)
    request = AiohttpRequest(connections=64, connect=10.0, answer=20.0, outside=False)
    base = f"http://127.0.0.1:{port}/bot"
    defaults = Defaults(parse_mode=ParseMode.HTML)
    return ExtBot(TOKEN, base, request=request, rate_limiter=queue, defaults=defaults)


async def send_all(database: str, clock: ScaledTime, port: int) -> None:
    """Send until nothing is left but what waits for chats that refuse."""
    store = Store(Database.open(database))
    bot = client(clock, port)
    await bot.initialize()
    stop = asyncio.Event()
    sender = Sender(store, TelegramCourier(bot), Clocks(now=clock.now, sleep=clock.sleep))
    sending = asyncio.create_task(sender.run(stop))
    box, idle = Outbox(store), False
    while not idle:
        await clock.sleep(1.0)
        with contextlib.suppress(SQLAlchemyError):  # a session that was cut
            idle = await asyncio.to_thread(box.idle)
    stop.set()
    await sending
    await bot.shutdown()
    store.database.close()


if __name__ == "__main__":
    url, scale, epoch, port = sys.argv[1:5]
    asyncio.run(send_all(url, ScaledTime(float(scale), float(epoch)), int(port)))
