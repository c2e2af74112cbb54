"""Since when announcements that are due have not gone out, whatever keeps them: no sender, a hanging one, refusals."""

from datetime import datetime

from sqlalchemy import func, or_, select

from bot.announce.collecting import place
from bot.announce.outbox import LOCAL
from bot.store.announcement_models import DestinationRow, EventRow, PostRow
from bot.store.database import Database
from bot.store.journal import table_of

_DESTINATIONS, _EVENTS, _POSTS = table_of(DestinationRow), table_of(EventRow), table_of(PostRow)
# On its way for a minute is as late as not begun.
_UNSENT = ("waiting", "sending")


def overdue_since(database: Database, now: datetime) -> datetime | None:
    """Return since when the oldest post waits that may be sent, or the oldest event that nobody has taken up.

    Chats that are paused, or that Telegram wants to be told later (`retry_after`), do not count.
    """
    to = _DESTINATIONS.c
    waiting = (
        select(func.min(_POSTS.c.made_at))
        .outerjoin(_DESTINATIONS, to.chat_id == _POSTS.c.chat_id)
        .where(
            _POSTS.c.shown < _POSTS.c.version,
            _POSTS.c.state.in_(_UNSENT),
            to.paused.is_(None),
            or_(to.parked_until.is_(None), to.parked_until <= now),
            func.coalesce(to.kind, "") != LOCAL,
        )
    )
    with database.reading() as connection:
        unread = select(func.min(_EVENTS.c.at)).where(_EVENTS.c.id > place(connection))
        found = [connection.execute(wanted).scalar() for wanted in (waiting, unread)]
    return min((at for at in found if at is not None), default=None)
