"""The HTTP client of the Bot API: python-telegram-bot's own, with a quicker way for what is asked all the time.

An answer is one small request, a broadcast thousands. httpx spends more on each than we do on reading, answering and
rendering together: its pool looks through every connection for every request. Files, proxies, downloads keep to it.
"""

import asyncio
import ssl
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.transport.connection import BrokenError, Connection, Place

# Seconds that a connection rests before it is given up: servers close theirs without a word, mostly after a minute.
_REST = 15.0


class DirectRequest(HTTPXRequest):
    """Requests over connections that are kept open.

    Args:
        connections: Most connections at a time.
        connect: Seconds to wait for a connection.
        answer: Seconds to wait for an answer, beyond what a method says itself.
        outside: Whether a proxy of the environment leads there.
    """

    def __init__(self, *, connections: int, connect: float, answer: float, outside: bool) -> None:
        super().__init__(
            httpx_kwargs={"trust_env": outside},
            connection_pool_size=connections,
            connect_timeout=connect,
            read_timeout=answer,
            write_timeout=answer,
            pool_timeout=answer,
        )
        self._connect_seconds = connect
        self._answer_seconds = answer
        self._outside = outside
        self._resting: list[tuple[Place, Connection]] = []
        self._free = asyncio.Semaphore(connections)
        self._context: ssl.SSLContext | None = None
        self._proxied: dict[Place, bool] = {}

    async def shutdown(self) -> None:
        """Close every connection."""
        while self._resting:
            self._resting.pop()[1].close()
        await super().shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *given: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Send one request; return status and body of the answer.

        Raises:
            TimedOut: There was no answer in time.
            NetworkError: There was none at all; its cause has the name that httpx would give it.
        """
        address = urlsplit(url)
        place = Place.of(address)
        if method != "POST" or given or (request_data is not None and request_data.contains_files) or self._by(place):
            return await super().do_request(url, method, request_data, *given, **timeouts)
        body = urlencode(request_data.json_parameters if request_data else {}).encode()
        head = (
            f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nUser-Agent: {self.USER_AGENT}\r\n"
            f"Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        wanted = timeouts.get("read_timeout")
        seconds = float(wanted) if isinstance(wanted, int | float) else self._answer_seconds
        try:
            return await self._sent(place, head.encode() + body, seconds)
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def _sent(self, place: Place, request: bytes, seconds: float) -> tuple[int, bytes]:
        async with self._free:
            connection = self._rested(place) or await self._opened(place)
            try:
                async with asyncio.timeout(seconds):
                    answer = await connection.exchange(request)
            except TimeoutError as error:
                connection.close()
                raise httpx.ReadTimeout("") from error
            except (OSError, BrokenError) as error:
                connection.close()
                raise httpx.ReadError(str(error)) from error
            except BaseException:
                # Given up in the middle, as we are told to stop: what comes yet would be taken for the next answer.
                connection.close()
                raise
            if connection.usable:
                self._resting.append((place, connection))
            else:
                connection.close()
            return answer

    async def _opened(self, place: Place) -> Connection:
        if place.secure and self._context is None:
            self._context = httpx.create_ssl_context(trust_env=self._outside)
        try:
            async with asyncio.timeout(self._connect_seconds):
                return await Connection.open(place, self._context)
        except TimeoutError as error:
            raise httpx.ConnectTimeout("") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error

    def _rested(self, place: Place) -> Connection | None:
        """Return the connection used last; those that rested too long are closed."""
        oldest = asyncio.get_running_loop().time() - _REST
        while self._resting and self._resting[0][1].used < oldest:
            self._resting.pop(0)[1].close()
        for at in range(len(self._resting) - 1, -1, -1):
            where, connection = self._resting[at]
            if where == place:
                del self._resting[at]
                if connection.usable:
                    return connection
                connection.close()
        return None

    def _by(self, place: Place) -> bool:
        """Return whether a proxy stands between here and there."""
        if place not in self._proxied:
            proxies = getproxies() if self._outside else {}
            named = proxies.get("https" if place.secure else "http") or proxies.get("all")
            self._proxied[place] = bool(named) and not proxy_bypass(place.host)
        return self._proxied[place]
