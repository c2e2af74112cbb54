"""What staff (`GONGKAI_STAFF`) may ask for, and what is reported to them. By id, looked at every time."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import CallbackQuery

from bot.questions.payload import Payload
from bot.screens.render import plainly
from bot.service.rate_limit import Verdict
from bot.telegram.delivery import alert, notice_of
from handlers.answering import Answering
from handlers.asked import Asked
from handlers.saving import saved

COMMAND = "status"


async def status(asked: Asked) -> bool:
    """Answer /status to staff, in private, in their own name; to everybody else the command does not exist."""
    person = asked.message.from_user
    if not asked.is_own(COMMAND) or person is None or not asked.answering.staff.includes(person.id):
        return False
    what = notice_of("status", await asyncio.to_thread(asked.answering.staff.status, asked.manner.language))
    if asked.manner.plain:
        what = replace(what, screen=plainly(what.screen, asked.manner.language))
    await asked.say(what, kept=False)
    return True


async def report(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Tell staff what a button names, and say to whoever pressed it what was sent."""
    manner = await answering.manner(query.message.chat.id if query.message else None, query.from_user)
    name = "staff.reported"
    if answering.staff.reports.verdict(query.from_user.id) is Verdict.FINE:
        await saved(partial(answering.staff.report, payload.value))
    else:
        name = "staff.reported_enough"
    await alert(query, name, manner.language, about=payload.value)
