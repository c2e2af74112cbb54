"""The bot says that it lives, whether it is ready and why not, and its numbers; nobody is in them."""

import asyncio
import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from bot.announce import switch
from bot.announce.collecting import collect
from bot.announce.notices import tell_staff
from bot.library import Library
from bot.monitor.numbers import Numbers
from bot.monitor.readiness import DEAF_AFTER, OVERDUE, UNDELIVERED_AFTER, Readiness, Reason
from bot.monitor.systemd import notify, watchdog_seconds
from bot.monitor.watching import STUCK, Monitor
from bot.settings import Settings
from bot.store.announcement_models import EventRow, PostRow
from bot.store.inbox import Arrival
from bot.store.inbox_models import InboxRow
from bot.store.load import load
from bot.transport.contact import Contact
from bot.transport.serving import listen
from tests.end_to_end.server import TelegramServer
from tests.end_to_end.test_process import Process
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
        connection.execute(update(InboxRow).values(at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
    assert set(readiness.look()) == {Reason.BEHIND}


def test_a_post_that_is_due_is_not_left_lying(readiness: Readiness, library: Library) -> None:
    tell_staff(library.database, [STAFF], "x", "words")
    assert readiness.look() == {}
    with library.database.writing() as connection:
        connection.execute(update(PostRow).values(made_at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
    assert set(readiness.look()) == {Reason.QUEUE_OLD}
    for later in ({"next_try": datetime.now(UTC) + timedelta(hours=1)}, {"state": "sending"}):
        with library.database.writing() as connection:
            connection.execute(update(PostRow).values(**later))
        assert set(readiness.look()) == {Reason.QUEUE_OLD}  # it has failed, or hangs
    switch.pause(library.database)  # on purpose
    assert readiness.look() == {}


def test_what_nobody_takes_up_is_overdue(readiness: Readiness, library: Library) -> None:
    with library.database.writing() as connection:
        connection.execute(update(EventRow).values(at=datetime.now(UTC) - timedelta(seconds=OVERDUE + 5)))
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


async def test_a_running_bot_is_seen_from_outside(tmp_path: Path) -> None:
    port = free_port()
    async with TelegramServer().running() as server, httpx.AsyncClient(trust_env=False) as client:
        server.telegram.chat(1)
        running = await Process(tmp_path, server, GONGKAI_MONITOR=f"127.0.0.1:{port}").start()
        server.telegram.say("399")
        await server.until("sendMessage")
        at = f"http://127.0.0.1:{port}"
        health = await client.get(f"{at}/healthz")
        assert (health.status_code, health.text) == (200, "ok\n")
        ready = await client.get(f"{at}/readyz")
        assert (ready.status_code, ready.json()) == (200, {"ready": True, "reasons": {}})
        metrics = await client.get(f"{at}/metrics")
        families = {one.name: one for one in text_string_to_metric_families(metrics.text)}
        assert families["gongkai_answers"].samples[0].value == 1
        assert families["gongkai_answer_seconds"].type == "histogram"
        assert families["gongkai_ready"].samples[0].value == 1
        assert "process_cpu_seconds" in families
        assert (await client.get(f"{at}/")).status_code == 404
        assert "chat" not in metrics.text
        assert running.process is not None
        running.process.terminate()
        assert (await running.ends())[0] == 0


async def test_an_address_that_is_taken_is_said_and_ends_it(tmp_path: Path) -> None:
    async with TelegramServer().running() as server:
        with closing(listen("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            running = await Process(tmp_path, server, GONGKAI_MONITOR=f"127.0.0.1:{port}").start()
            status, said = await running.ends()
    assert status == 1
    assert "GONGKAI_MONITOR" in said
    assert len(said.splitlines()) == 1
