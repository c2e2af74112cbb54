"""Against a Bot API server on loopback that keeps Telegram's limits and injects faults; also killed and restarted."""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.announce.outbox import Outbox
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.store.database import Database
from bot.store.load import load
from bot.store.queries import Store
from tests.announce.chats import AT_ONCE
from tests.announce.loopback import BotApi, Faults, ScaledTime, send_all
from tests.rounds import ROUNDS, WHOLE
from tests.store.building import batch, reply

# The whole size in `make soak`, a tenth of it in CI.
PRIVATE, GROUPS = (1000, 20) if WHOLE else (80, 6)
KILLS = ROUNDS if WHOLE else 2
ITEMS = 5
ROOT = Path(__file__).parents[2]


def prepared(path: Path) -> Database:
    """Chats that are told at once of five new records, each in a message of its own."""
    database = Database.open(f"sqlite:///{path / 'gongkai.db'}")
    subscriptions = Subscriptions(database)
    for chat in chats():
        subscriptions.add(chat, Topic.read("everything"), AT_ONCE)
    load(database, [batch(*(reply(number) for number in range(1, ITEMS + 1)))])
    return database


def chats() -> list[int]:
    return [*range(1, PRIVATE + 1), *(-100 - number for number in range(GROUPS))]


def faults() -> Faults:
    few = max(1, PRIVATE // 50)
    return Faults(
        flood=0.05,
        broken=0.02,
        cut_before=0.01,
        cut_after=0.01,
        gone=frozenset(range(1, few + 1)),
        closed=frozenset({-100, -101, -102}),
        moved={-103 - number: -1000 - number for number in range(min(5, GROUPS - 3))},
    )


def check(api: BotApi, database: Database, allowed: Callable[[int], bool] = lambda _: False) -> dict[str, int]:
    """Nothing lost, order kept, every repeat listed; return the figures."""
    told, lines = api.texts(), Outbox(Store(database)).lines(limit=10**6)
    ambiguous = Counter(line.chat for line in lines if line.was_ambiguous)
    repeats = 0
    for chat in chats():
        if chat in api.faults.gone | api.faults.closed:
            assert chat not in told
            continue
        texts = told[api.faults.moved.get(chat, chat)]
        first = list(dict.fromkeys(texts))
        assert len(first) == ITEMS, (chat, len(first))
        assert first == sorted(first, key=lambda text: text.split("第")[1]), chat
        repeats += len(texts) - ITEMS
        assert sum(count > 1 for count in Counter(texts).values()) <= ambiguous[api.faults.moved.get(chat, chat)], chat
    assert api.exceeded == []
    return {"accepted": len(api.accepted), "repeats": repeats, "ambiguous": ambiguous.total(), **api.injected}


async def test_faults_lose_nothing_and_keep_the_order(tmp_path: Path) -> None:
    database = prepared(tmp_path)
    clock = ScaledTime(8.0, time.time())
    async with BotApi(clock, faults()).running() as api:
        await send_all(database.engine.url.render_as_string(), clock, api.port)
    figures = check(api, database)
    assert figures["accepted"] >= ITEMS * (len(chats()) - len(api.faults.gone) - 3)
    counts = Outbox(Store(database)).counts()
    assert counts["failed"] == 0
    sys.stdout.write(f"{figures} {counts}\n")
    database.close()


@pytest.mark.soak
async def test_killed_and_restarted_nothing_is_lost(tmp_path: Path) -> None:
    database = prepared(tmp_path)
    clock, chance = ScaledTime(8.0, time.time()), random.Random(KILLS)
    url = database.engine.url.render_as_string()
    every = max(2, ITEMS * len(chats()) // (KILLS + 2))
    async with BotApi(clock, faults()).running() as api:

        def child() -> list[str]:
            words = (sys.executable, "-m", "tests.announce.loopback", url, clock.scale, clock.epoch, api.port)
            return [str(word) for word in words]

        for turn in range(KILLS):
            enough, reached = turn * every + chance.randint(1, every), asyncio.Event()
            api.on_accept = lambda count, enough=enough, reached=reached: count >= enough and reached.set()
            process = await asyncio.create_subprocess_exec(*child(), cwd=ROOT)
            ended = asyncio.create_task(process.wait())
            await asyncio.wait((asyncio.create_task(reached.wait()), ended), return_when=asyncio.FIRST_COMPLETED)
            if process.returncode is None:
                process.kill()
            await ended
        api.on_accept = lambda _: None
        process = await asyncio.create_subprocess_exec(*child(), cwd=ROOT)
        assert await process.wait() == 0
    sys.stdout.write(f"{check(api, database)}\n")
    database.close()
