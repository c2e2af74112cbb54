"""The posts: which are next, and the list that operators see.

A post is marked as leaving, and that is committed, before its request leaves, and as sent when Telegram has answered.
What is found on its way at a start was so when the process ended: its outcome is unknown (`bot.announce.states`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any

from sqlalchemy import and_, case, func, not_, or_, select, update

from bot.announce.collecting import place
from bot.announce.digest import MessageText, announcement, stands, text
from bot.announce.links import NO_LINKS, DeepLinks
from bot.announce.states import ROW_POSTED, ROW_WAITS, State
from bot.announce.subscription import Destination, destination
from bot.store.chat_tables import DESTINATIONS, EVENTS, OUTBOX, POSTS, PREFERENCES
from bot.store.database import Database
from bot.store.read.queries import Store

# Kind of a channel that is in the memory of another process: Telegram knows nothing of it.
LOCAL = "local"
# How often a post is sent again because Telegram never told what became of it: once where it was only slow, it will
# have the post. Where the connection was cut, each sending is a send of its own and is repeated, up to three times:
# where one in a hundred is cut before it arrives, a single repeat would lose one post in ten thousand
# (docs/announcing.md). What is unknown even then stays listed as ambiguous, and staff are told.
REPEATS = 1
REPEATS_AFTER_CUTS = 3
TIMED_OUT, INTERRUPTED = "timed out", "interrupted"
# What waits where its chat is told nothing for now.
_PARKED = "parked"
# Chats of one look: some seconds of sending, so that what is new meanwhile need not wait for a whole broadcast.
AT_ONCE = 128
# Announcements kept ready: those of a broadcast are few and go to many.
_TOLD_KEPT = 500

_REPEATED = case((POSTS.c.fault == TIMED_OUT, REPEATS), else_=REPEATS_AFTER_CUTS)
# The condition of an index: what was sent long ago is not looked through.
_UNSHOWN = POSTS.c.shown < POSTS.c.version
# A post that is to be sent, or that shows what is no longer so.
_PENDING = and_(
    _UNSHOWN,
    or_(
        POSTS.c.state == State.WAITING.value,
        and_(POSTS.c.state == State.AMBIGUOUS.value, POSTS.c.doubts <= _REPEATED),
        and_(POSTS.c.state == State.SENT.value, POSTS.c.kind == "announcement"),
    ),
)
# One that is on its way: another process's, perhaps, whose answer is not noted yet.
_UNSENT = or_(_PENDING, and_(_UNSHOWN, POSTS.c.state == State.SENDING.value))
# A post of which nobody will ever know by itself whether it arrived.
_UNSETTLED = and_(_UNSHOWN, POSTS.c.state == State.AMBIGUOUS.value, POSTS.c.doubts > _REPEATED)

# Columns of an event that its announcement is made from.
_TOLD_OF = ("id", "key", "kind", "changes")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a post is to say.

    Attributes:
        words: None: nothing.
        gone: Outbox rows of what is gone before anybody was told.
        revision: Of the database when it was looked up.
    """

    words: MessageText | None = None
    gone: tuple[int, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message that is to be sent or put right; `more`: others wait behind it in its chat."""

    id: int
    chat: int
    thread: int | None
    kind: str
    state: State
    text: str | None
    ask: str | None
    reply_to: int | None
    attempts: int
    doubts: int
    version: int
    message_id: int | None
    made_at: datetime
    to: Destination | None
    content: Content = Content()
    more: bool = False

    @property
    def is_correction(self) -> bool:
        """Whether it was posted and is to be put right."""
        return self.state is State.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One entry of the list that operators see."""

    chat: int
    state: str
    items: int
    made_at: datetime
    id: int | None = None
    attempts: int = 0
    next_try: datetime | None = None
    sent_at: datetime | None = None
    message_id: int | None = None
    fault: str | None = None
    doubts: int = 0

    @property
    def was_ambiguous(self) -> bool:
        """Whether some outcome of it was never told: it may have been posted more than once."""
        return self.doubts > 0 or self.fault == INTERRUPTED


class Outbox:
    """The posts of a database."""

    def __init__(self, store: Store, links: DeepLinks = NO_LINKS) -> None:
        self.store = store
        self._links = links
        self.database: Database = store.database
        self._told: dict[tuple[tuple[int, ...], str, bool], tuple[int, MessageText]] = {}

    def recently(self, since: datetime) -> list[tuple[int, datetime]]:
        """Return the chat and moment of what was sent since, so that a restart keeps within Telegram's limits."""
        with self.database.reading() as connection:
            wanted = select(POSTS.c.chat_id, POSTS.c.sent_at).where(POSTS.c.sent_at >= since)
            return [(chat, at) for chat, at in connection.execute(wanted.order_by(POSTS.c.sent_at)).all()]

    def claim(self, chats: Collection[int]) -> None:
        """Note that some chats are in the memory of this process: no other process sends to them."""
        foreign = and_(DESTINATIONS.c.chat_id.in_(chats), DESTINATIONS.c.kind != LOCAL)
        if not self.database.values(select(DESTINATIONS.c.chat_id).where(foreign).limit(1)):
            return
        with self.database.writing() as connection:
            connection.execute(update(DESTINATIONS).where(foreign).values(kind=LOCAL))

    def ready(self, now: datetime, *, among: Collection[int] | None = None, busy: Iterable[int] = ()) -> list[Post]:
        """Return the next post of each chat, oldest first, where it may be sent now, with what it is to say.

        The first of a chat holds up those after it, also one on its way: the order in a chat is kept.

        Args:
            now: The present moment.
            among: Of these chats only.
            busy: Chats that are being sent to.
        """
        found = self._next(now, among=among, busy=busy)
        with self.store.reading():
            return self._with_contents(found)

    def _next(self, now: datetime, *, among: Collection[int] | None = None, busy: Iterable[int] = ()) -> list[Post]:
        # What a chat has set (/settings) goes before what was meant when it subscribed.
        language = func.coalesce(PREFERENCES.c.language, DESTINATIONS.c.language)
        first = select(func.min(POSTS.c.id)).where(_UNSENT).group_by(POSTS.c.chat_id)
        if among is not None:
            first = first.where(POSTS.c.chat_id.in_(among))
        wanted = (
            select(POSTS, *_own(DESTINATIONS), language.label("set_language"), PREFERENCES.c.plain.label("set_plain"))
            .outerjoin(DESTINATIONS, DESTINATIONS.c.chat_id == POSTS.c.chat_id)
            .outerjoin(PREFERENCES, PREFERENCES.c.chat_id == POSTS.c.chat_id)
            .where(
                POSTS.c.id.in_(first),
                _PENDING,
                POSTS.c.chat_id.not_in(list(busy)),
                DESTINATIONS.c.paused.is_(None),
                or_(DESTINATIONS.c.parked_until.is_(None), DESTINATIONS.c.parked_until <= now),
                or_(POSTS.c.next_try.is_(None), POSTS.c.next_try <= now),
            )
            .order_by(POSTS.c.id)
            .limit(AT_ONCE)
        )
        if among is None:
            wanted = wanted.where(func.coalesce(DESTINATIONS.c.kind, "") != LOCAL)
        return [_post(row) for row in self.database.rows(wanted)]

    def _with_contents(self, found: Sequence[Post]) -> list[Post]:
        """Return the posts with what they say, looked up for all at once."""
        if not found:
            return []
        chats, ids = {post.chat for post in found}, [post.id for post in found]
        several = select(POSTS.c.chat_id).where(_PENDING, POSTS.c.chat_id.in_(chats)).group_by(POSTS.c.chat_id)
        wanted = (
            select(OUTBOX.c.post_id, OUTBOX.c.id.label("row"), *(EVENTS.c[name] for name in _TOLD_OF))
            .join(EVENTS, OUTBOX.c.event_id == EVENTS.c.id)
            .where(OUTBOX.c.post_id.in_(ids), OUTBOX.c.state == ROW_POSTED)
            .order_by(EVENTS.c.id)
        )
        events: defaultdict[int, list[Row]] = defaultdict(list)
        with self.database.reading() as connection:
            for row in connection.execute(wanted).mappings():
                events[row["post_id"]].append(dict(row))
            more = set(connection.execute(several.having(func.count() > 1)).scalars())
        return [replace(post, content=self._content(post, events[post.id]), more=post.chat in more) for post in found]

    def _content(self, post: Post, events: Sequence[Row]) -> Content:
        """Return what a post is to say now.

        What is gone before anybody was told of it is left out; in a post that a chat may have seen it says that it is.
        """
        revision = self.store.revision()
        if post.text is not None:
            address = self._links.message(post.ask) if post.ask else ""
            buttons = ((post.ask.partition(" ")[0], address),) if post.ask and address else ()
            return Content(MessageText(escape(post.text, quote=False), post.text, buttons), (), revision)
        gone = (
            []
            if post.state is not State.WAITING
            else [event for event in events if not stands(self.store, event["key"])]
        )
        left = [event for event in events if event not in gone]
        manner = (post.to.language, post.to.plain) if post.to else ("zh", False)
        words = self._words(left, *manner) if left else None
        return Content(words, tuple(event["row"] for event in gone), revision)

    def _words(self, events: Sequence[Row], language: str, plain: bool) -> MessageText:
        """Return what tells of some events; many chats are told of the same ones."""
        revision, about = self.store.revision(), (tuple(event["id"] for event in events), language, plain)
        known = self._told.get(about)
        if known is not None and known[0] == revision:
            return known[1]
        if len(self._told) >= _TOLD_KEPT:
            self._told.clear()
        made = text(announcement(self.store, events), language, self._links, plain=plain)
        self._told[about] = (revision, made)
        return made

    def lines(self, *, limit: int = 1000) -> list[OutboxEntry]:
        """Return what waits to become a post, and posts, the latest first.

        Args:
            limit: Most posts that simply were sent; what is unsent, failed or was ambiguous is returned in any case.
        """
        items = (
            select(OUTBOX.c.post_id, func.count().label("number"))
            .where(OUTBOX.c.state == ROW_POSTED)
            .group_by(OUTBOX.c.post_id)
            .subquery()
        )
        wanted = (
            select(POSTS, func.coalesce(items.c.number, 0).label("items"), *_own(DESTINATIONS))
            .outerjoin(items, items.c.post_id == POSTS.c.id)
            .outerjoin(DESTINATIONS, DESTINATIONS.c.chat_id == POSTS.c.chat_id)
            .order_by(POSTS.c.id.desc())
        )
        plain = and_(
            POSTS.c.state == State.SENT.value, POSTS.c.doubts == 0, func.coalesce(POSTS.c.fault, "") != INTERRUPTED
        )
        unplanned = (
            select(OUTBOX.c.chat_id, func.count().label("items"), func.min(OUTBOX.c.made_at).label("made_at"))
            .where(OUTBOX.c.state == ROW_WAITS)
            .group_by(OUTBOX.c.chat_id)
        )
        with self.database.reading() as connection:
            waiting = [
                OutboxEntry(chat=row["chat_id"], state="waiting", items=row["items"], made_at=row["made_at"])
                for row in connection.execute(unplanned).mappings()
            ]
            rows = [
                dict(row)
                for some in (wanted.where(plain).limit(limit), wanted.where(not_(plain)))
                for row in connection.execute(some).mappings()
            ]
        return [*waiting, *(_line(row) for row in sorted(rows, key=lambda row: row["id"], reverse=True))]

    def idle(self) -> bool:
        """Return whether nothing is left to be told, but for chats that refuse."""
        refusing = select(DESTINATIONS.c.chat_id).where(
            or_(DESTINATIONS.c.strikes > 0, DESTINATIONS.c.paused.is_not(None))
        )
        unsent = select(POSTS.c.id).where(_UNSENT, POSTS.c.chat_id.not_in(refusing))
        waiting = select(OUTBOX.c.id).where(OUTBOX.c.state == ROW_WAITS, OUTBOX.c.chat_id.not_in(refusing))
        latest = select(func.max(EVENTS.c.id)).scalar_subquery()
        with self.database.snapshot() as connection:  # what is taken in between two questions would be in neither
            left = [connection.execute(wanted.limit(1)).first() for wanted in (unsent, waiting)]
            behind = connection.execute(select(func.coalesce(latest, 0))).scalar_one() > place(connection)
        return not any(left) and not behind

    def counts(self) -> dict[str, int]:
        """Return how many posts there are of each state; what waits for its time counts as waiting."""
        counts = dict.fromkeys((*map(str, State), _PARKED), 0)
        held = or_(DESTINATIONS.c.paused.is_not(None), DESTINATIONS.c.parked_until.is_not(None))
        wanted = (
            select(POSTS.c.state, held.label("held"), func.count().label("number"))
            .outerjoin(DESTINATIONS, DESTINATIONS.c.chat_id == POSTS.c.chat_id)
            .group_by(POSTS.c.state, held)
        )
        with self.database.reading() as connection:
            for state, is_held, number in connection.execute(wanted).all():
                counts[_PARKED if state == State.WAITING.value and is_held else state] += number
            unplanned = select(func.count(func.distinct(OUTBOX.c.chat_id))).where(OUTBOX.c.state == ROW_WAITS)
            counts["waiting"] += connection.execute(unplanned).scalar_one()
        return counts

    def oldest_waiting(self, now: datetime) -> datetime | None:
        """Return since when the oldest post waits that could be sent; None when nothing does."""
        return min((post.made_at for post in self._next(now)), default=None)

    def unsettled(self) -> list[int]:
        """Return the posts that stay ambiguous: repeated, and the repeat's outcome is unknown too."""
        return self.database.values(select(POSTS.c.id).where(_UNSETTLED).order_by(POSTS.c.id))


def _own(table: Any) -> list[Any]:
    """Return a table's columns under names of their own."""
    return [column.label(f"to_{column.name}") for column in table.c]


def _destination(row: Row) -> Destination | None:
    if row["to_chat_id"] is None:
        return None
    return destination({name.removeprefix("to_"): value for name, value in row.items() if name.startswith("to_")})


def _post(row: Row) -> Post:
    to = _destination(row)
    if to is not None:
        to = replace(to, language=row["set_language"], plain=bool(row["set_plain"]))
    names = ("id", "kind", "state", "text", "ask", "reply_to", "attempts", "doubts", "version", "message_id", "made_at")
    values = {name: row[name] for name in names} | {"state": State(row["state"])}
    return Post(chat=row["chat_id"], thread=row["thread_id"], to=to, **values)


def _line(row: Row) -> OutboxEntry:
    to, state, next_try = _destination(row), row["state"], row["next_try"]
    if state == State.WAITING.value and to is not None and (to.paused or to.parked_until):
        state, next_try = _PARKED, to.parked_until or next_try
    names = ("id", "items", "attempts", "made_at", "sent_at", "message_id", "fault", "doubts")
    return OutboxEntry(chat=row["chat_id"], state=state, next_try=next_try, **{name: row[name] for name in names})
