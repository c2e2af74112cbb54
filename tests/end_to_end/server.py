"""The local Telegram behind a real socket, with the faults that a Bot API server and a network have."""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.local.bot_api import ApiError, LocalTelegram
from tests.handlers.scripted import of_bot

TOKEN = "123456:TheTokenOfThisTest"


class Cut(Response):
    """A connection that breaks in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok": tr', "more_body": False})


@dataclass
class TelegramServer:
    """Serves a `LocalTelegram` on loopback.

    Attributes:
        faults: Answers that take the place of the real ones, by method, each used once.
        cut_after: Methods whose next call is carried out and then cut.
        said: Told when the bot does anything.
    """

    telegram: LocalTelegram = field(default_factory=LocalTelegram)
    faults: dict[str, deque[Response]] = field(default_factory=dict)
    cut_after: set[str] = field(default_factory=set)
    port: int = 0
    polls: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)
    allowed_updates: list[str] | None = None
    _polling: asyncio.Event | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "GONGKAI_BOT_TOKEN": TOKEN,
            "GONGKAI_BOT_API_BASE_URL": self.base_url,
            "GONGKAI_BOT_API_FILE_URL": self.file_url,
        }

    def fail(self, method: str, *answers: Response) -> None:
        self.faults.setdefault(method, deque()).extend(answers)

    async def until(self, method: str, times: int = 1) -> None:
        """Wait until the bot has called a method so often."""
        while sum(call.method == method for call in self.telegram.calls) < times:
            self.done.clear()
            await asyncio.wait_for(self.done.wait(), 60)

    async def until_polled(self) -> None:
        """Wait for the next long poll."""
        wanted = self.polls + 1
        while self.polls < wanted:
            self.done.clear()
            await asyncio.wait_for(self.done.wait(), 60)

    async def until_true(self, come: Callable[[], bool]) -> None:
        """Wait for what no call tells."""
        async with asyncio.timeout(30):
            while not come():
                await asyncio.sleep(0.02)

    def texts(self, chat: int = 1) -> list[str]:
        """Return what the bot has said in a chat."""
        return [one["text"] for one in of_bot(self.telegram, chat)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["TelegramServer"]:
        app = Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])])
        server = _Quiet(uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=0))
        serving = asyncio.create_task(server.serve())
        await server.up.wait()
        self.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.should_exit = True
            await serving

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._result(request)
        finally:
            self.done.set()

    async def _result(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return refused(401, "Unauthorized")
        if self.faults.get(method):
            return self.faults[method].popleft()
        parameters, files = await _form(request)
        try:
            if method == "getUpdates":
                self.allowed_updates = json.loads(parameters.get("allowed_updates", "[]"))
                result = await self._poll(parameters)
            else:
                result = await self._call(method, parameters, files)
        except ApiError as refusal:
            return JSONResponse(refusal.answer, status_code=refusal.status)
        if method in self.cut_after:
            self.cut_after.discard(method)
            return Cut()
        return JSONResponse({"ok": True, "result": result})

    async def _call(self, method: str, parameters: dict[str, Any], files: Any) -> Any:
        return await self.telegram.call(method, parameters, files)

    async def _poll(self, parameters: dict[str, Any]) -> Any:
        """A second poller ends the first one's request, as on Telegram."""
        self.polls += 1
        self.done.set()
        if self._polling is not None:
            self._polling.set()
        ended = self._polling = asyncio.Event()
        waiting = asyncio.create_task(self._call("getUpdates", parameters, {}))
        other = asyncio.create_task(ended.wait())
        await asyncio.wait((waiting, other), return_when=asyncio.FIRST_COMPLETED)
        other.cancel()
        if ended.is_set() and not waiting.done():
            waiting.cancel()
            words = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise ApiError(409, f"Conflict: {words}")
        if self._polling is ended:
            self._polling = None
        return await waiting


class _Quiet(uvicorn.Server):
    """A server that leaves the signals to the test and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


def refused(status: int, description: str, **parameters: int) -> JSONResponse:
    return JSONResponse(ApiError(status, description, **parameters).answer, status_code=status)


async def _form(request: Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return await request.json(), {}
    body = await request.body()
    parameters: dict[str, Any] = dict(request.query_params)
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return parameters | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    files: dict[str, tuple[str, bytes]] = {}
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if part.get_filename() is None:
            parameters[name] = content.decode()
        else:
            files[name] = (part.get_filename(), content)
    return parameters, files
