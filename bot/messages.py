"""Words for people that no screen template holds: errors, the command line, log lines for operators.

They are in `data/messages/<language>/<area>.yaml`. A message is named `<area>.<key>`; its text may hold `{fields}`.
"""

import os
from functools import cache
from typing import Any

from bot.resources import read_yaml

DEFAULT_LANGUAGE = "zh"
#: The languages that are written down; Traditional Chinese is made from simplified.
LANGUAGES = ("zh", "en")
TRADITIONAL = "zh-Hant"
#: The languages that one may choose.
SPOKEN = (DEFAULT_LANGUAGE, TRADITIONAL, *(one for one in LANGUAGES if one != DEFAULT_LANGUAGE))


def written(language: str) -> str:
    """Return the language whose texts are shown for one: Chinese for both of its scripts, and for what is not here."""
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def operator_language() -> str:
    """Return the language of the command line: `GONGKAI_LANGUAGE`, Chinese by default (architecture.md §4)."""
    language = os.environ.get("GONGKAI_LANGUAGE", DEFAULT_LANGUAGE)
    return language if language in SPOKEN else DEFAULT_LANGUAGE


@cache
def _area(language: str, area: str) -> dict[str, str]:
    if language == TRADITIONAL:
        from bot.text.normalise import to_traditional

        return {key: to_traditional(text) for key, text in _area(DEFAULT_LANGUAGE, area).items()}
    return {str(key): str(text) for key, text in read_yaml("messages", language, f"{area}.yaml").items()}


def message(name: str, language: str | None = None, **values: Any) -> str:
    """Return a message in words.

    Args:
        name: `<area>.<key>`, e.g. `importing.empty_file`.
        language: `zh`, `zh-Hant` or `en`; the operator's language when not given.
        values: For the fields of the text.

    Returns:
        The text with its fields filled.

    Raises:
        KeyError: No such message, or a field of it is missing: a test walks all of them.
    """
    area, _, key = name.partition(".")
    return _area(language or operator_language(), area)[key].format(**values)


def has_message(name: str) -> bool:
    """Return whether there is a message of that name."""
    area, _, key = name.partition(".")
    return key in _area(DEFAULT_LANGUAGE, area)
