"""Short writes of many tasks, done together: what waits at the same moment goes into one transaction."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.store.database import Database

Value = TypeVar("Value")
Write = Callable[[Connection], Any]


class Desk:
    """Reads and writes a database in threads of its own, off the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="announce")
        # Looking for what is due takes longer: what is being sent does not wait for it.
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="announce-look")
        self._waiting: list[tuple[Write, asyncio.Future[Any]]] = []
        self._writing = False

    async def read(self, work: Callable[[], Value]) -> Value:
        """Return what `work` returns; it may write too, in transactions of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def look(self, work: Callable[[], Value]) -> Value:
        """Return what `work` returns, which may take a second and writes in transactions of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, work)

    async def write(self, work: Write) -> Any:
        """Return what `work` returns, once its transaction is committed."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if not self._writing:
            self._writing = True
            try:
                while self._waiting:
                    await self._write_all()
            finally:
                self._writing = False
        return await done

    def close(self) -> None:
        """Let the threads end when they are done."""
        self._looking.shutdown(wait=True)
        self._thread.shutdown(wait=True)

    async def _write_all(self) -> None:
        together, self._waiting = self._waiting, []
        try:
            results = await self.read(lambda: self._in_one(together))
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            for _, done in together:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(together, results, strict=True):
            if not done.done():
                done.set_result(result)

    def _in_one(self, together: list[tuple[Write, "asyncio.Future[Any]"]]) -> list[Any]:
        with self._database.writing() as connection:
            return [work(connection) for work, _ in together]
