"""The process as an operator starts it, against a Bot API server on loopback."""

import asyncio
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.end_to_end.server import TOKEN, TelegramServer
from tests.processes import environment, started


class Process:
    """`gongkai run`, with its output."""

    def __init__(self, folder: Path, server: TelegramServer, **settings: str) -> None:
        self.folder = folder
        ours = {"GONGKAI_BUNDLED_RECORDS": "false"} | server.environment | settings
        self.environment = environment(folder / "data", **ours)
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, *options: str) -> "Process":
        pipe = asyncio.subprocess.PIPE
        self.process = await started("run", *options, cwd=self.folder, env=self.environment, stdout=pipe, stderr=pipe)
        return self

    async def ends(self) -> tuple[int | None, str]:
        assert self.process is not None
        out, err = await asyncio.wait_for(self.process.communicate(), 60)
        said = out.decode() + err.decode()
        assert "Traceback" not in said
        assert TOKEN not in said + (self.folder / "data" / "gongkai.log").read_text(encoding="utf-8")
        return self.process.returncode, said


async def test_a_wrong_token_ends_it_with_one_line(server: TelegramServer, tmp_path: Path) -> None:
    status, said = await (await Process(tmp_path, server, GONGKAI_BOT_TOKEN="9:wrong").start()).ends()
    assert status == 2
    assert said.count("\n") == 1
    assert "401" in said
    assert "9:wrong" not in said


async def test_a_second_process_on_one_sqlite_file_is_refused_and_the_first_goes_on(
    server: TelegramServer, tmp_path: Path
) -> None:
    running = await Process(tmp_path, server).start()
    await server.until_polled()
    status, said = await (await Process(tmp_path, server).start()).ends()
    assert status == 2
    assert said.count("\n") == 1
    assert "PostgreSQL" in said
    server.telegram.say("399")
    await server.until("sendMessage")
    running.process.kill()  # the lock ends with it
    await running.process.wait()
    for chat, stop in enumerate((signal.SIGTERM, signal.SIGINT), 2):  # and with a process that is told to stop
        running = await Process(tmp_path, server).start()
        messages = server.telegram.chat(chat).messages
        server.telegram.say("399", chat)
        await server.until_true(partial(messages.__contains__, 2))
        running.process.send_signal(stop)
        status, said = await running.ends()
        assert status == 0
        assert "@gongkai_local_bot" in said
        assert "399" in messages[2]["text"]


async def test_a_second_bot_on_the_token_ends_the_first(server: TelegramServer, tmp_path: Path) -> None:
    running = await Process(tmp_path, server).start()
    await server.until_polled()
    await server._poll({"timeout": 0})
    status, said = await running.ends()
    assert status == 2
    assert "409" in said


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_a_chat_through_a_pipe_stops_when_told(tmp_path: Path, stop: signal.Signals, status: int) -> None:
    pipe = asyncio.subprocess.PIPE
    ours = environment(tmp_path, GONGKAI_BUNDLED_RECORDS="false")
    chat = await started("chat", env=ours, stdin=pipe, stdout=pipe, stderr=pipe)
    chat.stdin.write(b"399\n")
    assert "399" in (await chat.stdout.readline()).decode()
    chat.send_signal(stop)
    _, err = await asyncio.wait_for(chat.communicate(), 60)
    assert (chat.returncode, err) == (status, b"")
