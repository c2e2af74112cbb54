"""Numbers that Word computes and does not store in the text: 一、 （二） 3. before headings and items."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_MOST = 100_000  # a number beyond is damage
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(slots=True)
class _Level:
    start: int
    style: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The numberings of a document, with where each stands."""

    levels: Mapping[str, Mapping[int, _Level]]
    styles: Mapping[str, tuple[str, int]]
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any | None, styles: Any | None) -> "Numbering":
        """Return the numberings.

        Args:
            numbering: Root element of `numbering.xml`, if the file has one.
            styles: Root element of `styles.xml`, if the file has one.
        """
        return cls(_levels(numbering) if numbering is not None else {}, _styles(styles) if styles is not None else {})

    def label(self, properties: Any | None) -> str:
        """Return the number before a paragraph, and count it; empty where it has none or only a bullet.

        Args:
            properties: Its `w:pPr` element.
        """
        found = self._place(properties)
        if found is None:
            return ""
        number, depth = found
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        count = self._counts.get((number, depth), level.start - 1) + 1
        self._counts[number, depth] = count
        for deeper in levels:
            if deeper > depth:
                self._counts.pop((number, deeper), None)
        if level.style in {"bullet", "none"}:
            return ""
        text = level.text
        for other in range(9):
            if f"%{other + 1}" in text and other in levels:
                value = self._counts.get((number, other), levels[other].start)
                text = text.replace(f"%{other + 1}", written(value, levels[other].style))
        return text

    def _place(self, properties: Any | None) -> tuple[str, int] | None:
        if properties is None:
            return None
        numbered = properties.find(f"{_W}numPr")
        style = properties.find(f"{_W}pStyle")
        from_style = self.styles.get(style.get(f"{_W}val", "")) if style is not None else None
        if numbered is None:
            return from_style
        number, level = numbered.find(f"{_W}numId"), numbered.find(f"{_W}ilvl")
        depth = _whole(level.get(f"{_W}val")) if level is not None else (from_style[1] if from_style else 0)
        if number is None:
            return (from_style[0], depth) if from_style else None
        value = number.get(f"{_W}val", "0")
        return None if value == "0" else (value, depth)


def _levels(root: Any) -> dict[str, dict[int, _Level]]:
    abstract: dict[str, dict[int, _Level]] = {}
    for element in root.findall(f"{_W}abstractNum"):
        abstract[element.get(f"{_W}abstractNumId", "")] = {
            _whole(level.get(f"{_W}ilvl")): _Level(
                _whole(_value(level, "start") or "1"),
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "",
            )
            for level in element.findall(f"{_W}lvl")
        }
    found = {}
    for element in root.findall(f"{_W}num"):
        levels = dict(abstract.get(_value(element, "abstractNumId") or "", {}))
        for override in element.findall(f"{_W}lvlOverride"):
            depth, start = _whole(override.get(f"{_W}ilvl")), _value(override, "startOverride")
            if start is not None and depth in levels:
                levels[depth] = _Level(_whole(start), levels[depth].style, levels[depth].text)
        found[element.get(f"{_W}numId", "")] = levels
    return found


def _styles(root: Any) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root.findall(f"{_W}style"):
        numbered = style.find(f"{_W}pPr/{_W}numPr")
        if numbered is not None and (number := _value(numbered, "numId")) and number != "0":
            found[style.get(f"{_W}styleId", "")] = (number, _whole(_value(numbered, "ilvl") or "0"))
    return found


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _whole(text: str | None) -> int:
    return min(int(text), _MOST) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0


def written(value: int, style: str) -> str:
    """Return a number in one of Word's styles of numbering, in digits where the style is not known."""
    if style.startswith(("chineseCounting", "japaneseCounting", "taiwaneseCounting", "koreanCounting")):
        text = chinese(value)
    elif style.startswith("ideographDigital") or style.endswith("DigitalTen"):
        text = "".join(_DIGITS[int(digit)] for digit in str(value))
    elif style in {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}:
        text = "".join(_FINANCIAL[int(digit)] for digit in str(value))
    elif style in {"upperLetter", "lowerLetter"} and value > 0:
        text = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif style in {"upperRoman", "lowerRoman"}:
        text = roman(value)
    elif style.startswith("decimalEnclosedCircle") and 1 <= value <= len(_CIRCLED):
        text = _CIRCLED[value - 1]
    else:
        text = str(value).zfill(2) if style == "decimalZero" else str(value)
    return text.lower() if style.startswith("lower") else text


def chinese(value: int) -> str:
    """Return a number below 100 as it is counted in Chinese (二十一); larger ones digit by digit."""
    if not 0 < value < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def roman(value: int) -> str:
    """Return a number in Roman digits."""
    if not 0 < value < 4000:
        return str(value)
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for worth, sign in signs:
        while value >= worth:
            text, value = text + sign, value - worth
    return text
