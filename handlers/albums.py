"""Several pictures sent at once are several messages of one album; they get one answer."""

from telegram import Message

from bot.recent import Recent

_MANY = 1000


class Albums:
    """Which albums were answered, in memory: their messages come within a second."""

    def __init__(self) -> None:
        self._answered: Recent[tuple[int, str], None] = Recent(_MANY)

    def is_first(self, message: Message) -> bool:
        """Return whether no message of this one's album was answered before; it counts as answered now."""
        if message.media_group_id is None:
            return True
        album = (message.chat.id, message.media_group_id)
        if album in self._answered:
            return False
        self._answered[album] = None
        return True
