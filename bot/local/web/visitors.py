"""Who looks at the page: each browser has chats of its own, and any number of open pages on them."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.local.bot_api import Chat, LocalTelegram
from bot.messages import message, written
from bot.recent import Recent

Json = dict[str, Any]

# Events that wait for a page that does not read; a page that is further behind is told to load everything anew.
_BACKLOG = 500
# Messages of one chat that are kept; older ones are gone, as after a restart.
_MESSAGES = 500
_MESSAGES_AFTER = 400


@dataclass(slots=True, eq=False)
class OpenPage:
    """One open page: what it has yet to be told, oldest first. None ends it."""

    events: asyncio.Queue[Json | None] = field(default_factory=lambda: asyncio.Queue(_BACKLOG))

    def tell(self, event: Json | None) -> None:
        """Tell the page something; one that is too far behind is ended, and loads everything anew."""
        if self.events.full():
            while not self.events.empty():
                self.events.get_nowait()
            event = None
        self.events.put_nowait(event)


@dataclass(slots=True, eq=False)
class Visitor:
    """One browser.

    Attributes:
        chats: Its private chat with the bot, its group, its channel.
        pages: Its open pages.
        lost: It had chats before, of which nothing is known any more: the server was restarted, or made room.
    """

    chats: tuple[Chat, ...]
    pages: set[OpenPage] = field(default_factory=set)
    lost: bool = False

    def tell(self, event: Json) -> None:
        """Tell every page of this browser something."""
        for page in self.pages:
            page.tell(event)

    def speak(self, language: str) -> None:
        """Let the person's Telegram be in another language from now on."""
        for chat in self.chats:
            chat.language = language
            if chat.member is not None:
                chat.member["language_code"] = language


class Visitors:
    """All browsers, by the secret in their cookie."""

    def __init__(self, telegram: LocalTelegram, most: int) -> None:
        self._telegram = telegram
        self._most = most
        self._by_secret: OrderedDict[str, Visitor] = OrderedDict()
        self._by_chat: dict[int, Visitor] = {}
        self._issued: Recent[str, None] = Recent(most)

    def new_secret(self) -> str:
        """Return a secret for the cookie of a browser that has none."""
        secret = secrets.token_urlsafe(24)
        self._issued[secret] = None
        return secret

    def of(self, secret: str, language: str) -> Visitor:
        """Return the visitor with this secret; an unknown one (the server was restarted) gets new chats.

        Args:
            secret: What its cookie holds.
            language: Telegram's code of the language that its browser asks for.
        """
        known = self._by_secret.get(secret)
        if known is not None:
            self._by_secret.move_to_end(secret)
            return known
        self._make_room()
        # A secret that was not given out just now is of a browser that comes back.
        visitor = Visitor(self._new_chats(language), lost=secret not in self._issued)
        self._issued.pop(secret, None)
        self._by_secret[secret] = visitor
        self._by_chat |= {chat.identity: visitor for chat in visitor.chats}
        return visitor

    def of_chat(self, identity: object) -> Visitor | None:
        """Return whose chat this is."""
        return self._by_chat.get(identity) if isinstance(identity, int) else None

    def tidy(self, chat: Chat) -> None:
        """Drop the oldest messages of a chat that has become too long."""
        if len(chat.messages) > _MESSAGES:
            for number in list(chat.messages)[:-_MESSAGES_AFTER]:
                del chat.messages[number]

    def close(self) -> None:
        """End every open page."""
        for visitor in self._by_secret.values():
            for page in visitor.pages:
                page.tell(None)

    def _new_chats(self, language: str) -> tuple[Chat, ...]:
        # Random numbers: what a chat was last shown is kept in the database by its number, and must not be found there
        # by the next visitor after a restart.
        words = written(language)
        number = 2**32 + secrets.randbelow(2**40)
        name = message("web.person", words)
        person = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        group, channel = -1_000_000_000_000 - 2 * number, -1_000_000_000_001 - 2 * number
        shared: Json = {"language": language, "member": person}
        # Whoever tries it out sets up announcements there.
        owned: Json = {**shared, "administrators": {number, self._telegram.bot["id"]}}
        return (
            self._telegram.chat(number, title=name, **shared),
            self._telegram.chat(group, kind="supergroup", title=message("web.group", words), **owned),
            self._telegram.chat(channel, kind="channel", title=message("web.channel", words), **owned),
        )

    def _make_room(self) -> None:
        while len(self._by_secret) >= self._most:
            secret = next((name for name, one in self._by_secret.items() if not one.pages), next(iter(self._by_secret)))
            self._forget(self._by_secret.pop(secret))

    def _forget(self, visitor: Visitor) -> None:
        visitor.tell({"type": "gone"})
        _let_go(self._telegram.chats, visitor.chats)
        _let_go(self._by_chat, visitor.chats)


def _let_go(kept: dict[int, Any], chats: Iterable[Chat]) -> None:
    for chat in chats:
        kept.pop(chat.identity, None)
