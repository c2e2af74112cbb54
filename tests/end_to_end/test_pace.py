"""The pace on a server that refuses, fails and cuts connections, and that keeps to limits of its own."""

import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from tests.announce.loopback import Faults
from tests.end_to_end.strict import Strict
from tests.end_to_end.test_process import Process
from tests.rounds import WHOLE, only_whole

# The whole size, and the promised times, in `make soak`.
MESSAGES, PEOPLE, KILLS = (2000, 200, 5) if WHOLE else (100, 40, 1)
FAULTS = Faults(flood=0.05, broken=0.02, cut_before=0.01, cut_after=0.01)
FIRST = 1000


@pytest.fixture
async def server() -> AsyncIterator[Strict]:
    async with Strict(given=FAULTS).running() as server:
        yield server


async def talk(server: Strict, per_second: float) -> None:
    """Have people ask, each at some moment, so many a second in all."""
    chance = random.Random(MESSAGES)
    people = [server.telegram.chat(chat).identity for chat in range(1, PEOPLE + 1)]
    began = time.monotonic()
    for number in range(FIRST, FIRST + MESSAGES):
        await asyncio.sleep(max(0.0, began + (number - FIRST) / per_second - time.monotonic()))
        server.asks(number, chance.choice(people))


async def ended(server: Strict, running: Process) -> None:
    """End the bot as an operator does, and see that everybody was answered, rightly, and in order."""
    running.process.terminate()
    assert (await running.ends())[0] == 0
    assert server.unanswered == set()
    assert server.wrong == []
    by_chat: dict[int, list[int]] = {}
    for chat, number in dict.fromkeys(server.answered):
        by_chat.setdefault(chat, []).append(number)
    assert all(numbers == sorted(numbers) for numbers in by_chat.values())


def say(server: Strict, waits: Sequence[float]) -> tuple[float, float]:
    """Print what was seen; return the median and the 99th percentile of what was waited."""
    median, last = statistics.median(waits), statistics.quantiles(waits, n=100)[-1]
    repeats = sum(Counter(server.answered).values()) - len(set(server.answered))
    seen = {"exceeded": dict(server.exceeded), "injected": dict(server.injected), "signs": server.signs}
    sys.stdout.write(f"{len(waits)} answers: median {median:.2f} s, p99 {last:.2f} s, repeats {repeats}, {seen}\n")
    return median, last


@pytest.mark.soak
@only_whole
async def test_faults_delay_only_whom_they_hit(server: Strict, tmp_path: Path) -> None:
    running = await Process(tmp_path, server).start()
    await server.until_polled()
    await talk(server, per_second=25)
    await asyncio.wait_for(server.until_answered(MESSAGES), 60)
    median, last = say(server, list(server.waited.values()))
    assert median <= 1
    assert last <= 10
    await ended(server, running)


@pytest.mark.soak
async def test_killed_among_faults_it_leaves_nobody_without_an_answer(server: Strict, tmp_path: Path) -> None:
    running = await Process(tmp_path, server).start()
    await server.until_polled()
    talking, chance = asyncio.create_task(talk(server, per_second=50)), random.Random(KILLS)
    for turn in range(KILLS):
        await server.until_answered(int((turn + chance.random()) * MESSAGES / (KILLS + 1)) + 5)
        running.process.kill()
        await running.process.wait()
        running = await Process(tmp_path, server).start()
    await talking
    await asyncio.wait_for(server.until_answered(MESSAGES), 240)
    say(server, list(server.waited.values()))
    await ended(server, running)


@pytest.mark.soak
async def test_who_asks_without_end_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    async with Strict(per_second=1000).running() as server:
        hasty, others = ((200, 60, 60), range(10, 40)) if WHOLE else ((60, 20, 20), range(10, 16))
        running = await Process(tmp_path, server, GONGKAI_QUESTIONS_PER_MINUTE="200").start()
        await server.until_polled()
        for person, number in enumerate(hasty, 1):
            identity = server.telegram.chat(person).identity
            for each in range(1, number + 1):
                server.asks(1000 * person + each, identity)
        for person in others:
            await asyncio.sleep(0.1)
            server.asks(5000 + person, server.telegram.chat(person).identity)
        await waited(server, lambda: all(5000 + person in server.waited for person in others))
        median, last = say(server, [server.waited[5000 + person] for person in others])
        if WHOLE:
            assert median <= 0.3
            assert last <= 1
        running.process.terminate()
        assert (await running.ends())[0] == 0


async def waited(server: Strict, come: Callable[[], bool]) -> None:
    async def wait() -> None:
        while not come():
            server.done.clear()
            await server.done.wait()

    await asyncio.wait_for(wait(), 60)
