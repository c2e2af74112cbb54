"""Being added, removed or blocked, and moving along: a short hello to a group; who throws the bot out is forgotten."""

import asyncio
from functools import partial

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.announce.subscription import Subscriptions
from bot.logs import logger
from bot.telegram.delivery import notice, send
from bot.telegram.types import App, Context
from handlers.answering import Answering
from handlers.keeping import forget, move
from handlers.subscribing import tell_of_removal

_OUT = (ChatMember.LEFT, ChatMember.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


def register(application: App, answering: Answering) -> None:
    """Add the handlers of the bot's own membership, and of groups that become supergroups."""
    application.add_handler(ChatMemberHandler(partial(_on_change, answering), ChatMemberHandler.MY_CHAT_MEMBER))
    moved = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
    application.add_handler(MessageHandler(moved, partial(_on_move, answering)))


async def _on_change(answering: Answering, update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change is None:
        return
    was_out = change.old_chat_member.status in _OUT
    is_out = change.new_chat_member.status in _OUT
    if is_out:
        library = answering.conversation.library
        subscribed = await asyncio.to_thread(Subscriptions(library.database).of, change.chat.id)
        await asyncio.to_thread(forget, library, change.chat.id)
        if subscribed is not None:
            await tell_of_removal(answering, context.bot, change.chat, subscribed[0].told)
    elif was_out and change.chat.type in _GROUPS:
        style = await answering.style(change.chat.id, change.from_user)
        try:
            hello = notice("chat.added_to_group", style.language, bot=context.bot.username)
            await send(context.bot, change.chat.id, hello)
        except (BadRequest, Forbidden) as refusal:
            # A group in which only administrators may write: nothing is amiss.
            logger.info("no hello: %s", type(refusal).__name__)


async def _on_move(answering: Answering, update: Update, _: Context) -> None:
    """Telegram tells of a move twice: in the old group where it goes, in the new one where it came from."""
    message = update.effective_message
    if message is None:
        return
    chat = message.chat.id
    if message.migrate_to_chat_id is not None:
        await asyncio.to_thread(move, answering.conversation.library, chat, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await asyncio.to_thread(move, answering.conversation.library, message.migrate_from_chat_id, chat)
