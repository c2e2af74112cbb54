"""Plain mode: a screen in full sentences, without pictograms and without anything folded (大字和少表情).

It works on the finished markup of any template, so that no template can be forgotten. What is printed in a source and
must stay as it is, down to its line ends, is marked by `as_printed` and left alone.
"""

import html
import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from bot.resources import read_yaml

# Noncharacters of Unicode: they occur in no text.
_FIRST, _LAST = "\ufdd0", "\ufdd1"
_MARKS = str.maketrans("", "", _FIRST + _LAST)

_PRINTED = re.compile(f"({_FIRST}.*?{_LAST})", re.DOTALL)
_QUOTATION = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_BULLET = re.compile(r"^((?:<[^>]+>)*)· ?")
_NUMBERED = re.compile(r"\d+\. ")
_ENDED = re.compile(r"[。！？：；，.!?:;,…][”’）)》」』\"]*$")
_HAN = re.compile(r"[\u3400-\u9fff][”’）》」』]*$")


@dataclass(frozen=True, slots=True)
class _Wording:
    marks: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    between: str
    quotation: str
    stop: str


def as_printed(text: str) -> Markup:
    """Return a text of a source, marked so that plain mode changes nothing in it."""
    return Markup(_FIRST) + escape(text) + Markup(_LAST)  # noqa: S704 - the marks are ours, the text is escaped


def unmarked(markup: str) -> str:
    """Return markup without the marks of `as_printed`."""
    return markup.translate(_MARKS)


def in_sentences(markup: str, language: str) -> str:
    """Return markup in plain mode.

    Args:
        markup: Tidy Telegram HTML of a template.
        language: Language of the words, `zh` or `en`.
    """
    wording = _wording(language)
    parts = _PRINTED.split(markup)
    return "".join(part if part.startswith(_FIRST) else _plain(part, wording) for part in parts).translate(_MARKS)


def _plain(markup: str, wording: _Wording) -> str:
    markup = _QUOTATION.sub(lambda found: wording.quotation.format(text=found[1].strip()), markup)
    for mark, words in wording.marks:
        markup = markup.replace(mark, words)
    return "\n".join(_sentence(line, wording) for line in markup.split("\n"))


def _sentence(line: str, wording: _Wording) -> str:
    """Return a line as a sentence: no bullet before it, a stop at its end."""
    line = _BULLET.sub(r"\1", line)
    # Only in lines of ours: a title that stands by itself stays as it is printed.
    if "<b>" in line or _NUMBERED.match(line):
        line = line.replace(" · ", wording.between)
    for pattern, words in wording.patterns:
        line = pattern.sub(words, line)
    shown = html.unescape(_TAGS.sub("", line)).rstrip()
    if not shown or _ENDED.search(shown):
        return line
    # A Chinese title in an English screen ends like Chinese.
    return line + ("。" if _HAN.search(shown) else wording.stop)


@cache
def _wording(language: str) -> _Wording:
    written = read_yaml("screens", "plain_mode.yaml")[language]
    return _Wording(
        tuple(written["marks"].items()),
        tuple((re.compile(pattern), words) for pattern, words in written["patterns"].items()),
        written["between"],
        written["quotation"],
        written["stop"],
    )
