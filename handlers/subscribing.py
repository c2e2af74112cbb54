"""Subscriptions in chats: /subscribe, 关注 and "tell me when it appears", by administrators where there are any."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from telegram import Bot, CallbackQuery, Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import MessageHandler, filters

from bot.announce.managing import PUBLIC, REPLIES, Action, Wish, done, in_words, overview, preview
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic, TopicError, estimate
from bot.errors import GongkaiError
from bot.messages import message as words_of
from bot.messages import operator_language
from bot.questions.payload import Payload
from bot.screens.labels import Words
from bot.screens.screen import Screen
from handlers.addressing import Addressed, addressed
from handlers.answering import Answering
from handlers.delivery import edit, notice, outgoing, send, shortened
from handlers.types import App, Context

COMMAND = "subscribe"
_ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_ALERT_UNITS = 200

Value = TypeVar("Value")


class RefusedWishError(GongkaiError):
    """Somebody may not do that, or not there."""


def register(application: App, answering: Answering) -> None:
    """Add the handlers of /subscribe in a channel, and of groups that become supergroups."""
    posts = filters.UpdateType.CHANNEL_POST & filters.TEXT
    application.add_handler(MessageHandler(posts, partial(_on_channel_post, answering)))
    moved = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
    application.add_handler(MessageHandler(moved, partial(_on_move, answering)))


async def subscribe(answering: Answering, message: Message, said: Addressed) -> None:
    """Answer /subscribe: what is followed here, or a preview of what somebody wants to follow."""
    bot = message.get_bot()
    try:
        chat, rest = await _meant(message, said.text.split())
        await _check(bot, chat, message)
        screen = await _here(partial(_opened, answering, chat, rest))
    except GongkaiError as refusal:
        await answering.say(message, notice(refusal.name, **refusal.values))
        return
    await answering.say(message, await _here(partial(outgoing, screen, answering.conversation.payload_of)))


async def follow(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Follow what a button names; in private only: a person is told in a chat of their own."""
    shown = query.message
    if shown is None:
        return
    if shown.chat.type != ChatType.PRIVATE:
        await _alert(query, words_of("announcing.only_in_private"))
        return
    topic = Topic.read(payload.value)
    wish = Wish(Action.ADD, shown.chat.id, str(topic))
    await _here(lambda: done(wish, _subscriptions(answering), kind="private", told=shown.chat.id))
    await _alert(query, words_of("announcing.followed_alert", topic=in_words(topic, Words(operator_language()))))


async def manage(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Do what a button on the list of subscriptions says, and show the list as it is then."""
    shown, bot = query.message, query.get_bot()
    if shown is None:
        return
    wish = Wish.read(payload.value)
    try:
        there = await _chat(bot, wish.chat, shown.chat)
        if there.type != ChatType.PRIVATE and not await _is_administrator(bot, there, query.from_user.id):
            raise RefusedWishError("announcing.only_administrators")
    except GongkaiError as refusal:
        await _alert(query, str(refusal))
        return
    with contextlib.suppress(BadRequest):
        await query.answer()
    told = query.from_user.id

    def work() -> Screen:
        subscriptions = _subscriptions(answering)
        done(wish, subscriptions, kind=_kind(there), told=told)
        return overview(subscriptions.of(wish.chat), wish.chat, operator_language(), added=wish.action is Action.ADD)

    what = await _here(lambda: outgoing(work(), answering.conversation.payload_of))
    try:
        await edit(bot, shown.chat.id, shown.message_id, what)
    except BadRequest:
        await send(bot, shown.chat.id, what)


async def _on_channel_post(answering: Answering, update: Update, context: Context) -> None:
    """/subscribe in a channel: only administrators can post there. Its readers see nothing of it."""
    post = update.channel_post
    said = addressed(post, context.bot.username) if post is not None else None
    if post is None or said is None or said.command != COMMAND:
        return
    with contextlib.suppress(TelegramError):
        await post.delete()
    chat = post.chat

    def work() -> Screen:
        subscriptions = _subscriptions(answering)
        topic = Topic.read(said.text) if said.text else REPLIES
        subscriptions.add(chat.id, topic, None if subscriptions.of(chat.id) else PUBLIC, kind="channel")
        return overview(subscriptions.of(chat.id), chat.id, operator_language(), added=True)

    with contextlib.suppress(TopicError):
        screen = await _here(work)
        await _tell_administrators(answering, context.bot, chat, screen)


async def _tell_administrators(answering: Answering, bot: Bot, chat: Chat, screen: Screen) -> None:
    """Show a channel's administrators what is set; Telegram lets it through to those who have started the bot."""
    what = await _here(lambda: outgoing(screen, answering.conversation.payload_of))
    try:
        administrators = await bot.get_chat_administrators(chat.id)
    except TelegramError:
        return
    for member in administrators:
        if not member.user.is_bot:
            with contextlib.suppress(TelegramError):
                await send(bot, member.user.id, what)


async def _on_move(answering: Answering, update: Update, _: Context) -> None:
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        old, new = message.chat.id, message.migrate_to_chat_id
        await _here(lambda: _subscriptions(answering).move(old, new))


def _opened(answering: Answering, chat: Chat, rest: str) -> Screen:
    """Return the list of a chat's subscriptions, or the preview of a new one; a group's first is set up at once."""
    subscriptions = _subscriptions(answering)
    if rest:
        topic = Topic.read(rest)
        shelf = answering.conversation.library.shelf()
        return preview(topic, chat.id, estimate(topic, shelf.store, shelf.index), operator_language())
    first = chat.type != ChatType.PRIVATE and subscriptions.of(chat.id) is None
    if first:
        subscriptions.add(chat.id, REPLIES, PUBLIC, kind=_kind(chat))
    return overview(subscriptions.of(chat.id), chat.id, operator_language(), added=first)


async def _meant(message: Message, words: list[str]) -> tuple[Chat, str]:
    """Return the chat that /subscribe is about, and the words that are left: in private it may name another."""
    if message.chat.type == ChatType.PRIVATE and words and (words[0].startswith("@") or _is_number(words[0])):
        named = words[0] if words[0].startswith("@") else int(words[0])
        return await _chat(message.get_bot(), named, message.chat), " ".join(words[1:])
    return message.chat, " ".join(words)


async def _check(bot: Bot, chat: Chat, message: Message) -> None:
    """Check the rights of both sides.

    Raises:
        RefusedWishError: Whoever asks is no administrator there, or the bot may not post.
    """
    if chat.type == ChatType.PRIVATE:
        return
    anonymous = message.sender_chat is not None and message.sender_chat.id == chat.id
    user = message.from_user
    if not anonymous and (user is None or not await _is_administrator(bot, chat, user.id)):
        raise RefusedWishError("announcing.only_administrators")
    if chat.type == ChatType.CHANNEL:
        own = await bot.get_chat_member(chat.id, bot.id)
        if own.status not in _ADMINISTRATORS or not getattr(own, "can_post_messages", True):
            raise RefusedWishError("announcing.no_right_to_post")


async def _is_administrator(bot: Bot, chat: Chat, user: int) -> bool:
    try:
        return (await bot.get_chat_member(chat.id, user)).status in _ADMINISTRATORS
    except TelegramError:
        return False


async def _chat(bot: Bot, named: int | str, here: Chat) -> Chat:
    """Return the chat of a number or a name.

    Raises:
        RefusedWishError: There is none, or the bot is not in it.
    """
    if named == here.id:
        return here
    try:
        found = await bot.get_chat(named)
    except TelegramError:
        raise RefusedWishError("announcing.no_such_channel") from None
    if found.type == ChatType.PRIVATE:
        raise RefusedWishError("announcing.no_such_channel")
    return Chat(found.id, found.type, title=found.title)


async def _alert(query: CallbackQuery, words: str) -> None:
    with contextlib.suppress(BadRequest):
        await query.answer(shortened(words, _ALERT_UNITS), show_alert=True)


async def _here(work: Callable[[], Value]) -> Value:
    return await asyncio.to_thread(work)


def _subscriptions(answering: Answering) -> Subscriptions:
    return Subscriptions(answering.conversation.library.database)


def _kind(chat: Chat) -> str:
    if chat.type == ChatType.PRIVATE:
        return "private"
    return "channel" if chat.type == ChatType.CHANNEL else "group"


def _is_number(word: str) -> bool:
    return word.removeprefix("-").isdecimal() and word.startswith("-")
