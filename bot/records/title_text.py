"""A title as characters to match: markup gone, one form of each character, no white space, and the way back to print.

Patterns run over the matching form; what they find is cut from the printed one, so that a topic keeps its spaces and
its punctuation (domain.md §6, trap 8).
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from bot.text.normalise import to_simplified, visible

# At most so many characters are looked at: the longest titles are about 200, and a page pasted as one must stay cheap.
LONGEST_TITLE = 600

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,300}?-->|<\?[^<>]{0,300}>")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\((?:[^()\s]|\([^()\s]*\)){0,500}\)")
_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<![A-Za-z0-9])__|__(?![A-Za-z0-9])|~~")
_SPACES = re.compile(r"\s+")
_ANY_SPACE = re.compile(r"\s")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,12});?")
_SAME_SHAPE = {
    **dict.fromkeys("（﹙⟨⦅", "("),
    **dict.fromkeys("）﹚⟩⦆", ")"),
    **dict.fromkeys("［〔【〖﹝〚", "["),
    **dict.fromkeys("］〕】〗﹞〛", "]"),
    **dict.fromkeys("〈«", "《"),
    **dict.fromkeys("〉»", "》"),
    **dict.fromkeys("「『“„＂", "“"),
    **dict.fromkeys("」』”‟", "”"),
    **dict.fromkeys("—–－―─‐‑‒﹣", "-"),
    "○": "〇",
    "號": "号",
}


class _Shapes(dict[int, str]):
    """One code point for each character, filled as characters are met; never more than one for one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shape = _SAME_SHAPE.get(character)
        if shape is None:
            unified = unicodedata.normalize("NFKC", character)
            shape = unified if len(unified) == 1 else character
        self[code] = shape
        return shape


_SHAPES = _Shapes()


@dataclass(frozen=True, slots=True)
class Matching:
    """The matching form of a title.

    Attributes:
        printed: The title as printed, markup aside.
        text: The form to match, without white space.
        positions: Offset in `printed` of each character of `text`; empty when they are the same.
    """

    printed: str
    text: str
    positions: tuple[int, ...] = ()

    def cut(self, start: int, end: int) -> str:
        """Return what is printed from `start` to `end` of the matching form, trimmed."""
        if end <= start:
            return ""
        if not self.positions:
            return self.printed[start:end].strip()
        return self.printed[self.positions[start] : self.positions[end - 1] + 1].strip()


def cleaned(title: str) -> str:
    """Return a title without markup, entities and invisible characters, runs of white space as one space."""
    text = title[: LONGEST_TITLE * 4]
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    if "*" in text or "`" in text or "__" in text or "~~" in text:
        text = _EMPHASIS.sub("", text)
    return _SPACES.sub(" ", visible(text)).strip()[:LONGEST_TITLE]


def matching(printed: str) -> Matching:
    """Return the matching form of a cleaned title."""
    shaped = printed.translate(_SHAPES)
    simplified = to_simplified(shaped)
    if len(simplified) == len(shaped):
        shaped = simplified
    if _ANY_SPACE.search(shaped) is None:
        return Matching(printed, shaped)
    positions = tuple(index for index, character in enumerate(shaped) if not character.isspace())
    return Matching(printed, "".join(shaped[index] for index in positions), positions)
