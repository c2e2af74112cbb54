"""Looks at the bot while it runs, and tells systemd, the log, and whoever asks over HTTP."""

import asyncio
import time

from bot.logs import logger, new_number, note_fault
from bot.messages import message
from bot.monitor.readiness import Readiness, Reason, Reasons
from bot.monitor.systemd import notify, watchdog_seconds
from bot.resting import rest
from bot.telegram.contact import Contact

# Seconds between two looks; a look that lasts so long is told as what keeps the bot from being ready.
LOOK = 5.0
STUCK = 30.0
# Seconds without a request for updates that begins or ends, after which systemd is no longer told that the bot lives.
_STANDSTILL = 300.0


class Monitor:
    """What is known of the bot.

    Args:
        readiness: Looks.
        contact: What is heard of Telegram.
    """

    def __init__(self, readiness: Readiness, contact: Contact) -> None:
        self._readiness = readiness
        self._contact = contact
        self._looked = time.monotonic()
        self._found: Reasons = {}

    @property
    def reasons(self) -> Reasons:
        """Why the bot is not ready, nothing where it is: whether it hears as of now, all else as of the last look."""
        found = {one: words for one, words in self._found.items() if one is not Reason.DEAF} | self._readiness.hearing()
        standing = time.monotonic() - self._looked
        if standing <= STUCK:
            return found
        return found | {Reason.STUCK: message("monitor.stuck", seconds=round(standing))}

    async def run(self, stop: asyncio.Event) -> None:
        """Look, and tell systemd, until told to stop."""
        notify("READY=1")
        looking = asyncio.create_task(self._look_on(stop))
        pause = min(LOOK, (watchdog_seconds() or LOOK) / 2)
        try:
            while not stop.is_set():
                if self._moves():
                    notify("WATCHDOG=1")
                await rest(stop, pause)
        finally:
            notify("STOPPING=1")
            await looking

    async def _look_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                found = await asyncio.to_thread(self._readiness.look)
            except Exception as error:  # noqa: BLE001 - whoever looks after the bot must not end with it
                note_fault(new_number(), error)
                found = {Reason.UNREADABLE: message("monitor.unreadable", kind=type(error).__name__)}
            self._looked = time.monotonic()
            self._tell(found)
            await rest(stop, LOOK)

    def _tell(self, found: Reasons) -> None:
        if found.keys() != self._found.keys():
            if found:
                logger.warning(message("monitor.not_ready", reasons=" ".join(found.values())))
            else:
                logger.info(message("monitor.ready"))
            notify(f"STATUS={' '.join(found.values()) or message('monitor.ready')}")
        self._found = found

    def _moves(self) -> bool:
        """Return whether the fetching goes on, be it in vain: what stands still is better begun anew."""
        moved = self._contact.moved
        return moved is None or time.monotonic() - moved < _STANDSTILL
