"""RSS and Atom: a feed's entries as the rows of a list, fetched with patience and read in whatever encoding it has."""

import re
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ssl import SSLContext
from zoneinfo import ZoneInfo

import httpx

from bot.errors import GongkaiError
from bot.records.title_text import without_tags

SECONDS = 30.0
LARGEST = 5_000_000
REDIRECTS = 5

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATES = ("pubDate", "published", "date", "updated")


class SourceError(GongkaiError):
    """A watched source failed or changed its shape; nothing was loaded from it."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed."""

    title: str
    link: str
    day: date | None


def fetch(url: str, *, seconds: float = SECONDS) -> bytes:
    """Return the content of an address, redirects followed.

    Raises:
        SourceError: It cannot be reached, is too slow or too large, or answers with a fault.
    """
    began = time.monotonic()
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=REDIRECTS, timeout=seconds, verify=certificates()
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise SourceError("intake.status", url=_shown(url), status=answer.status_code)
            return body_within(answer, _shown(url), most=LARGEST, until=began + seconds)
    except httpx.HTTPError as error:
        raise SourceError("intake.unreachable", url=_shown(url), reason=type(error).__name__) from error
    except httpx.InvalidURL as error:
        raise SourceError("intake.unreachable", url=_shown(url), reason="InvalidURL") from error


def body_within(answer: httpx.Response, shown: str, *, most: int, until: float) -> bytes:
    """Return the body of an answer.

    Args:
        answer: Its head is read.
        shown: Its address, as it may be said.
        most: So many bytes at most.
        until: By when it has to be there, on the monotonic clock.

    Raises:
        SourceError: It is too large or too slow.
    """
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > most:
            raise SourceError("intake.too_large", url=shown, megabytes=most // 1_000_000)
        parts.append(part)
        # httpx's own limit is for each piece: a server that drips would hold us for ever.
        if time.monotonic() > until:
            raise SourceError("intake.unreachable", url=shown, reason="TooSlow")
    return b"".join(parts)


@cache
def certificates() -> SSLContext:
    """Return whom to trust: made once, for all certificates of the system are read for it."""
    return httpx.create_ssl_context()


def read_feed(content: bytes, zone: str) -> list[FeedEntry]:
    """Return the entries of an RSS or Atom feed, in its order.

    Args:
        content: As it was fetched.
        zone: Time zone in which its days are reckoned.

    Raises:
        SourceError: It is no feed.
    """
    text = _decoded(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise SourceError("intake.no_feed")
    try:
        root = ET.fromstring(_DECLARATION.sub("", text.lstrip("\ufeff")))  # noqa: S314 - without entities, see above
    except ET.ParseError as error:
        raise SourceError("intake.no_feed") from error
    if _name(root) not in ("rss", "RDF", "feed"):
        raise SourceError("intake.no_feed")
    entries = [_entry(each, zone) for each in root.iter() if _name(each) in ("item", "entry")]
    return [entry for entry in entries if entry.title]


def _decoded(content: bytes) -> str:
    """Return a text whatever its declaration says: what is valid UTF-8 is UTF-8, all else is tried in turn."""
    declared = _DECLARED.search(content[:200])
    for encoding in ("utf-8", declared[1].decode() if declared else "gb18030", "gb18030"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise SourceError("intake.encoding")


def _entry(element: ET.Element, zone: str) -> FeedEntry:
    texts = {_name(child): (child.text or "").strip() for child in reversed(element)}
    link = texts.get("link") or next(
        (
            child.get("href", "")
            for child in element
            if _name(child) == "link" and child.get("rel", "alternate") == "alternate"
        ),
        "",
    )
    days = (_day(texts[name], zone) for name in _DATES if texts.get(name))
    title = " ".join(without_tags(texts.get("title", "")).split())
    return FeedEntry(title, link, next(days, None))


def _day(text: str, zone: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone)).date()


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _shown(url: str) -> str:
    """Return an address without what may be secret in it."""
    return str(httpx.URL(url).copy_with(query=None, username=None, password=None)) if "://" in url else url
