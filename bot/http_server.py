"""What each server of ours needs: the page in the browser, the address for updates, and that of the monitor.

uvicorn waits for the rest of a request for ever, and takes connections until the process has no file left to open: so
connections are bounded, so many of one address, so many in all, and none that only half asks.
"""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.errors import GongkaiError

# Seconds that a connection which is refused stays, so that whoever made it can read why.
_READING = 1.0
# Files that the process needs besides connections: the database, the index, the log.
_FILES = 200


class AddressError(GongkaiError):
    """The address cannot be listened on; another program has it, or it is not of this machine."""


class QuietServer(uvicorn.Server):
    """uvicorn without its own signal handlers: it would raise the signal again once it has ended.

    Args:
        site: What is served.
        grace: Seconds that open requests have to end once it is told to stop.
        connections: Its protocol; uvicorn's own choice where not given.
    """

    def __init__(self, site: ASGIApp, *, grace: int, connections: type[asyncio.Protocol] | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                site,
                http=connections or "auto",
                ws="none",
                log_config=None,
                access_log=False,  # addresses may hold a token
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=grace,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever started us."""
        yield


def listen(host: str, port: int, *, refusal: str = "web.cannot_listen") -> socket.socket:
    """Return a socket that listens.

    Raises:
        AddressError: It cannot; `refusal` says so.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # whoever opens the address at once waits for its turn
    except (OSError, UnicodeError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise AddressError(refusal, host=host, port=port, reason=reason) from None
    return listening


class Bounded(H11Protocol):
    """One connection.

    Attributes:
        most: Connections of one address.
        most_in_all: Connections in all.
        head_seconds: In which the head of a request must be here, from the beginning of it or of the connection on.
    """

    most = 100
    most_in_all = 1000
    head_seconds = 10.0
    _deadline: asyncio.TimerHandle | None = None
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many."""
        super().connection_made(transport)
        ours = side(self.client)
        same = sum(side(getattr(one, "client", None)) == ours for one in self.connections)
        if same > 2 * self.most or len(self.connections) > self.most_in_all:
            transport.abort()
        elif same > self.most:
            self._refuse(b"429 Too Many Requests")
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        if self._refused:
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_is_here()
        elif self._deadline is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._head_is_here()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(self.head_seconds, self._refuse, b"408 Request Timeout")

    def _head_is_here(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: bytes) -> None:
        if self.transport.is_closing():
            return
        self._refused = True
        self.transport.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        with contextlib.suppress(NotImplementedError, OSError):
            self.transport.write_eof()
        self.loop.call_later(_READING, self.transport.abort)


def bounded(most: int) -> type[Bounded]:
    """Return uvicorn's protocol with bounds.

    Args:
        most: Connections of one address; those beyond are answered with 429 and closed.
    """
    return type("Bounded", (Bounded,), {"most": most, "most_in_all": _most_in_all()})


def side(client: Any) -> str:
    """Return what counts as one address: of IPv6 the network of 64 bits, which one customer has for themselves."""
    written = str(client[0]) if client else ""
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if not isinstance(address, IPv6Address):
        return written
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False).network_address)


def _most_in_all() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 400
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(100, min(files, 10_000) - _FILES) if files > 0 else 10_000
