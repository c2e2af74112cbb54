"""Files that somebody hands in: checked for staff, loaded by those who may (`GONGKAI_LOADERS`, whoever runs the bot).

Everybody else gets the kind refusal of `handlers.media`, and their file is not fetched.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Document, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import MessageHandler, filters

from bot.errors import GongkaiError
from bot.logs import new_number, note_fault
from bot.questions.payload import Payload
from bot.screens.batches import batch_in_words
from bot.screens.checked import Checked, document_words, render_checked, undo_button
from bot.screens.labels import Words
from bot.service.handed_in import GoneError
from bot.service.uploads import Uploads
from bot.store.load.batches import batches
from bot.telegram.delivery import Outgoing, acknowledge, alert, notice, notice_of, outgoing, send
from bot.telegram.types import App, Context
from handlers.answering import Answering, typing
from handlers.request import Request
from handlers.style import ReplyStyle

COMMAND = "imports"
FOLDER = "uploads"
_FIELDS = ("office", "year")
# What loads a document that waits, and what is said of it then.
_LOADED = {"yes": "loaded", "ready": "loaded_ready"}
_DIGITS_OF_A_YEAR = 4
_IMPORTS = 8
_DOWNLOAD_BYTES = 20_000_000  # what Telegram lets a bot fetch


def register(application: App, answering: Answering) -> None:
    """Add the handler of documents; whoever may hand none in is passed on to the next handler."""
    wanted = (
        filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.Document.ALL & _Those(answering.may_hand_in)
    )
    application.add_handler(MessageHandler(wanted, partial(_on_document, answering)))
    expected = _Those(partial(_is_expected, answering))
    said = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.TEXT & filters.REPLY & expected
    application.add_handler(MessageHandler(said, partial(_on_reply, answering)))


class _Those(filters.MessageFilter):
    """Messages of which a condition holds."""

    def __init__(self, condition: Callable[[Message], bool]) -> None:
        super().__init__()
        self._condition = condition

    def filter(self, message: Message) -> bool:
        """Return whether it holds of a message."""
        return self._condition(message)


def _is_expected(answering: Answering, message: Message) -> bool:
    """Return whether a reply says something of a document that waits, and is from somebody who may load."""
    question, person = message.reply_to_message, message.from_user
    if question is None or person is None or not answering.may_load(person):
        return False
    return uploads_of(answering).expected((message.chat.id, question.message_id)) is not None


async def decide(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Do what a button under a check says: load it, delete it, say something of it, take a batch back.

    Only whoever may load is shown the buttons.
    """
    shown = query.message
    if shown is None:
        return
    style = await answering.style(shown.chat.id, query.from_user)
    if not answering.may_load(query.from_user):
        await alert(query, "documents.not_yours", style.language)
        return
    verb, _, token = payload.value.partition(" ")
    name, _, rest = verb.partition(":")
    try:
        if name == "set" and rest in _FIELDS:
            await acknowledge(query)
            await _ask(answering, query, shown, token, rest, style)
            return
        what = await asyncio.to_thread(_done, answering, name, rest, token, style, f"chat:{query.from_user.id}")
    except GoneError:
        await alert(query, "documents.gone", style.language)
        return
    except GongkaiError as refusal:
        what = notice_in_words("refused", style, reason=reason(refusal, style))
    await acknowledge(query)
    # The check stays above what became of it; the buttons go, for it is decided.
    if isinstance(shown, Message) and name != "undo":
        with contextlib.suppress(BadRequest):
            await shown.edit_text(shown.text_html, reply_markup=None)
    await send(query.get_bot(), shown.chat.id, what, reply_to=shown.message_id)


def _done(answering: Answering, name: str, rest: str, token: str, style: ReplyStyle, actor: str) -> Outgoing:  # noqa: PLR0913, PLR0917 - a press, and by whom
    """Do what a button says, in a thread: reading and loading take seconds."""
    uploads = uploads_of(answering)
    if name in _LOADED:
        file, number = uploads.load(token, actor, ready=name == "ready")
        if number is None:
            return notice_in_words("nothing_new", style, file=file)
        said = notice_in_words(_LOADED[name], style, file=file, number=number)
        screen = replace(said.screen, buttons=((undo_button(number, style.language),),))
        return outgoing(screen, answering.conversation.payload_of)
    if name == "undo":
        uploads.undo(int(rest), actor)
        return notice_in_words("undone", style, number=int(rest))
    if name == "is":
        column, _, meaning = rest.partition(":")
        return shown_check(answering, uploads.choose(token, int(column), meaning, Words(style.language).folder), style)
    if name == "own":
        return shown_check(answering, uploads.is_likely(token, Words(style.language).folder), style)
    if name != "no":
        raise ValueError(name)
    uploads.drop(token)
    return notice_in_words("dropped", style)


async def _ask(  # noqa: PLR0913, PLR0917 - a press, and what it asks for
    answering: Answering,
    query: CallbackQuery,
    check: MaybeInaccessibleMessage,
    token: str,
    what: str,
    style: ReplyStyle,
) -> None:
    """Ask whose a document is, or of which year: a reply to the question says it."""
    uploads = uploads_of(answering)
    file = await asyncio.to_thread(uploads.name_of, token)
    chat = check.chat.id
    sent = await send(query.get_bot(), chat, notice_in_words(f"ask_{what}", style, file=file))
    await asyncio.to_thread(uploads.expect, token, what, (chat, sent.message_id), check.message_id)


async def replace_check(
    answering: Answering, message: Message, check: int | None, checked: Checked, style: ReplyStyle
) -> None:
    """Send a newer check as the answer to a message; the buttons and the form of the older one go."""
    if check is not None:
        no_mode: dict[str, Any] = {"parse_mode": None}  # the library would send its default, which this method has not
        with contextlib.suppress(TelegramError):
            await message.get_bot().edit_message_reply_markup(message.chat.id, check, api_kwargs=no_mode)
    await _say_check(answering, message, checked, style)


async def _say_check(answering: Answering, message: Message, checked: Checked, style: ReplyStyle) -> None:
    """Send what a check found: the sheet of findings, where there is one, and below it the verdict with its buttons."""
    if checked.sheet is not None:
        day = datetime.now(ZoneInfo(answering.judge.zone))
        said = _say("findings", style)
        file = (_say("findings_file", style, day=f"{day:%Y%m%d-%H%M}"), checked.sheet)
        screen = replace(notice_of("document", said).screen, file=file)
        await send(message.get_bot(), message.chat.id, Outgoing(screen), reply_to=message.message_id)
    await answering.say(message, shown_check(answering, checked, style))


async def _on_reply(answering: Answering, update: Update, _: Context) -> None:
    """Take what a reply says of a document: whose it is, or of which year."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return
    style = await answering.style(message.chat.id, update.effective_user)
    uploads = uploads_of(answering)
    expected = uploads.expected((message.chat.id, message.reply_to_message.message_id))
    said = " ".join((message.text or "").split())
    if expected is None or not said:
        return
    token, what, check = expected
    if what == "year" and not (said.isdecimal() and len(said) == _DIGITS_OF_A_YEAR):
        await answering.say(message, notice_in_words("bad_year", style))
        return
    agency, year = (None, int(said)) if what == "year" else (said, None)
    try:
        folder = Words(style.language).folder
        checked = await asyncio.to_thread(uploads.belongs, token, agency, year, folder)
    except GoneError:
        await answering.say(message, notice_in_words("gone", style))
    except GongkaiError as refusal:
        await answering.say(message, notice_in_words("refused", style, reason=reason(refusal, style)))
    else:
        await replace_check(answering, message, check, checked, style)


async def imports(asked: Request) -> bool:
    """Answer /imports, in private, of whoever may load."""
    if not asked.is_own(COMMAND) or not asked.answering.may_load(asked.message.from_user):
        return False
    await asked.say(await asyncio.to_thread(_imports, asked.answering, asked.style), kept=False)
    return True


def _imports(answering: Answering, style: ReplyStyle) -> Outgoing:
    """Return the latest imports and changes, those that stand with a button that takes them back."""
    found = batches(answering.conversation.library.database)[:_IMPORTS]
    if not found:
        return notice_in_words("no_imports", style)
    folder = Words(style.language).folder
    lines = [_say("imports", style), *(Words(style.language).shown(batch_in_words(one, folder)) for one in found)]
    standing = [one.id for one in found if one.undone_by is None and one.action != "undo"]
    said = notice_of("document", "\n".join(lines))
    screen = replace(said.screen, buttons=tuple((undo_button(number, style.language),) for number in standing))
    return outgoing(screen, answering.conversation.payload_of)


async def _on_document(answering: Answering, update: Update, _: Context) -> None:
    message = update.effective_message
    document = message.document if message is not None else None
    if message is None or document is None or answering.too_old(message):
        return
    style = await answering.style(message.chat.id, update.effective_user)
    if (document.file_size or 0) > _DOWNLOAD_BYTES:
        await answering.say(message, notice_in_words("too_big", style, megabytes=_DOWNLOAD_BYTES // 1_000_000))
        return
    async with typing(message.get_bot(), message.chat.id, None):
        what = await _checked(answering, document, style, keep=answering.may_load(message.from_user))
    if isinstance(what, Checked):
        await _say_check(answering, message, what, style)
    else:
        await answering.say(message, what)


async def _checked(answering: Answering, document: Document, style: ReplyStyle, *, keep: bool) -> Checked | Outgoing:
    """Return what a check of a document found, or what is said where there is none."""
    name = document.file_name or "document"
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
        # Not in a thread that answers: reading a long document takes seconds.
        folder = Words(style.language).folder
        work = partial(uploads_of(answering).check, name, content, keep=keep, language=folder)
        return await asyncio.to_thread(work)
    except GongkaiError as refusal:
        return notice_in_words("unreadable", style, file=name, reason=reason(refusal, style))
    except TelegramError:
        return notice_in_words("not_fetched", style, file=name)
    except Exception as error:  # noqa: BLE001 - a damaged file must not leave its sender without a word
        number = new_number()
        note_fault(number, error)
        return notice("chat.fault", style.language, number=number)


def shown_check(answering: Answering, checked: Checked, style: ReplyStyle) -> Outgoing:
    """Return a check as it is sent, with its buttons."""
    screen = render_checked(checked, style.language, plain=style.plain)
    return outgoing(screen, answering.conversation.payload_of)


def reason(refusal: GongkaiError, style: ReplyStyle) -> str:
    """Return why something was refused, for people who type no commands."""
    words = Words(style.language)
    return words.shown(refusal.in_words(words.folder, typed=False))


def _say(name: str, style: ReplyStyle, **values: object) -> str:
    return document_words(name, style.language, **values)


def notice_in_words(name: str, style: ReplyStyle, **values: object) -> Outgoing:
    """Return a message about a document as it is sent."""
    return notice_of("document", _say(name, style, **values))


def uploads_of(answering: Answering) -> Uploads:
    """Return the documents that wait."""
    return Uploads(answering.conversation.library.database, answering.data_dir / FOLDER, answering.judge)
