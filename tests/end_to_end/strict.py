"""A Bot API server on loopback that keeps Telegram's limits, counts who runs into them, and has faults of its own."""

import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tests.announce.loopback import Faults, Window
from tests.end_to_end.server import Cut, TelegramServer, refused

_LIMITED = re.compile("send|edit|copy|forward")


@dataclass
class Strict(TelegramServer):
    """The server. Messages that are asked name a number of four digits, and so do their answers.

    Attributes:
        given: How often a request goes wrong.
        per_second: Messages a second over all; more are refused.
        asked: When each message was said.
        answered: Chat and number of each answer that a chat has, in order.
        waited: Seconds from each message to its first answer.
        wrong: What was said that answers nothing that was asked.
        exceeded: How often the bot ran into a limit, or did not wait as long as it was told to.
    """

    given: Faults = field(default_factory=Faults)
    per_second: int = 30
    asked: dict[int, float] = field(default_factory=dict)
    answered: list[tuple[int, int]] = field(default_factory=list)
    waited: dict[int, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    exceeded: Counter[str] = field(default_factory=Counter)
    injected: Counter[str] = field(default_factory=Counter)
    signs: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self) -> None:
        self._overall = Window(self.per_second, 1.0)
        self._blocked: dict[str, float] = defaultdict(float)

    def asks(self, number: int, person: dict[str, Any]) -> None:
        """Have somebody ask for a number."""
        self.asked[number] = time.monotonic()
        self.telegram.say(f"{number}号", person)

    @property
    def unanswered(self) -> set[int]:
        return set(self.asked) - {number for _, number in self.answered}

    async def until_answered(self, enough: int) -> None:
        """Wait until so many messages have an answer."""
        while len(self.waited) < enough:
            self.done.clear()
            await self.done.wait()

    async def _result(self, request: Request) -> Response:
        method = request.path_params["method"]
        if not _LIMITED.match(method):
            return await super()._result(request)
        fault = self._fault(await _chat_of(request))
        if isinstance(fault, Response):
            return fault
        answer = await super()._result(request)
        self._note()
        return Cut() if fault else answer

    def _fault(self, chat: str) -> Response | bool:
        """Return what is answered in place of the real answer; True: that is cut."""
        now = time.monotonic()
        if self._blocked[chat] > now:
            self.exceeded["retry_after"] += 1
            return _flood(self._blocked[chat] - now)
        if self._overall.full(now):
            self.exceeded["overall"] += 1
            return _flood(1)
        name = self.given.drawn(self.chance)
        if name:
            self.injected[name] += 1
        if name == "flood":
            seconds = self.chance.randint(1, 5)
            self._blocked[chat] = now + seconds
            return _flood(seconds)
        if name == "broken":
            return refused(502, "Bad Gateway")
        if name == "cut_before":
            return Cut()
        self._overall.seen.append(now)
        return name == "cut_after"

    def _note(self) -> None:
        """Note what the bot has said since; the calls are not kept."""
        calls = self.telegram.calls
        while calls:
            call = calls.pop(0)
            if call.method == "sendChatAction":
                self.signs += 1
            if call.method != "sendMessage":
                continue
            named = [int(word) for word in re.findall(r"\d{4}", call.parameters["text"]) if int(word) in self.asked]
            if not named:
                self.wrong.append(call.parameters["text"])
                continue
            self.answered.append((int(call.parameters["chat_id"]), named[0]))
            self.waited.setdefault(named[0], time.monotonic() - self.asked[named[0]])


def _flood(seconds: float) -> Response:
    seconds = max(1, round(seconds + 0.49))
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def _chat_of(request: Request) -> str:
    body = await request.body()
    found = re.search(rb'(?:^|&)chat_id=(-?\d+)|name="chat_id"\r\n\r\n(-?\d+)|"chat_id": ?(-?\d+)', body)
    return (found[1] or found[2] or found[3]).decode() if found else json.dumps(sorted(request.query_params.items()))
