"""The methods of the Bot API that the local Telegram knows: they are added to its `METHODS`."""

import json
import time
from typing import Any

from bot.local.bot_api.chats import Chat
from bot.local.bot_api.limits import (
    ALERT,
    CAPTION,
    check_inline_answer,
    check_inline_results,
    check_keyboard,
)
from bot.local.bot_api.limits import read_text as read_limited_text
from bot.local.bot_api.markup import utf16_length
from bot.local.bot_api.refusal import TOO_OLD, bad_request
from bot.local.bot_api.telegram import METHODS, RIGHTS, LocalTelegram

Json = dict[str, Any]

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
# What Telegram lets a bot fetch.
DOWNLOAD_BYTES = 20_000_000


def _get_me(telegram: LocalTelegram, parameters: Json) -> Json:  # noqa: ARG001 - every method has both
    return telegram.bot


def _done(telegram: LocalTelegram, parameters: Json) -> bool:  # noqa: ARG001
    return True


def _send_message(telegram: LocalTelegram, parameters: Json) -> Json:
    chat = telegram.writable(parameters["chat_id"])
    text, entities = read_limited_text(parameters)
    return _post(telegram, chat, parameters, text=text, **({"entities": entities} if entities else {}))


def _send_photo(telegram: LocalTelegram, parameters: Json) -> Json:
    chat = telegram.writable(parameters["chat_id"])
    kept = _kept_file(telegram, parameters["photo"], 10_000_000)
    width, height = _size_of(telegram.files[kept][1])
    size = {"file_id": kept, "file_unique_id": kept[-16:], "width": width, "height": height}
    return _post(telegram, chat, parameters, photo=[size], **_caption(parameters))


def _send_document(telegram: LocalTelegram, parameters: Json) -> Json:
    chat = telegram.writable(parameters["chat_id"])
    kept = _kept_file(telegram, parameters["document"], 50_000_000)
    document: Json = {"file_id": kept, "file_unique_id": kept[-16:], "file_name": telegram.files[kept][0]}
    document["file_size"] = len(telegram.files[kept][1])
    return _post(telegram, chat, parameters, document=document, **_caption(parameters))


def _edit_message_text(telegram: LocalTelegram, parameters: Json) -> Json | bool:
    message = _edited(telegram, parameters)
    text, entities = read_limited_text(parameters)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _change(telegram, message, parameters, {"text": text, "entities": entities})


def _edit_message_caption(telegram: LocalTelegram, parameters: Json) -> Json | bool:
    message = _edited(telegram, parameters)
    caption = {"caption": "", "caption_entities": []} | _caption(parameters)
    return _change(telegram, message, parameters, caption)


def _edit_message_reply_markup(telegram: LocalTelegram, parameters: Json) -> Json | bool:
    return _change(telegram, _edited(telegram, parameters), parameters, {})


def _delete_message(telegram: LocalTelegram, parameters: Json) -> bool:
    chat = telegram.writable(parameters["chat_id"])
    message = chat.message(parameters["message_id"], "delete")
    del chat.messages[message["message_id"]]
    telegram.told("deleted", message)
    return True


def _answer_callback_query(telegram: LocalTelegram, parameters: Json) -> bool:
    if utf16_length(parameters.get("text", "")) > ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    _answer_query(telegram, parameters["callback_query_id"], parameters)
    return True


def _answer_inline_query(telegram: LocalTelegram, parameters: Json) -> bool:
    check_inline_results(parameters["results"])
    check_inline_answer(parameters)
    _answer_query(telegram, parameters["inline_query_id"], parameters)
    return True


def _send_chat_action(telegram: LocalTelegram, parameters: Json) -> bool:
    telegram.writable(parameters["chat_id"])
    if parameters["action"] not in {"typing", "upload_photo", "upload_document"}:
        raise bad_request("wrong parameter action in request")
    telegram.told("action", parameters)
    return True


def _get_file(telegram: LocalTelegram, parameters: Json) -> Json:
    kept = parameters["file_id"]
    if kept not in telegram.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(telegram.files[kept][1])
    if size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {"file_id": kept, "file_unique_id": kept[-16:], "file_size": size, "file_path": kept}


def _get_chat(telegram: LocalTelegram, parameters: Json) -> Json:
    chat = telegram.writable(parameters["chat_id"])
    return chat.as_json | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def _get_chat_member(telegram: LocalTelegram, parameters: Json) -> Json:
    return _member(telegram, telegram.writable(parameters["chat_id"]), parameters["user_id"])


def _get_chat_administrators(telegram: LocalTelegram, parameters: Json) -> list[Json]:
    chat = telegram.writable(parameters["chat_id"])
    return [_member(telegram, chat, user) for user in sorted(chat.administrators)]


def _member(telegram: LocalTelegram, chat: Chat, user: int) -> Json:
    person = telegram.bot if user == telegram.bot["id"] else {"id": user, "is_bot": False, "first_name": str(user)}
    if user not in chat.administrators:
        return {"status": "member", "user": person}
    return {"status": "administrator", "user": person, "can_post_messages": True} | dict.fromkeys(RIGHTS, True)


def _get_webhook(telegram: LocalTelegram, parameters: Json) -> Json:  # noqa: ARG001
    return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


METHODS |= {
    "getMe": _get_me,
    "deleteWebhook": _done,
    "getWebhookInfo": _get_webhook,
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "sendDocument": _send_document,
    "sendChatAction": _send_chat_action,
    "editMessageText": _edit_message_text,
    "editMessageCaption": _edit_message_caption,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "deleteMessage": _delete_message,
    "answerCallbackQuery": _answer_callback_query,
    "answerInlineQuery": _answer_inline_query,
    "getFile": _get_file,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "getChatAdministrators": _get_chat_administrators,
}


def _post(telegram: LocalTelegram, chat: Chat, parameters: Json, **content: Any) -> Json:
    check_keyboard(parameters.get("reply_markup"), inline=telegram.bot["supports_inline_queries"])
    reply = parameters.get("reply_parameters")
    if reply is not None:
        if reply["message_id"] in chat.messages:
            content["reply_to_message"] = chat.messages[reply["message_id"]]
        elif not reply.get("allow_sending_without_reply", False):
            raise bad_request("message to be replied not found")
    for name in ("reply_markup", "message_thread_id"):
        if name in parameters:
            content[name] = parameters[name]
    if "message_thread_id" in content:
        content["is_topic_message"] = True
    message = chat.add(telegram.bot, **content)
    telegram.told("sent", message)
    return message


def _edited(telegram: LocalTelegram, parameters: Json) -> Json:
    if "inline_message_id" in parameters:
        return telegram.inserted_message(parameters["inline_message_id"])
    if "message_id" not in parameters or "chat_id" not in parameters:
        raise bad_request("message identifier is not specified")
    message = telegram.writable(parameters["chat_id"]).message(parameters["message_id"], "edit")
    if message["from"]["id"] != telegram.bot["id"]:
        raise bad_request("message can't be edited")
    return message


def _change(telegram: LocalTelegram, message: Json, parameters: Json, content: Json) -> Json | bool:
    check_keyboard(parameters.get("reply_markup"), inline=telegram.bot["supports_inline_queries"])
    content["reply_markup"] = parameters.get("reply_markup")
    if all(_same(message.get(name), value) for name, value in content.items()):
        raise bad_request(_NOT_MODIFIED)
    message |= content
    for name in [name for name, value in content.items() if not value]:
        del message[name]
    message["edit_date"] = int(time.time())
    telegram.told("edited", message)
    # The bot is never shown a message that somebody inserted in a chat.
    return True if "inline_message_id" in parameters else message


def _same(old: Any, new: Any) -> bool:
    return (not old and not new) or json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _caption(parameters: Json) -> Json:
    if "caption" not in parameters:
        return {}
    text, entities = read_limited_text(parameters, name="caption", maximum=CAPTION)
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, from its header; of anything else a guess."""
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return 640, 480
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _kept_file(telegram: LocalTelegram, given: str, maximum: int) -> str:
    """Keep an uploaded file and return its `file_id`, under which it can be sent again."""
    if given not in telegram.files:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    if not given.startswith("attach://"):
        return given
    name, content = telegram.files.pop(given)
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > maximum:
        raise bad_request("file is too big")
    return telegram.upload(name, content)


def _answer_query(telegram: LocalTelegram, query: str, parameters: Json) -> None:
    if query not in telegram.open_queries:
        raise bad_request(TOO_OLD)
    telegram.open_queries.discard(query)
    telegram.answered[query] = parameters
    telegram.told("answered", parameters)
