"""Parameters as the Bot API specification has them: names, types, what is required.

The table `data/telegram/bot-api.json` is derived from it by `tests/local/bot_api/derive_specification.py`.
Telegram passes over a parameter that it does not know; here it is refused, because it is a mistake of ours.
"""

import json
from functools import cache
from typing import Any

from bot.local.bot_api.refusal import TOO_OLD, ApiError, bad_request
from bot.resources import bundled

Json = dict[str, Any]

# Telegram's own words where a required parameter is missing; any other is said by its name.
_MISSING = {
    ("sendMessage", "text"): "message text is empty",
    ("editMessageText", "text"): "message text is empty",
    ("answerCallbackQuery", "callback_query_id"): TOO_OLD,
    ("answerInlineQuery", "inline_query_id"): TOO_OLD,
    ("sendPhoto", "photo"): "there is no photo in the request",
    ("sendDocument", "document"): "there is no document in the request",
}


@cache
def _table() -> Json:
    loaded: Json = json.loads(bundled("telegram", "bot-api.json").read_text(encoding="utf-8"))
    return loaded


def read_parameters(method: str, raw: Json, files: frozenset[str] = frozenset()) -> Json:
    """Return the parameters of a request in their own types.

    Args:
        method: Name of the method, e.g. `sendMessage`.
        raw: Parameters as they came: JSON values, or strings from a form.
        files: Names of the uploaded parts.

    Raises:
        ApiError: There is no such method or parameter, one has another type, or a required one is missing.
    """
    fields = _table()["methods"].get(method)
    if fields is None:
        raise ApiError(404, "Not Found: method not found")
    return _read_object(
        method, fields, {**raw, **{name: f"attach://{name}" for name in files if name in fields}}, method
    )


def _read_object(owner: str, fields: dict[str, str], raw: Json, method: str) -> Json:
    unknown = sorted(set(raw) - set(fields))
    if unknown:
        raise bad_request(f'{owner} has no parameter "{unknown[0]}" in the Bot API specification')
    read: Json = {}
    for name, written in fields.items():
        required, types = written.startswith("!"), written.removeprefix("!").split("|")
        value = raw.get(name)
        if value is None or value == "":
            if required:
                raise bad_request(_MISSING.get((method, name)) or f"{name} is empty")
            continue
        read[name] = _read_one_of(types, value, method, f'{owner}: "{name}"')
    return read


def _read_one_of(kinds: list[str], value: Any, method: str, what: str) -> Any:
    """Return a value in the first of some types that it is of; where it is of none, the nearest type says why."""
    refusals = []
    for kind in kinds:
        try:
            found, value_read = _read(kind, value, method)
        except ApiError as refusal:
            refusals.append(refusal)
            continue
        if found:
            return value_read
    raise refusals[0] if refusals else bad_request(f"{what} must be of type {' or '.join(kinds)}")


def _read(kind: str, value: Any, method: str) -> tuple[bool, Any]:
    """Return whether a value is of a type, and the value in that type."""
    if kind in _SIMPLE:
        return _SIMPLE[kind](value)
    if isinstance(value, str):
        if kind == "InputFile":
            return True, value
        try:
            value = json.loads(value)
        except ValueError:
            return False, None
    if kind.startswith("Array of "):
        return _read_array(kind.removeprefix("Array of "), value, method)
    return _read_typed(kind, value, method) if isinstance(value, dict) else (False, None)


def _read_array(kind: str, value: Any, method: str) -> tuple[bool, Any]:
    if not isinstance(value, list):
        return False, None
    items = [_read(kind, item, method) for item in value]
    return all(found for found, _ in items), [item for _, item in items]


def _read_typed(kind: str, value: Json, method: str) -> tuple[bool, Any]:
    described = _table()["types"].get(kind)
    if described is None:
        return False, None
    subtypes = described.get("one of")
    if isinstance(subtypes, list):
        return True, _read_one_of(subtypes, value, method, kind)
    return True, _read_object(kind, described, value, method)


def _integer(value: Any) -> tuple[bool, Any]:
    if isinstance(value, bool):
        return False, None
    if isinstance(value, int):
        return True, value
    text = str(value).strip()
    return (True, int(text)) if text.removeprefix("-").isdecimal() and text.isascii() else (False, None)


def _float(value: Any) -> tuple[bool, Any]:
    try:
        return not isinstance(value, bool), float(value)
    except (TypeError, ValueError):
        return False, None


def _boolean(value: Any) -> tuple[bool, Any]:
    if isinstance(value, bool):
        return True, value
    known = {"true": True, "false": False, "1": True, "0": False}
    return (True, known[str(value).lower()]) if str(value).lower() in known else (False, None)


def _string(value: Any) -> tuple[bool, Any]:
    return isinstance(value, str), value


_SIMPLE = {"Integer": _integer, "Float": _float, "Boolean": _boolean, "String": _string}
