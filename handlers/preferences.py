"""/settings: language and display, and in a group the agency and the year that a question means; changed in place."""

import asyncio
from functools import partial

from telegram import CallbackQuery, Chat
from telegram.constants import ChatType

from bot.answers.agencies.members import members
from bot.questions.chosen_class import offered
from bot.questions.payload import Payload
from bot.resources import read_yaml
from bot.screens.preferences import Choice, Setting, render_preferences
from bot.telegram.delivery import Outgoing, acknowledge, alert, notice, outgoing, show_in_place
from handlers.answering import Answering
from handlers.asked import Asked
from handlers.manner import Manner
from handlers.rights import may_set, sender_may_set
from handlers.saving import saved

COMMAND = "settings"
_OWN_WORDS = frozenset(word.lower() for word in read_yaml("telegram", "settings.yaml")["words"])


async def settings(asked: Asked) -> bool:
    """Answer /settings; in a group only to its administrators."""
    if not (
        asked.said.command == COMMAND or (asked.said.command is None and asked.said.text.strip().lower() in _OWN_WORDS)
    ):
        return False
    if await sender_may_set(asked.message):
        work = partial(_shown, asked.answering, asked.message.chat, Choice())
        await asked.say(await asyncio.to_thread(work, asked.manner))
    else:
        await asked.say(notice("announcing.only_administrators", asked.manner.language))
    return True


async def change(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Set what a button says, and show what is set then. Pressed twice it changes nothing more."""
    shown = query.message
    if shown is None:
        return
    bot, chat, choice = query.get_bot(), shown.chat, Choice.read(payload.value)
    manner = await answering.manner(chat.id, query.from_user)
    if not await may_set(bot, chat, query.from_user):
        await alert(query, "announcing.only_administrators", manner.language)
        return
    await acknowledge(query)
    if changes := _allowed(answering, chat, choice):
        await saved(partial(answering.conversation.library.preferences.change, chat.id, **changes))
        manner = await answering.manner(chat.id, query.from_user)
    what = await asyncio.to_thread(_shown, answering, chat, choice, manner)
    await show_in_place(bot, shown, what)


def _allowed(answering: Answering, chat: Chat, choice: Choice) -> dict[str, object]:
    """Return what is to be set: nothing for what only a group has, nor for an agency that is not loaded."""
    changes: dict[str, object] = dict(choice.changes())
    if choice.group_only and chat.type == ChatType.PRIVATE:
        return {}
    slug = changes.get("agency")
    if slug is not None and slug not in {one.slug for one in answering.conversation.library.shelf().store.agencies()}:
        return {}
    return changes


def _shown(answering: Answering, chat: Chat, choice: Choice, manner: Manner) -> Outgoing:
    conversation = answering.conversation
    store = conversation.library.shelf().store
    setting = Setting(
        chosen=conversation.library.preferences.of(chat.id),
        language=manner.language,
        plain=manner.plain,
        group=chat.type != ChatType.PRIVATE,
        agencies=store.agencies(),
        offices=tuple(name for name, group in offered().items() if members(store, group)),
        years=tuple(sorted({report.year for report in store.reports()}, reverse=True)),
    )
    return outgoing(render_preferences(setting, choice), conversation.payload_of)
