"""Fetches pages of a site: one at a time, with a pause, as robots.txt allows, from the hosts of its source alone.

A name is resolved anew for each request, all of its addresses are checked, and the connection is made to one that was
checked: a name that leads into the own network later leads nowhere.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from bot import __version__
from bot.announce.feed import REDIRECTS, SourceError, body_within, certificates

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LONGEST_DELAY = 60.0
_ROBOTS_BYTES, _ROBOTS_FOR = 500_000, 86_400.0  # as RFC 9309 has it
_PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPolicy:
    """How sites are asked.

    Attributes:
        pause: Seconds between two requests.
        own_network: Addresses of the own network may be asked too.
        seconds: Longest time for an answer.
        largest: Bytes of the largest answer.
        contact: How whoever runs a site reaches whoever asks.
    """

    pause: float = 1.0
    own_network: bool = False
    seconds: float = 30.0
    largest: int = 10_000_000
    contact: str = ""

    @property
    def name(self) -> str:
        """Who asks, and why."""
        said = f"; {self.contact}" if self.contact else ""
        return f"Gongkai/{__version__} (reads published lists and replies to announce them{said})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer.

    Attributes:
        address: That it came from, after redirects.
        data: Empty where it is `unchanged`.
        charset: As the server says.
        etag: To ask whether it changed.
        modified: Likewise.
        unchanged: The server says that it is as it was.
    """

    address: str
    data: bytes = b""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


class PageGoneError(SourceError):
    """An address answers that there is nothing any more (404, 410)."""


def resolved(host: str, port: int) -> Iterable[str]:
    """Return the addresses of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(written: str) -> bool:
    """Return whether an address is one of the internet, not of this machine or a network of its own."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inside or address
    return address.is_global and not address.is_multicast


@dataclass
class Browser:
    """Asks the hosts of one source.

    Attributes:
        address: Of the source: its host may be asked.
        hosts: Further hosts that may be.
        policy: How.
        resolve: Tells the addresses of a host.
        wait: Waits some seconds.
    """

    address: str
    hosts: frozenset[str] = frozenset()
    policy: CrawlPolicy = field(default_factory=CrawlPolicy)
    resolve: Resolve = resolved
    wait: Callable[[float], None] = time.sleep
    _asked: float = field(default=0.0, init=False)
    _robots: dict[str, tuple[float, RobotFileParser]] = field(default_factory=dict, init=False)
    _client: httpx.Client | None = field(default=None, init=False)

    def get(
        self,
        address: str,
        *,
        form: tuple[tuple[str, str], ...] | None = None,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Fetched:
        """Return what an address answers, redirects within the hosts of the source followed.

        Args:
            address: Of a page.
            form: What is posted.
            etag: Of what is known of it.
            modified: When that was changed last.

        Raises:
            PageGoneError: There is nothing.
            SourceError: It may not be asked, cannot be reached, is too slow or too large, or answers with a fault.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        for _ in range(REDIRECTS + 1):
            self._refuse(address)
            self._heed_robots(address)
            answer = self._ask(address, form, {name: said for name, said in headers.items() if said})
            if isinstance(answer, Fetched):
                return answer
            address, form = answer, None
        raise SourceError("intake.unreachable", url=shown(address), reason="TooManyRedirects")

    def may(self, address: str) -> bool:
        """Return whether an address is on a host of the source."""
        parts = urlsplit(address)
        return parts.scheme in _PORTS and _place(address) in {_place(self.address), *map(_written, self.hosts)}

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _refuse(self, address: str) -> None:
        try:
            fine = self.may(address)
        except ValueError:
            raise SourceError("intake.unreachable", url=address[:200], reason="InvalidURL") from None
        if not fine:
            raise SourceError("intake.other_host", url=shown(address))

    def _heed_robots(self, address: str) -> None:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        read, rules = self._robots.get(site, (0.0, None))
        if rules is None or time.monotonic() - read > _ROBOTS_FOR:
            rules = RobotFileParser()
            rules.parse(self._robots_of(f"{site}/robots.txt"))
            self._robots[site] = time.monotonic(), rules
        if not rules.can_fetch(self.policy.name.partition("/")[0], address):
            raise SourceError("intake.robots", url=shown(address))

    def _robots_of(self, address: str) -> list[str]:
        for _ in range(REDIRECTS + 1):
            self._refuse(address)
            try:
                answer = self._ask(address, None, {}, most=_ROBOTS_BYTES)
            except SourceError as error:
                if error.name == "intake.status" and 400 <= int(error.values["status"]) < 500:
                    return []
                raise
            if isinstance(answer, Fetched):
                return answer.data.decode("utf-8", "replace").splitlines()
            address = answer
        return []

    def _ask(
        self, address: str, form: tuple[tuple[str, str], ...] | None, headers: dict[str, str], most: int | None = None
    ) -> Fetched | str:
        """Return the answer, or where it is redirected to."""
        self._pace(address)
        failed: Exception | None = None
        for where in self._addresses(address):
            try:
                return self._ask_at(where, address, form, headers, most or self.policy.largest)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
            except httpx.HTTPError as error:
                raise SourceError("intake.unreachable", url=shown(address), reason=type(error).__name__) from error
            except httpx.InvalidURL as error:
                raise SourceError("intake.unreachable", url=shown(address), reason="InvalidURL") from error
        raise SourceError("intake.unreachable", url=shown(address), reason=type(failed).__name__) from failed

    def _pace(self, address: str) -> None:
        parts = urlsplit(address)
        _, rules = self._robots.get(f"{parts.scheme}://{parts.netloc}", (0.0, None))
        delay = rules.crawl_delay(self.policy.name.partition("/")[0]) if rules is not None else None
        pause = max(self.policy.pause, min(float(delay or 0), _LONGEST_DELAY))
        left = self._asked + pause - time.monotonic()
        if left > 0:
            self.wait(left)
        self._asked = time.monotonic()

    def _addresses(self, address: str) -> list[str]:
        """Return the addresses of a host, each of which may be asked."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        try:
            found = list(dict.fromkeys(self.resolve(host, parts.port or _PORTS[parts.scheme])))
        except (OSError, UnicodeError) as error:
            raise SourceError("intake.unreachable", url=shown(address), reason=type(error).__name__) from error
        if not self.policy.own_network and not all(map(is_public, found)):
            raise SourceError("intake.own_network", url=shown(address))
        return found

    def _ask_at(
        self, where: str, address: str, form: tuple[tuple[str, str], ...] | None, headers: dict[str, str], most: int
    ) -> Fetched | str:
        url = httpx.URL(address)
        named = {"Host": url.netloc.decode("ascii"), "User-Agent": self.policy.name, "Accept-Language": "zh-CN,zh"}
        began = time.monotonic()
        with self._open().stream(
            "GET" if form is None else "POST",
            url.copy_with(host=where, fragment=None),
            headers={**named, **headers},
            data=None if form is None else dict(form),
            extensions={"sni_hostname": url.host},
        ) as answer:
            _acknowledge(answer)
            if answer.has_redirect_location:
                return _led(address, answer.headers["Location"])
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return Fetched(address=address, unchanged=True)
            if answer.status_code != httpx.codes.OK:
                kind = PageGoneError if answer.status_code in (404, 410) else SourceError
                raise kind("intake.status", url=shown(address), status=answer.status_code)
            return Fetched(
                address=address,
                data=body_within(answer, shown(address), most=most, until=began + self.policy.seconds),
                charset=answer.charset_encoding,
                etag=answer.headers.get("ETag"),
                modified=answer.headers.get("Last-Modified"),
            )

    def _open(self) -> httpx.Client:
        if self._client is None:
            # What the environment says of proxies does not count: whom they ask, nobody here could check.
            self._client = httpx.Client(
                follow_redirects=False, timeout=self.policy.seconds, verify=certificates(), trust_env=False
            )
        return self._client


def _led(address: str, target: str) -> str:
    """Return where a redirect leads; what is no address is refused where it is asked for."""
    try:
        return urljoin(address, target)
    except ValueError:
        return target


def _acknowledge(answer: httpx.Response) -> None:
    """Acknowledge the head of an answer at once: a server that sends head and body apart waits for it, 40 ms each."""
    stream = answer.extensions.get("network_stream")
    plain: Any = stream.get_extra_info("socket") if stream is not None else None
    with suppress(AttributeError, OSError):
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _place(address: str) -> str:
    """Return host and port of an address; the usual ports are one, for sites move to https."""
    parts = urlsplit(address)
    return _written(parts.netloc.rpartition("@")[2])


def _written(host: str) -> str:
    name, colon, port = host.strip().lower().rpartition(":")
    if colon and port.isdecimal():
        return name if port in ("80", "443") else f"{name}:{port}"
    return host.strip().lower()


def shown(url: str) -> str:
    """Return an address without a name and password in it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()[:300]
