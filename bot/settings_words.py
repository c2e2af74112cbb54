"""What is wrong with a value of the settings, in words."""

import re

from pydantic import ValidationError

from bot.environment_file import EnvironmentFile, SettingsError
from bot.messages import message


def expected_in_words(error: ValidationError) -> str:
    """Return what the first value that cannot be used should have been. The value is not said: it may be the token."""
    first = error.errors(include_input=False, include_url=False)[0]
    context = first.get("ctx", {})
    reason = {
        "bool_parsing": "settings.expected_boolean",
        "int_parsing": "settings.expected_number",
        "literal_error": "settings.expected_choice",
        "greater_than_equal": "settings.expected_at_least",
        "less_than_equal": "settings.expected_at_most",
        "value_error": str(context.get("error", "")),
    }.get(first["type"], "settings.expected_other")
    values = {key: value for key, value in context.items() if key in {"ge", "le", "expected"}}
    if "expected" in values:
        # pydantic writes 'zh', 'zh-Hant' or 'en'.
        values["expected"] = "、".join(re.findall("'([^']*)'", values["expected"]))
    return message(reason, **values)


def in_words(error: ValidationError, file: EnvironmentFile, prefix: str) -> SettingsError:
    """Return the first fault of settings, whose names begin with `prefix`, as a line for people."""
    where = error.errors(include_input=False, include_url=False)[0]["loc"]
    name = prefix + str(where[0] if where else "").upper()
    return SettingsError(
        "settings.bad_value", setting=name, where=file.place_of(name), expected=expected_in_words(error)
    )
