"""The posts: which are next, what became of them, and the list that operators see.

A post is marked `sending`, and that is committed, before its request leaves, and `sent` when Telegram has answered.
What is found `sending` at a start was on its way when the process ended: its outcome is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from bot.announce.collecting import place
from bot.announce.digest import Announcement, announcement, stands
from bot.announce.subscription import REFUSED, Destination, destination
from bot.store.announcement_models import DestinationRow, EventRow, OutboxRow, PostRow
from bot.store.database import Database
from bot.store.journal import table_of
from bot.store.queries import Store

# Kind of a channel that is in the memory of another process: Telegram knows nothing of it.
LOCAL = "local"
STRIKES = 3
# A chat that refuses is tried again after so long; three times, then it is left alone.
STRIKE_PAUSE = timedelta(minutes=10)
# How often a post is sent again because Telegram never told what became of it. Where two connections in a hundred
# break, once would lose one post in ten thousand and twice one in a million.
REPEATS = 2
# A post that could not be sent for so long is given up.
GIVEN_UP = timedelta(days=2)
# Chats of one look: some seconds of sending, so that what is new meanwhile need not wait for a whole broadcast.
_AT_ONCE = 128
# What nobody can be told of any more waits no longer than this.
_LONGEST_PAUSE = timedelta(minutes=30)
# Announcements kept ready: those of a broadcast are few and go to many.
_TOLD_KEPT = 500
_INTERRUPTED = "interrupted"

_DESTINATIONS = table_of(DestinationRow)
_EVENTS = table_of(EventRow)
_OUTBOX = table_of(OutboxRow)
_POSTS = table_of(PostRow)

# A post that is to be sent, or that shows what is no longer so.
_PENDING = or_(
    _POSTS.c.state == "waiting",
    and_(_POSTS.c.state == "ambiguous", _POSTS.c.doubts <= REPEATS),
    and_(_POSTS.c.state == "sent", _POSTS.c.shown < _POSTS.c.version, _POSTS.c.kind == "announcement"),
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message that is to be sent or put right."""

    id: int
    chat: int
    thread: int | None
    kind: str
    state: str
    text: str | None
    reply_to: int | None
    attempts: int
    doubts: int
    version: int
    message_id: int | None
    made_at: datetime
    to: Destination | None

    @property
    def is_correction(self) -> bool:
        """Whether it was posted and is to be put right."""
        return self.state == "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry of the list that operators see."""

    id: int | None
    chat: int
    state: str
    items: int
    attempts: int
    made_at: datetime
    next_try: datetime | None
    sent_at: datetime | None
    message_id: int | None
    fault: str | None
    doubts: int

    @property
    def was_ambiguous(self) -> bool:
        """Whether some outcome of it was never told: it may have been posted more than once."""
        return self.doubts > 0 or self.fault == _INTERRUPTED


@dataclass(frozen=True, slots=True)
class Content:
    """What a post is to say, None for nothing; and the outbox rows of what is gone before anybody was told."""

    told: Announcement | None
    gone: tuple[int, ...] = ()


class Outbox:
    """The posts of a database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database: Database = store.database
        self._told: dict[tuple[int, ...], tuple[int, Announcement]] = {}

    def recover(self, now: datetime) -> int:
        """Find what was on its way when the process ended; it is sent again, and listed as ambiguous."""
        with self.database.writing() as connection:
            on_its_way = update(_POSTS).where(_POSTS.c.state == "sending")
            return int(
                connection.execute(
                    on_its_way.values(state="ambiguous", fault=_INTERRUPTED, next_try=None, sent_at=now)
                ).rowcount
            )

    def recently(self, since: datetime) -> list[tuple[int, datetime]]:
        """Return the chat and moment of what was sent since, so that a restart keeps within Telegram's limits."""
        with self.database.reading() as connection:
            wanted = select(_POSTS.c.chat_id, _POSTS.c.sent_at).where(_POSTS.c.sent_at >= since)
            return [(chat, at) for chat, at in connection.execute(wanted.order_by(_POSTS.c.sent_at)).all()]

    def ready(self, now: datetime, *, chat: int | None = None, busy: Iterable[int] = ()) -> list[Post]:
        """Return the next post of each chat, oldest first, where it may be sent now.

        The first of a chat holds up those after it: the order in a chat is kept.

        Args:
            now: The present moment.
            chat: Of this chat only.
            busy: Chats that are being sent to.
        """
        wanted = (
            select(_POSTS, *_own(_DESTINATIONS))
            .outerjoin(_DESTINATIONS, _DESTINATIONS.c.chat_id == _POSTS.c.chat_id)
            .where(_PENDING)
            .order_by(_POSTS.c.id)
        )
        if chat is not None:
            wanted = wanted.where(_POSTS.c.chat_id == chat)
        else:
            wanted = wanted.where(func.coalesce(_DESTINATIONS.c.kind, "") != LOCAL)
        seen = set(busy)
        found: list[Post] = []
        with self.database.reading() as connection:
            for row in connection.execution_options(yield_per=200).execute(wanted).mappings():
                if len(found) >= _AT_ONCE:
                    break
                if row["chat_id"] in seen:
                    continue
                seen.add(row["chat_id"])
                post = _post(dict(row))
                held = post.to is not None and (
                    post.to.paused is not None or (post.to.parked_until is not None and post.to.parked_until > now)
                )
                if not held and (row["next_try"] is None or row["next_try"] <= now):
                    found.append(post)
        return found

    def content(self, post: Post) -> Content:
        """Return what a post is to say now.

        What is gone before anybody was told of it is left out; in a post that a chat may have seen it says that it is.
        """
        wanted = (
            select(_EVENTS.c.id, _EVENTS.c.key, _EVENTS.c.kind, _EVENTS.c.changes, _OUTBOX.c.id.label("row"))
            .join(_OUTBOX, _OUTBOX.c.event_id == _EVENTS.c.id)
            .where(_OUTBOX.c.post_id == post.id, _OUTBOX.c.state == "posted")
            .order_by(_EVENTS.c.id)
        )
        with self.database.reading() as connection:
            events = [dict(row) for row in connection.execute(wanted).mappings()]
        with self.store.reading():
            return self._content(post, events)

    def _content(self, post: Post, events: Sequence[Row]) -> Content:
        gone = [] if post.state != "waiting" else [event for event in events if not stands(self.store, event["key"])]
        left = [event for event in events if event not in gone]
        told = self._announcement(left) if left else None
        return Content(told, tuple(event["row"] for event in gone))

    def _announcement(self, events: Sequence[Row]) -> Announcement:
        """Return what some events tell; many chats are told of the same ones."""
        revision, ids = self.store.revision(), tuple(event["id"] for event in events)
        known = self._told.get(ids)
        if known is not None and known[0] == revision:
            return known[1]
        if len(self._told) >= _TOLD_KEPT:
            self._told.clear()
        made = announcement(self.store, events)
        self._told[ids] = (revision, made)
        return made

    def lines(self, *, limit: int = 1000) -> list[Line]:
        """Return posts and what waits to become one, the latest first."""
        items = (
            select(_OUTBOX.c.post_id, func.count().label("number"))
            .where(_OUTBOX.c.state == "posted")
            .group_by(_OUTBOX.c.post_id)
            .subquery()
        )
        wanted = (
            select(_POSTS, func.coalesce(items.c.number, 0).label("items"), *_own(_DESTINATIONS))
            .outerjoin(items, items.c.post_id == _POSTS.c.id)
            .outerjoin(_DESTINATIONS, _DESTINATIONS.c.chat_id == _POSTS.c.chat_id)
            .order_by(_POSTS.c.id.desc())
            .limit(limit)
        )
        unplanned = (
            select(_OUTBOX.c.chat_id, func.count().label("items"), func.min(_OUTBOX.c.made_at).label("made_at"))
            .where(_OUTBOX.c.state == "waiting")
            .group_by(_OUTBOX.c.chat_id)
        )
        with self.database.reading() as connection:
            waiting = [
                Line(
                    id=None,
                    chat=row["chat_id"],
                    state="waiting",
                    items=row["items"],
                    attempts=0,
                    made_at=row["made_at"],
                    next_try=None,
                    sent_at=None,
                    message_id=None,
                    fault=None,
                    doubts=0,
                )
                for row in connection.execute(unplanned).mappings()
            ]
            posts = [_line(dict(row)) for row in connection.execute(wanted).mappings()]
        return [*waiting, *posts]

    def idle(self) -> bool:
        """Return whether nothing is left to be told, but for chats that refuse."""
        refusing = select(_DESTINATIONS.c.chat_id).where(
            or_(_DESTINATIONS.c.strikes > 0, _DESTINATIONS.c.paused.is_not(None))
        )
        unsent = select(_POSTS.c.id).where(
            or_(_PENDING, _POSTS.c.state == "sending"), _POSTS.c.chat_id.not_in(refusing)
        )
        waiting = select(_OUTBOX.c.id).where(_OUTBOX.c.state == "waiting", _OUTBOX.c.chat_id.not_in(refusing))
        latest = select(func.max(_EVENTS.c.id)).scalar_subquery()
        with self.database.reading() as connection:
            left = [connection.execute(wanted.limit(1)).first() for wanted in (unsent, waiting)]
            behind = connection.execute(select(func.coalesce(latest, 0))).scalar_one() > place(connection)
        return not any(left) and not behind

    def counts(self) -> dict[str, int]:
        """Return how many posts there are of each state; what waits for its time counts as waiting."""
        counts = dict.fromkeys(("waiting", "sending", "sent", "parked", "ambiguous", "failed", "dropped"), 0)
        held = or_(_DESTINATIONS.c.paused.is_not(None), _DESTINATIONS.c.parked_until.is_not(None))
        wanted = (
            select(_POSTS.c.state, held.label("held"), func.count().label("number"))
            .outerjoin(_DESTINATIONS, _DESTINATIONS.c.chat_id == _POSTS.c.chat_id)
            .group_by(_POSTS.c.state, held)
        )
        with self.database.reading() as connection:
            for state, is_held, number in connection.execute(wanted).all():
                counts["parked" if state == "waiting" and is_held else state] += number
            unplanned = select(func.count(func.distinct(_OUTBOX.c.chat_id))).where(_OUTBOX.c.state == "waiting")
            counts["waiting"] += connection.execute(unplanned).scalar_one()
        return counts

    def oldest_waiting(self, now: datetime) -> datetime | None:
        """Return since when the oldest post waits that could be sent; None when nothing does."""
        ready = self.ready(now)
        return min((post.made_at for post in ready), default=None)


# What became of a post. Each takes a connection, so that several go into one transaction.


def mark_sending(connection: Connection, post: Post, content: Content, now: datetime) -> None:
    """Note that a post leaves now, and what is left out of it for good."""
    take_back(connection, content.gone)
    values = {"state": "sending", "attempts": _POSTS.c.attempts + 1, "sent_at": now}
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(**values))


def mark_sent(connection: Connection, post: Post, message_id: int, version: int, now: datetime) -> None:
    """Note that Telegram has a post, in the version that it showed; the chat's strikes are forgotten."""
    values = {"state": "sent", "message_id": message_id, "shown": version, "sent_at": now, "next_try": None}
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(**values))
    _forget_strikes(connection, post)


def mark_edited(connection: Connection, post: Post, version: int) -> None:
    """Note that a post shows a version."""
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(shown=version, next_try=None))
    _forget_strikes(connection, post)


def mark_state(connection: Connection, post: Post, state: str, fault: str | None = None) -> None:
    """Note that a post failed or was dropped; a correction that failed leaves its post as it is."""
    values: dict[str, Any] = {"fault": fault, "next_try": None}
    values |= {"shown": _POSTS.c.version} if post.is_correction else {"state": state}
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(**values))


def drop(connection: Connection, post: Post, content: Content) -> None:
    """Note that nothing of a post is left to be said."""
    take_back(connection, content.gone)
    mark_state(connection, post, "dropped")


def mark_later(connection: Connection, post: Post, at: datetime, fault: str) -> None:
    """Note that a post, which Telegram surely does not have, is to be tried again."""
    state = post.state if post.is_correction or post.state == "ambiguous" else "waiting"
    values = {"state": state, "next_try": at, "fault": fault, "attempts": post.attempts + 1}
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(**values))


def mark_ambiguous(connection: Connection, post: Post, at: datetime, fault: str) -> None:
    """Note that Telegram may have a post; it is sent again at `at`, at most `REPEATS` times."""
    values = {"state": "ambiguous", "doubts": _POSTS.c.doubts + 1, "next_try": at, "fault": fault}
    connection.execute(update(_POSTS).where(_POSTS.c.id == post.id).values(**values))


def park(connection: Connection, chat: int, until: datetime) -> None:
    """Note until when Telegram wants to hear nothing for a chat; an earlier wait never shortens it."""
    mine = (_DESTINATIONS.c.chat_id == chat) & or_(
        _DESTINATIONS.c.parked_until.is_(None), _DESTINATIONS.c.parked_until < until
    )
    connection.execute(update(_DESTINATIONS).where(mine).values(parked_until=until))


def strike(connection: Connection, post: Post, reason: str, now: datetime) -> bool:
    """Count that a chat refuses; return whether it is left alone from now on."""
    strikes = (post.to.strikes if post.to else 0) + 1
    out = strikes >= STRIKES
    values: dict[str, Any] = {"strikes": strikes, "paused": REFUSED if out else None}
    connection.execute(update(_DESTINATIONS).where(_DESTINATIONS.c.chat_id == post.chat).values(**values))
    mark_later(connection, post, now + STRIKE_PAUSE * 4 ** (strikes - 1), reason)
    return out


def take_back(connection: Connection, rows: Sequence[int]) -> None:
    """Take back outbox rows: nobody is told of them."""
    for start in range(0, len(rows), 500):
        some = _OUTBOX.c.id.in_(rows[start : start + 500])
        connection.execute(update(_OUTBOX).where(some).values(state="taken_back", post_id=None))


def add_notice(  # noqa: PLR0913 - what a message has
    connection: Connection,
    chat: int,
    words: str,
    now: datetime,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
) -> None:
    """Put a short message of plain text into the outbox."""
    row = {
        "chat_id": chat,
        "thread_id": thread,
        "kind": "notice",
        "state": "waiting",
        "text": words,
        "reply_to": reply_to,
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
    connection.execute(insert(_POSTS).values(**row))


def pause_after(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after a fault: longer each time, and not all at the same moment (`chance` in 0 to 1)."""
    return min(_LONGEST_PAUSE, timedelta(seconds=2.0 ** min(attempts, 20))) * (0.5 + chance / 2)


def _forget_strikes(connection: Connection, post: Post) -> None:
    if post.to is not None and (post.to.strikes or post.to.parked_until):
        mine = _DESTINATIONS.c.chat_id == post.chat
        connection.execute(update(_DESTINATIONS).where(mine).values(strikes=0, parked_until=None))


def _own(table: Any) -> list[Any]:
    """Return a table's columns under names of their own."""
    return [column.label(f"to_{column.name}") for column in table.c]


def _destination(row: Row) -> Destination | None:
    if row["to_chat_id"] is None:
        return None
    return destination({name.removeprefix("to_"): value for name, value in row.items() if name.startswith("to_")})


def _post(row: Row) -> Post:
    names = ("id", "kind", "state", "text", "reply_to", "attempts", "doubts", "version", "message_id", "made_at")
    values = {name: row[name] for name in names}
    return Post(chat=row["chat_id"], thread=row["thread_id"], to=_destination(row), **values)


def _line(row: Row) -> Line:
    to, state, next_try = _destination(row), row["state"], row["next_try"]
    if state == "waiting" and to is not None and (to.paused or to.parked_until):
        state, next_try = "parked", to.parked_until or next_try
    names = ("id", "items", "attempts", "made_at", "sent_at", "message_id", "fault", "doubts")
    return Line(chat=row["chat_id"], state=state, next_try=next_try, **{name: row[name] for name in names})
