"""What both servers of ours need: the page in the browser, and the address to which a Bot API server sends updates."""

import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from bot.errors import GongkaiError


class AddressError(GongkaiError):
    """The address cannot be listened on; another program has it, or it is not of this machine."""


class QuietServer(uvicorn.Server):
    """uvicorn without its own signal handlers: it would raise the signal again once it has ended."""

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
