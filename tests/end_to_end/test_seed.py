"""The first messages of a newcomer on the bundled report: in the terminal, through Telegram, and the same in both."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.server import TelegramServer

ROOT = Path(__file__).parent.parent.parent

# Each message, and what its answer must hold.
PROMISED = {
    "399": ("政协第399号", "2020年11月19日"),
    "三百九十九号": ("政协第399号", "2020年11月19日"),
    "174062": ("人大第174062号", "2020年12月4日"),
    "17届4次205号": ("人大第174205号", "2020年12月4日"),
    "智能制造": ("469号", "210号"),
    "只能制造": ("智能制造", "469号", "210号"),
    "2020年11月": ("399号", "469号", "379号", "108号"),
    "依申请公开收到多少": ("7", "年报"),
    "规范性文件": ("6", "：0", "⚠", "年报"),
    "统计": ("15", "2020"),
    "998": ("没有", "998"),
}


def environment(folder: Path) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return bare | {"GONGKAI_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seed")


@pytest.fixture(scope="module")
def in_terminal(folder: Path) -> str:
    """What a first start prints for all of them through a pipe."""
    told = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="\n".join(PROMISED) + "\n",
        capture_output=True, text=True, check=True, cwd=folder, env=environment(folder),
    )  # fmt: skip
    assert told.stderr == ""
    return told.stdout


async def answers(folder: Path) -> list[dict]:
    """What Telegram shows for them, each asked in a chat of its own: one chat is told one thing a second."""
    async with TelegramServer().running() as server:
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=environment(folder) | server.environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        for chat, message in enumerate(PROMISED, start=1):
            server.telegram.chat(chat)
            server.telegram.say(message, chat)
        await server.until("sendMessage", len(PROMISED))
        running.terminate()
        assert await running.wait() == 0
        shown = [server.telegram.chats[chat].messages.values() for chat in range(1, len(PROMISED) + 1)]
        return [one for messages in shown for one in messages if one["from"]["is_bot"]]


@pytest.fixture(scope="module")
def on_telegram(folder: Path, in_terminal: str) -> list[dict]:
    return asyncio.run(answers(folder))


@pytest.mark.parametrize(("number", "message"), list(enumerate(PROMISED)), ids=PROMISED)
def test_telegram_shows_what_was_promised(on_telegram: list[dict], number: int, message: str) -> None:
    text = on_telegram[number]["text"]
    assert [words for words in PROMISED[message] if words not in text] == []
    if message != "998":
        assert "以官网原文为准" in text


def test_the_terminal_shows_the_same(in_terminal: str, on_telegram: list[dict]) -> None:
    for shown in on_telegram:
        bare = in_terminal.replace("\n> ", "\n")
        assert shown["text"].rstrip() in bare
