"""Messages: text in private, or addressed to the bot in a group. Plain text is a question; no command is needed."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import MessageHandler, filters

from bot.resources import read_yaml
from bot.screens.labels import typed_labels
from bot.telegram.addressing import Addressed, addressed
from bot.telegram.commands import Commands
from bot.telegram.delivery import Outgoing, notice
from bot.telegram.types import App, Context
from bot.text.normalise import is_whole
from handlers import entry, preferences, privacy
from handlers.answering import Answering
from handlers.audit import audit, means_audit
from handlers.documents import imports, means_imports
from handlers.inbox import inbox, means_inbox
from handlers.layouts import answer_layout, means_layout
from handlers.manner import Manner
from handlers.replying import replied_to
from handlers.staff import answer_status, means_status
from handlers.subscribing import COMMAND, subscribe
from handlers.units import means_units, units

# What means subscriptions without a command (architecture.md §1, promise 4): their list, and a verb before a subject.
_WORDS: dict[str, list[str]] = read_yaml("announce", "words.yaml")


def register(application: App, answering: Answering) -> None:
    """Add the handler of text messages, new and edited."""
    wanted = (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE) & (filters.TEXT | filters.CAPTION)
    application.add_handler(MessageHandler(wanted, partial(_on_text, answering, Commands.read())))


async def _on_text(answering: Answering, commands: Commands, update: Update, context: Context) -> None:
    message = update.effective_message
    said = await _said(answering, update, context.bot.username)
    if message is None or said is None or commands.may_be_anothers(said):
        return
    answering.albums.is_first(message)  # the pictures beside a caption are answered with it
    manner = await answering.manner(message.chat.id, update.effective_user)
    if await _of_staff(answering, message, said, manner):
        return
    if (work := _for_staff(answering, message, said, manner)) is not None:
        await answering.say(message, await asyncio.to_thread(work), kept=False)
        return
    if (refusal := _refusal(commands, said, manner.language)) is not None:
        await answering.say(message, refusal)
        return
    for is_meant, answer in _INTENTS:
        if is_meant(said):
            await answer(answering, message, said, manner)
            return
    text = commands.as_message(said)
    if not text and message.chat.type != ChatType.PRIVATE:
        # A bare mention in a group: somebody wants to know what this is.
        text = commands.help_message
    if said.command is None and typed_labels(text) and (wish := await _typed_wish(answering, message, text, manner)):
        await subscribe(answering, message, Addressed(wish))
        return
    conversation = answering.conversation
    await answering.reply(
        message,
        lambda: conversation.message(
            text,
            chat=message.chat.id,
            language=manner.language,
            plain=manner.plain,
            about=replied_to(message, conversation.payload),
        ),
        language=manner.language,
    )


async def _of_staff(answering: Answering, message: Message, said: Addressed, manner: Manner) -> bool:
    """Answer what only staff may say in private; return whether it was that."""
    if means_status(answering, message, said):
        await answer_status(answering, message, manner)
        return True
    source = means_layout(answering, message, said.text) if said.command is None else None
    if source is not None:
        await answer_layout(answering, message, source, manner)
    return source is not None


def _for_staff(
    answering: Answering, message: Message, said: Addressed, manner: Manner
) -> Callable[[], Outgoing] | None:
    """Return what makes the answer to a command of staff; None for any other message, and from anybody else."""
    if means_imports(answering, message, said):
        return partial(imports, answering, manner)
    if means_audit(answering, message, said):
        return partial(audit, answering, manner)
    if means_inbox(answering, message, said):
        return partial(inbox, answering, said, manner, message.from_user.id if message.from_user else 0)
    return partial(units, answering, said, manner) if means_units(answering, message, said) else None


def _refusal(commands: Commands, said: Addressed, language: str) -> Outgoing | None:
    """Return what is answered to what cannot be read: half a character, a command that there is not."""
    if not is_whole(said.text):
        return notice("chat.half_character", language)
    return commands.refusal(said, language) if said.command is not None else None


async def _typed_wish(answering: Answering, message: Message, text: str, manner: Manner) -> str | None:
    """Return what a typed 关注 or 有了告诉我 wants to be told of; None for the name of any other button."""
    conversation = answering.conversation
    return await asyncio.to_thread(
        lambda: conversation.wish(
            text,
            chat=message.chat.id,
            language=manner.language,
            about=replied_to(message, conversation.payload),
        )
    )


async def _said(answering: Answering, update: Update, username: str) -> Addressed | None:
    """Return what a message says to the bot; None where nothing is to be answered, or no answer can be changed."""
    message = update.effective_message
    if message is None or answering.too_old(message):
        return None
    said = addressed(message, username)
    if said is not None and update.edited_message is not None and await answering.former(message) is None:
        return None
    return said


def _wish(said: Addressed) -> Addressed | None:
    """Return what a message says to /subscribe, None where it is about something else."""
    if said.command is not None:
        return said if said.command == COMMAND else None
    verb, _, wanted = said.text.strip().partition(" ")
    if verb in _WORDS["add"] and wanted.strip():
        return Addressed(wanted.strip())
    return Addressed("") if said.text.strip().lower() in _WORDS["list"] else None


def _subscribing_is_meant(said: Addressed) -> bool:
    return _wish(said) is not None


async def _subscribe(answering: Answering, message: Message, said: Addressed, _: Manner) -> None:
    await subscribe(answering, message, _wish(said) or said)


# What is asked of the bot besides questions: whether a message means it, and what answers it.
_INTENTS: tuple[tuple[Callable[[Addressed], bool], Callable[..., Awaitable[None]]], ...] = (
    (_subscribing_is_meant, _subscribe),
    (entry.is_meant, entry.answer),
    (preferences.is_meant, preferences.answer),
    (privacy.is_meant, privacy.answer),
)
