"""What staff (`GONGKAI_STAFF`) may ask for, and what is reported to them. By id, looked at every time."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import CallbackQuery

from bot.questions.payload import Payload
from bot.screens.render import plainly
from bot.service.rate_limit import Admission
from bot.telegram.delivery import alert, notice_of
from handlers.answering import Answering
from handlers.request import Request
from handlers.saving import saved

COMMAND = "status"


async def status(request: Request) -> bool:
    """Answer /status to staff, in private, in their own name; to everybody else the command does not exist."""
    person = request.message.from_user
    if not request.is_own(COMMAND) or person is None or not request.answering.staff.includes(person.id):
        return False
    what = notice_of("status", await asyncio.to_thread(request.answering.staff.status, request.style.language))
    if request.style.plain:
        what = replace(what, screen=plainly(what.screen, request.style.language))
    await request.say(what, kept=False)
    return True


async def report(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Tell staff what a button names, and say to whoever pressed it what was sent."""
    style = await answering.style(query.message.chat.id if query.message else None, query.from_user)
    name = "staff.reported"
    if answering.staff.reports.verdict(query.from_user.id) is Admission.FINE:
        await saved(partial(answering.staff.report, payload.value))
    else:
        name = "staff.reported_enough"
    await alert(query, name, style.language, about=payload.value)
