"""What is saved because somebody asks: without a long wait for another writer, and said where it cannot be."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.store.database import somebody_waits
from bot.store.errors import BusyError, UnwritableError
from bot.telegram.delivery import Outgoing, notice

Result = TypeVar("Result")


async def saved(work: Callable[[], Result]) -> Result:
    """Do work that writes, in a thread; whoever asked for it waits no longer for an import than people do.

    Raises:
        UnwritableError: Nothing can be written for now; `handlers.faults` says so.
    """

    def impatient() -> Result:
        with somebody_waits():
            return work()

    return await asyncio.to_thread(impatient)


def cannot_be_saved(error: UnwritableError, language: str | None = None) -> Outgoing:
    """Return what is said where something would have to be written and cannot be."""
    return notice("chat.busy" if isinstance(error, BusyError) else "chat.unwritable", language)
