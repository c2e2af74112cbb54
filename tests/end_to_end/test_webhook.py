"""A webhook: 200 only for what is answered, refused or kept; nobody else is heard; polling does not take it away."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.http_server import listen
from bot.settings import Settings
from bot.store.chat.inbox import Inbox
from bot.store.errors import StoreError
from bot.telegram.polling import NotAcceptedError, poll
from bot.telegram.webhook import _MOST_BYTES, receive, secret_of
from handlers.application import build
from tests.end_to_end.hook_server import HookServer
from tests.end_to_end.server import TOKEN
from tests.end_to_end.test_process import Process
from tests.handlers.scripted import ScriptedConversation

DEPLOY = Path(__file__).parents[2] / "deploy"
URL = "https://bot.example.org/hook/公开"


@pytest.fixture
async def server() -> AsyncIterator[HookServer]:
    async with HookServer().running() as server:
        server.telegram.chat(1)
        yield server


def application(server: HookServer, folder: Path) -> Any:
    settings = Settings(
        bot_token=TOKEN, bot_api_base_url=server.base_url, bot_api_file_url=server.file_url, data_dir=folder
    )
    return build(ScriptedConversation(), settings)


class Running:
    """A bot with a webhook, in a task of this test."""

    def __init__(self, server: HookServer, inbox: Inbox | None, folder: Path, url: str = "https://h/hook") -> None:
        self.server = server
        self.listening = listen("127.0.0.1", 0)
        server.via = [f"http://127.0.0.1:{self.listening.getsockname()[1]}/hook"]
        work = receive(
            application(server, folder), server.base_url, self.listening, url=url, connections=7, inbox=inbox
        )
        self.task = asyncio.create_task(work)

    async def __aenter__(self) -> "Running":
        while not self.server.hook and not self.task.done():
            self.server.done.clear()
            await asyncio.wait_for(self.server.done.wait(), 30)
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self.task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await self.task
        self.listening.close()


async def test_what_is_sent_is_answered_in_the_order_of_its_chat(
    server: HookServer, inbox: Inbox, tmp_path: Path
) -> None:
    async with Running(server, inbox, tmp_path):
        for number in range(10):
            server.sends(str(number), number % 2 + 1)
        await server.until("sendMessage", 10)
    assert server.texts(1) == [f"«{number}»" for number in range(0, 10, 2)]
    assert server.texts(2) == [f"«{number}»" for number in range(1, 10, 2)]
    assert set(server.answers) == {200}
    assert inbox.mine() == []
    assert server.hook["url"] == "https://h/hook"
    assert int(server.hook["max_connections"]) == 7
    assert "message" in server.hook["allowed_updates"]
    assert "true" not in str(server.hook.get("drop_pending_updates", "")).lower()
    assert 1 <= len(server.hook["secret_token"]) <= 256
    assert TOKEN not in server.hook["secret_token"]


async def test_whoever_does_not_know_the_secret_is_not_heard(server: HookServer, inbox: Inbox, tmp_path: Path) -> None:
    async with Running(server, inbox, tmp_path):
        update = json.dumps(server.telegram.say("399")).encode()
        for secret in ("", "wrong", secret_of(TOKEN)[:-1], secret_of(TOKEN) + "a", "é"):
            assert await server.post(update, secret) == 403
        for body, status in (
            (b"{", 400),
            (b"[]", 400),
            (b'{"update_id": "1"}', 400),
            (b"[" * 100_000, 400),
            (b" " * (_MOST_BYTES + 1), 413),
            (b'{"update_id": 5, "message": {"nonsense": 1}}', 200),
        ):
            assert await server.post(body) == status
        assert server.texts() == []
        assert await server.post(update) == 200
        await server.until("sendMessage")


async def test_what_is_told_again_is_answered_once(server: HookServer, inbox: Inbox, tmp_path: Path) -> None:
    async with Running(server, inbox, tmp_path):
        update = json.dumps(server.telegram.say("399")).encode()
        assert await asyncio.gather(*(server.post(update) for _ in range(5))) == [200] * 5
        await server.until("sendMessage")
        assert await server.post(update) == 200
        server.sends("400", 1)
        await server.until("sendMessage", 2)
    assert server.texts() == ["«399»", "«400»"]


async def test_where_nothing_can_be_kept_it_is_confirmed_when_it_is_answered(
    server: HookServer, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_: Any, **__: Any) -> set[int]:
        raise StoreError("store.unusable", database="x", reason="full")

    monkeypatch.setattr(inbox, "keep", keep)
    order: list[str] = []
    call = server._call

    async def noted(method: str, parameters: dict[str, Any], files: Any) -> Any:
        result = await call(method, parameters, files)
        if method == "sendMessage":
            order.append("answered")
        return result

    monkeypatch.setattr(server, "_call", noted)
    async with Running(server, inbox, tmp_path):
        update = json.dumps(server.telegram.say("399")).encode()
        both = await asyncio.gather(server.post(update), server.post(update))
        order.append("confirmed")
        assert both == [200, 200]
    assert order == ["answered", "confirmed"]


async def test_polling_leaves_a_webhook_alone_unless_told(server: HookServer, tmp_path: Path) -> None:
    server.hook = {"url": URL}
    with pytest.raises(NotAcceptedError, match="--take-over") as refused:
        await poll(application(server, tmp_path), server.base_url)
    assert "https://bot.example.org" in str(refused.value)
    assert "hook" not in str(refused.value).replace("webhook", "")  # its path may be a secret
    assert refused.value.exit_code == 2
    assert server.hook
    polling = asyncio.create_task(poll(application(server, tmp_path), server.base_url, take_over=True))
    await server.until_polled()
    assert not server.hook
    server.telegram.say("399")
    await server.until("sendMessage")
    server.hook = {"url": URL}
    server.telegram.say("400")
    with pytest.raises(NotAcceptedError, match="409"):
        await polling


async def test_a_webhook_that_leads_elsewhere_is_said(
    server: HookServer, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.webhook._LOOK", 0.01)
    running = await Running(server, inbox, tmp_path).__aenter__()
    server.hook = server.hook | {"url": "https://other.example/secret"}
    with pytest.raises(NotAcceptedError, match=r"https://other\.example"):
        await asyncio.wait_for(running.task, 30)
    running.listening.close()


async def test_the_process_serves_a_webhook(server: HookServer, tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    server.via = [f"http://127.0.0.1:{port}/x"]
    process = Process(tmp_path, server, GONGKAI_WEBHOOK_PORT=str(port))
    running = await process.start("--webhook", "https://bot.example.org/x")
    server.sends("399", 1)
    await server.until("sendMessage")
    running.process.terminate()
    status, said = await running.ends()
    assert status == 0
    assert str(port) in said
    status, said = await (await Process(tmp_path, server).start("--webhook", "ftp://x")).ends()
    assert (status, "--webhook" in said) == (2, True)


def test_the_unit_of_several_processes_is_confined_as_that_of_one() -> None:
    one, several = ((DEPLOY / name).read_text(encoding="utf-8") for name in ("gongkai.service", "gongkai@.service"))
    apart = ("#", "Description=", "ExecStart=", "Environment=", "WorkingDirectory=", "StateDirectory=")
    kept = [[line for line in unit.splitlines() if not line.startswith(apart)] for unit in (one, several)]
    assert kept[0] == kept[1]
