"""From the outbox to posts: what waits for a chat becomes messages when its plan says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from bot.announce.digest import stands
from bot.announce.outbox import take_back
from bot.announce.schedule import When
from bot.announce.subscription import Destination, destination
from bot.store.announcement_models import DestinationRow, EventRow, OutboxRow, PostRow
from bot.store.journal import table_of
from bot.store.queries import Store

_DESTINATIONS = table_of(DestinationRow)
_EVENTS = table_of(EventRow)
_OUTBOX = table_of(OutboxRow)
_POSTS = table_of(PostRow)

_SCHEDULED = _DESTINATIONS.c["plan"]["when"].as_string() != When.AT_ONCE.value

# Chats of one transaction: whoever else wants to write must not wait for a whole broadcast to be planned.
_TOGETHER = 25

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is due: the outbox rows that it tells, each with its event."""

    to: Destination
    rows: tuple[Row, ...]


def plan(store: Store, now: datetime | None = None) -> int:
    """Make posts of what is due, and return how many were made.

    A slot of a schedule is marked as served in the transaction that makes its post: never two, never none.
    """
    now = now or datetime.now(UTC)
    with store.database.reading() as connection:
        if not _anything_due(connection, now):
            return 0
        concerned = [chat.chat for chat in _destinations(connection, _concerned())]
    made = 0
    for start in range(0, len(concerned), _TOGETHER):
        some = _DESTINATIONS.c.chat_id.in_(concerned[start : start + _TOGETHER])
        with store.reading(), store.database.writing() as connection:
            made += sum(_serve(connection, store, chat, now) for chat in _destinations(connection, some))
    return made


def _serve(connection: Connection, store: Store, chat: Destination, now: datetime) -> int:
    """Make the posts of a chat whose slot has come, and mark it as served; return how many were made."""
    slot = chat.plan.due(chat.last_slot, now)
    if slot is None or chat.paused:
        return 0
    planned, spent = _due(connection, store, chat, now)
    for one in planned:
        _make(connection, one, now)
    if not spent and chat.plan.when is not When.AT_ONCE:
        mine = _DESTINATIONS.c.chat_id == chat.chat
        connection.execute(update(_DESTINATIONS).where(mine).values(last_slot=slot))
    return len(planned)


def forecast(store: Store, now: datetime | None = None) -> list[tuple[Planned, datetime]]:
    """Return what would be posted if nothing else happened, and when; nothing is changed."""
    now = now or datetime.now(UTC)
    found = []
    with store.database.reading() as connection:
        for chat in _destinations(connection):
            if chat.paused:
                continue
            rows, _ = _waiting(connection, store, chat.chat)
            moment = chat.plan.next_slot(chat.last_slot, now)
            found += [(Planned(chat, some), moment) for some in _parted(chat, rows, chat.plan.at_most)]
    return found


def _anything_due(connection: Connection, now: datetime) -> bool:
    if connection.execute(select(_OUTBOX.c.id).where(_OUTBOX.c.state == "waiting").limit(1)).first():
        return True
    return any(chat.plan.due(chat.last_slot, now) is not None for chat in _destinations(connection, _SCHEDULED))


def _due(connection: Connection, store: Store, chat: Destination, now: datetime) -> tuple[list[Planned], bool]:
    """Return the messages for a chat whose slot has come, and whether the day's number of posts is spent."""
    rows, gone = _waiting(connection, store, chat.chat)
    take_back(connection, gone)
    if not rows:
        return [], False
    today = select(func.count()).where(
        _POSTS.c.chat_id == chat.chat, _POSTS.c.kind == "announcement", _POSTS.c.made_at >= chat.plan.day_began(now)
    )
    room = chat.plan.at_most - int(connection.execute(today).scalar_one())
    if room <= 0:
        return [], True
    return [Planned(chat, some) for some in _parted(chat, rows, room)], False


def _parted(chat: Destination, rows: Sequence[Row], room: int) -> list[tuple[Row, ...]]:
    """Return the rows of each message: one by one where they are few and at once, else all in one."""
    if not rows:
        return []
    if chat.plan.when is When.AT_ONCE and len(rows) <= min(chat.plan.batch_above, room):
        return [(row,) for row in rows]
    # What is new and what has changed are told apart: 新公开 is not said of a correction.
    kinds = dict.fromkeys(row["kind"] for row in rows)
    if len(kinds) > room:
        return [tuple(rows)]
    return [tuple(row for row in rows if row["kind"] == kind) for kind in kinds]


def _waiting(connection: Connection, store: Store, chat: int) -> tuple[list[Row], list[int]]:
    """Return what waits for a chat, oldest first, and the outbox rows of records that are gone since."""
    wanted = (
        select(_OUTBOX.c.id, _OUTBOX.c.event_id, _EVENTS.c.key, _EVENTS.c.kind, _EVENTS.c.changes)
        .join(_EVENTS, _EVENTS.c.id == _OUTBOX.c.event_id)
        .where(_OUTBOX.c.chat_id == chat, _OUTBOX.c.state == "waiting", _EVENTS.c.taken_back.is_(False))
        .order_by(_OUTBOX.c.event_id)
    )
    rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return [row for row in rows if stands(store, row["key"])], [
        row["id"] for row in rows if not stands(store, row["key"])
    ]


def _make(connection: Connection, planned: Planned, now: datetime) -> None:
    row = {
        "chat_id": planned.to.chat,
        "thread_id": planned.to.thread,
        "kind": "announcement",
        "state": "waiting",
        "text": None,
        "reply_to": None,
        "attempts": 0,
        "doubts": 0,
        "version": 1,
        "shown": 0,
        "message_id": None,
        "made_at": now,
        "next_try": None,
        "sent_at": None,
        "fault": None,
    }
    made = connection.execute(insert(_POSTS).values(**row)).inserted_primary_key
    assert made is not None  # noqa: S101 - the row has one
    ids = [each["id"] for each in planned.rows]
    for start in range(0, len(ids), 500):
        some = _OUTBOX.c.id.in_(ids[start : start + 500])
        connection.execute(update(_OUTBOX).where(some).values(state="posted", post_id=made[0]))


def _concerned() -> ColumnElement[bool]:
    """Return which chats something may be due for: those with a schedule, and those that something waits for."""
    waiting = select(_OUTBOX.c.chat_id).where(_OUTBOX.c.state == "waiting")
    return or_(_SCHEDULED, _DESTINATIONS.c.chat_id.in_(waiting))


def _destinations(connection: Connection, which: ColumnElement[bool] | None = None) -> list[Destination]:
    wanted = select(_DESTINATIONS).order_by(_DESTINATIONS.c.made_at, _DESTINATIONS.c.chat_id)
    if which is not None:
        wanted = wanted.where(which)
    return [destination(dict(row)) for row in connection.execute(wanted).mappings()]
