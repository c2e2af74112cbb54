"""The codec of button payloads (callback data), version 1: ASCII, 1 to 64 bytes, readable for ever.

A payload is `v1:<kind>:<form><value>`, with `:<page>` at the end for a list that is paged. `kind` is one letter that is
never reused (`bot.screens.screen.PressKind`). `form` is `=` when the value itself follows, `~` when a token follows
under which the value is kept in the database (`bot.store.chat.tokens`): Telegram allows 64 bytes, and a Chinese
character takes three. Nothing of a button hangs on process memory (architecture.md §4).

Which chat a button is about (`add:-1001234:…`) must not stand beside words in the database. That beginning stays in
the payload; after it comes the rest, in base64 where the form is `^`, as a token where even that is too long: `+`.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

VERSION = "v1"
MAXIMUM_BYTES = 64
LAST_PAGE = 99_999

_PAYLOAD = re.compile(
    r"v1:(?P<kind>[a-z]):(?P<form>[=~^+])(?P<value>[!-~ ]*?)(?::(?P<page>[1-9][0-9]{0,4}))?", re.ASCII
)
_PAGE_AT_END = re.compile(r":[1-9][0-9]{0,4}\Z", re.ASCII)
_ABOUT_A_CHAT = re.compile(r"[a-z]{1,8}:-?\d{1,16}:", re.ASCII)
_TOKEN = 22
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
        keep: Keeps a value and returns its token of 22 ASCII characters; called only if the value does not fit.

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
    about = _ABOUT_A_CHAT.match(payload.value)
    if about is None:
        return f"{VERSION}:{payload.kind}:~{keep(payload.value)}{page}"
    rest = payload.value[about.end() :]
    packed = f"{VERSION}:{payload.kind}:^{about[0]}{_packed(rest)}{page}"
    return packed if len(packed) <= MAXIMUM_BYTES else f"{VERSION}:{payload.kind}:+{about[0]}{keep(rest)}{page}"


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
    elif found["form"] == "^":
        beginning, _, rest = found["value"].rpartition(":")
        value = f"{beginning}:{_unpacked(rest)}"
    elif found["form"] == "+":
        beginning, rest = found["value"][:-_TOKEN], value_of(found["value"][-_TOKEN:])
        value = None if rest is None else beginning + rest
    if value is None:
        raise UnreadablePayloadError("nothing is kept under this token")
    return Payload(found["kind"], value, page)


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode("ascii").rstrip("=")


def _unpacked(packed: str) -> str:
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")
    except ValueError:
        raise UnreadablePayloadError("not a payload of this version") from None
