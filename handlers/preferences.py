"""/settings: language and display, and in a group the agency and the year that a question means; changed in place."""

import asyncio
from functools import partial

from telegram import CallbackQuery, Chat
from telegram.constants import ChatType

from bot.answers.agencies.members import members
from bot.questions.chosen_class import offered
from bot.questions.payload import Payload
from bot.resources import read_yaml
from bot.screens.preferences import Setting, SettingChoice, render_preferences
from bot.telegram.delivery import Outgoing, acknowledge, alert, notice, outgoing, show_in_place
from handlers.answering import Answering
from handlers.request import Request
from handlers.rights import may_set, sender_may_set
from handlers.saving import saved
from handlers.style import ReplyStyle

COMMAND = "settings"
_OWN_WORDS = frozenset(word.lower() for word in read_yaml("telegram", "settings.yaml")["words"])


async def settings(request: Request) -> bool:
    """Answer /settings; in a group only to its administrators."""
    if not (
        request.said.command == COMMAND
        or (request.said.command is None and request.said.text.strip().lower() in _OWN_WORDS)
    ):
        return False
    if await sender_may_set(request.message):
        work = partial(_shown, request.answering, request.message.chat, SettingChoice())
        await request.say(await asyncio.to_thread(work, request.style))
    else:
        await request.say(notice("announcing.only_administrators", request.style.language))
    return True


async def change(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Set what a button says, and show what is set then. Pressed twice it changes nothing more."""
    shown = query.message
    if shown is None:
        return
    bot, chat, choice = query.get_bot(), shown.chat, SettingChoice.read(payload.value)
    style = await answering.style(chat.id, query.from_user)
    if not await may_set(bot, chat, query.from_user):
        await alert(query, "announcing.only_administrators", style.language)
        return
    await acknowledge(query)
    if changes := _allowed(answering, chat, choice):
        await saved(partial(answering.conversation.library.preferences.change, chat.id, **changes))
        style = await answering.style(chat.id, query.from_user)
    what = await asyncio.to_thread(_shown, answering, chat, choice, style)
    await show_in_place(bot, shown, what)


def _allowed(answering: Answering, chat: Chat, choice: SettingChoice) -> dict[str, object]:
    """Return what is to be set: nothing for what only a group has, nor for an agency that is not loaded."""
    changes: dict[str, object] = dict(choice.changes())
    if choice.group_only and chat.type == ChatType.PRIVATE:
        return {}
    slug = changes.get("agency")
    if slug is not None and slug not in {one.slug for one in answering.conversation.library.shelf().store.agencies()}:
        return {}
    return changes


def _shown(answering: Answering, chat: Chat, choice: SettingChoice, style: ReplyStyle) -> Outgoing:
    conversation = answering.conversation
    store = conversation.library.shelf().store
    setting = Setting(
        chosen=conversation.library.preferences.of(chat.id),
        language=style.language,
        plain=style.plain,
        group=chat.type != ChatType.PRIVATE,
        agencies=store.agencies(),
        offices=tuple(name for name, group in offered().items() if members(store, group)),
        years=tuple(sorted({report.year for report in store.reports()}, reverse=True)),
    )
    return outgoing(render_preferences(setting, choice), conversation.payload_of)
