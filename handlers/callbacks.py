"""Buttons: answered at once, shown in place with today's data, never dead (architecture.md §1, promise 7)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from bot.announce.topics import TopicError
from bot.logs import logger
from bot.questions.payload import Payload, UnreadablePayloadError
from bot.screens.screen import PressKind
from bot.telegram.delivery import acknowledge, alert
from bot.telegram.types import App, Context
from handlers import documents, inline, preferences, privacy, staff
from handlers.answering import Answering
from handlers.rights import may_set
from handlers.subscribing import follow, manage

Press = Callable[[Answering, CallbackQuery, Payload], Awaitable[None]]

# What does more than to show something in place; each answers the query itself, for it says what it did.
_OWN: dict[PressKind, Press] = {
    PressKind.FOLLOW: follow,
    PressKind.MANAGE: manage,
    PressKind.SET: preferences.change,
    PressKind.INSERTED: inline.refresh,
    PressKind.PROBLEM: staff.report,
    PressKind.LOAD: documents.decide,
    PressKind.FORGET: privacy.decide,
}


def register(application: App, answering: Answering) -> None:
    """Add the handler of button presses."""
    application.add_handler(CallbackQueryHandler(partial(_on_press, answering)))


async def _on_press(answering: Answering, update: Update, _: Context) -> None:
    query = update.callback_query
    if query is None:
        return
    try:
        payload = answering.conversation.payload(query.data or "")
    except (UnreadablePayloadError, ValueError):
        await _alert(answering, query, "chat.dead_button")
        return
    kind = PressKind(payload.kind)
    if kind is PressKind.NOTHING:
        await acknowledge(query, payload.value)
    elif query.message is None and kind is not PressKind.INSERTED:
        # Under an inserted message: Telegram says neither in which chat it is nor what it shows.
        await _alert(answering, query, "inline.only_in_bot")
    elif kind in _OWN:
        await _do(answering, query, payload, _OWN[kind])
    elif await _may_turn(query):
        await _show(answering, query, payload)
    else:
        await _alert(answering, query, "chat.not_yours")


async def _do(answering: Answering, query: CallbackQuery, payload: Payload, own: Press) -> None:
    """Do what a button says. Anybody can send anything as one: what none of ours says is a dead button, not a fault."""
    try:
        await own(answering, query, payload)
    except (TopicError, ValueError) as error:
        logger.info("a press that means nothing: %s, %s", payload.kind, type(error).__name__)
        await _alert(answering, query, "chat.dead_button")


async def _show(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Show what a button asks for in place of its message."""
    # Before the work: Telegram shows a spinner until it is answered.
    await acknowledge(query)
    shown = query.message
    if shown is None:
        return
    style = await answering.style(shown.chat.id, query.from_user)
    await answering.replace(
        query.get_bot(),
        shown,
        lambda: answering.conversation.press(
            payload, chat=shown.chat.id, language=style.language, plain=style.plain, shown_at=_shown_at(shown)
        ),
        language=style.language,
    )


def _shown_at(shown: MaybeInaccessibleMessage) -> datetime | None:
    """Return since when a message shows what it shows; None where Telegram does not say."""
    return (shown.edit_date or shown.date) if isinstance(shown, Message) else None


async def _may_turn(query: CallbackQuery) -> bool:
    """Return whether somebody may change an answer in a group: whoever asked, and administrators.

    Who asked is not kept anywhere: the answer is a reply to the question, and the question says who wrote it. Where it
    does not (it was deleted, or a channel asked), anybody may.
    """
    shown = query.message
    if not isinstance(shown, Message) or shown.chat.type == ChatType.PRIVATE or shown.reply_to_message is None:
        return True
    question = shown.reply_to_message
    asker = question.from_user if question.sender_chat is None else None
    anonymous = question.sender_chat is not None and question.sender_chat.id == shown.chat.id
    if (asker is None and not anonymous) or (asker is not None and asker.id == query.from_user.id):
        return True
    return await may_set(query.get_bot(), shown.chat, query.from_user)


async def _alert(answering: Answering, query: CallbackQuery, name: str) -> None:
    style = await answering.style(query.message.chat.id if query.message else None, query.from_user)
    await alert(query, name, style.language)
