"""Forgetting what was announced long ago: events, outbox rows and posts (`GONGKAI_ANNOUNCED_DAYS`).

What is forgotten can no longer be corrected in place, and would be announced again if it were undone and loaded again.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, not_, select

from bot.announce.collecting import place
from bot.announce.states import ROW_WAITS, State
from bot.store.chat_tables import EVENTS, OUTBOX, POSTS
from bot.store.database import Database

# Rows of one transaction: whoever else wants to write waits for no more than these.
_TOGETHER = 1000


def prune(database: Database, before: datetime) -> int:
    """Delete what was done before a moment and is settled; return how many rows there were.

    What still waits, and an ambiguous post, stays however old it is. The latest event and post stay, so that no number
    is ever given again.
    """
    return sum(deleted for which in _settled(before) for deleted in _deleted(database, *which))


def _settled(before: datetime) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Return the tables in the order in which their rows can go, and which rows."""
    old = select(EVENTS.c.id).where(EVENTS.c.at < before)
    over = [state.value for state in (State.SENT, State.FAILED, State.DROPPED)]
    # A post of several events goes when the last of them is old.
    young = exists().where(OUTBOX.c.post_id == POSTS.c.id, OUTBOX.c.event_id.not_in(old))
    going = select(POSTS.c.id).where(POSTS.c.state.in_(over), POSTS.c.made_at < before, not_(young))
    yield (
        OUTBOX,
        OUTBOX.c.event_id.in_(old)
        & (OUTBOX.c.state != ROW_WAITS)
        & (OUTBOX.c.post_id.is_(None) | OUTBOX.c.post_id.in_(going)),
    )
    yield (
        POSTS,
        POSTS.c.state.in_(over)
        & (POSTS.c.made_at < before)
        & not_(exists().where(OUTBOX.c.post_id == POSTS.c.id))
        & (POSTS.c.id < select(func.max(POSTS.c.id)).scalar_subquery()),
    )
    yield (
        EVENTS,
        (EVENTS.c.at < before)
        & not_(exists().where(OUTBOX.c.event_id == EVENTS.c.id))
        & (EVENTS.c.id < select(func.max(EVENTS.c.id)).scalar_subquery()),
    )


def _deleted(database: Database, table: Any, which: ColumnElement[bool]) -> Iterator[int]:
    while True:
        with database.writing() as connection:
            wanted = select(table.c.id).where(which).limit(_TOGETHER)
            if table is EVENTS:
                wanted = wanted.where(EVENTS.c.id <= place(connection))
            ids = list(connection.execute(wanted).scalars())
            connection.execute(delete(table).where(table.c.id.in_(ids)))
        if not ids:
            return
        yield len(ids)
