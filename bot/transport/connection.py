"""One HTTP/1.1 connection to a Bot API server: a request at a time, kept open for the next."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult

_STATUS = re.compile(rb"HTTP/1\.([01]) (\d{3})")
_HEADER = re.compile(rb"\r\n([A-Za-z-]+):[ \t]*([^\r\n]*)")
_TLS = {"https": True, "http": False}
_PORTS = {"https": 443, "http": 80}


class BrokenError(Exception):
    """The other side closed the connection in the middle, or does not speak HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection leads to."""

    host: str
    port: int
    secure: bool

    @classmethod
    def of(cls, address: SplitResult) -> Self:
        """Return the place of an address."""
        return cls(address.hostname or "", address.port or _PORTS[address.scheme], _TLS[address.scheme])


class Connection:
    """An open connection.

    Attributes:
        used: When it was last used, by the event loop's clock.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._kept = True
        self.used = asyncio.get_running_loop().time()

    @classmethod
    async def open(cls, place: Place, context: ssl.SSLContext | None) -> Self:
        """Connect.

        Raises:
            OSError: Nobody answers there, or the certificate is not theirs.
        """
        tls = context if place.secure else None
        return cls(*await asyncio.open_connection(place.host, place.port, ssl=tls))

    @property
    def usable(self) -> bool:
        """Whether the other side will take another request, as far as is known here."""
        return self._kept and not self._writer.is_closing() and not self._reader.at_eof()

    def close(self) -> None:
        """Close it; nobody waits for that."""
        self._kept = False
        self._writer.close()

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body of the answer.

        Raises:
            BrokenError: There was no whole answer.
            OSError: The connection broke.
        """
        self._kept = False
        self._writer.write(request)
        await self._writer.drain()
        try:
            minor, status, headers = await self._head()
            while status < 200:
                minor, status, headers = await self._head()
            kept = headers.get(b"connection", b"keep-alive" if minor == b"1" else b"close").lower() == b"keep-alive"
            body = await self._body(status, headers)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
            raise BrokenError(type(error).__name__) from error
        framed = b"content-length" in headers or b"transfer-encoding" in headers or status in {204, 304}
        self._kept = kept and framed
        self.used = asyncio.get_running_loop().time()
        return status, body

    async def _head(self) -> tuple[bytes, int, dict[bytes, bytes]]:
        head = await self._reader.readuntil(b"\r\n\r\n")
        found = _STATUS.match(head)
        if found is None:
            raise BrokenError("no status line")
        return found[1], int(found[2]), {name.lower(): value.strip() for name, value in _HEADER.findall(head)}

    async def _body(self, status: int, headers: dict[bytes, bytes]) -> bytes:
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            return b"".join([part async for part in self._chunks()])
        if b"content-length" in headers:
            return await self._reader.readexactly(int(headers[b"content-length"]))
        return b"" if status in {204, 304} else await self._reader.read()

    async def _chunks(self) -> AsyncIterator[bytes]:
        while size := int((await self._reader.readuntil(b"\r\n")).split(b";")[0], 16):
            yield (await self._reader.readexactly(size + 2))[:-2]
        while await self._reader.readuntil(b"\r\n") != b"\r\n":
            pass  # trailers, which say nothing to us
