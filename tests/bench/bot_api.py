"""A Bot API server for measuring: as little work as can be, in a process of its own, told what to do line by line.

It enforces no limits and keeps no chats: what is measured is the bot. A line on stdin is a task, `flood COUNT CHATS` or
`paced COUNT CHATS PER_SECOND`; the line on stdout is what was seen, as JSON. Messages come from the file named.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict, deque
from itertools import count
from pathlib import Path
from urllib.parse import unquote_plus

TOKEN = "123456:TheTokenOfThisBench"
_CHAT = re.compile(rb'(?:^|&)chat_id=(-?\d+)|name="chat_id"\r\n\r\n(-?\d+)')
_FIELD = re.compile(rb"(?:^|&)(\w+)=([^&]*)")
_ME = {"id": 123456, "is_bot": True, "first_name": "公开", "username": "gongkai_bench_bot"}
_SENT = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
_BATCH = 100
#: Seconds without an answer after which a run is over: what is missing then is lost.
_PATIENCE = 10.0


class Run:
    """One task: the updates that wait, and when each answer came."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.answered = 0
        self.handed: dict[int, deque[float]] = defaultdict(deque)
        self.waits: list[float] = []
        self.began = 0.0
        self.ended = 0.0
        self.done = asyncio.Event()

    def take(self, chat: int) -> None:
        """Count an answer."""
        now = time.perf_counter()
        if not self.handed[chat]:
            return
        self.waits.append(now - self.handed[chat].popleft())
        self.answered += 1
        self.ended = now
        if self.answered >= self.wanted:
            self.done.set()


class Server:
    """All of it: updates that wait for a poll, and the run that is under way."""

    def __init__(self, messages: list[str]) -> None:
        self._messages = messages
        self._numbers = count(1)
        self._waiting: deque[bytes] = deque()
        self._arrived = asyncio.Event()
        self._polled = asyncio.Event()
        self._run: Run | None = None

    async def flood(self, wanted: int, chats: int) -> dict[str, object]:
        """Have `wanted` messages waiting at once, for a bot that has started."""
        await self._polled.wait()
        run = self._run = Run(wanted)
        run.began = time.perf_counter()
        for number in range(wanted):
            self._say(1 + number % chats, self._messages[number % len(self._messages)])
        return await self._seen(run)

    async def paced(self, wanted: int, chats: int, per_second: float) -> dict[str, object]:
        """Let messages come one by one, evenly, for a bot that has started."""
        await self._polled.wait()
        run = self._run = Run(wanted)
        run.began = time.perf_counter()
        for number in range(wanted):
            ahead = run.began + number / per_second - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            self._say(1 + number % chats, self._messages[number % len(self._messages)])
        return await self._seen(run)

    async def _seen(self, run: Run) -> dict[str, object]:
        before = -1
        while not run.done.is_set() and before != run.answered:
            before = run.answered
            try:
                await asyncio.wait_for(run.done.wait(), _PATIENCE)
            except TimeoutError:
                continue
        return {"answered": run.answered, "seconds": run.ended - run.began, "waits": run.waits}

    def _say(self, chat: int, text: str) -> None:
        assert self._run is not None
        person = {"id": chat, "is_bot": False, "first_name": "王", "language_code": "zh-hans"}
        message: dict[str, object] = {
            "message_id": next(self._numbers), "date": int(time.time()), "from": person, "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "王"},
        }  # fmt: skip
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        update = {"update_id": next(self._numbers), "message": message}
        # From here on somebody waits for an answer.
        self._run.handed[chat].append(time.perf_counter())
        self._waiting.append(json.dumps(update).encode())
        self._arrived.set()

    async def answer(self, method: str, body: bytes) -> bytes:
        """Answer one request."""
        if method == "getUpdates":
            self._polled.set()
            return b'{"ok":true,"result":[' + b",".join(await self._updates(body)) + b"]}"
        if method == "getMe":
            return json.dumps({"ok": True, "result": _ME}).encode()
        if method == "getWebhookInfo":
            return b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
        if method not in _SENT and not method.startswith("editMessage"):
            return b'{"ok":true,"result":true}'
        found = _CHAT.search(body)
        chat = int(found[1] or found[2]) if found else 0
        if self._run is not None:
            self._run.take(chat)
        fields = dict(_FIELD.findall(body)) if method == "sendMessage" else {}
        text = unquote_plus(fields.get(b"text", b"x").decode())
        sent = {
            "message_id": next(self._numbers), "date": int(time.time()), "from": _ME, "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "王"},
        }  # fmt: skip
        return json.dumps({"ok": True, "result": sent}).encode()

    async def _updates(self, body: bytes) -> list[bytes]:
        timeout = int(dict(_FIELD.findall(body)).get(b"timeout", b"0"))
        if not self._waiting and timeout:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout)
            except TimeoutError:
                return []
        return [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]


class Connection(asyncio.Protocol):
    """HTTP/1.1, as far as httpx speaks it: a request at a time, kept alive."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._received = b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request once all of it is there."""
        self._received += data
        head, separator, rest = self._received.partition(b"\r\n\r\n")
        if not separator:
            return
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            return
        self._received = rest[size:]
        method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].decode()
        task = asyncio.ensure_future(self._answer(method, rest[:size]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, method: str, body: bytes) -> None:
        said = await self._server.answer(method, body)
        if not self._transport.is_closing():
            head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(said)}\r\n\r\n"
            self._transport.write(head.encode() + said)


async def main(messages: Path) -> None:
    """Serve on a free port, which is the first line of the output, until the input ends."""
    server = Server(messages.read_text(encoding="utf-8").splitlines())
    loop = asyncio.get_running_loop()
    serving = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0)
    sys.stdout.write(f"{serving.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().split():
        task, numbers = line[0], [int(number) for number in line[1:]]
        seen = await (server.flood if task == "flood" else server.paced)(*numbers)
        sys.stdout.write(json.dumps(seen) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
