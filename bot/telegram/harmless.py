"""Requests that are no messages: they wait for no turn, and are tried again for as long as their answer is wanted."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.recent import Recent
from bot.telegram.backoff import Retries
from bot.telegram.refusals import seconds_wanted

# Harmless when repeated.
HARMLESS = frozenset(
    {"answerCallbackQuery", "answerInlineQuery", "getChat", "getChatMember", "getChatAdministrators", "getFile"}
)
# Presses whose answer is kept in mind: Telegram takes one answer for each.
_ANSWERED = 1000
# Seconds that the answer to a press or to an inline query waits where Telegram asks for it: later it is too old.
_PRESS_SECONDS = 10.0

Result = TypeVar("Result")


class Harmless:
    """Sends them.

    Args:
        sleep: Waits for seconds.
        aside: Called where what is to be sent has to wait, in the task of whoever sends it.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]], aside: Callable[[], None]) -> None:
        self._sleep = sleep
        self._aside = aside
        self._answered: Recent[str, None] = Recent(_ANSWERED)

    async def ask(self, data: dict[str, Any], send: Callable[[], Awaitable[Result]]) -> Result:
        """Send what is no message; a press that was answered before is refused, as Telegram would."""
        press = data.get("callback_query_id")
        if press is not None:
            if press in self._answered:
                raise BadRequest("Query is too old: it was answered")
            self._answered[press] = None
        retries, left = Retries(), _PRESS_SECONDS
        while True:
            try:
                return await send()
            except BadRequest:
                raise
            except (RetryAfter, NetworkError) as fault:
                pause = seconds_wanted(fault) if isinstance(fault, RetryAfter) else retries.pause_after(fault)
                if pause is None or pause > left:
                    raise
            left -= pause
            self._aside()
            await self._sleep(pause)
