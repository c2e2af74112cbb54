"""Telegram's limits on what a bot sends, in Telegram's own words (telegram.constants)."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.local.bot_api.markup import parse_html, utf16_length
from bot.local.bot_api.refusal import bad_request

Json = dict[str, Any]

TEXT = 4096
CAPTION = 1024
ENTITIES = 100
BUTTONS = 100
BUTTONS_IN_ROW = 8
CALLBACK_BYTES = 64
COPY_TEXT = 256
ALERT = 200
INLINE_RESULTS = 50
INLINE_ID_BYTES = 64
INLINE_OFFSET_BYTES = 64
START_PARAMETER = 64
COMMANDS = 100
NAME = {"name": 64, "description": 512, "short_description": 120}
_START_PARAMETER = re.compile(rf"[A-Za-z0-9_-]{{1,{START_PARAMETER}}}", re.ASCII)

_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay")  # fmt: skip


def read_text(parameters: Json, *, name: str = "text", maximum: int = TEXT) -> tuple[str, list[Json]]:
    """Return the text and the entities that a request gives.

    Raises:
        ApiError: The markup does not parse, the text is empty or too long, or there are too many entities.
    """
    source = parameters.get(name, "")
    mode = parameters.get("parse_mode", "")
    if mode and mode.lower() not in {"html"}:
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(source) if mode else (source, parameters.get(f"{_prefix(name)}entities", []))
    stripped = text.rstrip()
    if name == "text" and not stripped.strip():
        raise bad_request("message text is empty")
    if utf16_length(stripped) > maximum:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if len(entities) > ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return stripped, entities


def check_keyboard(markup: Json | None, *, inline: bool = True) -> None:
    """Check an inline keyboard.

    Args:
        markup: The keyboard.
        inline: Whether the bot has inline mode.

    Raises:
        ApiError: Too many buttons, or a button that Telegram does not accept.
    """
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
            if not inline and any(name.startswith("switch_inline") for name in button):
                raise bad_request("BUTTON_TYPE_INVALID")


def check_inline_results(results: list[Json]) -> None:
    """Check the results of an inline query.

    Raises:
        ApiError: Too many, an identifier that is too long or used twice, or a result that Telegram does not accept.
    """
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        identifier = result["id"]
        if not 1 <= len(identifier.encode()) <= INLINE_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if identifier in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identifier)
        if result.get("type") == "article" and not result.get("title", "").strip():
            raise bad_request("ARTICLE_TITLE_EMPTY")
        content = result.get("input_message_content")
        if content and "message_text" in content:
            given = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
            read_text(given | {"entities": content.get("entities", [])})
        check_keyboard(result.get("reply_markup"))


def check_inline_answer(answer: Json) -> None:
    """Check everything else that an answer to an inline query holds.

    Raises:
        ApiError: The offset is too long, the time to cache it is negative, or the button above the results is none.
    """
    if len(answer.get("next_offset", "").encode()) > INLINE_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    if answer.get("cache_time", 0) < 0:
        raise bad_request("CACHE_TIME_INVALID")
    button = answer.get("button")
    if button is None:
        return
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if ("web_app" in button) == ("start_parameter" in button):
        raise bad_request("exactly one of the fields start_parameter and web_app must be used")
    if "start_parameter" in button and not _START_PARAMETER.fullmatch(button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")


def check_command(command: Json) -> None:
    """Check one command of a menu.

    Raises:
        ApiError: Its name is not 1 to 32 of a-z, 0-9 and _, or its description is empty or too long.
    """
    name = command["command"]
    if not 1 <= len(name) <= 32 or not name.isascii() or not name.replace("_", "a").isalnum() or name != name.lower():
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _check_button(button: Json) -> None:
    if not button.get("text", "").strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    actions = [name for name in _ACTIONS if name in button]
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    copy = button.get("copy_text")
    if copy is not None and not 1 <= utf16_length(copy["text"]) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and (urlsplit(url).scheme not in {"http", "https", "tg"} or not urlsplit(url).netloc):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _prefix(name: str) -> str:
    return "" if name == "text" else f"{name}_"
