"""Announcements: events, destinations, subscriptions, posts, the outbox, jobs."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BIG_ID, FLAG, JSON, MOMENT, NUMBER, TEXT, key, may, must, refers

revision = "0003"
down_revision = "0002"


CHAT = sa.BigInteger()
WORD = sa.String(12)


def upgrade() -> None:
    op.create_table(
        "events",
        *key(BIG_ID, "id", counted=True),
        *must(NUMBER, "batch_id", index=True),
        *must(WORD, "kind"),
        *must(TEXT, "key", index=True),
        *must(MOMENT, "at"),
        *may(JSON, "changes"),
        *must(FLAG, "taken_back"),
    )
    op.create_table(
        "destinations",
        *key(CHAT, "chat_id"),
        *must(WORD, "kind"),
        *may(NUMBER, "thread_id"),
        *must(sa.String(8), "language"),
        *must(JSON, "plan"),
        *must(MOMENT, "last_slot", "made_at"),
        *may(WORD, "paused"),
        *must(NUMBER, "strikes"),
        *may(MOMENT, "parked_until"),
        *may(CHAT, "told"),
    )
    op.create_table(
        "subscriptions",
        *key(NUMBER, "id", counted=True),
        *must(CHAT, "chat_id"),
        *must(TEXT, "topic"),
        *must(BIG_ID, "since"),
        *must(MOMENT, "made_at"),
        sa.UniqueConstraint("chat_id", "topic"),
    )
    op.create_table(
        "posts",
        *key(BIG_ID, "id", counted=True),
        *must(CHAT, "chat_id", index=True),
        *must(WORD, "kind", "state"),
        *may(TEXT, "text", "fault"),
        *may(NUMBER, "thread_id"),
        *must(NUMBER, "attempts", "doubts", "version", "shown"),
        *may(CHAT, "reply_to", "message_id"),
        *must(MOMENT, "made_at"),
        *may(MOMENT, "next_try", "sent_at"),
    )
    op.create_index("ix_posts_state", "posts", ["state", "next_try"])
    op.create_table(
        "outbox",
        *key(BIG_ID, "id", counted=True),
        refers("event_id", "events.id"),
        *must(CHAT, "chat_id"),
        *must(WORD, "state"),
        refers("post_id", "posts.id", nullable=True, index=True),
        *must(MOMENT, "made_at"),
        sa.UniqueConstraint("event_id", "chat_id"),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["state", "chat_id"])
    op.create_table("jobs", *key(sa.String(64), "name"), *must(MOMENT, "ran_at"), *must(JSON, "kept"))
