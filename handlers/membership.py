"""Being added, removed or blocked: a short hello to a group; whoever blocks the bot is forgotten."""

import asyncio
from functools import partial

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import ChatMemberHandler

from bot.announce.subscription import Subscriptions
from handlers.answering import Answering
from handlers.delivery import notice, send
from handlers.types import App, Context

_OUT = (ChatMember.LEFT, ChatMember.BANNED)


def register(application: App, answering: Answering) -> None:
    """Add the handler of the bot's own membership."""
    application.add_handler(ChatMemberHandler(partial(_on_change, answering), ChatMemberHandler.MY_CHAT_MEMBER))


async def _on_change(answering: Answering, update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change is None:
        return
    was_out = change.old_chat_member.status in _OUT
    is_out = change.new_chat_member.status in _OUT
    if is_out:
        library = answering.conversation.library
        await asyncio.to_thread(library.chats.forget, change.chat.id)
        await asyncio.to_thread(library.preferences.forget, change.chat.id)
        await asyncio.to_thread(Subscriptions(library.database).forget, change.chat.id)
    elif was_out and change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
        await send(context.bot, change.chat.id, notice("chat.added_to_group", bot=context.bot.username))
