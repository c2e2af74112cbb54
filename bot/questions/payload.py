"""The codec of button payloads (callback data), version 1: ASCII, 1 to 64 bytes, readable for ever.

A payload is `v1:<kind>:<form><value>`, with `:<page>` at the end for a list that is paged. `kind` is one letter that is
never reused (`bot.screens.screen.PressKind`). `form` is `=` when the value itself follows, `~` when a token follows
under which the value is kept in the database (`bot.store.tokens`): Telegram allows 64 bytes, and a Chinese character
takes three. Nothing of a button hangs on process memory (architecture.md §4).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

VERSION = "v1"
MAXIMUM_BYTES = 64
LAST_PAGE = 99_999

_PAYLOAD = re.compile(r"v1:(?P<kind>[a-z]):(?P<form>[=~])(?P<value>[!-~ ]*?)(?::(?P<page>[1-9][0-9]{0,4}))?", re.ASCII)
_PAGE_AT_END = re.compile(r":[1-9][0-9]{0,4}\Z", re.ASCII)
_LITERAL = re.compile(r"[!-~ ]*", re.ASCII)


class UnreadablePayloadError(ValueError):
    """A payload that this version cannot read: another version's, damaged, or its token is gone."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a button says: the letter of its kind, its value, and a page from 1."""

    kind: str
    value: str
    page: int = 1


def encode(payload: Payload, keep: Callable[[str], str]) -> str:
    """Return the callback data of a payload.

    Args:
        payload: What the button says.
        keep: Keeps a value and returns its token of at most 22 ASCII characters; called only if the value does not fit.

    Returns:
        1 to 64 bytes of ASCII.

    Raises:
        ValueError: The kind is not one small letter, or the page is not 1 to 99999.
    """
    if not re.fullmatch("[a-z]", payload.kind) or not 1 <= payload.page <= LAST_PAGE:
        raise ValueError(f"no payload: kind {payload.kind!r}, page {payload.page}")
    page = f":{payload.page}" if payload.page > 1 else ""
    literal = f"{VERSION}:{payload.kind}:={payload.value}{page}"
    # A value that itself ends like a page (13-4:399) needs the page said, or it would be taken for one.
    if not page and _PAGE_AT_END.search(payload.value):
        literal += ":1"
    if _LITERAL.fullmatch(payload.value) and len(literal) <= MAXIMUM_BYTES:
        return literal
    return f"{VERSION}:{payload.kind}:~{keep(payload.value)}{page}"


def decode(data: str, value_of: Callable[[str], str | None]) -> Payload:
    """Return what a button's callback data says.

    Args:
        data: Callback data as Telegram sent it; anyone can send anything.
        value_of: Returns the value kept under a token, or None.

    Raises:
        UnreadablePayloadError: Not a payload of version 1, or nothing is kept under its token.
    """
    found = _PAYLOAD.fullmatch(data)
    if found is None:
        raise UnreadablePayloadError("not a payload of this version")
    page = int(found["page"] or 1)
    value: str | None = found["value"]
    if found["form"] == "~":
        value = value_of(found["value"])
    if value is None:
        raise UnreadablePayloadError("nothing is kept under this token")
    return Payload(found["kind"], value, page)
