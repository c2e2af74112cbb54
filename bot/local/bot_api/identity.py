"""What a bot says of itself on the local Telegram: name, descriptions, command lists, by language and scope."""

import json
from typing import Any

from bot.local.bot_api.limits import COMMANDS, NAME, check_command
from bot.local.bot_api.markup import utf16_length
from bot.local.bot_api.refusal import bad_request
from bot.local.bot_api.telegram import METHODS, LocalTelegram, Method

Json = dict[str, Any]

# Field → what Telegram says of one that is too long.
_REFUSALS = {"name": "BOT_TITLE_INVALID", "description": "DESCRIPTION_TOO_LONG", "short_description": "ABOUT_TOO_LONG"}


def _set_my_commands(telegram: LocalTelegram, parameters: Json) -> bool:
    if len(parameters["commands"]) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in parameters["commands"]:
        check_command(command)
    telegram.settings["commands", _scope(parameters)] = parameters["commands"]
    return True


def _get_my_commands(telegram: LocalTelegram, parameters: Json) -> Any:
    return telegram.settings.get(("commands", _scope(parameters)), [])


def _delete_my_commands(telegram: LocalTelegram, parameters: Json) -> bool:
    telegram.settings.pop(("commands", _scope(parameters)), None)
    return True


def _setter(field: str) -> Method:
    def set_field(telegram: LocalTelegram, parameters: Json) -> bool:
        text = parameters.get(field, "")
        if utf16_length(text) > NAME[field]:
            raise bad_request(_REFUSALS[field])
        telegram.settings[field, _language(parameters)] = text
        return True

    return set_field


def _getter(field: str) -> Method:
    def get_field(telegram: LocalTelegram, parameters: Json) -> Json:
        # Where none is set in a language, people see that without a language; at first that of @BotFather.
        first = telegram.bot["first_name"] if field == "name" else ""
        own = telegram.settings.get((field, _language(parameters)))
        return {field: own or telegram.settings.get((field, ""), first)}

    return get_field


def _set_my_profile_photo(telegram: LocalTelegram, parameters: Json) -> bool:
    content = telegram.files.get(parameters["photo"]["photo"], ("", b""))[1]
    if not content.startswith(b"\xff\xd8"):  # a static one is JPEG
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    telegram.settings["photo", ""] = content
    return True


def _get_user_profile_photos(telegram: LocalTelegram, parameters: Json) -> Json:
    own = parameters["user_id"] == telegram.bot["id"] and ("photo", "") in telegram.settings
    size = {"file_id": "profilephoto", "file_unique_id": "profilephoto", "width": 640, "height": 640}
    return {"total_count": int(own), "photos": [[size]] if own else []}


def _scope(parameters: Json) -> str:
    return json.dumps([parameters.get("scope", {"type": "default"}), _language(parameters)], sort_keys=True)


def _language(parameters: Json) -> str:
    """Return the language code of a request.

    Raises:
        ApiError: It is not of two letters (ISO 639-1).
    """
    code = str(parameters.get("language_code", ""))
    if code and not (len(code) == 2 and code.isascii() and code.islower()):
        raise bad_request("LANG_CODE_INVALID")
    return code


METHODS |= {
    "setMyCommands": _set_my_commands,
    "getMyCommands": _get_my_commands,
    "deleteMyCommands": _delete_my_commands,
    "setMyProfilePhoto": _set_my_profile_photo,
    "getUserProfilePhotos": _get_user_profile_photos,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
