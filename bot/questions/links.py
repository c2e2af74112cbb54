"""Links into the bot: `https://t.me/<bot>?start=<parameter>`, with at most 64 of A-Z, a-z, 0-9, _ and - (Telegram).

A parameter is one letter for what it opens, never reused, and its value: after `_` the value itself, in which `_c`
stands for a colon and so on, after `8` its UTF-8 in base64, or after `-` a token under which the value is kept in the
database (`bot.store.chat.tokens`): only what is too long for an address is kept.
A record's link holds its stored key, so that it opens the same record for ever (architecture.md §4).
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.questions.payload import UnreadablePayloadError

MAXIMUM = 64
# What Telegram sends after /start into a group to which `group_link` added the bot.
ADDED = "h_start"

# What a key consists of besides letters, digits and hyphens.
_ESCAPES = {":": "_c", "@": "_a", "~": "_t", ".": "_d", "_": "_u", "=": "_e", " ": "_s"}
_MEANT = {escape: character for character, escape in _ESCAPES.items()}
_LITERAL = re.compile(r"[A-Za-z0-9:@~._= -]+", re.ASCII)
_PARAMETER = re.compile(r"(?P<kind>[a-z])(?P<form>[_8-])(?P<value>[A-Za-z0-9_-]+)", re.ASCII)
_ESCAPE = re.compile(r"_.?", re.DOTALL)


class LinkKind(StrEnum):
    """What a link opens."""

    RECORD = "r"  # value: a stored record key
    SEARCH = "s"  # value: a message, as if the user had typed it
    FOLLOW = "f"  # value: what to be told of, as `bot.announce.topics` reads it
    SUBSCRIPTIONS = "u"  # what is followed in this chat, to be changed or ended; value: `all`
    HELP = "h"  # value: a topic of help


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a link opens: its kind and its value."""

    kind: LinkKind
    value: str


def parameter_of(link: LinkTarget, keep: Callable[[str], str]) -> str:
    """Return the start parameter of a link.

    Args:
        link: What it opens.
        keep: Keeps a value and returns its token of at most 22 ASCII characters; called only if the value does not fit.

    Returns:
        1 to 64 characters of A-Z, a-z, 0-9, _ and -.
    """
    written = "".join(_ESCAPES.get(character, character) for character in link.value)
    if _LITERAL.fullmatch(link.value) and len(written) <= MAXIMUM - 2:
        return f"{link.kind.value}_{written}"
    encoded = base64.urlsafe_b64encode(link.value.encode("utf-8", "replace")).decode("ascii").rstrip("=")
    if encoded and len(encoded) <= MAXIMUM - 2:
        return f"{link.kind.value}8{encoded}"
    return f"{link.kind.value}-{keep(link.value)}"


def link_of(parameter: str, value_of: Callable[[str], str | None]) -> LinkTarget:
    """Return what a start parameter opens.

    Args:
        parameter: What stands after /start; anyone can send anything.
        value_of: Returns the value kept under a token, or None.

    Raises:
        UnreadablePayloadError: It is none of ours, or nothing is kept under its token.
    """
    found = _PARAMETER.fullmatch(parameter)
    if found is None or found["kind"] not in set(LinkKind) or len(parameter) > MAXIMUM:
        raise UnreadablePayloadError("not a start parameter of ours")
    read = {"-": value_of, "_": _read, "8": _decoded}[found["form"]]
    value = read(found["value"])
    if value is None:
        raise UnreadablePayloadError("nothing is kept under this token")
    return LinkTarget(LinkKind(found["kind"]), value)


def deep_link(username: str, parameter: str) -> str:
    """Return the address that opens the bot with a start parameter; of its private chat where that is empty."""
    return f"https://t.me/{username}" + (f"?start={parameter}" if parameter else "")


def group_link(username: str) -> str:
    """Return the address that adds the bot to a group, with what it is then sent there. It needs no rights."""
    return f"https://t.me/{username}?startgroup={ADDED}"


def channel_link(username: str) -> str:
    """Return the address that adds the bot to a channel, with the right to post what is announced."""
    return f"https://t.me/{username}?startchannel=true&admin=post_messages+edit_messages"


def _decoded(written: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        return None


def _read(written: str) -> str:
    def meant(escape: re.Match[str]) -> str:
        if escape[0] not in _MEANT:
            raise UnreadablePayloadError("an escape that is none")
        return _MEANT[escape[0]]

    return _ESCAPE.sub(meant, written)
