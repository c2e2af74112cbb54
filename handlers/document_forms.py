"""The form under a check on the page: office, year and what each column means, filled in at once.

The page sends what was filled in as a mini app does on Telegram: as data, with a line that says so.
"""

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import MessageHandler, filters

from bot.errors import GongkaiError
from bot.ingest.items.column_answers import MEANINGS
from bot.questions.payload import UnreadablePayloadError
from bot.screens.checked import document_words
from bot.screens.labels import Words
from bot.screens.screen import PressKind
from bot.screens.understood import meaning_words
from bot.service.handed_in import DocumentForm, GoneError
from bot.service.uploads import Uploads
from bot.telegram.types import App, Context
from handlers.answering import Answering
from handlers.documents import FOLDER, notice_in_words, reason, replace_check, uploads_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.service.conversation import Conversation

_FIRST_YEAR, _LAST_YEAR = 1949, 2100
# In what order the meanings are offered; the rest follows.
_FIRST = ("title", "number_raw", "body", "session", "lead", "publisher", "replied_on", "published_on", "result_class")


def register(application: App, answering: Answering) -> None:
    """Add the handler of forms."""
    wanted = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.StatusUpdate.WEB_APP_DATA
    application.add_handler(MessageHandler(wanted, partial(_on_form, answering)))


def form_of(
    conversation: "Conversation", data_dir: "Path", language: str, pressed: Sequence[str]
) -> dict[str, Any] | None:
    """Return the form of a document that waits, for the page.

    Args:
        conversation: Reads what buttons say.
        data_dir: The folder for all that is written.
        language: `zh`, `zh-Hant` or `en`.
        pressed: Data of the buttons under the check.

    Returns:
        Its fields and words, the token, and the buttons that it stands for; None where no document waits.
    """
    verbs: dict[str, str] = {}
    for data in pressed:
        try:
            payload = conversation.payload(data)
        except (UnreadablePayloadError, ValueError):
            continue
        if payload.kind == PressKind.LOAD.value:
            verbs[data] = payload.value
    token = next((value.partition(" ")[2] for value in verbs.values() if not value.startswith("undo")), None)
    if token is None:
        return None
    try:
        form = Uploads(conversation.library.database, data_dir / FOLDER).form(token)
    except GoneError:
        return None
    return {
        "token": token,
        "office": form.office or "",
        "year": form.year,
        "columns": [{"label": label, "meaning": meaning} for label, meaning in form.columns],
        "meanings": [{"value": "", "label": document_words("form_as_is", language)}, *_meanings(form, language)],
        "replaces": [data for data, value in verbs.items() if value.startswith(("set:", "is:"))],
        "words": {name: document_words(f"form_{name}", language) for name in _WORDS},
    }


_WORDS = ("title", "office", "year", "columns", "send", "hint")


def _meanings(form: DocumentForm, language: str) -> list[dict[str, str]]:
    """Return what may be chosen for a column, with words; what a column means already is among it."""
    words = Words(language)
    known = sorted(MEANINGS - {*_FIRST, "extra", "skip", "result_words"})
    now = {meaning for _, meaning in form.columns if meaning} - {*_FIRST, *known, "extra", "skip"}
    offered = [(one, words.shown(meaning_words(one, words.folder))) for one in (*_FIRST, *known, *sorted(now))]
    taken = [("extra", document_words("form_extra", language)), ("skip", document_words("form_skip", language))]
    return [{"value": value, "label": label} for value, label in (*offered, *taken)]


async def _on_form(answering: Answering, update: Update, _: Context) -> None:
    message = update.effective_message
    if message is None or message.web_app_data is None:
        return
    style = await answering.style(message.chat.id, update.effective_user)
    if not answering.may_load(message.from_user) or message.chat.type != ChatType.PRIVATE:
        await answering.say(message, notice_in_words("not_yours", style))
        return
    try:
        token, office, year, meanings = _filled(message)
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            await answering.say(message, notice_in_words("bad_year", style))
            return
        folder = Words(style.language).folder
        checked = await asyncio.to_thread(uploads_of(answering).fill, token, office, year, meanings, folder)
    except (GoneError, ValueError, KeyError, TypeError):
        await answering.say(message, notice_in_words("gone", style))
    except GongkaiError as refusal:
        await answering.say(message, notice_in_words("refused", style, reason=reason(refusal, style)))
    else:
        check = message.reply_to_message.message_id if message.reply_to_message else None
        await replace_check(answering, message, check, checked, style)


def _filled(message: Message) -> tuple[str, str | None, int | None, dict[str, str]]:
    """Return what a form says.

    Raises:
        ValueError: It is none of ours; KeyError and TypeError likewise.
    """
    said = json.loads(message.web_app_data.data if message.web_app_data else "")
    year = said["year"]
    office = " ".join(str(said["office"]).split()) or None
    meanings = {str(label): str(meaning) for label, meaning in said["columns"].items()}
    return str(said["token"]), office, int(year) if year else None, meanings
