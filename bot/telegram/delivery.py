"""A Screen onto Telegram: one call, in place where it can be, as plain text where Telegram refuses the markup."""

import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatType, MessageLimit, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.counters import COUNTERS, PLAIN_INSTEAD
from bot.messages import message, operator_language
from bot.screens.labels import Words
from bot.screens.screen import Button, Press, Screen
from bot.telegram.refusals import BUTTONS, FORM, UNCHANGED, says, without_quotation

logger = logging.getLogger("gongkai")

ALERT_UNITS = 200  # of the answer to a press (Telegram)
Result = TypeVar("Result")
# The callback data of a button; None where there is none for now.
PayloadOf = Callable[[Press], str | None]
Attempt = Callable[[str, ParseMode | None, InlineKeyboardMarkup | None], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A screen with its buttons as Telegram wants them, ready to be sent without touching the database.

    Attributes:
        screen: The screen.
        keyboard: Its buttons.
        picture: Its picture, or the `file_id` under which Telegram has it already.
    """

    screen: Screen
    keyboard: InlineKeyboardMarkup | None = None
    picture: bytes | str | None = None


def outgoing(screen: Screen, payload_of: PayloadOf, *, inline: bool = True) -> Outgoing:
    """Return a screen ready to be sent.

    Args:
        screen: The screen.
        payload_of: Gives the callback data of a button; it may use the database.
        inline: Whether the bot has inline mode; without it Telegram refuses buttons that lead there.
    """
    return Outgoing(screen, keyboard_of(screen, payload_of, inline=inline), screen.picture)


def keyboard_of(screen: Screen, payload_of: PayloadOf, *, inline: bool = True) -> InlineKeyboardMarkup | None:
    """Return the buttons of a screen as Telegram wants them, without those that cannot be kept; None for no buttons."""
    made = (
        [_button(button, payload_of) for button in row if inline or not button.leads_inline] for row in screen.buttons
    )
    rows = [shown for row in made if (shown := [button for button in row if button is not None])]
    return InlineKeyboardMarkup(rows) if rows else None


def notice(name: str, language: str | None = None, **values: Any) -> Outgoing:
    """Return a short message of `data/messages` as a screen.

    Args:
        name: Its name, `<area>.<key>`.
        language: `zh`, `zh-Hant` or `en`; the operator's when not given.
        values: For the fields of the text.
    """
    return notice_of(name, Words(language or operator_language()).said(name, **values))


def notice_of(name: str, words: str) -> Outgoing:
    """Return words, plain text, as a screen."""
    return Outgoing(Screen(name=name, html=escape(words, quote=False), plain=words))


async def acknowledge(query: CallbackQuery, words: str = "", *, alert: bool = False) -> None:
    """Answer a press, so that nothing spins.

    Whether that arrives does not matter to what was pressed: it may be too late for an answer, or a server may fail.

    Args:
        query: The press.
        words: Shown above the chat for a moment; cut to what Telegram shows.
        alert: Shown in a window instead.
    """
    try:
        await query.answer(shortened(words, ALERT_UNITS) or None, show_alert=alert)
    except BadRequest:
        # Too late for a window, after a long wait. In private it is said in a message: somebody pressed for it.
        shown = query.message
        if alert and words and shown is not None and shown.chat.type == ChatType.PRIVATE:
            with contextlib.suppress(TelegramError):
                await send(query.get_bot(), shown.chat.id, notice_of("alert", words))
    except TelegramError as error:
        logger.info("press not answered: %s", type(error).__name__)


async def alert(query: CallbackQuery, name: str, language: str, **values: Any) -> None:
    """Answer a press with a message of `data/messages` in a window, or in the chat where it is too late for one."""
    await acknowledge(query, Words(language).said(name, **values), alert=True)


async def send(
    bot: Bot, chat: int, what: Outgoing, *, reply_to: int | None = None, thread: int | None = None
) -> Message:
    """Send a screen as a new message.

    Args:
        bot: The bot.
        chat: Where to.
        what: The screen.
        reply_to: Number of the message that it answers, in a group; sent all the same when that one is gone.
        thread: Topic of a forum.

    Raises:
        TelegramError: Telegram refuses it for another reason than its markup, its length or its buttons.
    """
    shared: dict[str, Any] = {"chat_id": chat, "message_thread_id": thread}
    if reply_to is not None:
        shared["reply_parameters"] = ReplyParameters(reply_to, allow_sending_without_reply=True)
    picture, file = what.picture, what.screen.file

    async def attempt(text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None) -> Message:
        if picture is not None:
            return await bot.send_photo(photo=picture, caption=text, parse_mode=mode, reply_markup=keyboard, **shared)
        if file is not None:
            return await bot.send_document(
                document=file[1], filename=file[0], caption=text, parse_mode=mode, reply_markup=keyboard, **shared
            )
        return await bot.send_message(text=text, parse_mode=mode, reply_markup=keyboard, **shared)

    limit = MessageLimit.CAPTION_LENGTH if picture or file else MessageLimit.MAX_TEXT_LENGTH
    return await _with_fallback(what, attempt, limit)


async def edit(bot: Bot, chat: int, number: int, what: Outgoing) -> None:
    """Show a screen in place of message `number`; one that shows it already stays as it is.

    Raises:
        TelegramError: It cannot be edited (deleted, too old, a picture): then it is to be sent anew.
    """
    await _edit(bot, what, chat_id=chat, message_id=number)


async def show_in_place(bot: Bot, shown: MaybeInaccessibleMessage, what: Outgoing) -> None:
    """Show a screen in place of a message, or below it, in its topic, where it cannot be edited."""
    try:
        await edit(bot, shown.chat.id, shown.message_id, what)
    except BadRequest:
        await send(bot, shown.chat.id, what, thread=thread_of(shown))


def thread_of(message: MaybeInaccessibleMessage) -> int | None:
    """Return the topic of a forum that a message is in; the General topic has none."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


async def edit_inserted(bot: Bot, name: str, what: Outgoing) -> None:
    """Show a screen in place of a message that somebody inserted in a chat (`inline_message_id`).

    Raises:
        TelegramError: It cannot be edited: it was deleted.
    """
    await _edit(bot, what, inline_message_id=name)


async def _edit(bot: Bot, what: Outgoing, **where: Any) -> None:
    async def attempt(text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None) -> None:
        await bot.edit_message_text(text, parse_mode=mode, reply_markup=keyboard, **where)

    try:
        await _with_fallback(what, attempt, MessageLimit.MAX_TEXT_LENGTH)
    except BadRequest as refusal:
        if not says(refusal, UNCHANGED):
            raise


async def _with_fallback(what: Outgoing, attempt: Attempt[Result], limit: int) -> Result:
    """Try the screen, then its plain text, then without buttons: an answer that looks poor is better than none."""
    try:
        return await attempt(what.screen.html, ParseMode.HTML, what.keyboard)
    except BadRequest as refusal:
        of_buttons = says(refusal, BUTTONS)
        if not of_buttons and not says(refusal, FORM):
            raise
        COUNTERS.add(PLAIN_INSTEAD)
        logger.warning(message("transport.plain_instead", reason=without_quotation(refusal)))
    plain = shortened(what.screen.plain, limit)
    try:
        return await attempt(plain, None, None if of_buttons else what.keyboard)
    except BadRequest as refusal:
        if says(refusal, UNCHANGED) or what.keyboard is None:
            raise
    return await attempt(plain, None, None)


def shortened(text: str, units: int) -> str:
    """Return a text cut to a length in UTF-16 units, with … where something is left out."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) <= 2 * units:
        return text
    return encoded[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"


def _button(button: Button, payload_of: PayloadOf) -> InlineKeyboardButton | None:
    if button.press is not None:
        payload = payload_of(button.press)
        return InlineKeyboardButton(button.label, callback_data=payload) if payload is not None else None
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(shortened(button.copy, 256)))
    if button.share is not None:
        return InlineKeyboardButton(button.label, switch_inline_query=button.share)
    return InlineKeyboardButton(button.label, switch_inline_query_current_chat=button.inline_query or "")
