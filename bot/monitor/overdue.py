"""Since when announcements that are due have not gone out, whatever keeps them: no sender, a hanging one, refusals."""

from datetime import datetime

from sqlalchemy import func, or_, select

from bot.announce.collecting import place
from bot.announce.outbox import LOCAL
from bot.store.chat_tables import DESTINATIONS, EVENTS, POSTS
from bot.store.database import Database

# On its way for a minute is as late as not begun.
_UNSENT = ("waiting", "sending")


def overdue_since(database: Database, now: datetime) -> datetime | None:
    """Return since when the oldest post waits that may be sent, or the oldest event that nobody has taken up.

    Chats that are paused, or that Telegram wants to be told later (`retry_after`), do not count.
    """
    to = DESTINATIONS.c
    waiting = (
        select(func.min(POSTS.c.made_at))
        .outerjoin(DESTINATIONS, to.chat_id == POSTS.c.chat_id)
        .where(
            POSTS.c.shown < POSTS.c.version,
            POSTS.c.state.in_(_UNSENT),
            to.paused.is_(None),
            or_(to.parked_until.is_(None), to.parked_until <= now),
            func.coalesce(to.kind, "") != LOCAL,
        )
    )
    with database.reading() as connection:
        unread = select(func.min(EVENTS.c.at)).where(EVENTS.c.id > place(connection))
        found = [connection.execute(wanted).scalar() for wanted in (waiting, unread)]
    return min((at for at in found if at is not None), default=None)
