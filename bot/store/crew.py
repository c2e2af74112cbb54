"""The processes that answer from one PostgreSQL: who they are, and which of them answers which chat.

Each holds a lock of its own for as long as its session lives, so that a process that is killed is missed at once,
without a clock that all agree on. Which one answers a chat follows from the chat and their numbers alone: what a chat
was last shown, how often somebody asked, and the pace of the chat are then known in one place.
"""

import asyncio
import hashlib
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.resting import rest

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from sqlalchemy import URL

# Any numbers that no other program uses on the same server: of a process, and of a chat.
_PROCESS, CHAT = 7_100_315, 7_100_316
CHANNEL = "gongkai_inbox"
# Seconds between two looks at who is there; for which somebody may be missing whose session was cut; until a session
# that was cut is opened again.
_LOOK = 1.0
MISSING = 3.0
_AGAIN = 0.5

_MEMBERS = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def chosen(chat: int, members: Collection[int]) -> int:
    """Return which of some processes answers a chat: as few chats as can be change when one comes or goes."""
    return max(members, key=lambda member: hashlib.blake2b(f"{chat}:{member}".encode(), digest_size=8).digest())


class Crew:
    """The processes of one database, as this one sees them.

    Args:
        address: Of the database.
        changed: Called, in the event loop, when a process has come or is gone.

    Attributes:
        number: This process.
        news: Called, in the event loop, when something may have come for this process.
        ready: Set once the others are known.
    """

    def __init__(self, address: "URL", changed: Callable[[], None] = lambda: None) -> None:
        self.number = secrets.randbelow(2**31 - 1) + 1
        self._address = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self.news: Callable[[], None] = lambda: None
        self._changed = changed
        self._seen: dict[int, float] = {}
        self._sure_at = self._joined_at = -math.inf
        self.ready = asyncio.Event()

    @property
    def members(self) -> frozenset[int]:
        """The processes that are there, or were a moment ago, with this one."""
        return frozenset(self._seen) | {self.number}

    @property
    def is_sure(self) -> bool:
        """Whether the others still count on this process."""
        return time.monotonic() - self._sure_at < MISSING

    @property
    def is_settled(self) -> bool:
        """Whether it has looked for so long that whoever is not among them is gone, and no session was just cut."""
        return self.is_sure and time.monotonic() - self._joined_at >= MISSING

    async def run(self, stop: asyncio.Event) -> None:
        """Be one of them until told to stop."""
        from psycopg import OperationalError

        while not stop.is_set():
            try:
                async with self._session() as connection:
                    while not stop.is_set():
                        await self._look(connection)
                        self.news()
                        async for notice in connection.notifies(timeout=_LOOK):
                            if notice.payload in {str(self.number), "0"}:
                                self.news()
            except OperationalError:
                await rest(stop, _AGAIN)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator["AsyncConnection[Any]"]:
        from psycopg import AsyncConnection

        async with await AsyncConnection.connect(self._address, autocommit=True) as connection:
            await connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_PROCESS, self.number))
            await connection.execute(f"LISTEN {CHANNEL}")
            self._joined_at = time.monotonic()
            yield connection

    async def _look(self, connection: "AsyncConnection[Any]") -> None:
        rows = await (await connection.execute(_MEMBERS, (_PROCESS,))).fetchall()
        now, before = time.monotonic(), self.members
        self._sure_at = now
        self._seen |= {int(number): now for (number,) in rows}
        self._seen = {number: at for number, at in self._seen.items() if now - at < MISSING}
        if self.members != before or not self.ready.is_set():
            self._changed()
        self.ready.set()
