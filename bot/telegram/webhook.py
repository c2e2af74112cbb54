"""Taking updates that a Bot API server sends, behind a proxy that ends TLS.

An update is confirmed with 200 when it stands in the inbox, was answered, or was refused on purpose; whatever else is
answered, Telegram sends it again.
"""

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.http_server import QuietServer
from bot.logs import logger
from bot.messages import message
from bot.resting import rest
from bot.store.chat.inbox import Inbox
from bot.store.crew import Crew
from bot.telegram.arrivals import Arrivals
from bot.telegram.contact import CONTACT
from bot.telegram.delivery import shortened
from bot.telegram.polling import Beside, NotAcceptedError, UnreachableError, WarmUp, answer_from, host_of, reason_of
from bot.telegram.refusals import read_by_the_library, seconds_wanted
from bot.telegram.types import ALLOWED_UPDATES, App

HEADER = "X-Telegram-Bot-Api-Secret-Token"
# An update is a message of 4,096 characters, what it replies to, and their buttons.
_MOST_BYTES = 1_000_000
# Seconds in which a body must have come, and in which a request must be answered once we are told to stop.
_BODY = 15.0
_GRACE = 3
# Seconds between two looks whether the webhook is still ours, and whether Telegram reaches it.
_LOOK = 15.0
# Of what Telegram says of it, so much is told (UTF-16 units).
_FAULT_UNITS = 100
_TRIES = 3


def secret_of(token: str) -> str:
    """Return what Telegram says with each update: the same for all processes of a bot, and no way back to its token."""
    return hmac.new(token.encode(), b"gongkai webhook", hashlib.sha256).hexdigest()


async def receive(  # noqa: PLR0913 - each is one thing that a test sets
    application: App,
    server: str,
    listening: socket.socket,
    *,
    url: str,
    connections: int,
    inbox: Inbox | None = None,
    beside: Sequence[Beside] = (),
    crew: Crew | None = None,
    warm_up: WarmUp | None = None,
) -> None:
    """Answer what is sent to us until SIGTERM or SIGINT; what cannot be answered by then, the next start finds.

    Args:
        application: The application, not yet initialised.
        server: Address of the Bot API server, for the words of a fault.
        listening: The socket at which the proxy finds us.
        url: Where the Bot API server sends updates: the proxy's address. Its path is ours too.
        connections: Updates that are sent at the same time.
        inbox: Where updates stand until they are answered.
        beside: What runs beside it, each until it is told to stop.
        crew: The processes that share the inbox; None where this is the only one.
        warm_up: What a process does once for its first answer.

    Raises:
        UnreachableError: The server could not be reached at the start.
        NotAcceptedError: The token is wrong or was revoked; the server refuses the address, or got another one since.
    """

    async def source(arrivals: Arrivals, stop: asyncio.Event) -> "_Receiver":
        receiver = _Receiver(application, arrivals, stop, listening, url)
        receiver.open()
        try:
            await _set(application, url, connections)
        except BaseException:
            await receiver.close()
            raise
        return receiver

    await answer_from(source, application, server, inbox=inbox, beside=beside, crew=crew, warm_up=warm_up)


async def _set(application: App, url: str, connections: int) -> None:
    for left in reversed(range(_TRIES)):
        try:
            await application.bot.set_webhook(
                url,
                max_connections=connections,
                allowed_updates=list(ALLOWED_UPDATES),
                secret_token=secret_of(application.bot.token),
                drop_pending_updates=False,
            )
        except RetryAfter as error:  # several processes start at the same moment
            if not left:
                raise UnreachableError("transport.unreachable", server=host_of(url), reason=reason_of(error)) from None
            await asyncio.sleep(seconds_wanted(error))
        except (BadRequest, InvalidToken) as error:
            raise NotAcceptedError("transport.webhook_refused", server=host_of(url), reason=reason_of(error)) from None
        except TelegramError as error:
            raise UnreachableError("transport.unreachable", server=host_of(url), reason=reason_of(error)) from None
        else:
            return


class _Receiver:
    """Serves the address to which updates are sent."""

    def __init__(
        self, application: App, arrivals: Arrivals, stop: asyncio.Event, listening: socket.socket, url: str
    ) -> None:
        self._application = application
        self._arrivals = arrivals
        self._stop = stop
        self._listening = listening
        self._url = url
        self._secret = secret_of(application.bot.token).encode()
        self._ready = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        site = Starlette(routes=[Route(urlsplit(url).path or "/", self._take, methods=["POST"])])
        self._server = QuietServer(site, grace=_GRACE)

    def open(self) -> None:
        """Listen; what comes waits until what was left is in work."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))
        host, port = self._listening.getsockname()[:2]
        logger.info(message("transport.listening", host=host, port=port, server=host_of(self._url)))

    async def run(self) -> None:
        """Take updates until told to stop, and look now and then whether they are still sent to us.

        Raises:
            NotAcceptedError: The webhook was taken away, or leads elsewhere.
        """
        self._ready.set()
        try:
            await rest(self._stop, _LOOK)
            while not self._stop.is_set():
                await self._look()
                await rest(self._stop, _LOOK)
        finally:
            await self.close()

    async def close(self) -> None:
        """Take no more; what is being taken is confirmed first."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    async def confirm(self) -> None:
        """Nothing: each update was confirmed by itself."""

    async def _look(self) -> None:
        try:
            info = await read_by_the_library(self._application.bot.get_webhook_info())
        except InvalidToken:
            raise NotAcceptedError("transport.wrong_token", status=401) from None
        except TelegramError as error:
            logger.debug("getWebhookInfo: %s", type(error).__name__)
            return
        if info.url != self._url:
            raise NotAcceptedError("transport.webhook_replaced", server=host_of(info.url) if info.url else "—")
        fault = shortened(" ".join((info.last_error_message or "").split()), _FAULT_UNITS)
        CONTACT.told(info.pending_update_count, info.last_error_date, fault)

    async def _take(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode("latin-1"), self._secret):
            return Response(status_code=403)
        written = await _read(request)
        if isinstance(written, int):
            return Response(status_code=written)
        CONTACT.comes()
        await self._ready.wait()
        await self._arrivals.room(self._stop)
        if self._stop.is_set():
            return Response(status_code=503)
        try:
            update = Update.de_json(written, self._application.bot)
        except Exception as error:  # noqa: BLE001 - whatever it lacks, it is passed over, and said to be
            logger.warning(message("transport.unreadable_update", kind=type(error).__name__))
        else:
            await self._arrivals.receive(update)
        return Response()


async def _read(request: Request) -> dict[str, Any] | int:
    """Return the update that a request holds, or the status that says what it is instead of one."""
    try:
        async with asyncio.timeout(_BODY):
            body = await _body(request)
    except (TimeoutError, ClientDisconnect):
        return 408
    if body is None:
        return 413
    try:
        written = json.loads(body)
    except (ValueError, RecursionError):
        return 400
    return written if isinstance(written, dict) and isinstance(written.get("update_id"), int) else 400


async def _body(request: Request) -> bytes | None:
    """Return the body of a request, None where it is too long."""
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > _MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
