"""From events to the outbox: who is to be told of what happened, each chat once for each event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.announce.matching import TopicMatching
from bot.announce.states import ROW_APPLIED, ROW_POSTED, ROW_WAITS
from bot.announce.subscription import Follower, Subscriptions
from bot.announce.topics import Topic
from bot.store.chat_tables import EVENTS, OUTBOX, POSTS, SUBSCRIPTIONS
from bot.store.events import CHANGED, PUBLISHED, report_of
from bot.store.jobs import last_run, note_job
from bot.store.journal import pieces
from bot.store.read.queries import Store

JOB = "collect"
# Events of one transaction: an import of a million rows must not fill the memory.
CHUNK = 500


Row = Mapping[str, Any]
# An event, who wants to hear of it, and whether once only.
Wanted = tuple[Row, Follower, bool]
# By record key and chat.
Told = defaultdict[str, dict[int, list[int | None]]]


def collect(store: Store, now: datetime | None = None) -> int:
    """Put what happened since the last time into the outbox of every chat that wants to hear of it.

    Each step reads events and writes outbox rows and its own place in one transaction: killed at any moment, nothing is
    left out and nothing comes twice.

    Args:
        store: The database's reading side.
        now: The present moment; the clock's when not given.

    Returns:
        How many events were read.
    """
    done = 0
    while read := _Step(store, now or datetime.now(UTC)).run():
        done += read
    return done


class _Step:
    """Some events, one transaction."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now

    def run(self) -> int:
        """Read the next events and return how many there were."""
        with self._store.database.reading() as connection:
            began = place(connection)
            events = _after(connection, began)
        if not events:
            return 0
        with self._store.reading():
            wanted = self._wanted(events)
        with self._store.database.writing() as connection:
            if place(connection) != began:
                return 1  # another process did it; look again
            self._write(connection, events, wanted)
            note_job(connection, JOB, self._now, {"event": events[-1]["id"]})
        return len(events)

    def _wanted(self, events: Sequence[Row]) -> list[Wanted]:
        """Return which subscription wants which event told as news of its own, in the order of the events."""
        by_topic = Subscriptions(self._store.database).by_topic()
        news: defaultdict[str, list[Row]] = defaultdict(list)
        for event in events:
            if event["kind"] in (PUBLISHED, CHANGED):
                news[event["key"]].append(event)
        if not by_topic or not news:
            return []
        # An undoing may come between reading and writing; it takes back what it finds, in its own transaction.
        reports = [named for key in news if (named := report_of(key)) is not None]
        matching = TopicMatching(
            self._store.each_indexed(sorted(key for key in news if report_of(key) is None)), reports
        )
        wanted = [
            (event, follower, topic.once)
            for topic, followers in by_topic.items()
            for key in matching.of(topic)
            for event in news[key]
            if _is_news(event, topic)
            for follower in followers
            if event["id"] > follower.since
        ]
        return sorted(wanted, key=lambda one: (one[0]["id"], one[1].id))

    def _write(self, connection: Connection, events: Sequence[Row], wanted: Iterable[Wanted]) -> None:
        gone = set(
            connection.execute(
                select(EVENTS.c.id).where(
                    EVENTS.c.id.in_([event["id"] for event in events]), EVENTS.c.taken_back.is_(True)
                )
            ).scalars()
        )
        told = self._told(connection, {event["key"] for event in events})
        rows: dict[tuple[int, int], Row] = {}
        spent: set[int] = set()
        for event, follower, once in wanted:
            chat, posts = follower.chat, told[event["key"]]
            # What was undone and loaded again is no news; the post that told of it is put right again.
            told_before = event["kind"] == PUBLISHED and chat in posts
            if event["id"] in gone or told_before or follower.id in spent:
                continue
            rows[event["id"], chat] = self._row(event["id"], chat, ROW_WAITS)
            if event["kind"] == PUBLISHED:
                posts[chat] = [None]
            if once:
                spent.add(follower.id)
        for event in events:
            for chat, earlier in told[event["key"]].items():
                latest = next((post for post in reversed(earlier) if post is not None), None)
                if latest is not None and (event["id"], chat) not in rows:
                    rows[event["id"], chat] = self._row(event["id"], chat, ROW_APPLIED, latest)
        for some in pieces(sorted(spent)):
            connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id.in_(some)))
        if rows:
            connection.execute(insert(OUTBOX), list(rows.values()))
        stale = {post for by_chat in told.values() for posts in by_chat.values() for post in posts}
        self._make_stale(connection, sorted(post for post in stale if post is not None))

    def _told(self, connection: Connection, keys: set[str]) -> Told:
        """Return the posts in which each chat was told of some records, or will be; None: it waits for its post."""
        told: Told = defaultdict(dict)
        wanted = (
            select(EVENTS.c.key, OUTBOX.c.chat_id, OUTBOX.c.post_id)
            .join(OUTBOX, OUTBOX.c.event_id == EVENTS.c.id)
            .where(EVENTS.c.key.in_(keys), OUTBOX.c.state.in_((ROW_WAITS, ROW_POSTED)))
            .order_by(OUTBOX.c.id)
        )
        for key, chat, post in connection.execute(wanted).all():
            told[key].setdefault(chat, []).append(post)
        return told

    def _make_stale(self, connection: Connection, posts: Sequence[int]) -> None:
        for some in pieces(posts):
            connection.execute(update(POSTS).where(POSTS.c.id.in_(some)).values(version=POSTS.c.version + 1))

    def _row(self, event: int, chat: int, state: str, post: int | None = None) -> Row:
        return {"event_id": event, "chat_id": chat, "state": state, "post_id": post, "made_at": self._now}


def _is_news(event: Row, topic: Topic) -> bool:
    """Return whether an event is told in a message of its own: what is new, and what changes a record one follows."""
    if event["kind"] == PUBLISHED:
        return True
    return event["kind"] == CHANGED and topic.record is not None and bool(event["changes"])


def _after(connection: Connection, place: int) -> list[Row]:
    wanted = select(EVENTS).where(EVENTS.c.id > place).order_by(EVENTS.c.id).limit(CHUNK)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def place(connection: Connection) -> int:
    """Return the last event that was collected."""
    _, kept = last_run(connection, JOB)
    return int(kept.get("event", 0))
