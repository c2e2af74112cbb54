"""The local Telegram: a Bot API in this process. It keeps chats in memory and refuses what Telegram refuses.

People write with `say` and `press`, which return the update; the bot calls methods with `call`. Both ends are kept:
`chats` holds what a person would see, `calls` every request that was accepted.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.local.bot_api.chats import Chat, entities_of
from bot.local.bot_api.limits import read_text
from bot.local.bot_api.refusal import ApiError
from bot.local.bot_api.specification import read_parameters

# Every file here is called so; no file of Telegram is.
LOCAL_FILE = "localfile"

Json = dict[str, Any]
Observer = Callable[[str, Json], None]
Method = Callable[["LocalTelegram", Json], Any]

#: The methods of the Bot API by name; `methods` and `identity` add theirs.
METHODS: dict[str, Method] = {}
#: What the Bot API says of an administrator besides the status.
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot that was accepted: its method and its parameters in their own types."""

    method: str
    parameters: Json


@dataclass(slots=True)
class LocalTelegram:
    """All of the local Telegram.

    Attributes:
        bot: The bot as a user.
        chats: Chats by `id`.
        calls: Accepted requests, oldest first.
        answered: Answers to button presses and inline queries by query: `{"text": ..., "show_alert": ...}`.
        observer: Told of what happens: `("sent", message)`, `("edited", message)`, `("deleted", message)`,
            `("answered", parameters)`, `("action", parameters)`.
        settings: What the bot set: commands, names, descriptions, by method and scope.
        inserted: Messages that people inserted from inline results, by `inline_message_id`: chat and number.
    """

    bot: Json = field(default_factory=lambda: dict(_BOT))
    chats: dict[int, Chat] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    answered: dict[str, Json] = field(default_factory=dict)
    open_queries: set[str] = field(default_factory=set)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    settings: dict[tuple[str, str], Any] = field(default_factory=dict)
    inserted: dict[str, tuple[int, int]] = field(default_factory=dict)
    observer: Observer | None = None
    _updates: list[Json] = field(default_factory=list)
    _next_update: int = 1
    _next_query: int = 1
    _next_file: int = 1
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    # What people do. Each returns the update that the bot gets, which also waits for `getUpdates`.

    def chat(self, identity: int = 1, **properties: Any) -> Chat:
        """Return a chat, which is made if need be."""
        if identity not in self.chats:
            self.chats[identity] = Chat(identity, **properties)
        return self.chats[identity]

    def say(self, text: str, chat: int = 1, *, reply_to: int | None = None, **content: Any) -> Json:
        """A person writes `text` in a chat, perhaps as a reply to message `reply_to`."""
        here = self.chat(chat)
        entities = entities_of(text)
        if entities:
            content["entities"] = entities
        return self.post(chat, reply_to=reply_to, text=text, **content) if text else self.post(here.identity, **content)

    def post(self, chat: int = 1, *, reply_to: int | None = None, **content: Any) -> Json:
        """A person sends anything: `post(voice={...})`."""
        here = self.chat(chat)
        if reply_to is not None:
            content["reply_to_message"] = here.messages[reply_to]
        kind = "channel_post" if here.kind == "channel" else "message"
        return self._update(**{kind: here.add(here.person, **content)})

    def correct(self, number: int, text: str, chat: int = 1) -> Json:
        """A person edits a message."""
        message = self.chat(chat).messages[number]
        message |= {"text": text, "edit_date": int(time.time()), "entities": entities_of(text)}
        return self._update(edited_message=dict(message))

    def press(self, number: int, data: str, chat: int = 1, *, inaccessible: bool = False) -> Json:
        """A person presses the button of message `number` that carries `data`."""
        here = self.chat(chat)
        message = here.messages.get(number)
        if message is None or inaccessible:
            message = {"message_id": number, "chat": here.as_json, "date": 0}
        query = self._new_query()
        pressed = {"id": query, "from": here.person, "chat_instance": "1", "message": message, "data": data}
        return self._update(callback_query=pressed)

    def ask_inline(self, text: str, *, person: Json | None = None, offset: str = "", place: str = "supergroup") -> Json:
        """A person types `@bot text` in any chat; the answer is in `answered` under the id of the query.

        Args:
            text: What follows the bot's name.
            person: Who types, as a user; the owner of chat 1 when not given.
            offset: `next_offset` of the page before.
            place: Kind of chat in which it is typed; `sender` is the private chat with the bot.
        """
        query = self._new_query()
        asked = {"id": query, "from": person or self.chat(1).person, "query": text, "offset": offset}
        return self._update(inline_query=asked | {"chat_type": place})

    def insert(self, query: str, result: str, chat: int = 1) -> Json:
        """A person chooses a result of an inline query: it is posted in a chat in their name, `via` the bot.

        Args:
            query: Id of the query.
            result: Id of the result.
            chat: Where it was typed.

        Returns:
            The message; its `inline_message_id` is what the bot can edit it by. The bot gets an update where it is in
            the chat.
        """
        chosen = next(one for one in self.answered[query]["results"] if one["id"] == result)
        given = chosen["input_message_content"]
        text, entities = read_text(given | {"text": given["message_text"]})
        content: Json = {"text": text, "via_bot": self.bot, **({"entities": entities} if entities else {})}
        if "reply_markup" in chosen:
            content["reply_markup"] = chosen["reply_markup"]
        here = self.chat(chat)
        message = here.add(here.person, **content)
        name = f"inline{query:0>8}-{message['message_id']}"
        self.inserted[name] = chat, message["message_id"]
        self._update(message=dict(message))
        self.told("sent", message)
        return message | {"inline_message_id": name}

    def press_inserted(self, name: str, data: str, *, person: Json | None = None) -> Json:
        """A person presses a button of an inserted message: the update knows neither message nor chat."""
        query = self._new_query()
        who = person or self.chat(1).person
        return self._update(
            callback_query={"id": query, "from": who, "chat_instance": "1", "inline_message_id": name, "data": data}
        )

    def change_membership(self, chat: int, old: str, new: str) -> Json:
        """A person adds, removes or blocks the bot: its status goes from `old` to `new` (`member`, `kicked`)."""
        here = self.chat(chat)
        members = {
            f"{name}_chat_member": {"status": status, "user": self.bot, **_RIGHTS.get(status, {})}
            for name, status in (("old", old), ("new", new))
        }
        return self._update(
            my_chat_member={"chat": here.as_json, "from": here.person, "date": int(time.time()), **members}
        )

    def upload(self, name: str, content: bytes) -> str:
        """A person uploads a file; returns its `file_id`, under which it can be posted."""
        kept = f"{LOCAL_FILE}{self._next_file:016d}"
        self._next_file += 1
        self.files[kept] = (name, content)
        return kept

    def forget_past(self, *, files: int) -> None:
        """Let go of what tests look back at, for a process that runs for months; the chats stay.

        Args:
            files: How many files, and inserted messages, are kept, the latest.
        """
        self.calls.clear()
        for query in list(self.answered)[: max(0, len(self.answered) - files)]:
            del self.answered[query]
        self._updates.clear()
        for name in list(self.files)[: max(0, len(self.files) - files)]:
            del self.files[name]
        for inserted in list(self.inserted)[: max(0, len(self.inserted) - files)]:
            del self.inserted[inserted]

    # What the bot does.

    async def call(self, method: str, raw: Json, files: dict[str, tuple[str, bytes]] | None = None) -> Any:
        """Answer one request of the bot.

        Args:
            method: Name of the method.
            raw: Parameters: JSON values, or strings as from a form.
            files: Uploaded parts by name: file name and content.

        Returns:
            `result` of the answer.

        Raises:
            ApiError: Telegram would refuse it.
        """
        parameters = read_parameters(method, raw, frozenset(files or ()))
        if method == "getUpdates":
            return await self._wait_for_updates(parameters)
        if method not in METHODS:
            raise ApiError(501, f"Not Implemented: the local Telegram has no {method}")
        for name, part in (files or {}).items():
            self.files[f"attach://{name}"] = part
        result = METHODS[method](self, parameters)
        self.calls.append(Call(method, parameters))
        return result

    def told(self, event: str, what: Json) -> None:
        """Tell the observer, if there is one."""
        if self.observer is not None:
            self.observer(event, what)

    def writable(self, chat: int | str | None) -> Chat:
        """Return the chat that the bot wants to write in.

        Raises:
            ApiError: There is no such chat, or the bot may not write there.
        """
        here = self.chats.get(chat) if isinstance(chat, int) else None
        if here is None:
            raise ApiError(400, "Bad Request: chat not found")
        if here.refuses is not None:
            raise here.refuses
        return here

    def inserted_message(self, name: str) -> Json:
        """Return a message that somebody inserted.

        Raises:
            ApiError: There is none of that name, or it was deleted.
        """
        chat, number = self.inserted.get(name, (0, 0))
        message = self.chats[chat].messages.get(number) if chat in self.chats else None
        if message is None:
            raise ApiError(400, "Bad Request: MESSAGE_ID_INVALID")
        return message

    def _new_query(self) -> str:
        query = str(self._next_query)
        self._next_query += 1
        self.open_queries.add(query)
        return query

    def _update(self, **content: Json) -> Json:
        update = {"update_id": self._next_update, **content}
        self._next_update += 1
        self._updates.append(update)
        self._arrived.set()
        return update

    async def _wait_for_updates(self, parameters: Json) -> list[Json]:
        """Long polling: updates from `offset` on; those before it are confirmed and forgotten."""
        offset = parameters.get("offset", 0)
        if offset > 0:
            self._updates[:] = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates and parameters.get("timeout", 0) > 0:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), parameters["timeout"])
            except TimeoutError:
                return []
        return self._updates[: parameters.get("limit", 100)]


# What the Bot API says of a member besides the status.
_RIGHTS: dict[str, Json] = {"kicked": {"until_date": 0}, "administrator": dict.fromkeys(RIGHTS, False)}

_BOT: Json = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "公开",
    "username": "gongkai_local_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
