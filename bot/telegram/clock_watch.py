"""Tells the operator that the clock of this machine differs from Telegram's: schedules and days go by it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.announce.notices import tell_staff
from bot.errors import GongkaiError
from bot.logs import logger
from bot.messages import message
from bot.resting import rest
from bot.store.database import Database
from bot.telegram.contact import CONTACT, Contact

WRONG = timedelta(minutes=5)
_LOOK = 30.0


class ClockWatch:
    """Looks now and then; says it once, and again after the clock was right in between.

    Args:
        database: Where what staff are told waits to be sent.
        staff: Chat ids.
        contact: What is heard of Telegram.
    """

    def __init__(self, database: Database, staff: Sequence[int], contact: Contact = CONTACT) -> None:
        self._database = database
        self._staff = staff
        self._contact = contact
        self._said = False

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await rest(stop, _LOOK)

    def look(self) -> None:
        """Look once."""
        difference = self._contact.difference
        if abs(difference) < WRONG:
            self._said = False
            return
        if self._said:
            return
        self._said = True
        words = message("transport.clock_off", difference=in_words(difference))
        logger.warning(words)
        try:
            tell_staff(self._database, self._staff, "clock", words)
        except GongkaiError:
            self._said = False  # it cannot be written down for now


def in_words(difference: timedelta) -> str:
    """Return how far two clocks are apart: `+1 day, 2:00:00` where Telegram's is ahead."""
    whole = timedelta(seconds=round(abs(difference).total_seconds()))
    return f"{'-' if difference < timedelta() else '+'}{whole}"
