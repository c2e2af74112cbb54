"""Against a Bot API server on loopback that keeps Telegram's limits and injects faults; also killed and restarted."""

import asyncio
import random
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from bot.announce.outbox import Outbox
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.announce.chats import AT_ONCE
from tests.announce.loopback import BotApi, Faults, ScaledTime, send_all
from tests.rounds import ROUNDS, WHOLE, only_whole
from tests.store.building import batch, reply
from tests.store.test_postgres import server, url  # noqa: F401 - fixtures

# The whole size in `make soak`, a twentieth of it in `make test`.
PRIVATE, GROUPS = (1000, 20) if WHOLE else (40, 6)
KILLS = ROUNDS if WHOLE else 1
CUTS, ITEMS = 2, 5
ROOT = Path(__file__).parents[2]


def prepared(address: str) -> Database:
    """Chats that are told at once of five new records, each in a message of its own."""
    database = Database.open(address)
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


def check(api: BotApi, database: Database) -> dict[str, int]:
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


@pytest.mark.soak
async def test_faults_lose_nothing_and_keep_the_order(tmp_path: Path) -> None:
    database = prepared(f"sqlite:///{tmp_path / 'gongkai.db'}")
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
    database = prepared(f"sqlite:///{tmp_path / 'gongkai.db'}")
    clock, chance = ScaledTime(8.0, time.time()), random.Random(KILLS)
    address = database.engine.url.render_as_string()
    every = max(2, ITEMS * len(chats()) // (KILLS + 2))
    async with BotApi(clock, faults()).running() as api:
        for turn in range(KILLS):
            process = await sending(address, clock, api)
            ended = asyncio.create_task(process.wait())
            enough = asyncio.create_task(accepted(api, turn * every + chance.randint(1, every)))
            await asyncio.wait((enough, ended), return_when=asyncio.FIRST_COMPLETED)
            enough.cancel()
            if process.returncode is None:
                process.kill()
            await ended
        assert await (await sending(address, clock, api)).wait() == 0
    sys.stdout.write(f"{check(api, database)}\n")
    database.close()


@pytest.mark.soak
@only_whole
async def test_two_processes_that_lose_their_sessions_tell_nothing_twice(url: str) -> None:  # noqa: F811
    database = prepared(url)
    clock = ScaledTime(4.0, time.time())  # what is on its way is left alone for 45 s, which a busy machine needs too
    async with BotApi(clock, faults()).running() as api:
        processes = [await sending(url, clock, api) for _ in range(2)]
        for cut in range(1, CUTS + 1):
            await accepted(api, cut * ITEMS * len(chats()) // (CUTS + 1))
            cut_sessions(url)
        assert [await one.wait() for one in processes] == [0, 0]
    sys.stdout.write(f"{check(api, database)}, told twice though confirmed: {len(api.told_twice)}\n")
    assert api.told_twice == []
    database.close()


async def sending(address: str, clock: ScaledTime, api: BotApi) -> asyncio.subprocess.Process:
    """Start a process that sends until nothing is left."""
    words = (sys.executable, "-m", "tests.announce.loopback", address, clock.scale, clock.epoch, api.port)
    return await asyncio.create_subprocess_exec(*map(str, words), cwd=ROOT)


async def accepted(api: BotApi, enough: int) -> None:
    """Wait until the server has taken so many messages."""
    reached = asyncio.Event()
    api.on_accept = lambda count: count >= enough and reached.set()
    await reached.wait()


def cut_sessions(address: str) -> None:
    """End every session of a PostgreSQL but the one that does it."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"{others} AND pid <> pg_backend_pid()")
