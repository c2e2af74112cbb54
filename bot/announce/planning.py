"""From the outbox to posts: what waits for a chat becomes messages when its plan says so."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update

from bot.announce.outcomes import take_back, unsent
from bot.announce.schedule import When
from bot.announce.states import ROW_POSTED, ROW_WAITS
from bot.announce.subscription import Destination, destination
from bot.records.model import Status
from bot.store.chat_tables import DESTINATIONS, EVENTS, OUTBOX, POSTS, PREFERENCES
from bot.store.events import report_of
from bot.store.read.queries import Store
from bot.store.tables import RECORDS, REPORTS

_LANGUAGES = select(PREFERENCES.c.chat_id, PREFERENCES.c.language)
_SCHEDULED = DESTINATIONS.c["plan"]["when"].as_string() != When.AT_ONCE.value

# Chats of one transaction: whoever else wants to write must not wait for a whole broadcast to be planned.
_TOGETHER = 50
_DAY = timedelta(days=1)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is due: the outbox rows that it tells, each with its event."""

    to: Destination
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A chat whose slot has come."""

    to: Destination
    slot: datetime


def plan(store: Store) -> int:
    """Make posts of what is due, and return how many were made.

    A slot of a schedule is marked as served in the transaction that makes its post: never two, never none.
    """
    return sum(plan_in_steps(store))


def plan_in_steps(store: Store, now: datetime | None = None) -> Iterator[int]:
    """Plan some chats a step, so that the first are being told while the last are planned; yield how many posts."""
    now = now or datetime.now(UTC)
    with store.database.reading() as connection:
        if not _anything_due(connection, now):
            return
        concerned = [chat.chat for chat in _destinations(connection, _concerned()) if _slot(chat, now) is not None]
    for start in range(0, len(concerned), _TOGETHER):
        some = DESTINATIONS.c.chat_id.in_(concerned[start : start + _TOGETHER])
        with store.database.writing() as connection:
            chats = [(chat, _slot(chat, now)) for chat in _destinations(connection, some)]
            made = _serve(connection, [_Slot(chat, slot) for chat, slot in chats if slot is not None], now)
        yield made


def _slot(chat: Destination, now: datetime) -> datetime | None:
    return None if chat.paused else chat.plan.due(chat.last_slot, now)


def _serve(connection: Connection, slots: Sequence[_Slot], now: datetime) -> int:
    """Make the posts of chats whose slots have come, and mark these as served; return how many were made."""
    rows, gone = _waiting(connection, [one.to.chat for one in slots])
    take_back(connection, gone)
    today = _told_today(connection, [one.to for one in slots if rows[one.to.chat]], now)
    planned: list[Planned] = []
    for one in slots:
        waiting = rows[one.to.chat]
        room = one.to.plan.at_most - today.get(one.to.chat, 0)
        if room > 0:
            planned += [Planned(one.to, some) for some in _parted(one.to, waiting, room)]
        # Where the day's posts are spent it waits for the next slot: a digest never comes at midnight for that.
        if one.to.plan.when is not When.AT_ONCE:
            mine = DESTINATIONS.c.chat_id == one.to.chat
            connection.execute(update(DESTINATIONS).where(mine).values(last_slot=one.slot))
    _make(connection, planned, now)
    return len(planned)


def forecast(store: Store, now: datetime | None = None) -> list[tuple[Planned, datetime]]:
    """Return what would be posted if nothing else happened, and when; nothing is changed."""
    now = now or datetime.now(UTC)
    found = []
    with store.database.reading() as connection:
        languages = {row.chat_id: row.language for row in connection.execute(_LANGUAGES)}
        for chat in _destinations(connection):
            if chat.paused:
                continue
            rows = _waiting(connection, [chat.chat])[0][chat.chat]
            moment = chat.plan.next_slot(chat.last_slot, now)
            to = replace(chat, language=languages.get(chat.chat) or chat.language)
            found += [(Planned(to, some), moment) for some in _parted(chat, rows, chat.plan.at_most)]
    return found


def _anything_due(connection: Connection, now: datetime) -> bool:
    if connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.state == ROW_WAITS).limit(1)).first():
        return True
    return any(chat.plan.due(chat.last_slot, now) is not None for chat in _destinations(connection, _SCHEDULED))


def _told_today(connection: Connection, chats: Sequence[Destination], now: datetime) -> dict[int, int]:
    """Return how many announcements each chat had since its present day began."""
    began = {chat.chat: chat.plan.day_began(now) for chat in chats}
    if not began:
        return {}
    made = select(POSTS.c.chat_id, POSTS.c.made_at).where(
        POSTS.c.chat_id.in_(began), POSTS.c.kind == "announcement", POSTS.c.made_at >= min(began.values())
    )
    # What a clock that was far ahead has dated is not of today.
    return dict(Counter(chat for chat, at in connection.execute(made).all() if began[chat] <= at <= now + _DAY))


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


def _waiting(connection: Connection, chats: Sequence[int]) -> tuple[defaultdict[int, list[Row]], list[int]]:
    """Return what waits for each chat, oldest first, and the outbox rows of records that are gone since."""
    shown = (OUTBOX.c.chat_id, OUTBOX.c.id, OUTBOX.c.event_id, EVENTS.c.key, EVENTS.c.kind, EVENTS.c.changes)
    wanted = (
        select(*shown, RECORDS.c.status)
        .join(EVENTS, EVENTS.c.id == OUTBOX.c.event_id)
        .outerjoin(RECORDS, RECORDS.c.key == EVENTS.c.key)
        .where(OUTBOX.c.chat_id.in_(chats), OUTBOX.c.state == ROW_WAITS, EVENTS.c.taken_back.is_(False))
        .order_by(OUTBOX.c.event_id)
    )
    found: defaultdict[int, list[Row]] = defaultdict(list)
    gone = []
    rows = connection.execute(wanted).mappings().all()
    of_reports = any(report_of(row["key"]) for row in rows)
    loaded = set(map(tuple, connection.execute(select(REPORTS.c.agency, REPORTS.c.year)))) if of_reports else set()
    for row in rows:
        # What is removed has no row, and what is withdrawn is not told of any more.
        if row["status"] not in (None, Status.WITHDRAWN) or report_of(row["key"]) in loaded:
            found[row["chat_id"]].append(dict(row))
        else:
            gone.append(row["id"])
    return found, gone


def _make(connection: Connection, planned: Sequence[Planned], now: datetime) -> None:
    if not planned:
        return
    waiting = unsent("announcement", now)
    posts = [{"chat_id": one.to.chat, "thread_id": one.to.thread, **waiting} for one in planned]
    # In the order of their ids posts are sent: those of a chat must have them in the order in which they were planned.
    numbered = insert(POSTS).returning(POSTS.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(numbered, posts).scalars().all()
    told = [
        {"row": each["id"], "post": number} for one, number in zip(planned, numbers, strict=True) for each in one.rows
    ]
    posted = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
    connection.execute(posted.values(state=ROW_POSTED, post_id=bindparam("post")), told)


def _concerned() -> ColumnElement[bool]:
    """Return which chats something may be due for: those with a schedule, and those that something waits for."""
    waiting = select(OUTBOX.c.chat_id).where(OUTBOX.c.state == ROW_WAITS)
    return or_(_SCHEDULED, DESTINATIONS.c.chat_id.in_(waiting))


def _destinations(connection: Connection, which: ColumnElement[bool] | None = None) -> list[Destination]:
    wanted = select(DESTINATIONS).order_by(DESTINATIONS.c.made_at, DESTINATIONS.c.chat_id)
    if which is not None:
        wanted = wanted.where(which)
    return [destination(dict(row)) for row in connection.execute(wanted).mappings()]
