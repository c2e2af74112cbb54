"""The tables of announcements: what happened, who wants to hear of it, what is to be posted and what was."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base, BigId, Json, of_rows


class EventRow(Base):
    """What happened to a record, written in the transaction that did it.

    `kind` is `published`, `changed`, `withdrawn`, `restored` (a withdrawal was undone) or `removed` (its import was
    undone). `changes` holds the fields of a change: `{"field": ..., "old": ..., "new": ...}`. `taken_back`: the batch
    was undone. Numbers rise in the order of the transactions.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    batch_id: Mapped[int] = mapped_column(Integer, index=True)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    changes: Mapped[list[Json] | None]
    taken_back: Mapped[bool]


class DestinationRow(Base):
    """A chat that is told of something, and how it wants to be told.

    `plan` is a `bot.announce.schedule.Plan`. `last_slot` is the slot of the schedule that was served last: a slot is
    never served twice, however the clock jumps. `paused` is `asked`, `refused` (Telegram refused three times) or null.
    `told` is who set it up and hears when it fails.
    """

    __tablename__ = "destinations"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    thread_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(8))
    plan: Mapped[Json]
    last_slot: Mapped[datetime]
    paused: Mapped[str | None] = mapped_column(String(12))
    strikes: Mapped[int]
    parked_until: Mapped[datetime | None]
    told: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class SubscriptionRow(Base):
    """What a chat wants to hear of: a `bot.announce.topics.Topic` as text. `since` is the last event before it."""

    __tablename__ = "subscriptions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic: Mapped[str]
    since: Mapped[int] = mapped_column(BigId)
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("chat_id", "topic"),)


class PostRow(Base):
    """A message of the bot's own accord, to be sent or sent.

    `kind` is `announcement` (its text is made from its outbox rows whenever it is sent or edited) or `notice`, whose
    words are in `text`; the button under it says `ask` to the bot in private. `state` is `waiting`, `sending` (on its
    way), `sent`, `ambiguous` (its outcome is unknown), `failed` (Telegram will not have it) or `dropped` (there is
    nothing left to say). `version` rises when what it should say changes; `shown` is the version that the chat sees.
    """

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    thread_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    text: Mapped[str | None]
    ask: Mapped[str | None]
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    attempts: Mapped[int]
    doubts: Mapped[int]
    version: Mapped[int]
    shown: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    next_try: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None]

    __table_args__ = (
        # What is to be sent or put right is little beside what was sent.
        Index("ix_posts_unshown", "id", info=of_rows("shown < version")),
    )


class OutboxRow(Base):
    """One event for one chat: unique in the database, so that no chat can be told of it twice.

    `state` is `waiting` (for its time), `posted` (in the post), `applied` (a correction, shown in the post that it
    corrects) or `taken_back`.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(12))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("event_id", "chat_id"), Index("ix_outbox_waiting", "state", "chat_id"))


class JobRow(Base):
    """When a recurring job ran last, and what it remembers."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    ran_at: Mapped[datetime]
    kept: Mapped[Json]
