"""A title as characters to match: one form of each character, no white space, and the way back to print.

Patterns run over the matching form; what they find is cut from the printed one, so that a topic keeps its spaces and
its punctuation (domain.md §6, trap 8). A title stays as it is printed: 2*350MW, a<b and ~~ are no markup here, for the
readers of the formats that have markup have taken it out. Where it stands all the same (a number in bold, pasted into a
list), the matching form passes over it.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.text.normalise import to_simplified, visible

# At most so many characters are looked at: the longest titles are about 200, and a page pasted as one must stay cheap.
LONGEST_TITLE = 600

# What is passed over: the groups, or the whole where there is none.
_TAG = re.compile(
    r"</?(?:a|b|em|font|i|p|span|strong|u)(?:\s+[a-z-]+(?:\s*=\s*(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s\"'<>]{1,300}))?)*\s*/?>",
    re.IGNORECASE,
)
_MARKDOWN_LINK = re.compile(r"(!?\[)[^\[\]]{0,300}(\]\((?:[^()\s]|\([^()\s]*\)){0,500}\))")
_STRONG = re.compile(r"(\*\*|__)(?=\S)[^*_]{1,80}(?<=\S)(\1)")
_NUMBER_IN_BRACKETS = re.compile(r"第\s*([(（\[［〔【])\s*\d{1,9}\s*([)）\]］〕】])\s*号")
_PASSED_OVER = (
    *(("<", _TAG), ("](", _MARKDOWN_LINK), ("**", _STRONG), ("__", _STRONG)),
    ("第", _NUMBER_IN_BRACKETS),
)
_SPACES = re.compile(r"\s+")
_ANY_SPACE = re.compile(r"\s")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,12});")
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


_ELLIPSIS = re.compile(r"(?:…+|\.{2,}|。{2,}|⋯+)$")
_CUT = re.compile(r"(?:(?:第|会议)[A-Za-z]*\d*|号[提建议]|的|的答|的复|(?:提案|建议|议案)答)$")
_DOTS, _CUT_ENDS = frozenset("….。⋯"), frozenset("第议提建的答复")

# Characters that have the shape to match already, nearly all of a title.
_OTHERWISE = re.compile(r"[^\x20-\x7e\u4e00-\u9fff《》“”…]|號")


@lru_cache(maxsize=4096)
def _shape(character: str) -> str:
    """Return one character for one."""
    shape = _SAME_SHAPE.get(character)
    if shape is None:
        unified = unicodedata.normalize("NFKC", character)
        shape = unified if len(unified) == 1 else character
    return shape


@dataclass(frozen=True, slots=True)
class Matching:
    """The matching form of a title.

    Attributes:
        printed: The title as printed.
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
    """Return a title without entities and invisible characters, runs of white space as one space."""
    text = title[: LONGEST_TITLE * 4]
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return _SPACES.sub(" ", visible(text)).strip()[:LONGEST_TITLE]


def without_tags(text: str) -> str:
    """Return a text of a source that carries HTML, such as the titles of a feed, without its tags."""
    return _TAG.sub("", text) if "</" in text else text


# [政协十四届二次会议第27号] at the end is what round brackets there are; [2023]27号 is none.
_NUMBERED_END = re.compile(r"\[([^\[\]()]*第[^\[\]()]*号[^\[\]()]*)\]$")


def matching(printed: str) -> Matching:
    """Return the matching form of a cleaned title."""
    shaped = _OTHERWISE.sub(lambda match: _shape(match.group()), printed)
    simplified = to_simplified(shaped)
    if len(simplified) == len(shaped):
        shaped = simplified
    shaped = _NUMBERED_END.sub(r"(\1)", shaped)
    markup = _markup(printed)
    if not markup and _ANY_SPACE.search(shaped) is None:
        return Matching(printed, shaped)
    positions = tuple(
        index for index, character in enumerate(shaped) if not character.isspace() and index not in markup
    )
    return Matching(printed, "".join(shaped[index] for index in positions), positions)


def _markup(printed: str) -> frozenset[int]:
    """Return the offsets of tags, of links' targets, of the marks of bold text and of the brackets in 第（52）号."""
    patterns = [
        pattern
        for sign, pattern in (
            ("<", _TAG),
            ("](", _MARKDOWN_LINK),
            ("**", _STRONG),
            ("__", _STRONG),
            ("第", _NUMBER_IN_BRACKETS),
        )
        if sign in printed
    ]
    spans = [
        match.span(group)
        for pattern in patterns
        for match in pattern.finditer(printed)
        for group in range(1, pattern.groups + 1) or (0,)
    ]
    return frozenset(offset for span in spans for offset in range(*span))


def is_cut(text: str, rest: str) -> bool:
    """Tell whether a title ends in the middle of its words.

    Args:
        text: Its matching form.
        rest: The same with what stands in brackets masked.
    """
    if text[-1:] in _DOTS and _ELLIPSIS.search(text):
        return True
    last = rest[-1:]
    return (last in _CUT_ENDS or last.isascii()) and _CUT.search(rest) is not None
