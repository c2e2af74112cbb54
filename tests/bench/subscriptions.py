"""Who is told of what: new replies matched against everybody's subscriptions, by the processor's time."""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.announce.collecting import collect
from bot.announce.outbox import Outbox
from bot.announce.planning import plan
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.records.agencies import identify
from bot.records.model import Record
from bot.store.chat_tables import DESTINATIONS, OUTBOX, SUBSCRIPTIONS
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.announce.chats import AT_ONCE
from tests.store.building import batch, reply

CHATS, REPLIES, OFFICES, WAITING = 10_000, 3_000, 30, 2_000
#: Promises: seconds of the processor for all of it; times as many for twice the chats; seconds of a look at posts none
#: of which may leave.
SECONDS, TIMES, LOOK = 3.0, 2.2, 0.02
_SIGNS = "东西南北中上下新老大河湖山桥庄店镇村岭湾修建治理清扫照明绿路渠灯站井塘坝田林园"


def matching() -> bool:
    """Measure, print the table, and return whether the promises hold; a part of `announcing`."""
    once, rows, listed, look = _measured(CHATS)
    twice, _, _, _ = _measured(2 * CHATS)
    figures = [
        (f"{CHATS:,} chats, {REPLIES:,} new replies, {rows:,} outbox rows, s", once, SECONDS),
        ("twice the chats, times as many", twice / once, TIMES),
        (f"listing the subscriptions of {CHATS:,} chats, s", listed, SECONDS),
        ("a look while all chats are paused, s", look, LOOK),
    ]
    sys.stdout.write(f"{'subscriptions, processor':65} {'measured':>10} {'promised':>10}\n")
    for name, measured, promised in figures:
        kept = "" if measured <= promised else "  does not hold"
        sys.stdout.write(f"{name:65} {measured:10.3f} {promised:10.3f}{kept}\n")
    return all(measured <= promised for _, measured, promised in figures)


def _measured(chats: int) -> tuple[float, int, float, float]:
    """Return the seconds of collecting, the rows, the seconds of listing, and of a look at paused chats."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'gongkai.db'}")
        _subscribe(database, chats)
        store = Store(database)
        for office in range(OFFICES):
            new = [_new(number) for number in range(office, REPLIES, OFFICES)]
            load(database, [batch(*new, name=f"{office}.tsv", agency_name=_office(office))])
        began = time.process_time()
        collect(store)
        took = time.process_time() - began
        with database.reading() as connection:
            rows = connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one()
            left = connection.execute(
                select(func.count()).select_from(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.topic.like("number=%"))
            ).scalar_one()
        assert left == WAITING // 2
        began = time.process_time()
        listed = Subscriptions(database).list()
        listing = time.process_time() - began
        assert len(listed) == chats + WAITING
        plan(store)
        Subscriptions(database).pause()
        box = Outbox(store)
        box.ready(datetime.now(UTC))
        began = time.process_time()
        assert box.ready(datetime.now(UTC)) == []
        look = time.process_time() - began
        database.close()
    return took, rows, listing, look


def _subscribe(database: Database, chats: int) -> None:
    """Subscribe each chat to an office and to a keyword, and some more to a number each, of which half appear."""
    subscriptions = Subscriptions(database)
    subscriptions.add(1, Topic(), AT_ONCE)
    with database.reading() as connection:
        template = dict(connection.execute(select(DESTINATIONS)).mappings().one())
    subscriptions.forget(1)
    destinations = [template | {"chat_id": chat} for chat in range(1, chats + WAITING + 1)]
    topics = [Topic(agency=_slug(chat)) for chat in range(chats)]
    topics += [Topic(keywords=(f"{_named(chat % REPLIES)}段",)) for chat in range(chats)]
    topics += [Topic(number=REPLIES - WAITING // 2 + each) for each in range(WAITING)]
    whose = [*range(1, chats + 1), *range(1, chats + WAITING + 1)]
    rows = [
        {"chat_id": chat, "topic": str(topic), "since": 0, "made_at": template["made_at"]}
        for chat, topic in zip(whose, topics, strict=True)
    ]
    with database.writing() as connection:
        connection.execute(insert(DESTINATIONS), destinations)
        connection.execute(insert(SUBSCRIPTIONS), rows)


def _new(number: int) -> Record:
    return reply(number, f"关于加强{_named(number)}段管护的建议", publisher=_office(number % OFFICES))


def _named(number: int) -> str:
    """Return three characters, others for each number."""
    size = len(_SIGNS)
    return _SIGNS[number // size**2 % size] + _SIGNS[number // size % size] + _SIGNS[number % size]


def _office(office: int) -> str:
    return f"乐陵市{_named(office)}局"


def _slug(chat: int) -> str:
    """Return one of the offices that have published for two chats in a hundred, one that has not for the others."""
    return identify(_office(chat % OFFICES)).slug if chat % 50 == 0 else f"silent-{chat % 500}"
