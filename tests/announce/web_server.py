"""A local web server that changes, fails, redirects, is slow and lies about its encoding."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """What an address answers."""

    content: bytes = b""
    status: int = 200
    kind: str = "application/xml"
    location: str = ""


@dataclass
class WebServer:
    """Pages by path; `held` holds back every answer until the test lets go."""

    pages: dict[str, Page] = field(default_factory=dict)
    held: threading.Event | None = None
    port: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @contextmanager
    def running(self) -> Iterator["WebServer"]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if outer.held is not None:
                    outer.held.wait(30)
                page = outer.pages.get(self.path, Page(status=404))
                self.send_response(page.status)
                if page.location:
                    self.send_header("Location", page.location)
                self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(page.content)))
                self.end_headers()
                self.wfile.write(page.content)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            if self.held is not None:
                self.held.set()
            server.shutdown()
            server.server_close()
