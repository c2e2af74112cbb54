"""In what manner a chat is answered: which language, and whether without pictograms and folding."""

from dataclasses import dataclass

from bot.messages import LANGUAGES, TRADITIONAL
from bot.screens.render import DEFAULT
from bot.store.chat.preferences import NOTHING_SET, Preferences

# Telegram says where a person's phone is set to, as IETF tags. Hant, and where it is written without saying so.
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True, slots=True)
class ReplyStyle:
    """How an answer is worded: `language` is `zh`, `zh-Hant` or `en`."""

    language: str
    plain: bool = False


def style_of(
    chosen: Preferences, code: str | None, *, own: Preferences = NOTHING_SET, default: str = DEFAULT
) -> ReplyStyle:
    """Return the manner in which somebody is answered in a chat.

    What is set for the chat comes first, in a group then what the person has set for themselves, then the language of
    their Telegram, then the default.

    Args:
        chosen: What is set for the chat.
        code: The person's `language_code`, as Telegram gives it; None where there is no person.
        own: What the person has set in private, where the chat is another one.
        default: The language of the settings.
    """
    language = chosen.language or own.language or language_of(code) or default
    return ReplyStyle(language, chosen.plain or own.plain)


def language_of(code: str | None) -> str | None:
    """Return our language for a `language_code` of Telegram (`zh-hans`, `zh-TW`, `en-GB`), None where we have none."""
    tag = (code or "").lower().replace("_", "-")
    if tag.startswith(_TRADITIONAL):
        return TRADITIONAL
    language = tag.partition("-")[0]
    return language if language in LANGUAGES else None
