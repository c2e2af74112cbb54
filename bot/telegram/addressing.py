"""Whether a message is meant for the bot: always in private; in a group a command, a mention or a reply."""

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Addressed:
    """A message to the bot: its text without the bot's name, and the command it begins with, if one.

    `surely`: in private, by name, or as a reply; a command in a group without a name may be meant for another bot.
    """

    text: str
    command: str | None = None
    surely: bool = True


def addressed(message: Message, username: str) -> Addressed | None:
    """Return what a message says to the bot.

    Args:
        message: Any message; its text or caption counts.
        username: The bot's name, without @.

    Returns:
        What it says, or None when it is not for the bot. In a private chat everything is, but for a command that names
        another bot.
    """
    # What somebody inserted from our own inline results, or what a linked channel posts here by itself, asks nothing.
    if message.is_automatic_forward or (message.via_bot is not None and _is(message.via_bot, username)):
        return None
    # Two bots that answer each other would never end. Who writes as a group or a channel has a bot's id too.
    if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
        return None
    text = message.text or message.caption or ""
    command, other = _command(message, text, username)
    if other:
        return None
    named = re.compile(rf"@{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    private = message.chat.type == ChatType.PRIVATE
    surely = bool(private or named.search(text) or _names_by_link(message, username) or _replies_to(message, username))
    if not surely and not command:
        return None
    rest = named.sub(" ", text).strip()
    if command:
        rest = rest[1 + len(command) :].strip()
    return Addressed(rest, command, surely)


def _command(message: Message, text: str, username: str) -> tuple[str | None, bool]:
    """Return the command that the text begins with, and whether it names another bot."""
    entities = _entities(message)
    first = next((one for one in entities if one.type == MessageEntity.BOT_COMMAND and one.offset == 0), None)
    if first is not None:
        written = text[: first.length]
    elif not entities and (found := _COMMAND.match(text)):
        written = found.group()  # a Bot API server that marks nothing
    else:
        return None, False
    name, _, bot = written[1:].partition("@")
    if bot and bot.lower() != username.lower():
        return None, True
    return name.lower(), False


def _names_by_link(message: Message, username: str) -> bool:
    """Return whether the bot is named without its @name, as a link to it."""
    linked = (one.user for one in _entities(message) if one.type == MessageEntity.TEXT_MENTION)
    return any(user is not None and _is(user, username) for user in linked)


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return (*message.entities, *message.caption_entities)


def _replies_to(message: Message, username: str) -> bool:
    answered = message.reply_to_message
    author = answered.from_user if answered else None
    return author is not None and _is(author, username)


def _is(user: User, username: str) -> bool:
    return user.username is not None and user.username.lower() == username.lower()
