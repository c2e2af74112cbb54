"""The process where nothing can be written: every question that reads is answered, and what cannot be done is said."""

import asyncio
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.service.library import Library
from bot.settings import Settings
from bot.store.load.withdrawal import withdraw
from tests.begun import begun
from tests.end_to_end.server import TelegramServer
from tests.end_to_end.without_rights import no_room, no_room_from_the_start, obeys_rights
from tests.processes import environment, started
from tests.rounds import WHOLE

STAFF = 99
#: Seconds for which another program holds the database; here only for as long as the questions take.
HELD = 60 if WHOLE else 0
# One whose buttons need tokens, a figure and a follow-up, a search, a card, a list that is paged: a chat each, since a
# chat is told one thing a second.
LONG = "关于进一步提高服务水平 助推我市制造业高质量发展"
QUESTIONS = {1: (LONG,), 2: ("政府采购", "2019年呢"), 3: ("智能制造",), 4: ("399",), 5: ("2020年11月",)}
FAULTS = ("出错", "编号 ")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, with a database in it: pytest's own are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="gongkai ") as made:
        data = Path(made) / "data"
        begun(data, demonstration=True)
        for one in (Path(made), data):
            one.chmod(0o755)
        for one in data.iterdir():
            one.chmod(0o644)
        yield data
        data.chmod(0o755)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer().running() as server:
        for chat in (*QUESTIONS, STAFF):
            server.telegram.chat(chat)
        yield server


class Bot:
    """`gongkai` on a folder, in a process."""

    def __init__(self, folder: Path, server: TelegramServer | None, before: Callable[[], None] | None = None) -> None:
        ours = server.environment if server else {}
        # It answers faster than a person may ask.
        unlimited = {"GONGKAI_QUESTIONS_PER_MINUTE": "0"}
        self.environment = environment(folder, GONGKAI_STAFF=str(STAFF), HOME="/", **unlimited, **ours)
        self.folder, self.server, self.before = folder, server, before

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await started(*words, cwd="/", env=self.environment, stdout=pipe, stderr=pipe, preexec_fn=self.before)

    async def says(self, *words: str) -> tuple[int | None, str, str]:
        out, err = await asyncio.wait_for((running := await self.start(*words)).communicate(), 60)
        return running.returncode, out.decode(), err.decode()


class Asking:
    """Somebody who asks a running bot, and sees what it sends."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        self.sent = 0

    async def ask(self, text: str, chat: int = 1) -> dict[str, Any]:
        calls = self.server.telegram.calls
        before = len([call for call in calls if self._answers(call, chat)])
        self.server.telegram.say(text, chat)
        while len(answers := [call for call in calls if self._answers(call, chat)]) == before:
            self.server.done.clear()
            await asyncio.wait_for(self.server.done.wait(), 60)
        return answers[-1].parameters

    @staticmethod
    def _answers(call: object, chat: int) -> bool:
        parameters = getattr(call, "parameters", {})
        return getattr(call, "method", "") == "sendMessage" and str(parameters.get("chat_id")) == str(chat)

    async def told(self, times: int = 1) -> list[str]:
        """Return what staff were told, as soon as it is so much."""
        while len(said := self.staff()) < times:
            self.server.done.clear()
            await asyncio.wait_for(self.server.done.wait(), 60)
        return said

    def staff(self) -> list[str]:
        calls = [call for call in self.server.telegram.calls if call.method == "sendMessage"]
        return [call.parameters["text"] for call in calls if str(call.parameters["chat_id"]) == str(STAFF)]


def tokens_in(answer: dict[str, Any]) -> list[str]:
    rows = (answer.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "~" in button.get("callback_data", "")]


async def check(asking: Asking, known: Collection[str] = ()) -> None:
    """Ask what reads, and for something to be saved; buttons have no values but those that are `known` already."""
    for chat, question in ((chat, question) for chat, questions in QUESTIONS.items() for question in questions):
        answer = await asking.ask(question, chat)
        assert not any(word in answer["text"] for word in FAULTS), (question, answer["text"])
        assert set(tokens_in(answer)) <= set(known), question
        assert question != "399" or "政协第399号" in answer["text"]
    assert "保存" in (await asking.ask("/subscribe 政协 轴承 智能制造 高质量发展 提高服务水平"))["text"]


async def ended(running: asyncio.subprocess.Process) -> str:
    running.terminate()
    out, err = await asyncio.wait_for(running.communicate(), 60)
    said = out.decode() + err.decode()
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert "Logging error" not in said
    return said


async def test_a_disk_that_fills_while_it_runs(folder: Path, server: TelegramServer) -> None:
    running = await Bot(folder, server).start("run")
    asking = Asking(server)
    known = tokens_in(await asking.ask("关于加快推进高端轴承产业集群发展的提案和建议"))
    assert known
    no_room(running.pid)
    await check(asking, known)
    assert "写不进" in (await asking.told())[0]
    no_room(running.pid, resource.RLIM_INFINITY)
    assert "轴承" in (await asking.ask("/subscribe 轴承"))["text"]
    await ended(running)
    assert len(asking.staff()) == 1


async def test_a_start_on_a_full_disk(folder: Path, server: TelegramServer) -> None:
    running = await Bot(folder, server, no_room_from_the_start).start("run")
    asking = Asking(server)
    await check(asking)
    assert len(await asking.told()) == 1
    # A withdrawal by another process, for which there is room again, is seen at once.
    library = Library.open(Settings(data_dir=folder))
    withdraw(library.database, "cppcc:13-4:399", reason="误发")
    library.close()
    assert "撤下" in (await asking.ask("399"))["text"]
    no_room(running.pid, resource.RLIM_INFINITY)
    await ended(running)


async def test_a_folder_that_is_read_only(folder: Path, server: TelegramServer) -> None:
    folder.chmod(0o555)
    running = await Bot(folder, server, obeys_rights).start("run")
    asking = Asking(server)
    await check(asking)
    assert len(await asking.told()) == 1
    await ended(running)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(folder / "gongkai.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@pytest.mark.soak
@pytest.mark.parametrize("from_the_start", [False, True])
async def test_another_program_holds_the_lock(folder: Path, server: TelegramServer, from_the_start: bool) -> None:
    asking = Asking(server)

    async def ask_on() -> None:
        ends, times = time.monotonic() + HELD, 0
        while not times or time.monotonic() < ends:
            await check(asking)
            times += 1
        sys.stdout.write(f"held for {HELD} s: {times} times {len(QUESTIONS) + 1} questions answered\n")

    if from_the_start:
        with held(folder):
            running = await Bot(folder, server).start("run")
            await ask_on()
    else:
        running = await Bot(folder, server).start("run")
        await asking.ask("399")
        with held(folder):
            await ask_on()
    assert "保存" not in (await asking.ask("/subscribe 轴承"))["text"]
    await ended(running)


@pytest.mark.parametrize(
    ("words", "left"),
    [(("ask", "399"), False), (("ask", "399"), True), (("export", "replies"), True), (("check",), True)],
)
async def test_commands_that_read_see_the_last_commit(folder: Path, left: bool, words: tuple[str, ...]) -> None:
    """A withdrawal stands in the -wal that a process left that was killed, or in the file."""
    library = Library.open(Settings(data_dir=folder))
    withdraw(library.database, "cppcc:13-4:399", reason="误发")
    kept = [(one, one.read_bytes()) for one in folder.iterdir() if one.name.endswith(("gongkai.db", "-wal"))]
    library.close()
    if left:
        assert any(one.name.endswith("-wal") and content for one, content in kept)
        for one, content in kept:
            one.write_bytes(content)
            one.chmod(0o644)
    (folder / "gongkai.log").unlink(missing_ok=True)
    there = sorted(one.name for one in folder.iterdir())
    folder.chmod(0o555)
    status, out, err = await Bot(folder, None, obeys_rights).says(*words)
    assert (status, err) == (0, "")
    assert "助推我市制造业高质量发展" not in out
    assert sorted(one.name for one in folder.iterdir()) == there
