"""What the courier makes of a Telegram that refuses, breaks off or says nothing: over a socket, as in earnest."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram.ext import ExtBot

from bot.announce.courier import (
    ChatMovedError,
    ChatRefusesError,
    FloodError,
    OutcomeError,
    RejectedError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.announce.digest import MessageText
from bot.telegram.client import AiohttpRequest
from bot.telegram.courier import TelegramCourier

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def courier(handler: Handler | None) -> AsyncIterator[TelegramCourier]:
    """A courier to a server on loopback; None: nobody listens there."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if handler is not None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await handler(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if handler is None:
        server.close()
        await server.wait_closed()
    request = AiohttpRequest(connections=1, connect=5.0, answer=0.2, outside=False)
    bot = ExtBot("1:a", f"http://127.0.0.1:{port}/bot", request=request)
    try:
        yield TelegramCourier(bot)
    finally:
        await request.shutdown()
        server.close()


async def outcome(handler: Handler | None) -> OutcomeError:
    """What becomes of a post there."""

    async def leaving() -> None:
        pass

    async with courier(handler) as carries:
        with pytest.raises(OutcomeError) as raised:
            await carries.send(5, MessageText("文", "文"), thread=None, reply_to=None, silent=False, leaving=leaving)
    return raised.value


async def read(reader: asyncio.StreamReader) -> None:
    """Read a request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.decode().lower().split("\r\n") if line.startswith("content-length"))
    await reader.readexactly(int(length.split(":")[1]))


def says(status: int, body: str) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read(reader)
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()

    return handler


async def test_where_nobody_listens_it_surely_did_not_arrive() -> None:
    assert type(await outcome(None)) is UnavailableError


async def test_a_connection_that_is_cut_may_have_carried_it() -> None:
    async def before(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readexactly(10)

    async def after(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await read(reader)

    async def in_the_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()

    for handler in (before, after, in_the_answer):
        told = await outcome(handler)
        assert isinstance(told, UnknownOutcomeError)
        assert not told.timed_out


async def test_no_answer_in_time_is_told_apart() -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await read(reader)
        await reader.read()

    told = await outcome(silent)
    assert isinstance(told, UnknownOutcomeError)
    assert told.timed_out


@pytest.mark.parametrize(
    ("status", "words", "extra", "kind"),
    [
        (502, "Bad Gateway", "", UnavailableError),
        (500, "Internal Server Error", "", UnavailableError),
        (401, "Unauthorized", "", UnavailableError),
        (409, "Conflict", "", UnavailableError),
        (429, "Too Many Requests: retry after 7", ',"parameters":{"retry_after":7}', FloodError),
        (403, "Forbidden: bot was kicked from the channel chat", "", ChatRefusesError),
        (403, "Forbidden: bot can't initiate conversation with a user", "", ChatRefusesError),
        (400, "Bad Request: chat not found", "", ChatRefusesError),
        (400, "Bad Request: not enough rights to send text messages to the chat", "", ChatRefusesError),
        (400, "Bad Request: TOPIC_CLOSED", "", ChatRefusesError),
        (400, "Bad Request: message thread not found", "", ChatRefusesError),
        (400, "Bad Request: message is too long", "", RejectedError),
        (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            ',"parameters":{"migrate_to_chat_id":-1001}',
            ChatMovedError,
        ),
    ],
)
async def test_what_telegram_says(status: int, words: str, extra: str, kind: type[OutcomeError]) -> None:
    body = f'{{"ok":false,"error_code":{status},"description":"{words}"{extra}}}'
    assert type(await outcome(says(status, body))) is kind


@pytest.mark.parametrize("status", [502, 503])
async def test_the_error_page_of_a_proxy_is_an_answer(status: int) -> None:
    assert type(await outcome(says(status, "<html>"))) is UnavailableError


async def test_an_answer_that_cannot_be_read_tells_nothing() -> None:
    assert isinstance(await outcome(says(200, "<html>")), UnknownOutcomeError)
