"""Subscriptions in chats: /subscribe, 关注 and "tell me when it appears", by administrators where there are any."""

import contextlib
import math
import time
from functools import partial

from telegram import Bot, CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import MessageHandler, filters

from bot.announce.links import DeepLinks
from bot.announce.managing import (
    PUBLIC,
    REPLIES,
    Action,
    ChatDetails,
    SubscriptionCommand,
    add,
    done,
    in_words,
    is_unsure,
    overview,
    preview,
    sure,
    times,
)
from bot.announce.sample import sample
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic, TopicError, estimate
from bot.answers.entries import entry
from bot.errors import GongkaiError
from bot.questions.payload import Payload
from bot.resources import read_yaml
from bot.screens.labels import Words
from bot.screens.naming import record_label
from bot.screens.render import plainly
from bot.screens.screen import Button, Screen
from bot.store.errors import UnwritableError
from bot.telegram.addressing import addressed
from bot.telegram.delivery import Outgoing, acknowledge, alert, notice, outgoing, send, show_in_place
from bot.telegram.types import App, Context
from handlers.answering import Answering
from handlers.request import Request
from handlers.rights import ADMINISTRATORS, may_set
from handlers.saving import saved

COMMAND = "subscribe"
# What means subscriptions without a command (architecture.md §1, promise 4): their list, and a verb before a subject.
_WORDS: dict[str, list[str]] = read_yaml("announce", "words.yaml")
# A double press must not post a trial twice to a channel's readers.
_TRIAL_SECONDS = 10.0
_TRIED: dict[int, float] = {}


class RefusedCommandError(GongkaiError):
    """Somebody may not do that, or not there."""


def register(application: App, answering: Answering) -> None:
    """Add the handler of /subscribe in a channel."""
    posts = filters.UpdateType.CHANNEL_POST & filters.TEXT
    application.add_handler(MessageHandler(posts, partial(_on_channel_post, answering)))


async def subscribing(request: Request) -> bool:
    """Answer /subscribe, 我的关注 and 关注 with what is to be told; return False for anything else."""
    if request.said.command is not None:
        wanted = request.said.text if request.said.command == COMMAND else None
    else:
        verb, _, rest = request.said.text.strip().partition(" ")
        listed = "" if request.said.text.strip().lower() in _WORDS["list"] else None
        wanted = rest.strip() if verb in _WORDS["add"] and rest.strip() else listed
    if wanted is not None:
        await subscribe(request, wanted)
    return wanted is not None


async def subscribe(request: Request, wanted: str) -> None:
    """Answer with what is followed here, or with a preview of what somebody wants to follow."""
    answering, message = request.answering, request.message
    bot, language = message.get_bot(), request.style.language
    try:
        chat, rest = await _meant(message, wanted.split())
        await _check(bot, chat, message)
        new = await _set_up(answering, chat, message.from_user, message)
        listed = partial(_listed, answering, chat, language, new)
        screen = await saved(partial(_previewed, answering, chat, rest, language) if rest else listed)
    except UnwritableError:
        raise
    except GongkaiError as refusal:
        await request.say(notice(refusal.name, language, **refusal.values))
        return
    screen = plainly(screen, language) if request.style.plain else screen
    # A preview without the button that confirms it would mean nothing.
    payload_of = answering.conversation.kept_payload_of if rest else answering.conversation.payload_of
    await request.say(await saved(partial(outgoing, screen, payload_of)))


async def follow(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Follow what a button names; in private only: a person is told in a chat of their own."""
    shown = query.message
    if shown is None:
        return
    language = (await answering.style(shown.chat.id, query.from_user)).language
    if shown.chat.type != ChatType.PRIVATE:
        await alert(query, "announcing.only_in_private", language)
        return
    topic = Topic.read(payload.value)
    command = SubscriptionCommand(Action.ADD, shown.chat.id, str(topic))
    subscriptions = _subscriptions(answering)
    library = answering.conversation.library
    if was := await saved(lambda: library.shelf().store.left(topic.record or "")):
        name = record_label(entry(was), Words(language))
        await alert(query, "announcing.left_alert", language, record=name)
        return
    new = ChatDetails(kind="private", told=shown.chat.id, language=language)
    await saved(lambda: done(command, subscriptions, new))
    name = await saved(lambda: in_words(topic, Words(language), library.shelf().store))
    await alert(query, "announcing.followed_alert", language, topic=name)


async def manage(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Do what a button on the list of subscriptions says, and show the list as it is then."""
    shown, bot = query.message, query.get_bot()
    if shown is None:
        return
    command = SubscriptionCommand.read(payload.value)
    style = await answering.style(shown.chat.id, query.from_user)
    language = style.language
    try:
        there = await _chat(bot, command.chat, shown.chat)
        if not await may_set(bot, there, query.from_user):
            raise RefusedCommandError("announcing.only_administrators")
    except GongkaiError as refusal:
        await alert(query, refusal.name, language, **refusal.values)
        return
    if command.action is Action.TRY:
        await _try_out(answering, query, there, language)
        return
    await acknowledge(query)
    new = await _set_up(answering, there, query.from_user, shown if isinstance(shown, Message) else None)

    def work() -> Screen:
        subscriptions = _subscriptions(answering)
        done(command, subscriptions, new)
        found = subscriptions.of(command.chat)
        if is_unsure(command) and found is not None:
            screen = sure(len(found[1]), command.chat, language)
        elif command.action is Action.TIMES and found is not None:
            screen = times(found[0], language)
        else:
            store = answering.conversation.library.shelf().store
            screen = overview(found, command.chat, language, added=command.action is Action.ADD, store=store)
        return plainly(screen, language) if style.plain else screen

    what = await saved(lambda: outgoing(work(), answering.conversation.payload_of))
    await show_in_place(bot, shown, what)


async def _on_channel_post(answering: Answering, update: Update, context: Context) -> None:
    """/subscribe in a channel: only administrators can post there. Its readers see nothing of it."""
    post = update.channel_post
    said = addressed(post, context.bot.username) if post is not None else None
    if post is None or said is None or said.command != COMMAND:
        return
    with contextlib.suppress(TelegramError):
        await post.delete()
    chat, language = post.chat, await _posted_in(answering, post.chat, None)
    subscriptions = _subscriptions(answering)

    def work() -> Screen:
        topic = Topic.read(said.text) if said.text else REPLIES
        plan = None if subscriptions.of(chat.id) else PUBLIC
        subscriptions.add(chat.id, topic, plan, kind="channel", language=language)
        return overview(subscriptions.of(chat.id), chat.id, language, added=True)

    with contextlib.suppress(TopicError):
        screen = await saved(work)
        told = await _tell_administrators(answering, context.bot, chat, screen)
        if told is not None:
            # Who wrote in the channel is not told to bots; somebody must hear when it fails.
            await saved(lambda: subscriptions.change(chat.id, told=told))


async def _try_out(answering: Answering, query: CallbackQuery, chat: Chat, language: str) -> None:
    """Post a trial in a chat that is subscribed, and say whether it arrived."""
    now = time.monotonic()
    if now - _TRIED.get(chat.id, -math.inf) < _TRIAL_SECONDS:
        await alert(query, "announcing.tried_already", language)
        return
    _TRIED[chat.id] = now
    bot, library = query.get_bot(), answering.conversation.library
    posted = await _posted_in(answering, chat, query.from_user)

    def work() -> tuple[Outgoing, int | None]:
        found = Subscriptions(library.database).of(chat.id)
        store = library.shelf().store
        # On a local Telegram, which has no queue, links lead nowhere.
        name = bot.username if getattr(bot, "rate_limiter", None) is not None else ""
        links = DeepLinks(lambda: name, library.tokens.keep)
        text = sample(store, [each.topic for each in found[1]] if found else [REPLIES], posted, links)
        buttons = tuple((Button(label=label, url=address),) for label, address in text.buttons)
        screen = Screen(name="announcement", html=text.html, plain=text.plain, buttons=buttons)
        return outgoing(screen, answering.conversation.payload_of), found[0].thread if found else None

    what, thread = await saved(work)
    try:
        await send(bot, chat.id, what, thread=thread)
    except TelegramError as refusal:
        await alert(query, "announcing.not_tried", language, reason=refusal.message)
        return
    await alert(query, "announcing.tried", language)


async def tell_of_removal(answering: Answering, bot: Bot, chat: Chat, told: int | None) -> None:
    """Tell whoever set up the announcements of a group or channel that they ended with the bot's removal."""
    if told is None or chat.type == ChatType.PRIVATE:
        return
    language = (await answering.style(told, None)).language
    with contextlib.suppress(TelegramError):
        await send(bot, told, notice("announcing.removed_from", language, title=chat.title or chat.id))


async def _set_up(answering: Answering, chat: Chat, user: User | None, message: Message | None) -> ChatDetails:
    """Return what a subscription of a chat gets, from who asks for it and where."""
    # An anonymous administrator writes as a bot of Telegram's, which nobody can write to.
    told = user.id if user is not None and not user.is_bot else None
    here = message is not None and message.chat.id == chat.id and bool(message.is_topic_message)
    thread = message.message_thread_id if message is not None and here else None
    posted = await _posted_in(answering, chat, user)
    return ChatDetails(kind=_kind(chat), told=told, language=posted, thread=thread)


async def _posted_in(answering: Answering, chat: Chat, user: User | None) -> str:
    """Return the language of what is posted in a chat: a person's own, of others what is set there."""
    return (await answering.style(chat.id, user if chat.type == ChatType.PRIVATE else None)).language


async def _tell_administrators(answering: Answering, bot: Bot, chat: Chat, screen: Screen) -> int | None:
    """Show a channel's administrators what is set, as far as they have started the bot; return one who has."""
    what = await saved(lambda: outgoing(screen, answering.conversation.payload_of))
    try:
        administrators = await bot.get_chat_administrators(chat.id)
    except TelegramError:
        return None
    reached = None
    for member in administrators:
        if not member.user.is_bot:
            with contextlib.suppress(TelegramError):
                await send(bot, member.user.id, what)
                reached = reached or member.user.id
    return reached


def _previewed(answering: Answering, chat: Chat, wanted: str, language: str) -> Screen:
    """Return the preview of a new subscription."""
    topic = Topic.read(wanted)
    shelf = answering.conversation.library.shelf()
    return preview(topic, chat.id, estimate(topic, shelf.store, shelf.index), language, store=shelf.store)


def _listed(answering: Answering, chat: Chat, language: str, new: ChatDetails) -> Screen:
    """Return the list of a chat's subscriptions; a group's first is set up at once."""
    subscriptions = _subscriptions(answering)
    first = chat.type != ChatType.PRIVATE and subscriptions.of(chat.id) is None
    if first:
        add(subscriptions, chat.id, REPLIES, PUBLIC, new)
    store = answering.conversation.library.shelf().store
    return overview(subscriptions.of(chat.id), chat.id, language, added=first, store=store)


async def _meant(message: Message, words: list[str]) -> tuple[Chat, str]:
    """Return the chat that /subscribe is about, and the words that are left: in private it may name another."""
    if message.chat.type == ChatType.PRIVATE and words and (words[0].startswith("@") or _is_number(words[0])):
        named = words[0] if words[0].startswith("@") else int(words[0])
        return await _chat(message.get_bot(), named, message.chat), " ".join(words[1:])
    return message.chat, " ".join(words)


async def _check(bot: Bot, chat: Chat, message: Message) -> None:
    """Check the rights of both sides.

    Raises:
        RefusedCommandError: Whoever asks is no administrator there, or the bot may not post.
    """
    if chat.type == ChatType.PRIVATE:
        return
    anonymous = message.sender_chat is not None and message.sender_chat.id == chat.id
    if not anonymous and not await may_set(bot, chat, message.from_user):
        raise RefusedCommandError("announcing.only_administrators")
    if chat.type == ChatType.CHANNEL:
        own = await bot.get_chat_member(chat.id, bot.id)
        if own.status not in ADMINISTRATORS or not getattr(own, "can_post_messages", True):
            raise RefusedCommandError("announcing.no_right_to_post")


async def _chat(bot: Bot, named: int | str, here: Chat) -> Chat:
    """Return the chat of a number or a name.

    Raises:
        RefusedCommandError: There is none, or the bot is not in it.
    """
    if named == here.id:
        return here
    try:
        found = await bot.get_chat(named)
    except TelegramError:
        raise RefusedCommandError("announcing.no_such_channel") from None
    if found.type == ChatType.PRIVATE:
        raise RefusedCommandError("announcing.no_such_channel")
    return Chat(found.id, found.type, title=found.title)


def _subscriptions(answering: Answering) -> Subscriptions:
    return Subscriptions(answering.conversation.library.database)


def _kind(chat: Chat) -> str:
    if chat.type == ChatType.PRIVATE:
        return "private"
    return "channel" if chat.type == ChatType.CHANNEL else "group"


def _is_number(word: str) -> bool:
    return word.removeprefix("-").isdecimal() and word.startswith("-")
