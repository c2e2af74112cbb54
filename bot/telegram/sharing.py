"""What the processes of one bot tell each other of what they send, so that together they keep to Telegram's limits.

With each look at who is there (`bot.store.crew`) a process says how much it has sent in the last second, and to which
chats since it last said so. So announcements, which one process sends, take the rate that the others leave; and the
pace of a chat is known both to the process that answers it and to the one that announces there, half a second later.
"""

from collections.abc import Collection

from bot.telegram.queue import OutgoingQueue

# What a process has sent is reckoned with for some seconds, less with each time it speaks: who asked may ask again.
_FADES = 0.9


class Sharing:
    """The part of one process in the rate of all.

    Args:
        queue: Of this process.
    """

    def __init__(self, queue: OutgoingQueue) -> None:
        self._queue = queue
        self._others: dict[int, float | None] = {}

    def among(self, others: Collection[int]) -> None:
        """Take note which other processes there are."""
        self._others = {one: self._others.get(one) for one in others}
        self._queue.share(self._others.values())

    def tells(self) -> str:
        """Return what the others are to know."""
        sent, chats = self._queue.tells()
        return " ".join((str(sent), *chats))

    def hears(self, other: int, told: str) -> None:
        """Take note of what another process says."""
        if other not in self._others:
            return  # it is not known yet to be there, and speaks again soon
        sent, *chats = told.split()
        self._others[other] = max(float(sent), _FADES * (self._others[other] or 0.0))
        self._queue.share(self._others.values())
        self._queue.hears(chats)
