"""Several pictures sent at once are several messages of one album; they get one answer."""

from collections import OrderedDict

from telegram import Message

_MANY = 1000


class Albums:
    """Which albums were answered, in memory: their messages come within a second."""

    def __init__(self) -> None:
        self._answered: OrderedDict[tuple[int, str], None] = OrderedDict()

    def is_first(self, message: Message) -> bool:
        """Return whether no message of this one's album was answered before; it counts as answered now."""
        if message.media_group_id is None:
            return True
        album = (message.chat.id, message.media_group_id)
        if album in self._answered:
            return False
        self._answered[album] = None
        if len(self._answered) > _MANY:
            self._answered.popitem(last=False)
        return True
