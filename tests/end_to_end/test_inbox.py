"""Each update is answered once: over a restart, without a disk to write on, in a flood, when time is up."""

import asyncio
import json
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

import bot.telegram.arrivals
import bot.telegram.polling
from bot.local.bot_api import ApiError
from bot.settings import Settings
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.chat_tables import INBOX
from bot.store.errors import StoreError
from bot.telegram.polling import LAST_SENDS, LAST_WORD, poll
from handlers.application import build
from tests.end_to_end.server import TOKEN, TelegramServer, refused
from tests.handlers.scripted import ScriptedConversation

UNIT = Path(__file__).parents[2] / "deploy" / "gongkai.service"


@dataclass
class Holding(TelegramServer):
    """A server that tells a few updates at a time, and holds back answers with a certain word.

    Attributes:
        held: The word; None holds back nothing.
        offered: Set when such an answer has come.
        lost: Whether what was held back was never carried out.
        most: Updates told at a time.
    """

    held: str | None = None
    offered: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False
    most: int = 100

    async def _call(self, method: str, parameters: dict[str, Any], files: Any) -> Any:
        if method == "getUpdates":
            parameters = parameters | {"limit": self.most}
        if method == "sendMessage" and self.held is not None and self.held in parameters["text"]:
            self.offered.set()
            await self.let_go.wait()
            if self.lost:
                raise ApiError(502, "Bad Gateway")
        return await super()._call(method, parameters, files)


@pytest.fixture
async def server():
    async with Holding().running() as server:
        server.telegram.chat(1)
        yield server


class Running:
    """A bot with an inbox that polls the server, in a task of this test."""

    def __init__(self, server: Holding, inbox: Inbox, folder: Path, crew: Any = None) -> None:
        self.server = server
        self.conversation = ScriptedConversation()
        settings = Settings(
            bot_token=TOKEN, bot_api_base_url=server.base_url, bot_api_file_url=server.file_url, data_dir=folder
        )
        work = poll(build(self.conversation, settings), server.base_url, inbox=inbox, crew=crew)
        self.task = asyncio.create_task(work)

    async def __aenter__(self) -> "Running":
        await self.server.until_polled()
        return self

    async def __aexit__(self, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await self.task


class Alone:
    """One process among others that are not there, which loses sight of them when a test says so."""

    number, members = 1, frozenset({1})
    is_sure, is_settled, has_lapsed = True, True, False
    news: Callable[[], None]
    looked: Callable[[], None]

    def __init__(self) -> None:
        self.ready = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        self.ready.set()
        await stop.wait()


def arrival(given: dict[str, Any]) -> Arrival:
    return Arrival(given["update_id"], 1, json.dumps(given))


async def test_what_the_last_process_left_is_answered_first_and_nothing_twice(
    server: Holding, inbox: Inbox, tmp_path: Path
) -> None:
    left = [server.telegram.say(str(number)) for number in range(4)]
    # Two were answered; none of the four was confirmed before the kill.
    inbox.keep([arrival(one) for one in left])
    inbox.delete({one["update_id"] for one in left[:2]})
    server.telegram.say("4")
    async with Running(server, inbox, tmp_path):
        await server.until("sendMessage", 3)
    assert server.texts() == ["«2»", "«3»", "«4»"]
    assert inbox.mine() == []
    assert await server.telegram.call("getUpdates", {}) == []


async def test_what_was_answered_and_not_confirmed_is_known_however_many_wait_before_it(
    server: Holding, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.telegram.arrivals, "_KNOWN", 3)
    left = [server.telegram.say(str(number)) for number in range(7)]
    inbox.keep([arrival(one) for one in left])
    inbox.delete({left[-1]["update_id"]})
    server.telegram._updates[:] = left[-1:]
    async with Running(server, inbox, tmp_path):
        await server.until("sendMessage", 6)
        server.telegram.say("last")
        await server.until("sendMessage", 7)
    assert server.texts() == [*(f"«{number}»" for number in range(6)), "«last»"]


async def test_where_the_inbox_cannot_be_written_telegram_keeps_what_is_not_answered(
    server: Holding, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    full = True

    def keep(*given: Any, **more: Any) -> set[int]:
        if full:
            raise StoreError("store.unusable", database="x", reason="full")
        return Inbox.keep(inbox, *given, **more)

    monkeypatch.setattr(inbox, "keep", keep)
    server.held = "slow"
    caplog.set_level("INFO", logger="gongkai")
    async with Running(server, inbox, tmp_path):
        server.telegram.say("slow")
        await asyncio.wait_for(server.offered.wait(), 30)
        server.telegram.chat(2)
        server.telegram.say("quick", 2)
        await server.until("sendMessage")
        waiting = [one["message"]["text"] for one in server.telegram._updates]
        assert waiting[0] == "slow"  # what is not answered, Telegram was not told that we have
        full = False
        await server.until_true(lambda: bool(inbox.mine()))
        server.telegram.say("again", 2)
        await server.until("sendMessage", 2)
        # It stands in the inbox now, so that it holds up nothing.
        assert "slow" not in [one["message"]["text"] for one in server.telegram._updates]
        assert inbox.mine()[0].chat == 1
        server.let_go.set()
        await server.until("sendMessage", 3)
    assert (server.texts(), server.texts(2)) == (["«slow»"], ["«quick»", "«again»"])
    assert inbox.mine() == []
    assert caplog.text.count("写不进数据库") == 1
    assert "又能写进" in caplog.text
    assert "slow" not in caplog.text


async def test_no_more_is_fetched_than_can_be_answered_soon(
    server: Holding, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.telegram.arrivals, "_MOST", 5)
    most, full = 0, asyncio.Event()
    keep, loop = inbox.keep, asyncio.get_running_loop()

    def counted(arrivals: Any, **more: Any) -> set[int]:
        nonlocal most
        new = keep(arrivals, **more)
        most = max(most, len(inbox.mine()))
        if most >= 6:
            loop.call_soon_threadsafe(full.set)
        return new

    monkeypatch.setattr(inbox, "keep", counted)
    for number in range(40):
        server.telegram.chat(number + 10)
        server.telegram.say(str(number), number + 10)
    server.most, server.held = 2, ""
    async with Running(server, inbox, tmp_path):
        await asyncio.wait_for(full.wait(), 30)
        assert len(server.telegram._updates) >= 34
        server.let_go.set()
        await server.until("sendMessage", 40)
    assert most < 40  # what was answered is deleted a moment later
    assert inbox.mine() == []


async def test_what_cannot_be_answered_before_time_is_up_is_answered_by_the_next(
    server: Holding, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.telegram.polling, "LAST_SENDS", 0.2)
    server.held, server.lost = "", True
    async with Running(server, inbox, tmp_path):
        for number in range(6):
            server.telegram.say(str(number))
        await asyncio.wait_for(server.offered.wait(), 30)
        await server.until_true(lambda: len(inbox.mine()) >= 6)
    server.let_go.set()
    assert server.texts() == []
    assert len(inbox.mine()) == 6
    server.held = None
    async with Running(server, inbox, tmp_path):
        await server.until("sendMessage", 6)
    assert server.texts() == [f"«{number}»" for number in range(6)]
    assert inbox.mine() == []


async def test_out_of_sight_of_the_others_nothing_more_of_the_inbox_is_begun(
    server: Holding, inbox: Inbox, tmp_path: Path
) -> None:
    crew, server.held = Alone(), "slow"
    async with Running(server, inbox, tmp_path, crew):
        for said in ("slow", "second"):
            server.telegram.say(said)
        await asyncio.wait_for(server.offered.wait(), 30)
        await server.until_true(lambda: len(inbox.mine()) >= 2)
        crew.is_sure = False
        server.let_go.set()
        await server.until_true(lambda: len(inbox.mine()) <= 1)
        assert server.texts() == ["«slow»"]
        crew.is_sure = True
        crew.looked()
        await server.until("sendMessage", 2)
    assert server.texts() == ["«slow»", "«second»"]
    assert inbox.mine() == []


async def test_what_others_took_over_meanwhile_is_theirs_and_the_rest_is_answered_once(
    server: Holding, inbox: Inbox, tmp_path: Path
) -> None:
    crew, server.held = Alone(), "slow"
    async with Running(server, inbox, tmp_path, crew):
        updates = [server.telegram.say(said) for said in ("slow", "theirs", "ours")]
        await asyncio.wait_for(server.offered.wait(), 30)
        await server.until_true(lambda: len(inbox.mine()) >= 3)
        with inbox.database.writing() as connection:
            taken = update(INBOX).where(INBOX.c.update_id == updates[1]["update_id"])
            connection.execute(taken.values(owner=2))
        crew.members, crew.has_lapsed = frozenset({1, 2}), True
        crew.looked()
        server.let_go.set()
        await server.until("sendMessage", 2)
    assert server.texts() == ["«slow»", "«ours»"]
    assert inbox.mine() == []


async def test_an_answer_that_does_not_get_through_is_made_again(
    server: Holding, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.backoff._PAUSES", (0.001, 0.001))
    monkeypatch.setattr(bot.telegram.arrivals, "_PAUSES", (0.001,) * 4)
    async with Running(server, inbox, tmp_path):
        server.fail("sendMessage", *(refused(502, "Bad Gateway") for _ in range(8)))
        server.telegram.say("399")
        await server.until("sendMessage")
    assert len(server.texts()) == 1
    assert inbox.mine() == []


def test_the_unit_gives_the_time_that_stopping_takes() -> None:
    given = re.search(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    # Ten more for the database, the connections, and an answer that is being computed.
    assert given is not None
    assert int(given[1]) >= LAST_SENDS + LAST_WORD + 10
