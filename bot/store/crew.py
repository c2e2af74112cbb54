"""The processes that answer from one PostgreSQL: who they are, and which of them answers which chat. SQLite has one.

Each holds a lock of its own for as long as its session lives, so that a process that is killed is missed at once,
without a clock that all agree on. Which one answers a chat follows from the chat and their numbers alone: what a chat
was last shown, how often somebody asked, and the pace of the chat are then known in one place.
"""

import asyncio
import hashlib
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.logs import logger
from bot.resting import rest
from bot.store.errors import SecondProcessError
from bot.store.lease import locked

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from sqlalchemy import URL

# Any numbers that no other program uses on the same server: of a process, and of a chat.
_PROCESS, CHAT = 7_100_315, 7_100_316
CHANNEL = "gongkai_inbox"
_TALK = "gongkai_pace"
# Seconds between two looks at who is there; for which somebody may be missing whose session was cut, and, before that,
# for which who cannot look may take it that the others see it; until a session that was cut is opened again.
_LOOK = 0.5
MISSING = 3.0
_SURE = 2.0
_AGAIN = 0.5
# A network that swallows what is sent is noticed within seconds, not hours.
_SESSION: dict[str, Any] = {"autocommit": True, "connect_timeout": 5, "keepalives_idle": 5, "tcp_user_timeout": 10_000}

_MEMBERS = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def chosen(chat: int, members: Collection[int]) -> int:
    """Return which of some processes answers a chat: as few chats as can be change when one comes or goes."""
    return max(members, key=lambda member: hashlib.blake2b(f"{chat}:{member}".encode(), digest_size=8).digest())


@contextmanager
def only_one(address: "URL") -> Iterator[None]:
    """Be the one process that answers from an SQLite file; a lock beside it ends with the process, however that ends.

    Raises:
        SecondProcessError: There is one already.
    """
    if address.database in {None, "", ":memory:"}:
        yield
        return
    with ExitStack() as held:
        # Where no file can be made nothing can be written either: reading alone is shared without harm.
        with suppress(OSError):
            file = held.enter_context(Path(f"{address.database}.answering").open("ab"))
            if not locked(file):
                raise SecondProcessError("store.second_process", database=address.database)
        yield


class Crew:
    """The processes of one database, as this one sees them.

    Args:
        address: Of the database.
        changed: Called, in the event loop, when a process has come or is gone.

    Attributes:
        number: This process.
        news: Called, in the event loop, when something may have come for this process.
        looked: Called, in the event loop, when it is known anew who is there.
        tells: Gives what this process has to say to the others with each look, up to 7,000 letters.
        hears: Called with the number of another process and what it says.
        ready: Set once the others are known.
        has_lapsed: Whether it was not sure of itself before it looked last: others may have taken over what was its.
    """

    def __init__(self, address: "URL", changed: Callable[[], None] = lambda: None) -> None:
        self.number = secrets.randbelow(2**31 - 1) + 1
        self._address = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self.news: Callable[[], None] = lambda: None
        self.looked: Callable[[], None] = lambda: None
        self.tells: Callable[[], str] = lambda: ""
        self.hears: Callable[[int, str], None] = lambda _number, _told: None
        self._changed = changed
        self._seen: dict[int, float] = {}
        self._sure_at = self._joined_at = -math.inf
        self.ready = asyncio.Event()
        self.has_lapsed = False

    @property
    def members(self) -> frozenset[int]:
        """The processes that are there, or were a moment ago, with this one."""
        return frozenset(self._seen) | {self.number}

    @property
    def is_sure(self) -> bool:
        """Whether the others still count on this process."""
        return time.monotonic() - self._sure_at < _SURE

    @property
    def is_settled(self) -> bool:
        """Whether it has looked for so long that whoever is not among them is gone, and no session was just cut."""
        return self.is_sure and time.monotonic() - self._joined_at >= MISSING

    async def run(self, stop: asyncio.Event) -> None:
        """Be one of them until told to stop; then the others know at once that this one is gone."""
        from psycopg import Error

        while not stop.is_set():
            try:
                async with self._session() as connection:
                    while not stop.is_set():
                        await self._look(connection)
                        said = f"{self.number} {self.tells()}"
                        await connection.execute("SELECT pg_notify(%s, %s)", (_TALK, said))
                        async for notice in connection.notifies(timeout=_LOOK):
                            self._hear(notice.channel, notice.payload)
            except (Error, OSError) as error:
                logger.debug("the other processes are out of sight: %s", type(error).__name__)
                await rest(stop, _AGAIN)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator["AsyncConnection[Any]"]:
        from psycopg import AsyncConnection

        async with await AsyncConnection.connect(self._address, **_SESSION) as connection:
            await connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_PROCESS, self.number))
            for channel in (CHANNEL, _TALK):
                await connection.execute(f"LISTEN {channel}")
            self._joined_at = time.monotonic()
            yield connection
            await connection.execute("SELECT pg_advisory_unlock_shared(%s, %s)", (_PROCESS, self.number))
            await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(-self.number)))

    async def _look(self, connection: "AsyncConnection[Any]") -> None:
        now = time.monotonic()
        rows = await (await connection.execute(_MEMBERS, (_PROCESS,))).fetchall()
        self.has_lapsed = not self.is_sure
        before, self._sure_at = self.members, now
        self._seen |= {int(number): now for (number,) in rows}
        self._seen = {number: at for number, at in self._seen.items() if now - at < MISSING}
        if self.members != before or not self.ready.is_set():
            self._changed()
        self.ready.set()
        self.looked()

    def _hear(self, channel: str, told: str) -> None:
        if channel == _TALK:
            number, _, said = told.partition(" ")
            if number != str(self.number):
                self.hears(int(number), said)
        elif told == str(self.number):
            self.news()
        elif self._seen.pop(-int(told), None) is not None:
            self._changed()
            self.looked()
