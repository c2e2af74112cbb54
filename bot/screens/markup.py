"""Telegram's HTML: what it counts, how it is cut, what it says without markup."""

import html
import re

MAXIMUM_UNITS = 4096  # of one message, in UTF-16 units once parsed (Telegram)
CAPTION_UNITS = 1024  # of the text below a picture or file

_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")
_TOKEN = re.compile(r"<[^>]+>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);|[^<&]+|[<&]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n[ \t\n]*")
_LINE_ENDS = re.compile(r"[ \t]+\n")
_QUOTATION = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.DOTALL)
_QUOTE_EDGE = re.compile(r"(<blockquote[^>]*>)\s+|\s+(</blockquote>)")


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def tidy(markup: str) -> str:
    """Return markup without trailing blanks and without more than one blank line in a row."""
    markup = _LINE_ENDS.sub("\n", markup)
    markup = _BLANK_LINES.sub("\n\n", markup)
    markup = _QUOTE_EDGE.sub(lambda found: found[1] or found[2], markup)
    return markup.strip()


def plain(markup: str) -> str:
    """Return what the markup shows, as plain text; the lines of a quotation begin with >."""
    marked = _QUOTATION.sub(lambda found: "\n".join(f"&gt; {line}" for line in found[1].split("\n")), markup)
    return html.unescape(_TAG.sub("", marked)).strip()


def fit(markup: str, more: str, maximum: int = MAXIMUM_UNITS) -> str:
    """Return markup whose text has at most `maximum` units.

    What is too long is cut at a blank line, else at a line's end, never inside a tag or an entity; open tags are closed
    and `more` says that something is left out.

    Args:
        markup: Telegram HTML.
        more: The line that says so, plain text.
        maximum: Units allowed.
    """
    if units(plain(markup)) <= maximum:
        return markup
    room = maximum - units(more) - 2
    while True:
        cut = _cut_to(markup, room) + "\n\n" + html.escape(more)
        over = units(plain(cut)) - maximum
        if over <= 0:
            return cut
        room -= over  # the marks of quotations in plain text need room too


def _cut_to(markup: str, room: int) -> str:
    """Return the start of a markup that shows at most `room` units, its tags closed."""
    kept: list[str] = []
    used = 0
    for token in _TOKEN.findall(markup):
        text = "" if token.startswith("<") and len(token) > 1 else html.unescape(token)
        length = units(text)
        if used + length > room:
            kept.append(_cut(token, room - used))
            break
        kept.append(token)
        used += length
    cut = "".join(kept)
    border = max(cut.rfind("\n\n"), cut.rfind("\n") if "\n\n" not in cut[len(cut) // 2 :] else -1)
    if border > len(cut) // 2:
        cut = cut[:border]
    return cut + "".join(f"</{name}>" for name in reversed(_open_tags(cut)))


def _cut(token: str, room: int) -> str:
    """Return the start of a run of text that has at most `room` units; entities are dropped whole."""
    if token.startswith(("<", "&")) or room <= 0:
        return ""
    return token.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")


def _open_tags(markup: str) -> list[str]:
    """Return the names of the tags that are open at the end."""
    names: list[str] = []
    for found in _TAG.finditer(markup):
        if found[1]:
            if names and names[-1] == found[2]:
                names.pop()
        else:
            names.append(found[2])
    return names
