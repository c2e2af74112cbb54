"""Whole announcements: one record, a digest, a correction, what was withdrawn after it was announced."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.announce.digest import announcement, text
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Body, RecordKind
from bot.screens.screen import Button, Screen
from bot.store.chat_tables import EVENTS
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from bot.store.read.values import Selection
from tests.answers.making import Made, batch, item, made, reply
from tests.generated.layouts.web import html_plain
from tests.generated.reports import zeros
from tests.screens.test_golden import MANNERS, compare

OFFICE = "聊城市工业和信息化局"
FIRST = reply(9, "关于河流 <整治> 的建议", date(2020, 5, 1))
LATER = datetime(2021, 2, 3, tzinfo=UTC)


class Addresses:
    """Ways into a bot of a made-up name."""

    def record(self, key: str) -> str:
        return f"https://t.me/some_bot?start=r_{key[:5]}"

    def bot(self) -> str:
        return "https://t.me/some_bot"

    def message(self, words: str) -> str:
        return f"https://t.me/some_bot?start=s_{len(words)}"


def one(folder: Path) -> Made:
    return made(folder, batch(OFFICE, records=[FIRST]))


def digest(folder: Path) -> Made:
    records = [
        FIRST,
        reply(12, "关于学校的建议", date(2020, 5, 1)),
        reply(45, "关于医院的建议", date(2020, 7, 1), body=Body.NPC, session=(17, 4), raw="174045"),
        replace(reply(46, "关于公园的建议", date(2020, 7, 1)), published_on=None, replied_on=date(2020, 6, 8)),
        item("关于某规划的通知", date(2020, 11, 9), RecordKind.NORMATIVE_DOCUMENT, doc_no="聊工信〔2020〕6号"),
    ]
    return made(folder, batch(OFFICE, records=records))


def long_digest(folder: Path) -> Made:
    return made(
        folder, batch(OFFICE, records=[reply(n, f"关于第{n}件事的建议", date(2020, 5, 1)) for n in range(1, 41)])
    )


def corrected(folder: Path) -> Made:
    there = made(folder, batch(OFFICE, records=[FIRST], document="list.html"))
    again = batch(OFFICE, records=[replace(FIRST, published_on=date(2020, 5, 2))], document="list.html")
    load(there.database, [again], now=LATER)
    return there


def withdrawn(folder: Path) -> Made:
    there = digest(folder)
    withdraw(there.database, there.store.keys(Selection())[0], "发布单位撤下", on=date(2021, 3, 4))
    return there


def all_withdrawn(folder: Path) -> Made:
    there = one(folder)
    withdraw(there.database, there.store.keys(Selection())[0], "发布单位撤下", on=date(2021, 3, 4))
    return there


# Which events a post tells of: those of the first import, or what followed.
SCENES: dict[str, tuple[Callable[[Path], Made], str]] = {
    "one": (one, "published"),
    "digest": (digest, "published"),
    "long_digest": (long_digest, "published"),
    "corrected": (corrected, "published"),
    "change": (corrected, "changed"),
    "withdrawn": (withdrawn, "published"),
    "all_withdrawn": (all_withdrawn, "published"),
}


@pytest.mark.parametrize("name", SCENES)
def test_announcements(tmp_path: Path, name: str) -> None:
    scene, kind = SCENES[name]
    there = scene(tmp_path)
    with there.database.reading() as connection:
        events = [dict(row) for row in connection.execute(select(EVENTS).order_by(EVENTS.c.id)).mappings()]
    told = announcement(there.store, [event for event in events if event["kind"] == kind])
    for folder, (language, plain) in MANNERS.items():
        made_text = text(told, language, Addresses(), plain=plain)
        rows = tuple((Button(label=label, url=address),) for label, address in made_text.buttons)
        screen = Screen(name="announcement", html=made_text.html, plain=made_text.plain, buttons=rows)
        compare(f"announcement_{name}", folder, screen)


@pytest.mark.parametrize("name", ["report", "report_digest"])
def test_announcements_of_reports(tmp_path: Path, name: str) -> None:
    rows, columns = ("received_new", "granted_full", "processed_total"), ("natural_person", "total")
    keys = [f"requests__{row}__{column}" for row in rows for column in columns]
    upheld = {"review__upheld": "1", "review__total": "2"}
    before, now = (
        zeros(year=year, agency=OFFICE, **dict.fromkeys(keys, number), **more)
        for year, number, more in ((2022, "12", {}), (2023, "15", upheld))
    )
    there = made(tmp_path, *(interpret(read_bytes(html_plain(one)[1], f"{one.year}.html")[0]) for one in (before, now)))
    with there.database.reading() as connection:
        events = [dict(row) for row in connection.execute(select(EVENTS).order_by(EVENTS.c.id)).mappings()]
    told = announcement(there.store, events[-1:] if name == "report" else events)
    for folder, (language, plain) in MANNERS.items():
        made_text = text(told, language, Addresses(), plain=plain)
        rows = tuple((Button(label=label, url=address),) for label, address in made_text.buttons)
        screen = Screen(name="announcement", html=made_text.html, plain=made_text.plain, buttons=rows)
        compare(f"announcement_{name}", folder, screen)
