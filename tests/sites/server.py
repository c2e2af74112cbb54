"""A site on loopback: pages by path, with ETags; what was asked for is counted; answers can be spoilt on the way."""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Answer:
    """What is answered."""

    content: bytes = b""
    status: int = 200
    kind: str = "text/html"
    location: str = ""
    cut: int = 0  # bytes that are promised and not sent
    slow: float = 0.0  # seconds before the answer


#: Makes the answer to a path and what was posted; None: there is nothing.
Pages = Callable[[str, dict[str, str]], Answer | None]
Spoil = Callable[[str, Answer], Answer]


@dataclass
class Server:
    """A site that `pages` makes; `spoil` changes an answer before it leaves."""

    pages: Pages
    spoil: Spoil = lambda _, answer: answer
    asked: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator["Server"]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(dict(parse_qsl(sent, keep_blank_values=True)))

            def _answer(self, form: dict[str, str]) -> None:
                outer.asked[self.path] += 1
                answer = outer.pages(self.path, form) or Answer(status=404)
                answer = outer.spoil(urlsplit(self.path).path, answer)
                etag = f'"{hashlib.sha256(answer.content).hexdigest()[:16]}"'
                if answer.slow:
                    threading.Event().wait(answer.slow)
                if answer.status == 200 and self.headers.get("If-None-Match") == etag:
                    self.send_response(304)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                outer.full[self.path] += 1
                self.send_response(answer.status)
                if answer.location:
                    self.send_header("Location", answer.location)
                self.send_header("Content-Type", answer.kind)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(answer.content) + answer.cut))
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(answer.content)
                if answer.cut:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
