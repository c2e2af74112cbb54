"""The bot says that it lives, whether it is ready and why not, and its numbers; nobody is in them."""

import asyncio
import os
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from bot.announce import switch
from bot.announce.collecting import collect
from bot.announce.notices import tell_staff
from bot.http_server import listen
from bot.monitor.numbers import Numbers
from bot.monitor.readiness import DEAF_AFTER, OVERDUE, UNANSWERED_AFTER, UNDELIVERED_AFTER, Readiness, Reason
from bot.monitor.systemd import notify, watchdog_seconds
from bot.monitor.watching import STUCK, Monitor
from bot.service.library import Library
from bot.settings import Settings
from bot.store.chat.inbox import Arrival
from bot.store.chat_tables import EVENTS, INBOX, POSTS
from bot.store.database import Database
from bot.store.load.loading import load
from bot.telegram.contact import Contact
from tests.end_to_end.hook_server import HookServer
from tests.end_to_end.server import refused
from tests.end_to_end.test_process import Process
from tests.rounds import only_whole
from tests.store.building import batch, reply

STAFF = 7_654_321


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library.open(Settings(data_dir=tmp_path, bundled_records=False))) as library:
        load(library.database, [batch(reply(5), reply(6))])
        yield library


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def contact(clock: Clock) -> Contact:
    contact = Contact()
    contact.polled = clock.now
    return contact


@pytest.fixture
def readiness(library: Library, tmp_path: Path, contact: Contact, clock: Clock) -> Readiness:
    return Readiness(library, tmp_path, contact, clock=clock)


def test_all_is_well(readiness: Readiness) -> None:
    assert readiness.look() == {}


def test_it_is_deaf_when_no_request_for_updates_is_answered(readiness: Readiness, clock: Clock) -> None:
    clock.now += DEAF_AFTER
    assert readiness.look() == {}
    clock.now += 1
    assert set(readiness.look()) == {Reason.DEAF}


def test_a_request_for_updates_that_is_not_answered_is_told_of_before_all_of_them(
    readiness: Readiness, contact: Contact, clock: Clock
) -> None:
    """The one before was answered, perhaps at the end of its time: this one alone hangs."""
    contact.asks("getUpdates")
    contact.asking_since = contact.polled = clock.now
    clock.now += UNANSWERED_AFTER
    assert readiness.look() == {}
    clock.now += 1
    assert set(Monitor(readiness, contact).reasons) == {Reason.DEAF}  # with no look in between
    contact.has_asked("getUpdates")
    assert readiness.look() == {}


def test_it_is_deaf_when_telegram_cannot_send_to_the_webhook(
    readiness: Readiness, contact: Contact, clock: Clock
) -> None:
    now, fault = datetime.now(UTC), "Wrong response from the webhook: 502 Bad Gateway"
    clock.now = contact.polled = time.monotonic()
    contact.told(3, now, fault)
    assert readiness.look() == {}  # it is tried again soon
    clock.now += UNDELIVERED_AFTER + 1
    assert fault in readiness.look()[Reason.DEAF]
    contact.told(0, now, fault)
    assert readiness.look() == {}  # all was sent since
    contact.told(3, None, "")
    assert contact.undelivered is None  # what has just come waits for a moment
    contact.comes()
    contact.told(3, now, fault)
    assert contact.undelivered is None  # something came after the last fault


def test_what_was_asked_long_ago_is_behind(readiness: Readiness, library: Library) -> None:
    library.inbox.keep([Arrival(1, 7, "{}")])
    assert readiness.look() == {}
    with library.database.writing() as connection:
        connection.execute(update(INBOX).values(at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
    assert set(readiness.look()) == {Reason.BEHIND}


def test_a_post_that_is_due_is_not_left_lying(readiness: Readiness, library: Library) -> None:
    tell_staff(library.database, [STAFF], "x", "words")
    assert readiness.look() == {}
    with library.database.writing() as connection:
        connection.execute(update(POSTS).values(made_at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
    assert set(readiness.look()) == {Reason.QUEUE_OLD}
    for later in ({"next_try": datetime.now(UTC) + timedelta(hours=1)}, {"state": "sending"}):
        with library.database.writing() as connection:
            connection.execute(update(POSTS).values(**later))
        assert set(readiness.look()) == {Reason.QUEUE_OLD}  # it has failed, or hangs
    switch.pause(library.database)  # on purpose
    assert readiness.look() == {}


def test_what_nobody_takes_up_is_overdue(readiness: Readiness, library: Library) -> None:
    with library.database.writing() as connection:
        connection.execute(update(EVENTS).values(at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
    assert set(readiness.look()) == {Reason.QUEUE_OLD}
    collect(library.shelf().store)
    assert readiness.look() == {}


def test_a_wrong_clock(readiness: Readiness, contact: Contact) -> None:
    contact.heard("getMe", 200, format_datetime(datetime.now(UTC) + timedelta(minutes=6), usegmt=True))
    found = readiness.look()
    assert set(found) == {Reason.CLOCK_OFF}
    assert "0:06:00" in found[Reason.CLOCK_OFF]


def test_a_full_disk_and_a_lock(readiness: Readiness, library: Library, tmp_path: Path, clock: Clock) -> None:
    with library.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    assert pages
    with closing(sqlite3.connect(tmp_path / "gongkai.db", timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert readiness.look() == {}  # an import
        clock.now += OVERDUE + 1
        readiness.contact.polled = clock.now
        assert set(readiness.look()) == {Reason.UNWRITABLE}
    assert readiness.look() == {}


@pytest.mark.parametrize("what", ["gone", "full"])
def test_a_folder_that_cannot_be_written(
    readiness: Readiness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "gone":
        readiness.folder = tmp_path / "gone"
    else:
        from bot.monitor import readiness as module

        monkeypatch.setattr(module, "_ROOM", 1 << 60)
    assert set(readiness.look()) == {Reason.UNWRITABLE}


def test_what_cannot_be_read(readiness: Readiness, library: Library) -> None:
    with library.database.writing() as connection:
        connection.execute(text("DROP TABLE inbox"))
    assert set(readiness.look()) == {Reason.UNREADABLE}


def test_numbers_hold_nobody(library: Library, contact: Contact) -> None:
    tell_staff(library.database, [STAFF], "x", "words")
    library.inbox.keep([Arrival(1, STAFF, '{"text": "轴承"}')])
    numbers = {one.name: one for one in Numbers(library, contact, (Reason.DEAF,)).collect()}
    value = {name: family.samples[0].value for name, family in numbers.items() if family.samples}
    assert (value["gongkai_ready"], value["gongkai_revision"], value["gongkai_inbox_updates"]) == (0, 1, 1)
    away = {sample.labels["reason"]: sample.value for sample in numbers["gongkai_not_ready"].samples}
    assert away == {reason.value: int(reason is Reason.DEAF) for reason in Reason}
    waiting = {one.labels["state"]: one.value for one in numbers["gongkai_outbox_posts"].samples}
    assert waiting["waiting"] == 1
    written = str(numbers)
    assert str(STAFF) not in written
    assert "轴承" not in written


async def test_a_look_that_does_not_end_is_said(readiness: Readiness, contact: Contact) -> None:
    monitor = Monitor(readiness, contact)
    assert monitor.reasons == {}
    monitor._looked -= STUCK + 1
    assert set(monitor.reasons) == {Reason.STUCK}


async def test_systemd_is_told(
    readiness: Readiness, contact: Contact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notify("READY=1") is False
    assert watchdog_seconds() is None
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
        system.bind(str(tmp_path / "notify"))
        system.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "40000")
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
        stop, monitor = asyncio.Event(), Monitor(readiness, contact)
        running = asyncio.create_task(monitor.run(stop))
        loop = asyncio.get_running_loop()
        told = [await asyncio.wait_for(loop.sock_recv(system, 1000), 30) for _ in range(3)]
        assert told == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
        monitor._tell({Reason.DEAF: "words"})
        contact.moved = time.monotonic() - 1000  # the fetching stands still: no word of life any more
        stop.set()
        await running
        while told[-1] == b"WATCHDOG=1":
            told.append(await asyncio.wait_for(loop.sock_recv(system, 1000), 30))
        assert told[-1] == b"STATUS=words"
        assert await asyncio.wait_for(loop.sock_recv(system, 1000), 30) == b"STOPPING=1"
        assert not monitor._moves()
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_seconds() is None


def free_port() -> int:
    with closing(listen("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Seen:
    """A bot in a process of its own, on polling or behind a webhook, beside what it says over HTTP."""

    def __init__(self, folder: Path, server: HookServer, *, by_webhook: bool) -> None:
        port, hook = free_port(), free_port()
        self.at, self.server, self.by_webhook = f"http://127.0.0.1:{port}", server, by_webhook
        server.via = [f"http://127.0.0.1:{hook}/x"]
        set_up = {"GONGKAI_MONITOR": f"127.0.0.1:{port}", "GONGKAI_WEBHOOK_PORT": str(hook)}
        self.process = Process(folder, server, GONGKAI_STAFF=str(STAFF), **set_up)
        self.folder = folder

    @asynccontextmanager
    async def running(self) -> AsyncIterator[httpx.AsyncClient]:
        for chat in (1, STAFF):
            self.server.telegram.chat(chat)
        await self.process.start(*(("--webhook", "https://bot.example.org/x") if self.by_webhook else ()))
        self.say("399")
        await self.server.until("sendMessage")
        async with httpx.AsyncClient(trust_env=False, base_url=self.at) as client:
            yield client
        assert self.process.process is not None
        self.process.process.terminate()
        assert (await self.process.ends())[0] == 0

    def say(self, text: str) -> None:
        if self.by_webhook:
            self.server.sends(text, 1)
        else:
            self.server.telegram.say(text)

    def tell_staff(self, ago: timedelta) -> None:
        """Have something to be told that was made some time ago."""
        with closing(Database.open(f"sqlite:///{self.folder / 'data' / 'gongkai.db'}")) as database:
            tell_staff(database, [STAFF], "x", "words", now=datetime.now(UTC) - ago)


async def until_ready(client: httpx.AsyncClient, *, ready: bool) -> dict[str, str]:
    """Wait until /readyz turns; return the reasons."""
    while True:
        answer = await client.get("/readyz")
        said = answer.json()
        assert answer.status_code == (200 if said["ready"] else 503)
        if said["ready"] is ready:
            return dict(said["reasons"])
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("by_webhook", [False, True])
async def test_a_running_bot_is_seen_from_outside(tmp_path: Path, *, by_webhook: bool) -> None:
    async with (
        HookServer().running() as server,
        (seen := Seen(tmp_path, server, by_webhook=by_webhook)).running() as client,
    ):
        health = await client.get("/healthz")
        assert (health.status_code, health.text) == (200, "ok\n")
        assert await until_ready(client, ready=True) == {}
        metrics = await client.get("/metrics")
        families = {one.name: one for one in text_string_to_metric_families(metrics.text)}
        assert families["gongkai_answers"].samples[0].value == 1
        assert families["gongkai_answer_seconds"].type == "histogram"
        assert families["gongkai_ready"].samples[0].value == 1
        assert "process_cpu_seconds" in families
        assert (await client.get("/")).status_code == 404
        assert "chat" not in metrics.text
        if not by_webhook:
            return
        server.fail("sendMessage", *[refused(502, "Bad Gateway")] * 3)
        seen.tell_staff(ago=timedelta(seconds=OVERDUE + 5))
        assert set(await until_ready(client, ready=False)) == {Reason.QUEUE_OLD}
        assert await until_ready(client, ready=True) == {}


@pytest.mark.soak
@only_whole
@pytest.mark.parametrize(
    ("what", "by_webhook"),
    [("at once", False), ("the next", False), ("at once", True), ("post", False), ("post", True)],
)
async def test_what_hangs_is_told_of_within_a_minute(tmp_path: Path, what: str, *, by_webhook: bool) -> None:
    async with (
        HookServer().running() as server,
        (seen := Seen(tmp_path, server, by_webhook=by_webhook)).running() as client,
    ):
        call, hangs, held = server._call, asyncio.Event(), asyncio.Event()

        async def hanging(method: str, parameters: Any, files: Any) -> Any:
            if method in {"getUpdates", "getWebhookInfo"} and hangs.is_set():
                await asyncio.sleep(600)
            if method == "getUpdates":
                held.set()
            result = await call(method, parameters, files)
            if method == "getUpdates" and hangs.is_set() and what == "at once":
                await asyncio.sleep(600)
            return result

        server._call = hanging
        await until_ready(client, ready=True)
        if what == "post":
            server.fail("sendMessage", *[refused(502, "Bad Gateway")] * 100)
            seen.tell_staff(ago=timedelta())
        else:
            if not by_webhook:
                await held.wait()
            hangs.set()
        began = time.monotonic()
        reasons = await until_ready(client, ready=False)
        took = time.monotonic() - began
        sys.stdout.write(f"{what}, {'webhook' if by_webhook else 'polling'}: {took:.1f} s, {reasons}\n")
        # A post is late after a minute: that is told within the next.
        assert took <= (2 * OVERDUE if what == "post" else 60)
        server.faults.clear()
        hangs.clear()
