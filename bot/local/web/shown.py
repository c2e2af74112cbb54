"""What the page is told of chats and messages: plain data, no markup. The page builds its elements from it."""

import json
from typing import Any
from urllib.parse import quote

from bot.local.bot_api import Chat, LocalTelegram

Json = dict[str, Any]
_START = "/start"


def shown_chat(chat: Chat, telegram: LocalTelegram) -> Json:
    """Return a chat with its messages, oldest first."""
    private = chat.kind == "private"
    return {
        "id": chat.identity,
        "kind": chat.kind,
        "title": telegram.bot["first_name"] if private else chat.title,
        "messages": [shown_message(one, telegram) for one in chat.messages.values()],
    }


def shown_message(message: Json, telegram: LocalTelegram) -> Json:
    """Return a message: its text with entities (offsets in UTF-16 units, as JavaScript counts), files as addresses."""
    by_bot = message["from"]["id"] == telegram.bot["id"]
    name = "text" if "text" in message else "caption"
    shown: Json = {
        "id": message["message_id"],
        "chat": message["chat"]["id"],
        "mine": not by_bot,
        "from": message["from"]["first_name"],
        "date": message["date"],
        "edited": "edit_date" in message,
        "text": message.get(name, "") if by_bot else _as_typed(message.get(name, "")),
        "entities": message.get("entities" if name == "text" else "caption_entities", []),
        "keyboard": message.get("reply_markup", {}).get("inline_keyboard", []),
        "via": message.get("via_bot", {}).get("username"),
        "reply": (message.get("reply_to_message") or {}).get("message_id"),
    }
    if "web_app_data" in message:
        shown["text"] = message["web_app_data"]["button_text"]
    if "photo" in message:
        largest = message["photo"][-1]
        address = _address(largest["file_id"], "picture.png")
        shown["photo"] = {"url": address, "width": largest["width"], "height": largest["height"]}
    if "document" in message:
        document = message["document"]
        shown["document"] = {
            "url": _address(document["file_id"], document["file_name"]),
            "name": document["file_name"],
            "size": document.get("file_size", 0),
        }
    return shown


def _as_typed(text: str) -> str:
    """Return what a person said as Telegram shows it: a link that opens the bot is /start, whatever it leads to."""
    return _START if text.startswith(f"{_START} ") else text


# Scopes of commands as Telegram looks them up, most specific first; whoever looks at the page runs its group.
_SCOPES = {
    "private": ("all_private_chats", "default"),
    "supergroup": ("all_chat_administrators", "all_group_chats", "default"),
    "channel": (),
}
KINDS = tuple(_SCOPES)


def shown_commands(telegram: LocalTelegram, language: str, kind: str) -> list[Json]:
    """Return the command menu of a kind of chat: of each scope the language's own, else the one without a language."""
    for scope in _SCOPES[kind]:
        for code in (language[:2], ""):
            set_for = json.dumps([{"type": scope}, code])
            for (setting, where), commands in telegram.settings.items():
                if (setting, where) == ("commands", set_for):
                    return list(commands)
    return []


def files_of(chats: tuple[Chat, ...]) -> set[str]:
    """Return the `file_id` of every file in some chats."""
    found: set[str] = set()
    for chat in chats:
        for message in chat.messages.values():
            found |= {size["file_id"] for size in message.get("photo", [])}
            found |= {message["document"]["file_id"]} if "document" in message else set()
    return found


def _address(file: str, name: str) -> str:
    return f"files/{file}/{quote(name, safe='')}"
