"""Short writes of many tasks, done together: what waits at the same moment goes into one transaction."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.store.database import Database

Value = TypeVar("Value")
Write = Callable[[Connection], Any]


class BatchedWriter:
    """Reads and writes a database in threads of its own, off the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="announce")
        # Looking for what is due takes longer: what is being sent does not wait for it.
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="announce-look")
        self._waiting: list[tuple[Write, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def read(self, work: Callable[[], Value]) -> Value:
        """Return what `work` returns; it may write too, in transactions of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def look(self, work: Callable[[], Value]) -> Value:
        """Return what `work` returns, which may take a second and writes in transactions of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, work)

    async def write(self, work: Write) -> Any:
        """Return what `work` returns, once its transaction is committed.

        It is in a savepoint of its own: where it fails, nothing of it is written, and nothing else of its bundle fails.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None:
            # A task of its own: whoever waits may be cancelled, and the others with it.
            self._writing = asyncio.create_task(self._write_all())
        return await done

    def close(self) -> None:
        """Let the threads end when they are done."""
        self._looking.shutdown(wait=True)
        self._thread.shutdown(wait=True)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting, []
                try:
                    outcomes = await self.read(lambda: self._in_one([work for work, _ in together]))  # noqa: B023
                except Exception as error:  # noqa: BLE001 - whoever waits for it is told
                    outcomes = [error] * len(together)
                for (_, done), outcome in zip(together, outcomes, strict=True):
                    if done.done():
                        continue  # nobody waits for it any more
                    if isinstance(outcome, Exception):
                        done.set_exception(outcome)
                    else:
                        done.set_result(outcome)
        finally:
            self._writing = None

    def _in_one(self, together: list[Write]) -> list[Any]:
        """Return what each returns, or the exception that it raises."""
        outcomes: list[Any] = []
        with self._database.writing() as connection:
            for work in together:
                savepoint = connection.begin_nested()
                try:
                    outcome = work(connection)
                    savepoint.commit()
                except Exception as error:  # noqa: BLE001 - whoever waits for it is told
                    # Where the transaction itself is gone (a full disk ends it) this fails too, and all with it.
                    savepoint.rollback()
                    outcome = error
                outcomes.append(outcome)
        return outcomes
