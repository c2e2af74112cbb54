"""Fetching updates from a Bot API server by long polling, until somebody stops it or it cannot go on.

python-telegram-bot's own Updater goes on for ever when a second program polls with the same token, and stops without a
word when the token is revoked; an operator must be told of both.
"""

import asyncio
import contextlib
import warnings
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import GongkaiError
from bot.logs import logger, new_number, note_fault
from bot.messages import message
from bot.resting import rest, stop_when_told
from bot.store.chat.inbox import Inbox
from bot.store.crew import Crew
from bot.store.errors import UnwritableError
from bot.telegram.application import shut_down
from bot.telegram.arrivals import Arrivals
from bot.telegram.delivery import shortened
from bot.telegram.profile import set_profile
from bot.telegram.refusals import OF_WEBHOOK, MalformedError, read_by_the_library, says, seconds_wanted
from bot.telegram.types import ALLOWED_UPDATES, App

_POLL_SECONDS = 25
_REASON_UNITS = 100
_THREADS = 32
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
# Seconds that answers and posts have to be finished when the bot is stopped, and to tell Telegram so. The times of
# deploy/gongkai.service agree with them.
LAST_SENDS = 15.0
LAST_WORD = 3.0

WarmUp = Callable[[], None]
Beside = Callable[[asyncio.Event], Awaitable[None]]


class UnreachableError(GongkaiError):
    """The Bot API server cannot be reached; that may pass."""


class NotAcceptedError(GongkaiError):
    """The Bot API server will not have us; that does not pass by itself, so systemd does not restart it."""

    exit_code = 2


class UpdateSource(Protocol):
    """Where updates come from."""

    async def run(self) -> None:
        """Take updates until told to stop.

        Raises:
            NotAcceptedError: The server will not have us any more.
        """

    async def confirm(self) -> None:
        """Confirm what came last, once all is answered that could be."""


async def poll(  # noqa: PLR0913 - each is one thing that a test sets
    application: App,
    server: str,
    *,
    inbox: Inbox | None = None,
    beside: Sequence[Beside] = (),
    crew: Crew | None = None,
    take_over: bool = False,
    warm_up: WarmUp | None = None,
) -> None:
    """Fetch and answer until SIGTERM or SIGINT; what cannot be answered by then, the next start finds in the inbox.

    Args:
        application: The application, not yet initialised.
        server: Address of the Bot API server, for the words of a fault.
        inbox: Where updates stand until they are answered; None where nothing outlives the process.
        beside: What runs beside it, each until it is told to stop.
        crew: The processes that share the inbox; None where this is the only one.
        take_over: Whether a webhook that is set is taken away.
        warm_up: What a process does once for its first answer: done in a thread, before anything is fetched.

    Raises:
        UnreachableError: The server could not be reached at the start.
        NotAcceptedError: The token is wrong or was revoked, another program polls with it, or a webhook is set.
    """

    async def source(arrivals: Arrivals, stop: asyncio.Event) -> UpdateSource:
        await _be_free_to_poll(application, server, take_over=take_over)
        return _Fetcher(application, arrivals, stop)

    await answer_from(source, application, server, inbox=inbox, beside=beside, crew=crew, warm_up=warm_up)


async def answer_from(  # noqa: PLR0913 - as `poll`
    source: Callable[[Arrivals, asyncio.Event], Awaitable[UpdateSource]],
    application: App,
    server: str,
    *,
    inbox: Inbox | None,
    beside: Sequence[Beside],
    crew: Crew | None = None,
    warm_up: WarmUp | None = None,
) -> None:
    """Answer what comes from a source until SIGTERM or SIGINT; the arguments and errors of `poll`."""
    stop = asyncio.Event()
    # What waits for another writer takes a thread each; nobody's question shall wait for one.
    beside_threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="beside")
    asyncio.get_running_loop().set_default_executor(beside_threads)
    stop_when_told(stop)
    warming = asyncio.create_task(_warmed(warm_up))
    try:
        await _first_contact(application, server)
        arrivals = Arrivals(application, inbox, crew)
        taking = await source(arrivals, stop)
        await application.start()
        await warming  # nothing is ready before, and nobody told so
        logger.info(message("transport.started", bot=application.bot.username))
        _say_what_could_be_set(application)
        running = [asyncio.create_task(_watched(one, stop)) for one in beside]
        running.append(asyncio.create_task(set_profile(application)))
        refused = True
        try:
            await arrivals.resume()
            await taking.run()
            refused = False
        finally:
            stop.set()
            last = asyncio.create_task(arrivals.drain(seconds=LAST_SENDS))
            await asyncio.wait(running, timeout=LAST_SENDS)
            for task in running:
                task.cancel()
            await last
            if not refused:
                await taking.confirm()
            await application.stop()
            logger.info(message("transport.stopped"))
    finally:
        await warming
        await shut_down(application)


async def _warmed(work: WarmUp | None) -> None:
    try:
        if work is not None:
            await asyncio.to_thread(work)
    except Exception as error:  # noqa: BLE001 - whoever asks is told, and the cause may have passed by then
        note_fault(new_number(), error)


def _say_what_could_be_set(application: App) -> None:
    """Tell the operator what only @BotFather can set, where it is not as it should be."""
    bot = application.bot.bot
    if not bot.supports_inline_queries:
        logger.info(message("transport.no_inline"))
    if bot.can_read_all_group_messages:
        logger.info(message("transport.no_privacy_mode"))


async def _watched(work: Beside, stop: asyncio.Event) -> None:
    """Run what runs beside the polling; a fault in it is told, and it begins again after a while."""
    while not stop.is_set():
        try:
            await work(stop)
        except UnwritableError:
            await rest(stop, _LONGEST_PAUSE)  # `bot.telegram.unwritable` says so, once for all
        except Exception as error:  # noqa: BLE001 - answers must go on, whatever it is
            note_fault(new_number(), error)
            await rest(stop, _LONGEST_PAUSE)


async def _first_contact(application: App, server: str) -> None:
    try:
        await read_by_the_library(application.initialize())
    except InvalidToken as error:
        raise _wrong_token(error) from None
    except Conflict:
        raise NotAcceptedError("transport.second_poller") from None
    except (NetworkError, RetryAfter) as error:
        raise UnreachableError("transport.unreachable", server=host_of(server), reason=reason_of(error)) from None
    except TelegramError:
        raise UnreachableError("transport.malformed", server=host_of(server), method="getMe") from None


async def _be_free_to_poll(application: App, server: str, *, take_over: bool) -> None:
    """Look for a webhook: polling and a webhook exclude each other.

    Raises:
        NotAcceptedError: One is set, and shall not be taken away.
    """
    try:
        url = (await read_by_the_library(application.bot.get_webhook_info())).url
        if url and not take_over:
            raise NotAcceptedError("transport.webhook_is_set", server=host_of(url))
        if url:
            await application.bot.delete_webhook(drop_pending_updates=False)
            logger.warning(message("transport.webhook_taken_away", server=host_of(url)))
    except MalformedError:
        logger.warning(message("transport.malformed", server=host_of(server), method="getWebhookInfo"))
    except TelegramError as error:
        # A server that has no webhooks refuses; that is as good.
        logger.debug("getWebhookInfo: %s", type(error).__name__)


class _Fetcher:
    """Asks for updates; each is confirmed to the server by asking for the next."""

    def __init__(self, application: App, arrivals: Arrivals, stop: asyncio.Event) -> None:
        self._application = application
        self._arrivals = arrivals
        self._stop = stop
        self._pause = _FIRST_PAUSE
        self._troubled = False

    async def run(self) -> None:
        """Fetch until told to stop.

        Raises:
            NotAcceptedError: The token was revoked, or another program polls with it.
        """
        stopping = asyncio.create_task(self._stop.wait())
        try:
            while not self._stop.is_set():
                await self._arrivals.room(self._stop)
                fetching = asyncio.create_task(self._fetch(_POLL_SECONDS))
                await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
                if not fetching.done():
                    fetching.cancel()
                    with contextlib.suppress(asyncio.CancelledError, TelegramError):
                        await fetching
                    break
                await self._take(fetching)
        finally:
            stopping.cancel()

    async def confirm(self) -> None:
        """Confirm what was fetched last, so that the next start does not answer it again."""
        if self._arrivals.offset:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD):
                    await self._fetch(0)

    async def _fetch(self, seconds: int) -> Sequence[Update]:
        updates: Sequence[Update] = await self._application.bot.get_updates(
            offset=self._arrivals.offset, timeout=seconds, allowed_updates=list(ALLOWED_UPDATES)
        )
        return updates

    async def _take(self, fetched: "asyncio.Task[Sequence[Update]]") -> None:
        try:
            await self._put(fetched.result())
        except InvalidToken as error:
            raise _wrong_token(error) from None
        except Conflict as error:
            of_webhook = says(error, OF_WEBHOOK)
            raise NotAcceptedError("transport.webhook_came" if of_webhook else "transport.second_poller") from None
        except TelegramError as error:
            await self._rest(error)
        except Exception:  # noqa: BLE001 - one update that cannot be read must not hold up all others
            await self._one_by_one()

    async def _put(self, updates: Sequence[Update]) -> None:
        if self._troubled:
            logger.info(message("transport.polling_again"))
        self._troubled, self._pause = False, _FIRST_PAUSE
        await self._arrivals.take(updates)

    async def _rest(self, error: TelegramError) -> None:
        """Wait after a fault of server or network: longer each time, or as long as the server says."""
        if isinstance(error, TimedOut) and type(error.__cause__).__name__ == "ReadTimeout":
            return  # a long poll that ended without updates
        wait = seconds_wanted(error) if isinstance(error, RetryAfter) else self._pause
        logger.warning(message("transport.polling_fault", reason=reason_of(error), seconds=round(wait)))
        self._troubled = True
        self._pause = min(_LONGEST_PAUSE, self._pause * 2)
        await rest(self._stop, wait)

    async def _one_by_one(self) -> None:
        """Take the updates that the library can read, and pass over those that it cannot."""
        bot = self._application.bot
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library would have us use the method that has just failed
            try:
                written: object = await bot.do_api_request(
                    "getUpdates", {"offset": self._arrivals.offset, "timeout": 0}
                )
            except TelegramError as error:
                await self._rest(error)
                return
        readable = written if isinstance(written, list) else []
        numbered = {one["update_id"]: one for one in readable if isinstance(one, dict) and _has_number(one)}
        if not numbered:
            # Nothing that could be confirmed: asked again at once it would be the same.
            await self._rest(MalformedError("unreadable updates"))
        read = []
        for number in sorted(numbered):
            try:
                read.append(Update.de_json(numbered[number], bot))
            except Exception as error:  # noqa: BLE001 - whatever it lacks, it is passed over, and said to be
                logger.warning(message("transport.unreadable_update", kind=type(error).__name__))
                self._arrivals.is_new(number)
        await self._arrivals.take(read)


def _has_number(written: dict[str, Any]) -> bool:
    return isinstance(written.get("update_id"), int)


def _wrong_token(error: InvalidToken) -> NotAcceptedError:
    """Telegram answers 401 to a token that it does not know, 404 to what is no token, and so do other servers."""
    words = f"{error.message} {error.__cause__ or ''}"
    return NotAcceptedError("transport.wrong_token", status=404 if "Not Found" in words else 401)


def reason_of(error: TelegramError) -> str:
    """Return what went wrong without what libraries quote, which may be an address with the token in it."""
    cause = error.__cause__
    return type(cause).__name__ if cause is not None else shortened(" ".join(error.message.split()), _REASON_UNITS)


def host_of(server: str) -> str:
    """Return an address without its path, which may be a secret."""
    address = urlsplit(server)
    return f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")
