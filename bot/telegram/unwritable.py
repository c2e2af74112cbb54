"""Telling staff, once, that nothing can be written any more, and once that it can again.

Other notices wait in the outbox (`bot.announce.notices`); this one cannot be written there, so it is sent at once.
"""

import asyncio
import time
from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import logger
from bot.messages import message, operator_language
from bot.resting import rest
from bot.store.database import Database, Trouble
from bot.telegram.delivery import notice, send

_LOOK = 2.0
# An import of a million records holds the database for about a minute, and a small one for a second.
_LONG = 30.0
# On a disk that is nearly full a small write succeeds now and then.
_SURELY = 60.0


class Unwritable:
    """Looks whether what is written arrives.

    Args:
        database: Where it is written to.
        bot: Sends the words.
        staff: Chat ids of those who are told.
    """

    def __init__(self, database: Database, bot: Bot, staff: Sequence[int]) -> None:
        self._database = database
        self._bot = bot
        self._staff = staff
        self._told = False
        self._fine_since: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            await self.look(time.monotonic())
            await rest(stop, _LOOK)

    async def look(self, now: float) -> None:
        """Look once; `now` is on the monotonic clock."""
        trouble = self._database.trouble
        if trouble is not None and not self._told and self._is_worth_telling(trouble, now):
            self._told = True
            logger.warning(message("transport.unwritable", reason=trouble.reason))
            seconds = round(now - trouble.since)
            await self._tell("staff.busy_long" if trouble.busy else "staff.unwritable", trouble.reason, seconds)
        elif trouble is not None or not self._told:
            self._fine_since = None
        elif self._fine_since is None:
            self._fine_since = now
        elif now - self._fine_since >= _SURELY:
            self._told, self._fine_since = False, None
            logger.info(message("transport.writable"))
            await self._tell("staff.writable", "", 0)

    @staticmethod
    def _is_worth_telling(trouble: Trouble, now: float) -> bool:
        return not trouble.busy or now - trouble.since >= _LONG

    async def _tell(self, name: str, reason: str, seconds: int) -> None:
        for one in self._staff:
            try:
                await send(self._bot, one, notice(name, operator_language(), reason=reason, seconds=seconds))
            except TelegramError as error:
                logger.warning(message("transport.staff_not_told", reason=type(error).__name__))
