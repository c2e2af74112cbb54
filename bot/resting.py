"""Running until told to stop: by a signal, and waiting between two rounds."""

import asyncio
import signal
from contextlib import suppress


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Return after so many seconds, or as soon as `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def stop_when_told(stop: asyncio.Event) -> None:
    """Set `stop` at SIGTERM or SIGINT; in the event loop that is running."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers, and Ctrl-C works there all the same; nor has a thread of a test.
        with suppress(NotImplementedError, ValueError, RuntimeError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
