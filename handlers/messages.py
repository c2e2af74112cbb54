"""Messages: text in private, or addressed to the bot in a group. Plain text is a question; no command is needed."""

import asyncio
from collections.abc import Sequence
from functools import partial

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.screens.labels import typed_labels
from bot.telegram.addressing import Addressed, addressed
from bot.telegram.delivery import notice
from bot.telegram.types import App, Context
from bot.text.normalise import is_whole
from handlers.answering import Answering
from handlers.replying import replied_to
from handlers.request import Intent, Request
from handlers.subscribing import subscribe


def register(application: App, answering: Answering, intents: Sequence[Intent]) -> None:
    """Add the handler of text messages, new and edited; the first of the intents that answers one has it."""
    wanted = (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE) & (filters.TEXT | filters.CAPTION)
    application.add_handler(MessageHandler(wanted, partial(_on_text, answering, intents)))


async def _on_text(answering: Answering, intents: Sequence[Intent], update: Update, context: Context) -> None:
    message = update.effective_message
    said = await _said(answering, update, context.bot.username)
    if message is None or said is None or answering.commands.may_be_anothers(said):
        return
    answering.albums.is_first(message)  # the pictures beside a caption are answered with it
    request = Request(answering, message, said, await answering.style(message.chat.id, update.effective_user))
    for intent in intents:
        if await intent(request):
            return


async def refused(request: Request) -> bool:
    """Answer what cannot be read: half a character, a command that there is not, or that lacks its words."""
    said, language = request.said, request.style.language
    what = request.answering.commands.refusal(said, language) if said.command is not None else None
    if not is_whole(said.text):
        what = notice("chat.half_character", language)
    if what is not None:
        await request.say(what)
    return what is not None


async def typed_button(request: Request) -> bool:
    """Answer a typed 关注 or 有了告诉我 as the button of that name; not the name of any other button."""
    text, conversation = _text(request), request.answering.conversation
    if request.said.command is not None or not typed_labels(text):
        return False
    wanted = await asyncio.to_thread(
        lambda: conversation.typed_topic(
            text,
            chat=request.message.chat.id,
            language=request.style.language,
            about=replied_to(request.message, conversation.payload),
        )
    )
    if wanted:
        await subscribe(request, wanted)
    return bool(wanted)


async def question(request: Request) -> bool:
    """Answer anything as a question."""
    text, conversation, message = _text(request), request.answering.conversation, request.message
    await request.reply(
        lambda: conversation.message(
            text,
            chat=message.chat.id,
            language=request.style.language,
            plain=request.style.plain,
            about=replied_to(message, conversation.payload),
        )
    )
    return True


def _text(request: Request) -> str:
    """Return what is asked; a bare mention in a group asks what this is."""
    commands = request.answering.commands
    text = commands.as_message(request.said)
    return text if text or request.is_private else commands.help_message


async def _said(answering: Answering, update: Update, username: str) -> Addressed | None:
    """Return what a message says to the bot; None where nothing is to be answered, or no answer can be changed."""
    message = update.effective_message
    if message is None or answering.too_old(message):
        return None
    said = addressed(message, username)
    if said is not None and update.edited_message is not None and await answering.former(message) is None:
        return None
    return said
