"""What staff (`GONGKAI_STAFF`) may ask for, and what is reported to them. By id, looked at every time."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.questions.payload import Payload
from bot.screens.render import plainly
from bot.service.rate_limit import Verdict
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import alert, notice_of
from handlers.answering import Answering
from handlers.manner import Manner
from handlers.saving import saved

COMMAND = "status"


def means_status(answering: Answering, message: Message, said: Addressed) -> bool:
    """Return whether a message asks for the status and may: from staff, in private, in their own name.

    To everybody else, and in groups, the command does not exist.
    """
    if said.command != COMMAND or message.chat.type != ChatType.PRIVATE or message.sender_chat is not None:
        return False
    return message.from_user is not None and answering.staff.includes(message.from_user.id)


async def answer_status(answering: Answering, message: Message, manner: Manner) -> None:
    """Answer /status."""
    shown = await asyncio.to_thread(answering.staff.status, manner.language)
    what = notice_of("status", shown)
    if manner.plain:
        what = replace(what, screen=plainly(what.screen, manner.language))
    await answering.say(message, what, kept=False)


async def report(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Tell staff what a button names, and say to whoever pressed it what was sent."""
    manner = await answering.manner(query.message.chat.id if query.message else None, query.from_user)
    name = "staff.reported"
    if answering.staff.reports.verdict(query.from_user.id) is Verdict.FINE:
        await saved(partial(answering.staff.report, payload.value))
    else:
        name = "staff.reported_enough"
    await alert(query, name, manner.language, about=payload.value)
