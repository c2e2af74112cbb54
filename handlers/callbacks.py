"""Buttons: answered at once, then shown in place with today's data. They never go dead (design §1.7)."""

import contextlib
from functools import partial

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler

from bot.messages import message
from bot.questions.payload import UnreadablePayloadError
from bot.screens.screen import PressKind
from handlers import preferences
from handlers.answering import Answering
from handlers.delivery import shortened
from handlers.subscribing import follow, manage
from handlers.types import App, Context

_ALERT_UNITS = 200


def register(application: App, answering: Answering) -> None:
    """Add the handler of button presses."""
    application.add_handler(CallbackQueryHandler(partial(_on_press, answering)))


async def _on_press(answering: Answering, update: Update, context: Context) -> None:
    query = update.callback_query
    if query is None:
        return
    try:
        payload = answering.conversation.payload(query.data or "")
    except (UnreadablePayloadError, ValueError):
        with contextlib.suppress(BadRequest):
            await query.answer(message("chat.dead_button"), show_alert=True)
        return
    if payload.kind == PressKind.FOLLOW.value:
        await follow(answering, query, payload)
        return
    if payload.kind == PressKind.MANAGE.value:
        await manage(answering, query, payload, context.bot)
        return
    if payload.kind == PressKind.SET.value:
        await preferences.change(answering, query, payload)
        return
    said = payload.value if payload.kind == PressKind.NOTHING.value else ""
    # Before the work: Telegram shows a spinner until it is answered. "Query is too old" does not matter.
    with contextlib.suppress(BadRequest):
        await query.answer(shortened(said, _ALERT_UNITS) or None)
    shown = query.message
    if payload.kind == PressKind.NOTHING.value or shown is None:
        return
    manner = await answering.manner(shown.chat.id, query.from_user)
    await answering.replace(
        context.bot,
        shown,
        lambda: answering.conversation.press(payload, chat=shown.chat.id, language=manner.language, plain=manner.plain),
        language=manner.language,
    )
