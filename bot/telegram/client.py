"""The HTTP client of the Bot API, on aiohttp.

An answer is one small request, a broadcast thousands. python-telegram-bot's own client, httpx, spends more processor
time on each than we do on reading, answering and rendering together: its pool looks through every connection for every
request (`make bench` shows both). aiohttp parses in C and keeps its pool by host.
"""

from typing import Any
from urllib.parse import urlencode

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.counters import COUNTERS, FLOODED
from bot.telegram.contact import CONTACT

# Seconds that a connection rests before it is given up: servers close theirs without a word, mostly after a minute.
_REST = 15.0
_FINE, _TOO_MANY = 200, 429
# Before a request has left as a whole: Telegram cannot have carried it out.
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


class AiohttpRequest(BaseRequest):
    """Requests over connections that are kept open.

    Args:
        connections: Most connections at a time.
        connect: Seconds to wait for a connection.
        answer: Seconds to wait for an answer, beyond what a method says itself.
        outside: Whether a proxy of the environment leads there.
    """

    def __init__(self, *, connections: int, connect: float, answer: float, outside: bool) -> None:
        self._connections = connections
        self._connect = connect
        self._answer = answer
        self._outside = outside
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._answer

    async def initialize(self) -> None:
        """Open the pool; connections follow as they are needed."""
        self._pool()

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_REST),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._outside,
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_given: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Send one request; return status and body of the answer.

        Raises:
            TimedOut: There was no answer in time.
            NetworkError: There was none at all; its cause has the name that httpx would give it.
        """
        wanted = timeouts.get("read_timeout")
        seconds = float(wanted) if isinstance(wanted, int | float) else self._answer
        limits = aiohttp.ClientTimeout(total=None, connect=self._connect, sock_read=seconds)
        name = url.rpartition("/")[2]
        CONTACT.asks(name)
        try:
            async with self._pool().request(method, url, data=_form(request_data), timeout=limits) as answer:
                status, body = answer.status, await answer.read()
                CONTACT.heard(name, status, answer.headers.get("Date"))
                if status == _TOO_MANY:
                    COUNTERS.add(FLOODED)
        except aiohttp.ConnectionTimeoutError as error:
            raise TimedOut from httpx.ConnectTimeout(str(error))
        except TimeoutError as error:
            raise TimedOut from httpx.ReadTimeout(str(error))
        except _NOT_SENT as error:
            raise NetworkError(f"ConnectError: {error}") from httpx.ConnectError(str(error))
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"ReadError: {error}") from httpx.ReadError(str(error))
        finally:
            CONTACT.has_asked(name)
        if method == "POST" and status == _FINE and not body.rstrip().endswith(b"}"):
            # Half an answer, or a page of something in between: what became of the request nobody knows.
            raise NetworkError("ReadError: half an answer") from httpx.ReadError("half an answer")
        return status, body


def _form(request_data: RequestData | None) -> Any:
    if request_data is None:
        return None
    if not request_data.contains_files:
        # aiohttp would make a form for files of it first.
        encoded = urlencode(request_data.json_parameters).encode()
        return aiohttp.BytesPayload(encoded, content_type="application/x-www-form-urlencoded")
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
