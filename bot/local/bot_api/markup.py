"""Telegram's HTML, read as Telegram reads it: the same entities, the same refusals in the same words.

After `do_parse_html` of TDLib's MessageEntity.cpp, which the Bot API server uses. Offsets of entities are in UTF-16
units, offsets in refusals are bytes of UTF-8, as there.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.local.bot_api.refusal import ApiError, bad_request

_KINDS = {
    "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "u": "underline", "ins": "underline", "tg-spoiler": "spoiler",
    "span": "spoiler", "tg-emoji": "custom_emoji", "pre": "pre", "code": "code", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>lt|gt|amp|quot));?")
_UNMARKED = re.compile(r"[^<&]+|&")
_SPACE = " \t\r\n\f\v"


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, in which Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities of a message in HTML.

    Args:
        source: Text in Telegram's HTML subset.

    Returns:
        Text without markup, entities in order of their offset.

    Raises:
        ApiError: `Bad Request: can't parse entities: ...`, as Telegram puts it.
    """
    return _Reader(source).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.position < len(self.source):
            if found := _REFERENCE.match(self.source, self.position):
                self.position = found.end()
                self._add(_referred(found))
            elif found := _UNMARKED.match(self.source, self.position):
                self.position = found.end()
                self._add(found.group())
            else:
                self._tag()
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.offset += utf16_length(text)

    def _tag(self) -> None:
        begin = self.position
        if self.source.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._until(begin + 1, _SPACE + ">").lower()
        if self._at_end():
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if name not in _KINDS:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        opened = _Open(name, self.offset)
        while self.source[self.position] != ">":
            self._attribute(opened, begin)
        self.position += 1
        if name == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(opened)

    def _attribute(self, opened: _Open, begin: int) -> None:
        self._skip_space(opened, begin)
        if self.source[self.position] == ">":
            return
        name = self._until(self.position, _SPACE + "=>/\"'")
        if not name:
            raise _unparsable(f'Empty attribute name in the tag "{opened.tag}" at byte offset {self._bytes(begin)}')
        self._skip_space(opened, begin)
        if self.source[self.position] != "=":
            if (opened.tag, name) == ("blockquote", "expandable"):
                opened.attributes[name] = ""
                return
            where = f'the tag "{opened.tag}" at byte offset {self._bytes(begin)}'
            raise _unparsable(f"Expected equal sign in declaration of an attribute of {where}")
        self.position += 1
        self._skip_space(opened, begin)
        opened.attributes[name] = self._value(begin)

    def _value(self, begin: int) -> str:
        quote = self.source[self.position]
        if quote in "\"'":
            end = self.source.find(quote, self.position + 1)
            if end < 0 or end + 1 >= len(self.source):
                raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            value = self.source[self.position + 1 : end]
            self.position = end + 1
            return _REFERENCE.sub(_referred, value)
        start = self.position
        found = re.compile(r"[0-9A-Za-z.-]*").match(self.source, start)
        self.position = found.end() if found else start
        if self._at_end():
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if self.source[self.position] not in _SPACE + ">":
            raise _unparsable(f"Unexpected end of name token at byte offset {self._bytes(start)}")
        return self.source[start : self.position].lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        name = self._until(begin + 2, _SPACE + ">").lower()
        while not self._at_end() and self.source[self.position] in _SPACE:
            self.position += 1
        if self._at_end() or self.source[self.position] != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.position += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            words = f'expected "</{opened.tag}>", found "</{name}>"'
            raise _unparsable(f"Unmatched end tag at byte offset {self._bytes(begin)}, {words}")
        if self.offset > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind = _KINDS[opened.tag]
        entity: dict[str, Any] = {"type": kind, "offset": opened.start, "length": self.offset - opened.start}
        if kind == "text_link":
            url = opened.attributes.get("href", "")
            if not url.startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
                return  # Telegram leaves the text and drops a link that is none
            entity["url"] = url
        elif kind == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif kind == "custom_emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif kind == "code" and opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _until(self, start: int, stops: str) -> str:
        end = start
        while end < len(self.source) and self.source[end] not in stops:
            end += 1
        self.position = end
        return self.source[start:end]

    def _skip_space(self, opened: _Open, begin: int) -> None:
        while not self._at_end() and self.source[self.position] in _SPACE:
            self.position += 1
        if self._at_end():
            raise _unparsable(f'Unclosed start tag "{opened.tag}" at byte offset {self._bytes(begin)}')

    def _at_end(self) -> bool:
        return self.position >= len(self.source)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))


def _referred(found: re.Match[str]) -> str:
    if found["name"]:
        return _NAMED[found["name"]]
    code = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return found[0]
    return chr(code)


def _unparsable(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
