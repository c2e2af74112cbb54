"""Serving the web chat until somebody stops it."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from urllib.parse import quote

from telegram import Update

from bot.http_server import QuietServer, bounded
from bot.local.bot_api import LocalTelegram
from bot.local.web.guard import GuardMiddleware
from bot.local.web.languages import ChatLanguages
from bot.local.web.site import FormOf, Site
from bot.resting import stop_when_told
from bot.telegram.application import shut_down
from bot.telegram.profile import set_profile
from bot.telegram.types import App

# Seconds that open requests have to end once we are told to stop.
_GRACE = 2


# What means all own addresses: its family, an address for examples that is in no network, and what is left without any.
_ALL = {
    "0.0.0.0": (socket.AF_INET, "198.51.100.1", "127.0.0.1"),  # noqa: S104 - compared with, not listened on
    "::": (socket.AF_INET6, "2001:db8::1", "::1"),
}


def address(host: str, port: int, token: str | None) -> str:
    """Return the address to be opened in a browser, of this machine in its network where `host` means all of its own.

    0.0.0.0 and :: can be listened on and opened nowhere.
    """
    if host in _ALL:
        host = _own_address(*_ALL[host])
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={quote(token, safe='')}" if token else "")


def _own_address(family: socket.AddressFamily, beyond: str, without: str) -> str:
    """Return the address that what we send to another machine would come from. Nothing is sent."""
    with socket.socket(family, socket.SOCK_DGRAM) as one:
        try:
            one.connect((beyond, 9))
        except OSError:
            return without
        return str(one.getsockname()[0])


async def serve(  # noqa: PLR0913 - each is one thing that a test sets
    application: App,
    telegram: LocalTelegram,
    listening: socket.socket,
    *,
    token: str | None,
    visitors: int,
    upload_bytes: int,
    requests: int,
    connections: int,
    languages: ChatLanguages,
    form_of: FormOf | None = None,
    started: Callable[[], None] = lambda: None,
    stop: asyncio.Event | None = None,
    beside: Sequence[Callable[[asyncio.Event], Coroutine[Any, Any, None]]] = (),
) -> None:
    """Serve until SIGTERM or SIGINT, or until `stop`.

    Args:
        application: The application on the local Telegram, not yet initialised.
        telegram: The local Telegram.
        listening: The socket.
        token: What the address must hold; None on loopback.
        visitors: Most browsers kept in memory.
        upload_bytes: Size of the largest file that is taken.
        requests: What one address may do in a minute.
        connections: Most connections of one address.
        languages: What is set in chats.
        form_of: As in `Site`.
        started: Called once pages are served.
        stop: Set by whoever wants it to end.
        beside: What runs as long as pages are served, and is told when to stop.
    """
    stop = stop or asyncio.Event()
    stop_when_told(stop)

    async def process(update: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(update, application.bot))

    site = Site(telegram, process, visitors=visitors, upload_bytes=upload_bytes, languages=languages, form_of=form_of)
    guarded = GuardMiddleware(site.application, token, requests)
    server = QuietServer(guarded, grace=_GRACE, connections=bounded(connections))
    await application.initialize()
    await set_profile(application)
    await application.start()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    others = [asyncio.create_task(one(stop)) for one in beside]
    try:
        started()
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait((serving, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    finally:
        stop.set()
        await asyncio.gather(*others, return_exceptions=True)
        site.visitors.close()
        server.should_exit = True
        await serving
        await application.stop()
        await shut_down(application)
