"""How old a message is, is told by Telegram's clock; that ours differs is said in the log and to staff, once."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.responses import JSONResponse

import handlers.answering
from bot.announce.outbox import Outbox
from bot.store.chat_tables import POSTS
from bot.store.database import Database
from bot.store.read.queries import Store
from bot.telegram.clock_watch import ClockWatch, in_words
from bot.telegram.contact import Contact
from tests.end_to_end.server import TelegramServer
from tests.end_to_end.test_polling import Running
from tests.handlers.scripted import Party

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def contact(clock: Clock) -> Contact:
    return Contact(now=clock)


def test_clocks_that_agree_are_left_alone(contact: Contact) -> None:
    assert contact.now() == NOW
    for seconds in (0, -1, 3, -4, 0):
        contact.heard("sendMessage", 200, date(NOW + timedelta(seconds=seconds)))
    assert (contact.difference, contact.now()) == (timedelta(), NOW)


@pytest.mark.parametrize("hours", [-49, -1, 3, 24 * 400])
def test_a_wrong_clock_is_found_and_found_right_again(contact: Contact, clock: Clock, hours: int) -> None:
    there = NOW + timedelta(hours=hours)
    contact.heard("getMe", 200, date(there))
    assert abs(contact.now() - there) < timedelta(seconds=2)
    for delay in (0, 0, 9, 0):  # one answer that was long under way moves nothing
        contact.heard("sendMessage", 200, date(there - timedelta(seconds=delay)))
    assert abs(contact.now() - there) < timedelta(seconds=2)
    clock.now = there  # it was set
    contact.heard("sendMessage", 200, date(there))
    assert contact.now() == there


@pytest.mark.parametrize("header", [None, "", "yesterday", "Mon, 99 Foo 2026", "Mon, 02 Mar 2026 02:00:00"])
def test_a_date_that_is_none_says_nothing(contact: Contact, header: str | None) -> None:
    contact.heard("getMe", 200, header)
    assert contact.difference == timedelta()


def test_only_an_answer_that_brings_updates_counts_as_hearing(contact: Contact) -> None:
    for method, status in (("getUpdates", 502), ("sendMessage", 200), ("getUpdates", 429)):
        contact.heard(method, status, None)
        assert contact.polled is None
    contact.heard("getUpdates", 200, None)
    assert contact.polled is not None


@pytest.mark.parametrize("days", [-3, 3])
async def test_a_wrong_clock_silences_nobody(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    there = datetime.now(UTC) + timedelta(days=days)
    contact = Contact()
    contact.heard("getMe", 200, date(there))
    monkeypatch.setattr(handlers.answering, "CONTACT", contact)
    async with Party() as party:
        assert await party.happens(party.telegram.post(1, text="399", date=int(there.timestamp()))) is None
        old = int((there - timedelta(hours=25)).timestamp())
        await party.happens(party.telegram.post(1, text="400", date=old))
    assert party.conversation.asked == ["399"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'gongkai.db'}")
    yield opened
    opened.close()


def test_it_is_said_once_in_the_log_and_to_staff(
    contact: Contact, clock: Clock, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    watch = ClockWatch(database, [70_001, 70_002], contact)
    contact.heard("getMe", 200, date(NOW + timedelta(minutes=4)))
    watch.look()
    assert caplog.messages == []
    for _ in range(3):
        contact.heard("getMe", 200, date(NOW + timedelta(hours=26)))
        watch.look()
    assert len(caplog.messages) == 1
    assert "+1 day, 2:00:0" in caplog.messages[0]
    with database.reading() as connection:
        told = connection.execute(select(POSTS.c.chat_id, POSTS.c.text)).all()
    assert {chat for chat, _ in told} == {70_001, 70_002}
    assert {text for _, text in told} == {caplog.messages[0]}
    assert Outbox(Store(database)).counts()["waiting"] == 2
    assert in_words(timedelta(minutes=-6)) == "-0:06:00"


async def test_the_server_s_answers_are_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = Contact()
    monkeypatch.setattr("bot.telegram.client.CONTACT", contact)
    there = datetime.now(UTC) + timedelta(days=2)
    async with TelegramServer().running() as server:
        server.telegram.chat(1)
        answer = JSONResponse({"ok": True, "result": []}, headers={"Date": date(there)})
        server.faults["getUpdates"] = deque([answer])
        async with Running(server):
            server.telegram.say("399")
            await server.until("sendMessage", 1)
    assert contact.polled is not None
    assert contact.moved is not None
