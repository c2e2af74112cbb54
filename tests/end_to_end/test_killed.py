"""Killed while people write: everybody is answered, and twice only whom the kill found being answered."""

import asyncio
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.server import TelegramServer
from tests.end_to_end.test_process import Process
from tests.rounds import only_whole

# Killed among faults, a few are answered in test_pace.py.
MESSAGES, PEOPLE, KILLS = 2000, 200, 5
PER_SECOND = 50
FIRST = 1000


@dataclass
class Watched(TelegramServer):
    """A server that keeps the chats and the numbers that answers name, in order."""

    answered: list[tuple[int, int]] = field(default_factory=list)
    rose: asyncio.Event = field(default_factory=asyncio.Event)

    async def _result(self, request: Any) -> Any:
        answer = await super()._result(request)
        calls = self.telegram.calls
        while calls:
            call = calls.pop(0)
            if call.method == "sendMessage":
                named = re.search(r"\d{4}", call.parameters["text"])
                self.answered.append((int(call.parameters["chat_id"]), int(named[0]) if named else 0))
                self.rose.set()
        return answer

    async def until_answered(self, enough: int) -> None:
        while len(self.answered) < enough:
            self.rose.clear()
            await asyncio.wait_for(self.rose.wait(), 120)

    @property
    def unanswered(self) -> set[int]:
        return set(range(FIRST, FIRST + MESSAGES)) - {number for _, number in self.answered}


@pytest.mark.soak
@only_whole
async def test_killed_it_leaves_nobody_without_an_answer(tmp_path: Path) -> None:
    chance = random.Random(KILLS)
    async with Watched().running() as server:
        people = [server.telegram.chat(chat).identity for chat in range(1, PEOPLE + 1)]

        async def talk() -> None:
            for number in range(FIRST, FIRST + MESSAGES):
                server.telegram.say(f"{number}号", chance.choice(people))
                await asyncio.sleep(1 / PER_SECOND)

        running = await Process(tmp_path, server).start()
        await server.until_polled()
        talking, killed_at = asyncio.create_task(talk()), []
        for turn in range(KILLS):
            await server.until_answered(int((turn + chance.random()) * MESSAGES / (KILLS + 1)) + 5)
            running.process.kill()
            await running.process.wait()
            killed_at.append(len(server.answered))
            running = await Process(tmp_path, server).start()
        await talking
        while server.unanswered:
            await server.until_answered(len(server.answered) + 1)
        running.process.terminate()
        assert (await running.ends())[0] == 0
        assert await server.telegram.call("getUpdates", {}) == []
    check(server.answered, killed_at)


def check(answered: list[tuple[int, int]], killed_at: list[int]) -> None:
    """Each was answered, in the order of its chat; twice only the last ones of a chat before a kill.

    The last one was being answered, or its answer was being noted; of the one before it the latter may be so.
    """
    repeats: list[int] = []
    by_chat: dict[int, list[int]] = defaultdict(list)
    in_work: set[int] = set()
    for place, (chat, number) in enumerate(answered):
        if place in killed_at:
            in_work |= {number for numbers in by_chat.values() for number in numbers[-2:]}
        if number in by_chat[chat]:
            repeats.append(number)
        else:
            by_chat[chat].append(number)
    sys.stdout.write(f"{MESSAGES} messages, {KILLS} kills at {killed_at}, answered twice: {len(repeats)}\n")
    assert sum(map(len, by_chat.values())) == MESSAGES
    assert all(numbers == sorted(numbers) for numbers in by_chat.values())
    assert set(repeats) <= in_work, (set(repeats) - in_work, killed_at, answered)
    assert max(Counter(repeats).values(), default=0) <= len(killed_at)
