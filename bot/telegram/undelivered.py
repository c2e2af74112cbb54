"""Updates whose answer did not get through, which are answered again when the way to the chat may be open."""

from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.telegram.types import App

_UNDELIVERED = "undelivered"


@dataclass(slots=True)
class Undelivered:
    """An update whose answer did not get through: how often, and in how many seconds it may; None: it was told."""

    times: int = 0
    seconds: float | None = None


def made_again_in(application: App, update: Update) -> float | None:
    """Return in how many seconds an update is to be answered again, because nobody has heard yet; None: not at all."""
    ways: dict[int, Undelivered] = application.bot_data.get(_UNDELIVERED, {})
    way = ways.get(update.update_id)
    seconds = way.seconds if way is not None else None
    if seconds is None:
        ways.pop(update.update_id, None)
    elif way is not None:
        way.seconds = None
    return seconds


def undelivered(kept: dict[str, Any], update: Update) -> Undelivered:
    """Return what is known of an update's answer, in the application's `bot_data`."""
    ways: dict[int, Undelivered] = kept.setdefault(_UNDELIVERED, {})
    return ways.setdefault(update.update_id, Undelivered())


def closes_the_way(error: BaseException) -> bool:
    """Return whether it is no fault of an answer that it was not delivered: the network, the server, a long wait."""
    return isinstance(error, RetryAfter) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))
