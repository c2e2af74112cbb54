"""Files that somebody hands in: checked for staff and for whoever runs the bot, who alone may then load them.

Everybody else gets the kind refusal of `handlers.media`, and their file is not fetched.
"""

import asyncio
import contextlib
from functools import partial

from telegram import CallbackQuery, Document, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import MessageHandler, filters

from bot.errors import GongkaiError
from bot.logs import new_number, note_fault
from bot.questions.payload import Payload
from bot.screens.checked import document_words, render_checked
from bot.screens.labels import Words
from bot.uploads import GoneError, Uploads
from handlers.answering import Answering, typing
from handlers.delivery import Outgoing, acknowledge, alert, notice, notice_of, outgoing, send
from handlers.manner import Manner
from handlers.types import App, Context

_FOLDER = "uploads"
_DOWNLOAD_BYTES = 20_000_000  # what Telegram lets a bot fetch


def register(application: App, answering: Answering) -> None:
    """Add the handler of documents; whoever may hand none in is passed on to the next handler."""
    wanted = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.Document.ALL & _Trusted(answering)
    application.add_handler(MessageHandler(wanted, partial(_on_document, answering)))


class _Trusted(filters.MessageFilter):
    """Messages of staff, and of whoever runs the bot."""

    def __init__(self, answering: Answering) -> None:
        super().__init__()
        self._answering = answering

    def filter(self, message: Message) -> bool:
        """Return whether a message is from one of them."""
        return self._answering.may_hand_in(message)


async def decide(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Load a document that was checked, or delete it. Only whoever runs the bot is shown the button."""
    shown = query.message
    if shown is None:
        return
    manner = await answering.manner(shown.chat.id, query.from_user)
    if not answering.operated:
        await alert(query, _say("not_yours", manner))
        return
    answer, _, token = payload.value.partition(" ")
    uploads = _uploads(answering)
    try:
        if answer == "yes":
            name, number = await asyncio.to_thread(uploads.load, token)
            said = _say("loaded" if number else "nothing_new", manner, file=name, number=number)
        else:
            await asyncio.to_thread(uploads.drop, token)
            said = _say("dropped", manner)
    except GoneError:
        await alert(query, _say("gone", manner))
        return
    except GongkaiError as refusal:
        said = _say("refused", manner, reason=_reason(refusal, manner))
    await acknowledge(query)
    # The check stays above what became of it; the buttons go, for it is decided.
    if isinstance(shown, Message):
        with contextlib.suppress(BadRequest):
            await shown.edit_text(shown.text_html, reply_markup=None)
    await send(query.get_bot(), shown.chat.id, notice_of("document", said), reply_to=shown.message_id)


async def _on_document(answering: Answering, update: Update, _: Context) -> None:
    message = update.effective_message
    document = message.document if message is not None else None
    if message is None or document is None or answering.too_old(message):
        return
    manner = await answering.manner(message.chat.id, update.effective_user)
    if (document.file_size or 0) > _DOWNLOAD_BYTES:
        await answering.say(message, _notice("too_big", manner, megabytes=_DOWNLOAD_BYTES // 1_000_000))
        return
    async with typing(message.get_bot(), message.chat.id, None):
        what = await _checked(answering, document, manner)
    await answering.say(message, what)


async def _checked(answering: Answering, document: Document, manner: Manner) -> Outgoing:
    """Return what a check of a document found, or why there is none."""
    name = document.file_name or "document"
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
        # Not in a thread that answers: reading a long document takes seconds.
        folder = Words(manner.language).folder
        work = partial(_uploads(answering).check, name, content, keep=answering.operated, language=folder)
        checked = await asyncio.to_thread(work)
    except GongkaiError as refusal:
        return _notice("unreadable", manner, file=name, reason=_reason(refusal, manner))
    except TelegramError:
        return _notice("not_fetched", manner, file=name)
    except Exception as error:  # noqa: BLE001 - a damaged file must not leave its sender without a word
        number = new_number()
        note_fault(number, error)
        return notice("chat.fault", manner.language, number=number)
    screen = render_checked(checked, manner.language, plain=manner.plain)
    return outgoing(screen, answering.conversation.payload_of)


def _reason(refusal: GongkaiError, manner: Manner) -> str:
    words = Words(manner.language)
    return words.shown(refusal.in_words(words.folder))


def _say(name: str, manner: Manner, **values: object) -> str:
    return document_words(name, manner.language, **values)


def _notice(name: str, manner: Manner, **values: object) -> Outgoing:
    return notice_of("document", _say(name, manner, **values))


def _uploads(answering: Answering) -> Uploads:
    return Uploads(answering.conversation.library.database, answering.data_dir / _FOLDER)
