"""What Telegram's refusals and faults mean: their wording, whether a message arrived, how long to wait.

The Bot API has a number for a kind of refusal and words for the reason. All its words that are looked for stand here,
in small letters.
"""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

UNCHANGED = ("message is not modified",)
MARKUP = ("can't parse entities", "unsupported start tag", "entities_too_long")
# A text that can be sent plain and shorter.
FORM = (
    *MARKUP,
    "message is too long",
    "message_too_long",
    "entity_",
    "caption is too long",
)
BUTTONS = ("button_", "reply markup is too long", "inline keyboard", "reply_markup")
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")
NO_TOPIC = ("thread not found",)
NO_QUESTION = ("replied not found", "replied message not found", "reply message not found")
NO_FILE = ("file",)
TOO_OLD = ("query is too old",)
OF_WEBHOOK = ("webhook",)
# Where a chat will not have the bot's messages at all.
OUT_OF_REACH = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_admin_required",
    "chat_restricted",
    "topic_closed",
    "topic_deleted",
    "topic is closed",
    "message thread not found",
    "peer_id_invalid",
    "user not found",
    "user_is_blocked",
    "input_user_deactivated",
    "bot is not a member",
    "group chat was deactivated",
    "chat_send_plain_forbidden",
)

# What httpx raises before a request has left as a whole; half a request is none to Telegram.
_NEVER_SENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError"}
    | {"WriteError"}
)

Result = TypeVar("Result")


class MalformedError(TelegramError):
    """What was answered is no answer to what was asked: `true` in place of an object, an object without its fields."""


def says(refusal: TelegramError, wording: tuple[str, ...]) -> bool:
    """Return whether a refusal is worded in one of these ways."""
    return any(words in refusal.message.lower() for words in wording)


def without_quotation(refusal: TelegramError) -> str:
    """Return Telegram's reason up to what it quotes of the message: texts never reach a log (architecture.md §7)."""
    return refusal.message.split('"', 1)[0].split("'http", 1)[0].strip()


def is_out_of_reach(refusal: TelegramError) -> bool:
    """Return whether nobody in a chat can be told anything: blocked, removed, no rights, no such chat, closed topic."""
    if isinstance(refusal, BadRequest):
        return says(refusal, OUT_OF_REACH)
    return isinstance(refusal, Forbidden)


async def read_by_the_library(answer: Awaitable[Result]) -> Result:
    """Await an answer of the Bot API server.

    Raises:
        MalformedError: The library cannot read it.
        TelegramError: As the library says.
    """
    try:
        return await answer
    except TelegramError:
        raise
    except Exception as error:  # whatever it lacks, or is instead
        raise MalformedError(type(error).__name__) from error


def outcome_unknown(error: NetworkError) -> bool:
    """Return whether Telegram may have accepted what was sent: the request had left, and no answer came."""
    cause = error.__cause__
    # An error page of a proxy is an answer, although no Bot API server wrote it.
    answered = cause is None or isinstance(cause, TelegramError)
    return not answered and type(cause).__name__ not in _NEVER_SENT


def seconds_wanted(refusal: RetryAfter) -> float:
    """Return how long Telegram wants us to wait; python-telegram-bot is changing the type."""
    wanted: object = refusal.retry_after
    return wanted.total_seconds() if isinstance(wanted, timedelta) else float(str(wanted))
