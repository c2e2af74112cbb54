"""Characters of a PDF page put together to lines: what is near is one line, what is far apart is separated."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.text.normalise import unify

Character = dict[str, Any]

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]")
# Radicals and compatibility forms stand for ordinary characters: fonts print them alike, and only their tables differ.
_LOOK_ALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f]+")
#: A line that is the number of its page.
PAGE_NUMBER = re.compile(
    r"[-—–―－_~·•\s]*(?:第\s*)?\d{1,3}"
    r"(?:\s*页|\s*(?:页\s*)?[/／]\s*共?\s*\d{1,3}\s*页?|\s*页\s*[，,、]?\s*共\s*\d{1,3}\s*页?)?[-—–―－_~·•\s]*"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text as printed.

    Attributes:
        text: White space inside as printed.
        x0: Left end, in points from the left of the page.
        x1: Right end.
        top: Upper end, in points from the top of the page.
        bottom: Lower end.
        page: Number of the page, from 1.
        number: Of the line on its page, from 1; 0 where it is inside a cell.
        characters: That it is made of.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int
    number: int = 0
    characters: Sequence[Character] = field(default=(), repr=False, compare=False)

    @property
    def size(self) -> float:
        """Height of its characters."""
        return self.bottom - self.top


def lines_of(characters: Iterable[Character], page: int) -> list[PrintedLine]:
    """Return the lines that characters make, from top to bottom.

    Args:
        characters: As pdfplumber finds them; turned ones are read in their own direction.
        page: Number of the page.
    """
    upright: list[Character] = []
    turned: list[Character] = []
    for character in characters:
        (upright if character.get("upright", True) else turned).append(character)
    lines = [line for row in _rows(upright) if (line := _line(row, page))]
    if turned and (line := _turned(turned, page)):
        lines.append(line)
    return sorted(lines, key=lambda line: (line.top, line.x0))


def _rows(characters: Sequence[Character]) -> list[list[Character]]:
    """Group characters whose middles are at one height; small print goes with the line that it touches."""
    rows: list[tuple[float, float, list[Character]]] = []  # middle, height, characters
    for character in sorted(characters, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle, height = (character["top"] + character["bottom"]) / 2, character["bottom"] - character["top"]
        if rows:
            last, tall, members = rows[-1]
            if abs(middle - last) < 0.45 * max(min(tall, height), 2):
                members.append(character)
                continue
        rows.append((middle, height, [character]))
    return [members for _, _, members in rows]


def _line(row: Sequence[Character], page: int) -> PrintedLine | None:
    row = sorted(row, key=lambda c: c["x0"])
    text = _joined(row)
    if not text:
        return None
    shown = [c for c in row if c["text"].strip()]
    return PrintedLine(
        text,
        min(c["x0"] for c in shown),
        max(c["x1"] for c in shown),
        min(c["top"] for c in shown),
        max(c["bottom"] for c in shown),
        page,
        characters=row,
    )


def _joined(row: Sequence[Character]) -> str:
    parts: list[str] = []
    before: Character | None = None
    for character in row:
        text = character["text"]
        if before is not None and text.strip() and before["text"].strip() and _is_apart(before, character):
            parts.append(" ")
        parts.append(text)
        before = character
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Return text as printed: ordinary characters for look-alikes, runs of spaces as one, no control characters."""
    text = _LOOK_ALIKE.sub(lambda match: unify(match[0]), text)
    text = "".join(c for c in text if c >= " " and unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return _SPACES.sub(" ", text).strip(" \u3000")


def _is_apart(left: Character, right: Character) -> bool:
    """Whether the gap between two characters is white space. Chinese is often set wide, figures never are."""
    gap = right["x0"] - left["x1"]
    size = max(1.0, min(left["size"], right["size"]))
    chinese = bool(_HAN.match(left["text"])) + bool(_HAN.match(right["text"]))
    return bool(gap > size * (0.25, 0.6, 1.5)[chinese])


def _turned(characters: Sequence[Character], page: int) -> PrintedLine | None:
    """Return text that is turned by a right angle as one line, read in its own direction."""
    up = sum(1 for c in characters if c["matrix"][1] > 0) * 2 > len(characters)
    ordered = sorted(
        characters, key=lambda c: (round(c["x0"] / 4), -c["bottom"]) if up else (-round(c["x0"] / 4), c["top"])
    )
    text = tidy("".join(c["text"] for c in ordered))
    if not text:
        return None
    return PrintedLine(
        text,
        min(c["x0"] for c in characters),
        max(c["x1"] for c in characters),
        min(c["top"] for c in characters),
        max(c["bottom"] for c in characters),
        page,
    )


def wrapped(upper: str, lower: str) -> str:
    """Return two lines of one sentence or label as one: a space only between words that are not Chinese."""
    if not upper or not lower:
        return upper + lower
    broken_number = upper[-1].isdigit() and lower[0].isdigit() and _HAN.search(upper + lower)
    if _HAN.match(upper[-1]) or _HAN.match(lower[0]) or broken_number:
        return upper + lower
    return f"{upper} {lower}"


def cell_text(lines: Sequence[PrintedLine]) -> str:
    r"""Return the text of a cell: wrapped and vertical labels in one piece, figures each on a line (`\n`)."""
    text = ""
    for line in lines:
        if text and not _HAN.search(text + line.text) and not (text[-1].isalpha() and line.text[0].isalpha()):
            text += "\n" + line.text
        else:
            text = wrapped(text, line.text)
    return text
