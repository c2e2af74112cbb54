"""Chats in memory: who is in them and what was said."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from bot.local.bot_api.markup import utf16_length
from bot.local.bot_api.refusal import ApiError, bad_request

Json = dict[str, Any]

_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}")


@dataclass(slots=True)
class Chat:
    """One chat.

    Attributes:
        identity: Its `id`: positive for a person, negative for a group or channel.
        kind: `private`, `group`, `supergroup` or `channel`.
        title: Its name, or the person's first name.
        language: Language code of the person in a private chat.
        member: Who writes in a group or channel, as a user; a stock person when not given.
        refuses: What Telegram answers when the bot writes here (blocked, kicked ...); None when it may.
        messages: Messages by number.
        administrators: Ids of those who administer it; the bot too where it may post in a channel.
    """

    identity: int
    kind: str = "private"
    title: str = "王女士"
    language: str = "zh-hans"
    member: Json | None = None
    refuses: ApiError | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    administrators: set[int] = field(default_factory=set)
    _last: int = 0

    @property
    def as_json(self) -> Json:
        """The chat as the Bot API shows it."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.identity, "type": self.kind, name: self.title}

    @property
    def person(self) -> Json:
        """Who writes here: in a private chat its owner, elsewhere a member."""
        if self.member is not None:
            return self.member
        identity = self.identity if self.kind == "private" else 1000
        name = self.title if self.kind == "private" else "老赵"
        return {"id": identity, "is_bot": False, "first_name": name, "language_code": self.language}

    def add(self, sender: Json, **content: Any) -> Json:
        """Add a message and return it."""
        self._last += 1
        message = {"message_id": self._last, "date": int(time.time()), "chat": self.as_json, "from": sender, **content}
        self.messages[self._last] = message
        return message

    def message(self, number: int | None, purpose: str) -> Json:
        """Return a message.

        Raises:
            ApiError: `message to <purpose> not found`.
        """
        if number not in self.messages:
            raise bad_request(f"message to {purpose} not found")
        return self.messages[number]


def entities_of(text: str) -> list[Json]:
    """Return the commands and mentions in what a person typed, as Telegram marks them."""
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    found += [("mention", match) for match in _MENTION.finditer(text)]
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in found
    ]
    return sorted(entities, key=lambda entity: int(str(entity["offset"])))
