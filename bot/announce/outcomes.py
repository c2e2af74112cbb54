"""What became of a post: written down, each in the transaction that it is given, so that several go into one."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, exists, insert, not_, or_, select, update

from bot.announce.outbox import INTERRUPTED, TIMED_OUT, Post
from bot.announce.states import ROW_TAKEN_BACK, Happening, IllegalMoveError, State, happen
from bot.announce.subscription import REFUSED
from bot.announce.switch import is_paused
from bot.store.chat_tables import DESTINATIONS, OUTBOX, POSTS
from bot.store.journal import pieces
from bot.store.lease import is_held
from bot.store.tables import STATE

STRIKES = 3
# A chat that refuses is tried again after so long; three times, then it is left alone.
STRIKE_PAUSE = timedelta(minutes=10)
# A post that could not be sent for so long is given up.
GIVEN_UP = timedelta(days=2)
# What nobody can be told of any more waits no longer than this.
_LONGEST_PAUSE = timedelta(minutes=30)


def recover(connection: Connection, now: datetime, before: datetime, mine: Collection[int]) -> int:
    """Find what was on its way when its process ended, or lost the right to send; it is listed as ambiguous, and sent.

    Args:
        connection: Of the transaction.
        now: The present moment.
        before: What left later is on its way still.
        mine: What this process knows of.
    """
    unshown = POSTS.c.shown < POSTS.c.version
    on_its_way = unshown & (POSTS.c.state == State.SENDING.value) & (POSTS.c.sent_at <= before)
    values = {"fault": INTERRUPTED, "next_try": None, "sent_at": now}
    found = connection.execute(select(POSTS.c.id).where(on_its_way, POSTS.c.id.not_in(mine))).scalars().all()
    return sum(happen(connection, one, Happening.IS_LOST_SIGHT_OF, **values) for one in found)


def may_leave(connection: Connection, post: Post, term: datetime | None) -> bool:
    """Return whether a post may still leave: not if anything has changed since it was looked up.

    What is loaded, a pause, a stop; nor where this process has lost the right to send since.

    Args:
        connection: Of the transaction.
        post: The post.
        term: Since when this process has that right; None where it needs none.
    """
    paused = exists().where(DESTINATIONS.c.chat_id == post.chat, DESTINATIONS.c.paused.is_not(None))
    as_looked_up = select(POSTS.c.id).where(
        POSTS.c.id == post.id,
        POSTS.c.state == post.state.value,
        select(STATE.c.revision).scalar_subquery() == post.content.revision,
        not_(or_(paused, is_paused())),
    )
    return is_held(connection, term) and connection.execute(as_looked_up).first() is not None


def mark_sending(connection: Connection, post: Post, now: datetime, term: datetime | None) -> bool:
    """Note that a post leaves now, and what is left out of it for good; return whether it may (`may_leave`)."""
    if not may_leave(connection, post, term):
        return False
    values = {"attempts": POSTS.c.attempts + 1, "sent_at": now}
    try:
        leaves = happen(connection, post.id, Happening.LEAVES, **values)
    except IllegalMoveError:
        return False  # on PostgreSQL its chat may have stopped it just now
    take_back(connection, post.content.gone)
    return leaves


def mark_sent(connection: Connection, post: Post, message_id: int, now: datetime) -> None:
    """Note that Telegram has a post, in the version that it showed; the chat's strikes are forgotten."""
    values = {"message_id": message_id, "shown": post.version, "sent_at": now, "next_try": None}
    happen(connection, post.id, Happening.ARRIVES, **values)
    _forget_strikes(connection, post)


def mark_corrected(connection: Connection, post: Post) -> None:
    """Note that a post shows the version that was looked up."""
    happen(connection, post.id, Happening.IS_CORRECTED, shown=post.version, next_try=None)
    _forget_strikes(connection, post)


def mark_rejected(connection: Connection, post: Post, fault: str) -> None:
    """Note that Telegram will never take a post; a correction that it will not take leaves its post as it is."""
    values: dict[str, Any] = {"fault": _unless_interrupted(fault), "next_try": None}
    if post.is_correction:
        happen(connection, post.id, Happening.IS_CORRECTED, shown=POSTS.c.version, **values)
    else:
        happen(connection, post.id, Happening.IS_REJECTED, _is_mine(post), **values)


def drop(connection: Connection, post: Post) -> None:
    """Note that nothing of a post is left to be said."""
    take_back(connection, post.content.gone)
    if post.is_correction:
        happen(connection, post.id, Happening.IS_CORRECTED, shown=POSTS.c.version, next_try=None)
    else:
        happen(connection, post.id, Happening.LOSES_ITS_SENSE, next_try=None)


def mark_later(connection: Connection, post: Post, at: datetime, fault: str) -> None:
    """Note that a post, which Telegram surely does not have, is to be tried again."""
    values = {"next_try": at, "fault": _unless_interrupted(fault), "attempts": post.attempts + 1}
    happen(connection, post.id, _LATER.get(post.state, Happening.RETURNS), _is_mine(post), **values)


_LATER = {State.SENT: Happening.IS_CORRECTED_LATER, State.AMBIGUOUS: Happening.RETURNS_IN_DOUBT}


def mark_ambiguous(connection: Connection, post: Post, at: datetime, fault: str, *, timed_out: bool) -> None:
    """Note that Telegram may have a post; it is repeated at `at`, unless it was repeated before (`REPEATS`)."""
    values = {"doubts": POSTS.c.doubts + 1, "next_try": at, "fault": TIMED_OUT if timed_out else fault}
    happen(connection, post.id, Happening.IS_LOST_SIGHT_OF, _is_mine(post), **values)


def repeat(connection: Connection, number: int) -> bool:
    """Have an ambiguous post sent once more, because somebody saw that it did not arrive; False: it is none."""
    try:
        return happen(connection, number, Happening.IS_REPEATED, doubts=1, next_try=None, fault=None)
    except IllegalMoveError:
        return False


def park(connection: Connection, chat: int, until: datetime) -> None:
    """Note until when Telegram wants to hear nothing for a chat; an earlier wait never shortens it."""
    mine = (DESTINATIONS.c.chat_id == chat) & or_(
        DESTINATIONS.c.parked_until.is_(None), DESTINATIONS.c.parked_until < until
    )
    connection.execute(update(DESTINATIONS).where(mine).values(parked_until=until))


def strike(connection: Connection, post: Post, reason: str, now: datetime) -> bool:
    """Count that a chat refuses; return whether it is left alone from now on."""
    strikes = (post.to.strikes if post.to else 0) + 1
    out = strikes >= STRIKES
    values: dict[str, Any] = {"strikes": strikes, "paused": REFUSED if out else None}
    connection.execute(update(DESTINATIONS).where(DESTINATIONS.c.chat_id == post.chat).values(**values))
    mark_later(connection, post, now + STRIKE_PAUSE * 4 ** (strikes - 1), reason)
    return out


def take_back(connection: Connection, rows: Sequence[int]) -> None:
    """Take back outbox rows: nobody is told of them."""
    for some in pieces(rows):
        taken = update(OUTBOX).where(OUTBOX.c.id.in_(some))
        connection.execute(taken.values(state=ROW_TAKEN_BACK, post_id=None))


def unsent(kind: str, now: datetime) -> dict[str, Any]:
    """Return the columns of a post that nobody has tried to send yet; its chat and topic are added."""
    counts = {"attempts": 0, "doubts": 0, "version": 1, "shown": 0}
    return {"kind": kind, "state": State.WAITING.value, "made_at": now, **counts}


def add_notice(  # noqa: PLR0913 - what a message has
    connection: Connection,
    chat: int,
    words: str,
    now: datetime,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    ask: str | None = None,
) -> None:
    """Put a short message of plain text into the outbox; a button under it says `ask` to the bot in private."""
    row = {
        "chat_id": chat,
        "thread_id": thread,
        **unsent("notice", now),
        "text": words,
        "reply_to": reply_to,
        "ask": ask,
    }
    connection.execute(insert(POSTS).values(**row))


def pause_after(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after a fault: longer each time, and not all at the same moment (`chance` in 0 to 1)."""
    return min(_LONGEST_PAUSE, timedelta(seconds=2.0 ** min(attempts, 20))) * (0.5 + chance / 2)


def _is_mine(post: Post) -> Any:
    """Return the condition that no other process has sent a post since, having taken it for lost."""
    return POSTS.c.attempts <= post.attempts + 1


def _unless_interrupted(fault: str | None) -> Any:
    """Return what to write as the fault of a post: that its process ended on the way stays, it makes it ambiguous."""
    return case((POSTS.c.fault == INTERRUPTED, INTERRUPTED), else_=fault)


def _forget_strikes(connection: Connection, post: Post) -> None:
    if post.to is not None and (post.to.strikes or post.to.parked_until):
        mine = DESTINATIONS.c.chat_id == post.chat
        connection.execute(update(DESTINATIONS).where(mine).values(strikes=0, parked_until=None))
