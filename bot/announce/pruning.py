"""Forgetting what was announced long ago: events, outbox rows and posts (`GONGKAI_ANNOUNCED_DAYS`).

What is forgotten can no longer be corrected in place, and would be announced again if it were undone and loaded again.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, not_, select

from bot.announce.collecting import place
from bot.announce.states import ROW_WAITS, State
from bot.store.announcement_models import EventRow, OutboxRow, PostRow
from bot.store.database import Database
from bot.store.journal import table_of

# Rows of one transaction: whoever else wants to write waits for no more than these.
_TOGETHER = 1000

_EVENTS = table_of(EventRow)
_OUTBOX = table_of(OutboxRow)
_POSTS = table_of(PostRow)


def prune(database: Database, before: datetime) -> int:
    """Delete what was done before a moment and is settled; return how many rows there were.

    What still waits, and an ambiguous post, stays however old it is. The latest event and post stay, so that no number
    is ever given again.
    """
    return sum(deleted for which in _settled(before) for deleted in _deleted(database, *which))


def _settled(before: datetime) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Return the tables in the order in which their rows can go, and which rows."""
    old = select(_EVENTS.c.id).where(_EVENTS.c.at < before)
    over = [state.value for state in (State.SENT, State.FAILED, State.DROPPED)]
    # A post of several events goes when the last of them is old.
    young = exists().where(_OUTBOX.c.post_id == _POSTS.c.id, _OUTBOX.c.event_id.not_in(old))
    going = select(_POSTS.c.id).where(_POSTS.c.state.in_(over), _POSTS.c.made_at < before, not_(young))
    yield (
        _OUTBOX,
        _OUTBOX.c.event_id.in_(old)
        & (_OUTBOX.c.state != ROW_WAITS)
        & (_OUTBOX.c.post_id.is_(None) | _OUTBOX.c.post_id.in_(going)),
    )
    yield (
        _POSTS,
        _POSTS.c.state.in_(over)
        & (_POSTS.c.made_at < before)
        & not_(exists().where(_OUTBOX.c.post_id == _POSTS.c.id))
        & (_POSTS.c.id < select(func.max(_POSTS.c.id)).scalar_subquery()),
    )
    yield (
        _EVENTS,
        (_EVENTS.c.at < before)
        & not_(exists().where(_OUTBOX.c.event_id == _EVENTS.c.id))
        & (_EVENTS.c.id < select(func.max(_EVENTS.c.id)).scalar_subquery()),
    )


def _deleted(database: Database, table: Any, which: ColumnElement[bool]) -> Iterator[int]:
    while True:
        with database.writing() as connection:
            wanted = select(table.c.id).where(which).limit(_TOGETHER)
            if table is _EVENTS:
                wanted = wanted.where(_EVENTS.c.id <= place(connection))
            ids = list(connection.execute(wanted).scalars())
            connection.execute(delete(table).where(table.c.id.in_(ids)))
        if not ids:
            return
        yield len(ids)
