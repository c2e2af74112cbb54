"""`/healthz`, `/readyz` and `/metrics`, on an address of their own: off unless `GONGKAI_MONITOR` says where."""

import asyncio
import socket
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.http_server import QuietServer, bounded
from bot.monitor.numbers import Numbers
from bot.monitor.watching import Monitor

if TYPE_CHECKING:
    from bot.service.library import Library
    from bot.telegram.contact import Contact

# Connections of one address: Prometheus and a load balancer keep one each.
_CONNECTIONS = 16
_GRACE = 1


class MonitorSite:
    """The three addresses.

    Args:
        monitor: What is known of the bot.
        library: What is loaded.
        contact: What is heard of Telegram.
    """

    def __init__(self, monitor: Monitor, library: "Library", contact: "Contact") -> None:
        self._monitor = monitor
        self._numbers = Numbers(library, contact, ())
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector):
            collector(registry=self._registry)
        self._registry.register(self._numbers)
        # One scrape at a time, however many ask: each is a look at the database.
        self._turn = asyncio.Lock()
        routes = [
            Route("/healthz", self._health),
            Route("/readyz", self._readiness),
            Route("/metrics", self._metrics),
        ]
        self.application = Starlette(routes=routes)

    async def serve(self, listening: socket.socket, stop: asyncio.Event) -> None:
        """Serve until told to stop."""
        server = QuietServer(self.application, grace=_GRACE, connections=bounded(_CONNECTIONS))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await stop.wait()
        server.should_exit = True
        await serving

    async def _health(self, _: Request) -> Response:
        """The process lives: it answers."""
        return PlainTextResponse("ok\n")

    async def _readiness(self, _: Request) -> Response:
        reasons = self._monitor.reasons
        said = {"ready": not reasons, "reasons": {reason.value: words for reason, words in reasons.items()}}
        return JSONResponse(said, 503 if reasons else 200, {"Cache-Control": "no-store"})

    async def _metrics(self, _: Request) -> Response:
        async with self._turn:
            self._numbers.reasons = tuple(self._monitor.reasons)
            written = await asyncio.to_thread(generate_latest, self._registry)
        return Response(written, media_type=CONTENT_TYPE_PLAIN_0_0_4)
