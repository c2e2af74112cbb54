"""The HTTP client of the Bot API, against a server that answers in every way HTTP/1.1 allows, and in others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.telegram.client import AiohttpRequest
from bot.telegram.refusals import outcome_unknown

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Server:
    """Gives its answers in turn, the last again and again; counts connections."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.requests: list[bytes] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:a/getMe"
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                writer.write(answer)
                if b"content-length" not in answer.lower() and b"chunked" not in answer:
                    break
                if answer.startswith(b"HTTP/1.0") or b"1000" in answer:
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    client = AiohttpRequest(connections=2, connect=5.0, answer=5.0, outside=False)
    await client.initialize()
    yield client
    await client.shutdown()


@pytest.mark.parametrize("half", [b'{"ok":true,"resul', b"<html>welcome</html>", b""])
async def test_half_an_answer_may_have_been_carried_out(client: AiohttpRequest, half: bytes) -> None:
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(half), half)
    async with Server(answer).running() as url:
        with pytest.raises(NetworkError) as fault:
            await client.do_request(url, "POST", RequestData([]))
        assert outcome_unknown(fault.value)


async def test_a_connection_is_kept_open(client: AiohttpRequest) -> None:
    server = Server(OK)
    async with server.running() as url:
        for _ in range(3):
            assert await client.do_request(url, "POST", RequestData([])) == (200, b"{}")
    assert server.connections == 1
    assert server.requests[0].startswith(b"POST /bot1:a/getMe HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\nTrailer: a\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
async def test_every_way_to_end_an_answer(client: AiohttpRequest, answer: bytes) -> None:
    async with Server(answer).running() as url:
        for _ in range(2):
            assert await client.do_request(url, "POST", RequestData([])) == (200, b"{}")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", b"", b"SSH-2.0\r\n\r\n"])
async def test_half_an_answer_is_none(client: AiohttpRequest, answer: bytes) -> None:
    async with Server(answer, OK).running() as url:
        with pytest.raises(NetworkError) as broken:
            await client.do_request(url, "POST", RequestData([]))
        # The queue tells by this name that the request may have been carried out.
        assert type(broken.value.__cause__).__name__ == "ReadError"
        assert await client.do_request(url, "POST", RequestData([])) == (200, b"{}")


async def test_nobody_there(client: AiohttpRequest) -> None:
    async with Server(OK).running() as url:
        pass
    with pytest.raises(NetworkError) as refused:
        await client.do_request(url, "POST", RequestData([]))
    assert type(refused.value.__cause__).__name__ == "ConnectError"


async def test_no_answer_in_time(client: AiohttpRequest) -> None:
    async with Server(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}").running() as url:
        with pytest.raises(TimedOut) as late:
            await client.do_request(url, "POST", RequestData([]), read_timeout=0.01)
        assert type(late.value.__cause__).__name__ == "ReadTimeout"


async def test_more_requests_than_connections_wait_for_each_other(client: AiohttpRequest) -> None:
    server = Server(OK)
    async with server.running() as url:
        answers = await asyncio.gather(*(client.do_request(url, "POST", RequestData([])) for _ in range(9)))
    assert answers == [(200, b"{}")] * 9
    assert server.connections == 2
