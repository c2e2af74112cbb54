"""Who is told of what: chats with their plans, and what each subscribes to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.announce.schedule import Plan
from bot.announce.states import ROW_TAKEN_BACK, ROW_WAITS, Happening, State, happen_to_all
from bot.announce.topics import Topic, topic_of
from bot.errors import GongkaiError
from bot.store.chat_tables import DESTINATIONS, EVENTS, OUTBOX, POSTS, PREFERENCES, SUBSCRIPTIONS
from bot.store.database import Database

ASKED, REFUSED = "asked", "refused"


class SubscriptionError(GongkaiError):
    """A subscription that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A chat that is told of something.

    Attributes:
        chat: Its id.
        kind: `private`, `group` or `channel`.
        plan: When and how it is told.
        last_slot: The slot of the plan that was served last.
        thread: Topic of a forum.
        language: Language of what is posted.
        plain: Whether it is posted in full sentences, without pictograms.
        paused: `asked` or `refused`; None while it is told.
        strikes: How often in a row Telegram refused.
        parked_until: Until when Telegram wants to hear nothing for this chat.
        told: Who is told when it fails.
    """

    chat: int
    kind: str
    plan: Plan
    last_slot: datetime
    thread: int | None = None
    language: str = "zh"
    plain: bool = False
    paused: str | None = None
    strikes: int = 0
    parked_until: datetime | None = None
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription of a chat. Events up to `since` were before it."""

    id: int
    chat: int
    topic: Topic
    since: int
    made_at: datetime


class Follower(NamedTuple):
    """A subscription where there are very many: its number, its chat, and the last event before it."""

    id: int
    chat: int
    since: int


def kind_of(chat: int) -> str:
    """Return what a chat id tells of the chat: channels and large groups have ids below -1000000000000."""
    return "private" if chat > 0 else "group"


class Subscriptions:
    """All subscriptions of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(  # noqa: PLR0913 - each is a column
        self,
        chat: int,
        topic: Topic,
        plan: Plan | None = None,
        *,
        kind: str | None = None,
        thread: int | None = None,
        language: str | None = None,
        told: int | None = None,
        now: datetime | None = None,
    ) -> Subscription:
        """Subscribe a chat; nothing is told of what was loaded before.

        Args:
            chat: Its id.
            topic: What it wants to hear of. The same topic a second time changes nothing but the plan.
            plan: When it is told; that of the chat stays when not given, a new chat is told at once.
            kind: Kind of chat, as far as it is known.
            thread: Topic of a forum.
            language: Language of what is posted.
            told: Who is told when it fails.
            now: The present moment; the clock's when not given.

        Returns:
            The subscription.
        """
        now = now or datetime.now(UTC)
        with self.database.writing() as connection:
            self._prepare(connection, chat, plan, now, kind=kind, thread=thread, language=language, told=told)
            wanted = select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == chat, SUBSCRIPTIONS.c.topic == str(topic))
            found = connection.execute(wanted).mappings().first()
            if found is None:
                latest = connection.execute(select(func.max(EVENTS.c.id))).scalar() or 0
                row = {"chat_id": chat, "topic": str(topic), "since": latest, "made_at": now}
                connection.execute(insert(SUBSCRIPTIONS).values(**row))
                found = connection.execute(wanted).mappings().one()
        return _subscription(dict(found))

    def list(self, chat: int | None = None) -> list[tuple[Destination, tuple[Subscription, ...]]]:
        """Return the chats with their subscriptions, or that of one chat."""
        chats = select(DESTINATIONS).order_by(DESTINATIONS.c.made_at, DESTINATIONS.c.chat_id)
        topics = select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.id)
        if chat is not None:
            chats = chats.where(DESTINATIONS.c.chat_id == chat)
            topics = topics.where(SUBSCRIPTIONS.c.chat_id == chat)
        with self.database.reading() as connection:
            destinations = [destination(dict(row)) for row in connection.execute(chats).mappings()]
            found = [_subscription(dict(row)) for row in connection.execute(topics).mappings()]
        mine: defaultdict[int, list[Subscription]] = defaultdict(list)
        for each in found:
            mine[each.chat].append(each)
        return [(one, tuple(mine[one.chat])) for one in destinations]

    def by_topic(self) -> Mapping[Topic, Sequence[Follower]]:
        """Return who subscribes to each topic."""
        mine = SUBSCRIPTIONS.c
        wanted = select(mine.topic, mine.id, mine.chat_id, mine.since).order_by(mine.id)
        found = defaultdict[Topic, Any](list)
        with self.database.reading() as connection:
            for topic, *follower in connection.execute(wanted):
                found[topic_of(topic)].append(Follower(*follower))
        return found

    def of(self, chat: int) -> tuple[Destination, tuple[Subscription, ...]] | None:
        """Return a chat with its subscriptions; None when it has none."""
        return next(iter(self.list(chat)), None)

    def change(self, chat: int, *, now: datetime | None = None, **values: Any) -> None:
        """Change columns of a chat: `plan` (a `Plan`), `thread_id`, `language`, `told`.

        Raises:
            SubscriptionError: The chat has no subscription.
        """
        if "plan" in values:
            # A slot of the new plan that is past is none that was missed.
            values["last_slot"] = values["plan"].last_slot(now or datetime.now(UTC))
            values["plan"] = values["plan"].to_plain()
        with self.database.writing() as connection:
            done = connection.execute(
                update(DESTINATIONS).where(DESTINATIONS.c.chat_id == chat).values(**values)
            ).rowcount
        if not done:
            raise SubscriptionError("announcing.no_such_chat", chat=chat)

    def pause(self, chat: int | None = None) -> int:
        """Pause a chat, or all; what happens meanwhile waits. Return how many were paused."""
        return self._set_paused(chat, ASKED)

    def resume(self, chat: int | None = None) -> int:
        """Go on after a pause, also one that Telegram's refusals made. Return how many go on."""
        return self._set_paused(chat, None)

    def remove(self, chat: int, subscription: int | None = None) -> int:
        """Delete a chat's subscription, or all of them with everything that waits for the chat.

        What was posted stays known, so that it can still be corrected.

        Returns:
            How many subscriptions were deleted.
        """
        with self.database.writing() as connection:
            mine = SUBSCRIPTIONS.c.chat_id == chat
            if subscription is not None:
                mine &= SUBSCRIPTIONS.c.id == subscription
            done = connection.execute(delete(SUBSCRIPTIONS).where(mine)).rowcount
            left = connection.execute(
                select(func.count()).select_from(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == chat)
            ).scalar_one()
            if not left:
                forget_waiting(connection, chat)
                connection.execute(delete(DESTINATIONS).where(DESTINATIONS.c.chat_id == chat))
        return int(done)

    def forget(self, chat: int) -> None:
        """Delete everything that is kept of a chat, also what was posted there (忘记我, or the bot is removed)."""
        with self.database.writing() as connection:
            connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == chat))
            connection.execute(delete(OUTBOX).where(OUTBOX.c.chat_id == chat))
            connection.execute(delete(POSTS).where(POSTS.c.chat_id == chat))
            connection.execute(delete(DESTINATIONS).where(DESTINATIONS.c.chat_id == chat))
            connection.execute(update(DESTINATIONS).where(DESTINATIONS.c.told == chat).values(told=None))

    def move(self, old: int, new: int) -> None:
        """Move everything of a chat to another id: a group became a supergroup."""
        with self.database.writing() as connection:
            move(connection, old, new)

    def _prepare(
        self, connection: Connection, chat: int, plan: Plan | None, now: datetime, *, kind: str | None, **given: Any
    ) -> None:
        names = {"thread": "thread_id", "language": "language", "told": "told"}
        values = {names[name]: value for name, value in given.items() if value is not None}
        if kind is not None:
            values["kind"] = kind
        there = connection.execute(select(DESTINATIONS.c.chat_id).where(DESTINATIONS.c.chat_id == chat)).first()
        if there is None:
            plan = plan or Plan()
            row = {
                "chat_id": chat,
                "kind": kind_of(chat),
                "language": "zh",
                "plan": plan.to_plain(),
                "last_slot": plan.last_slot(now),
                "strikes": 0,
                "made_at": now,
            }
            connection.execute(insert(DESTINATIONS).values(**{**row, **values}))
            return
        if plan is not None:
            values |= {"plan": plan.to_plain(), "last_slot": plan.last_slot(now)}
        if values:
            connection.execute(update(DESTINATIONS).where(DESTINATIONS.c.chat_id == chat).values(**values))

    def _set_paused(self, chat: int | None, paused: str | None) -> int:
        chats = update(DESTINATIONS).values(paused=paused, strikes=0)
        if paused is not None:
            chats = chats.where(DESTINATIONS.c.paused.is_(None))
        if chat is not None:
            chats = chats.where(DESTINATIONS.c.chat_id == chat)
        with self.database.writing() as connection:
            done = connection.execute(chats).rowcount
            if paused is None:
                waiting = update(POSTS).where(POSTS.c.state == State.WAITING.value).values(next_try=None)
                connection.execute(waiting if chat is None else waiting.where(POSTS.c.chat_id == chat))
        return int(done)


def move(connection: Connection, old: int, new: int) -> None:
    """Move everything of a chat to another id. What was posted under the old one cannot be edited any more."""
    _without_twins(connection, SUBSCRIPTIONS, "topic", old, new)
    _without_twins(connection, OUTBOX, "event_id", old, new)
    there = connection.execute(select(DESTINATIONS.c.chat_id).where(DESTINATIONS.c.chat_id == new)).first()
    mine = DESTINATIONS.c.chat_id == old
    connection.execute(
        delete(DESTINATIONS).where(mine) if there else update(DESTINATIONS).where(mine).values(chat_id=new)
    )
    connection.execute(update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == old).values(chat_id=new))
    connection.execute(update(OUTBOX).where(OUTBOX.c.chat_id == old).values(chat_id=new))
    connection.execute(
        update(POSTS).where(POSTS.c.chat_id == old, POSTS.c.message_id.is_not(None)).values(message_id=0)
    )
    connection.execute(update(POSTS).where(POSTS.c.chat_id == old).values(chat_id=new, reply_to=None))
    connection.execute(update(DESTINATIONS).where(DESTINATIONS.c.told == old).values(told=new))
    set_there = select(PREFERENCES.c.chat_id).where(PREFERENCES.c.chat_id == new)
    if connection.execute(set_there).first() is None:
        connection.execute(update(PREFERENCES).where(PREFERENCES.c.chat_id == old).values(chat_id=new))


def forget_waiting(connection: Connection, chat: int) -> None:
    """Take back what waits for a chat."""
    waiting = update(OUTBOX).where(OUTBOX.c.chat_id == chat, OUTBOX.c.state == ROW_WAITS)
    connection.execute(waiting.values(state=ROW_TAKEN_BACK))
    happen_to_all(connection, Happening.LOSES_ITS_SENSE, POSTS.c.chat_id == chat)


def destination(row: Mapping[str, Any]) -> Destination:
    """Return the destination of a row."""
    names = ("kind", "last_slot", "language", "paused", "strikes", "parked_until", "told")
    values = {name: row[name] for name in names}
    return Destination(chat=row["chat_id"], thread=row["thread_id"], plan=Plan.from_plain(row["plan"]), **values)


def _without_twins(connection: Connection, table: Any, name: str, old: int, new: int) -> None:
    """Delete rows of the old chat that the new one has as well."""
    there = select(table.c[name]).where(table.c.chat_id == new)
    connection.execute(delete(table).where(table.c.chat_id == old, table.c[name].in_(there)))


def _subscription(row: Mapping[str, Any]) -> Subscription:
    return Subscription(row["id"], row["chat_id"], topic_of(row["topic"]), row["since"], row["made_at"])
