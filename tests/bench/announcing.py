"""Announcing: who is told of what, how near a broadcast comes to Telegram's limits, and what answers wait meanwhile."""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from telegram.ext import ExtBot

from bot.announce.outbox import Outbox
from bot.announce.sender import Clocks, Sender
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.cli.opening import SWITCH
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.telegram.courier import TelegramCourier
from tests.announce.chats import AT_ONCE
from tests.announce.loopback import BotApi, ScaledTime, client
from tests.bench.subscriptions import matching
from tests.store.building import batch, reply

CHATS = 5_000
#: Seconds of the broadcast that are measured, after the first few.
MEASURED, WARM = 40.0, 5.0
#: Promises: share of thirty a second; seconds that an answer waits more than without a broadcast.
SHARE, WAIT = 0.95, 0.1


def run() -> bool:
    """Measure, print the tables, and return whether the promises hold."""
    matched = matching()
    # As `gongkai run` has it.
    sys.setswitchinterval(SWITCH)
    with tempfile.TemporaryDirectory() as folder:
        rate, waits, quiet, exceeded = asyncio.run(_measure(Path(folder)))
    more = [wait - statistics.median(quiet) for wait in waits]
    figures = [
        ("broadcast to 5,000 chats, posts a second", rate, 30 * SHARE, rate >= 30 * SHARE),
        ("limits exceeded", float(exceeded), 0.0, exceeded == 0),
        ("an answer meanwhile waits more, median s", statistics.median(more), WAIT, statistics.median(more) <= WAIT),
        ("an answer meanwhile waits more, longest s", max(more), WAIT, max(more) <= WAIT),
    ]
    sys.stdout.write(f"{'announcing':45} {'measured':>10} {'promised':>10}\n")
    for name, measured, promised, holds in figures:
        sys.stdout.write(f"{name:45} {measured:10.3f} {promised:10.3f}{'' if holds else '  does not hold'}\n")
    return matched and all(holds for *_, holds in figures)


async def _measure(folder: Path) -> tuple[float, list[float], list[float], int]:
    database = Database.open(f"sqlite:///{folder / 'gongkai.db'}")
    subscriptions = Subscriptions(database)
    for chat in range(1, CHATS + 1):
        subscriptions.add(chat, Topic.read("everything"), AT_ONCE)
    load(database, [batch(reply(1))])
    clock = ScaledTime(1.0, time.time())
    async with BotApi(clock).running() as api:
        bot = client(clock, api.port)
        await bot.initialize()
        quiet = []
        for number in range(50):
            quiet.append(await _answer(bot, 10_000_000 + number))
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        stop = asyncio.Event()
        sender = Sender(Store(database), TelegramCourier(bot), Clocks())
        sending = asyncio.create_task(sender.run(stop))
        while len(api.accepted) < 51:
            await asyncio.sleep(0.1)
        await asyncio.sleep(WARM)
        began, counted, waits = time.monotonic(), len(api.accepted), []
        while time.monotonic() - began < MEASURED:
            waits.append(await _answer(bot, 20_000_000 + len(waits)))
            await asyncio.sleep(0.5)
        rate = (len(api.accepted) - counted) / (time.monotonic() - began)
        stop.set()
        await sending
        await bot.shutdown()
    assert Outbox(Store(database)).counts()["failed"] == 0
    database.close()
    return rate, waits, quiet, len(api.exceeded)


async def _answer(bot: ExtBot[object], chat: int) -> float:
    began = time.perf_counter()
    await bot.send_message(chat, "答")
    return time.perf_counter() - began
