"""What each server of ours needs: the page in the browser, the address for updates, and that of the monitor."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.errors import GongkaiError


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
