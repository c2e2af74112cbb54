"""Staff (`GONGKAI_STAFF`): /status for them alone, problems that people report, faults. By id, looked at every time."""

import asyncio
import time
import traceback
from collections import OrderedDict
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.announce.notices import tell_staff
from bot.condition import Running, condition
from bot.logs import logger, note_fault
from bot.messages import message as words_of
from bot.messages import operator_language
from bot.questions.payload import Payload
from bot.screens.render import plainly
from handlers.addressing import Addressed
from handlers.delivery import alert, notice_of
from handlers.manner import Manner
from handlers.pace import Pace, Verdict
from handlers.saving import saved
from handlers.tally import ANSWERED, FAULTS, PLAIN_INSTEAD, SLOWED, TALLY

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.settings import Settings
    from handlers.answering import Answering

COMMAND = "status"
# Problems that one person can report in a minute.
_REPORTS = 3
# The same fault is told again after so many seconds, and so many different ones in that time.
_AGAIN = 3600.0
_AT_MOST = 10
_PATIENCE = 0.5


class Staff:
    """Who keeps the bot, and what they are told."""

    def __init__(self, conversation: "Conversation", settings: "Settings") -> None:
        self._conversation = conversation
        self._ids = settings.staff_ids
        self._zone = settings.time_zone
        self._told: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._telling: set[asyncio.Task[None]] = set()
        self.reports = Pace(_REPORTS)

    def includes(self, person: int) -> bool:
        """Return whether somebody is of them."""
        return person in self._ids

    def means_status(self, message: Message, said: Addressed) -> bool:
        """Return whether a message asks for the status and may: from staff, in private, in their own name.

        To everybody else, and in groups, the command does not exist.
        """
        if said.command != COMMAND or message.chat.type != ChatType.PRIVATE or message.sender_chat is not None:
            return False
        return message.from_user is not None and message.from_user.id in self._ids

    def status(self, language: str) -> str:
        """Return the status; it asks the database."""
        counted = {name: TALLY.of(name) for name in (ANSWERED, FAULTS, PLAIN_INSTEAD, SLOWED)}
        return condition(self._conversation.library, Running(since=TALLY.since, **counted), language, self._zone)

    def report(self, about: str) -> None:
        """Tell staff that somebody sees a problem; of the same thing once a day. It asks the database."""
        words = words_of("staff.problem", operator_language(), about=about)
        tell_staff(self._conversation.library.database, self._ids, f"problem:{about}", words)

    async def note(self, number: str, error: BaseException) -> None:
        """Log a fault and tell staff: its kind and where, never what was said. The same one once an hour."""
        note_fault(number, error)
        TALLY.add(FAULTS)
        kind, place = type(error).__name__, _place(error)
        if not self._ids or not self._is_news(kind, place):
            return
        words = words_of("staff.fault", operator_language(), number=number, kind=kind, place=place)
        task = asyncio.create_task(self._tell(number, f"fault:{kind}:{place}", words))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        # Whoever asked must not wait for an import that holds the database; staff are told when it is done.
        await asyncio.wait({task}, timeout=_PATIENCE)

    async def _tell(self, number: str, about: str, words: str) -> None:
        try:
            await asyncio.to_thread(tell_staff, self._conversation.library.database, self._ids, about, words)
        except Exception as untold:  # noqa: BLE001 - a database that fails must not make a fault of a fault
            logger.error("staff not told of fault %s: %s", number, type(untold).__name__)

    def _is_news(self, kind: str, place: str) -> bool:
        now = time.monotonic()
        while self._told and next(iter(self._told.values())) + _AGAIN <= now:
            self._told.popitem(last=False)
        if (kind, place) in self._told or len(self._told) >= _AT_MOST:
            return False
        self._told[kind, place] = now
        return True


async def answer_status(answering: "Answering", message: Message, manner: Manner) -> None:
    """Answer /status."""
    shown = await asyncio.to_thread(answering.staff.status, manner.language)
    what = notice_of("status", shown)
    if manner.plain:
        what = replace(what, screen=plainly(what.screen, manner.language))
    await answering.say(message, what, kept=False)


async def report(answering: "Answering", query: CallbackQuery, payload: Payload) -> None:
    """Tell staff what a button names, and say to whoever pressed it what was sent."""
    manner = await answering.manner(query.message.chat.id if query.message else None, query.from_user)
    name = "staff.reported"
    if answering.staff.reports.verdict(query.from_user.id) is Verdict.FINE:
        await saved(partial(answering.staff.report, payload.value))
    else:
        name = "staff.reported_enough"
    await alert(query, name, manner.language, about=payload.value)


def _place(error: BaseException) -> str:
    """Return the last line of our own code that a fault came through: the file and the line."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(file, line) for file, line in frames if {"bot", "handlers"} & set(file.parts[:-1])] or frames[-1:]
    return f"{ours[-1][0].name}:{ours[-1][1]}" if ours else "?"
