"""Fetching updates from a Bot API server by long polling, until somebody stops it or it cannot go on.

python-telegram-bot's own Updater goes on for ever when a second program polls with the same token, and stops without a
word when the token is revoked; an operator must be told of both (issue 2).
"""

import asyncio
import contextlib
import signal
from collections.abc import Sequence
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import GongkaiError
from bot.logs import logger
from bot.messages import LANGUAGES, message
from bot.transport.application import shut_down
from bot.transport.queue import seconds_wanted
from handlers import ALLOWED_UPDATES
from handlers.commands import Commands
from handlers.delivery import shortened
from handlers.types import App

_POLL_SECONDS = 25
_REASON_UNITS = 100
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


class UnreachableError(GongkaiError):
    """The Bot API server cannot be reached; that may pass."""


class RefusedError(GongkaiError):
    """The Bot API server will not have us; that does not pass by itself, so systemd does not restart it."""

    exit_code = 2


async def poll(application: App, server: str) -> None:
    """Answer until SIGTERM or SIGINT.

    Args:
        application: The application, not yet initialised.
        server: Address of the Bot API server, for the words of a fault.

    Raises:
        UnreachableError: The server could not be reached at the start.
        RefusedError: The token is wrong or was revoked, or another program polls with it.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C works there all the same
            loop.add_signal_handler(number, stop.set)
    try:
        await _first_contact(application, server)
        await application.start()
        logger.info(message("transport.started", bot=application.bot.username))
        try:
            await _fetch(application, stop)
        finally:
            # Processes what was fetched before it returns.
            await application.stop()
            logger.info(message("transport.stopped"))
    finally:
        await shut_down(application)


async def _first_contact(application: App, server: str) -> None:
    try:
        await application.initialize()
    except InvalidToken as error:
        raise _wrong_token(error) from None
    except Conflict:
        raise RefusedError("transport.second_poller") from None
    except (NetworkError, RetryAfter) as error:
        raise UnreachableError("transport.unreachable", server=_host(server), reason=_reason(error)) from None
    try:
        # Polling and a webhook exclude each other. A server that has no webhooks refuses; that is as good.
        await application.bot.delete_webhook()
    except TelegramError as error:
        logger.debug("deleteWebhook: %s", type(error).__name__)
    await _set_menu(application)


async def _set_menu(application: App) -> None:
    """Set the command menu, in the default language and in each of ours; a server without it is no reason to stop."""
    commands = Commands.read()
    try:
        await application.bot.set_my_commands(commands.menu(LANGUAGES[0]))
        for language in LANGUAGES:
            await application.bot.set_my_commands(commands.menu(language), language_code=language)
    except TelegramError as error:
        logger.warning(message("transport.commands_not_set", reason=_reason(error)))


async def _fetch(application: App, stop: asyncio.Event) -> None:
    """Put updates into the application's queue; each is confirmed to the server by asking for the next."""
    offset = 0
    pause = _FIRST_PAUSE
    troubled = False
    stopping = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            fetching = asyncio.create_task(_updates(application, offset, _POLL_SECONDS))
            await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not fetching.done():
                fetching.cancel()
                with contextlib.suppress(asyncio.CancelledError, TelegramError):
                    await fetching
                break
            try:
                updates = fetching.result()
            except InvalidToken as error:
                raise _wrong_token(error) from None
            except Conflict:
                raise RefusedError("transport.second_poller") from None
            except TimedOut:
                continue
            except TelegramError as error:
                wait = seconds_wanted(error) if isinstance(error, RetryAfter) else pause
                logger.warning(message("transport.polling_fault", reason=_reason(error), seconds=round(wait)))
                troubled = True
                pause = min(_LONGEST_PAUSE, pause * 2)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(stopping), wait)
                continue
            if troubled:
                logger.info(message("transport.polling_again"))
            troubled, pause = False, _FIRST_PAUSE
            for update in updates:
                await application.update_queue.put(update)
                offset = update.update_id + 1
    finally:
        stopping.cancel()
    if offset:
        # Confirms what was fetched last, so that the next start does not answer it again.
        with contextlib.suppress(TelegramError):
            await _updates(application, offset, 0)


async def _updates(application: App, offset: int, seconds: int) -> Sequence[Update]:
    updates: Sequence[Update] = await application.bot.get_updates(
        offset=offset, timeout=seconds, allowed_updates=list(ALLOWED_UPDATES)
    )
    return updates


def _wrong_token(error: InvalidToken) -> RefusedError:
    """Telegram answers 401 to a token that it does not know, 404 to what is no token, and so do other servers."""
    words = f"{error.message} {error.__cause__ or ''}"
    return RefusedError("transport.wrong_token", status=404 if "Not Found" in words else 401)


def _reason(error: TelegramError) -> str:
    """Return what went wrong without what libraries quote, which may be an address with the token in it."""
    cause = error.__cause__
    return type(cause).__name__ if cause is not None else shortened(" ".join(error.message.split()), _REASON_UNITS)


def _host(server: str) -> str:
    address = urlsplit(server)
    return f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")
