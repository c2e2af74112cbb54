"""What a cell of a report says: value, semantic, unit and remark apart (domain.md §1.7)."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from bot.records.model import Semantic
from bot.text.normalise import plain

_DASHES = r"\-‐‑‒–—―−─━ー﹘﹣"
_NOT_APPLICABLE = re.compile(rf"(?:[/\\|*{_DASHES}]+|不适用|n/?a|不涉及)")
_TEXT_ONLY = re.compile(r"(?:无|没有|空|暂无|未统计|[○×x✓√]|[a-z]{1,3})")
_UNITS = "万元|亿元|千元|百元|元|人次|万人次|件次|件|条|项|个|次|份|宗|人|起|篇|部|例|%"
_NUMBER = re.compile(
    rf"(?P<hedge>约|近|超过?|逾|不少于|至少)?(?P<word>增加|增|减少|减|\+|[{_DASHES}])?"
    r"(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<more>余|多|左右|以上)?(?P<scale>[万亿])?(?P<more2>余|多|左右|以上)?(?P<unit>{_UNITS})?(?P<more3>余|多|左右|以上)?"
)
_REMARK = re.compile(r"[(（\[【](.*)[)）\]】]|[(（\[【](.*)$", re.DOTALL)
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SPACED_DIGITS = re.compile(r"\d\s+\d")
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell as read.

    Attributes:
        raw: As printed, trimmed.
        value: The number, or None.
        semantic: What it says.
        unit: Unit beside the number, or None.
        remark: Words beside the number, or None.
        doubtful: The digits are broken up by white space, so what number is meant is not certain.
    """

    raw: str
    value: Decimal | None
    semantic: Semantic
    unit: str | None = None
    remark: str | None = None
    doubtful: bool = False


BLANK = CellValue("", None, Semantic.BLANK)


@lru_cache(maxsize=4096)
def read_value(text: str) -> CellValue | None:
    """Read the text of a number cell.

    Args:
        text: The cell as the reader found it.

    Returns:
        The value, or None when the text is no value at all: a label, a sentence.
    """
    raw = text.strip()
    if len(raw) > LONGEST_VALUE:
        return None
    clean = plain(raw)
    if not clean:
        return BLANK
    return _marked(raw, clean) or _number(raw, clean)


def _marked(raw: str, clean: str) -> CellValue | None:
    bare = clean.replace(" ", "")
    if _NOT_APPLICABLE.fullmatch(bare):
        return CellValue(raw, None, Semantic.NOT_APPLICABLE)
    if _TEXT_ONLY.fullmatch(bare):
        return CellValue(raw, None, Semantic.TEXT)
    return None


def _number(raw: str, clean: str) -> CellValue | None:
    remark = None
    body = clean
    if bracket := _REMARK.search(clean):
        body = (clean[: bracket.start()] + clean[bracket.end() :]).strip()
        remark = _printed_remark(raw)
        if re.fullmatch(_UNITS, bracket[1] or bracket[2] or ""):
            body, remark = body + (bracket[1] or bracket[2]), None
    if body in {"〇", "零"}:
        body = "0"
    doubtful = bool(_SPACED_DIGITS.search(body))
    match = _NUMBER.fullmatch(re.sub(r"\s+", "", body))
    if match is None:
        return None
    try:
        value = Decimal(match["number"].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    if match["scale"]:
        value *= _SCALES[match["scale"]]
    if match["word"] and match["word"] not in {"增加", "增", "+"}:
        value = -value
    value = value if value % 1 else value.quantize(Decimal(1))
    unit = match["unit"]
    hedged = any(match[name] for name in ("hedge", "more", "more2", "more3"))
    if match["scale"] and unit == "元":
        unit, value = "万元" if match["scale"] == "万" else "亿元", value / _SCALES[match["scale"]]
    elif match["scale"]:
        hedged = True
    semantic = Semantic.APPROXIMATE if hedged else Semantic.ZERO if value == 0 else Semantic.NUMERIC
    if doubtful:
        return CellValue(raw, None, Semantic.TEXT, unit, remark, doubtful=True)
    return CellValue(raw, value, semantic, unit, remark)


def _printed_remark(raw: str) -> str | None:
    match = _REMARK.search(raw)
    return (match[1] or match[2] or "").strip() or None if match else None


def is_value(text: str) -> bool:
    """Return whether a cell's text is a value (a number, `/`, 无 ...) or blank."""
    return read_value(text) is not None


def is_filled_value(text: str) -> bool:
    """Return whether a cell's text is a value and not blank."""
    value = read_value(text)
    return value is not None and value.semantic is not Semantic.BLANK


def split_line(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a line of text into its label and the values at its end.

    Args:
        text: E.g. `行政许可 97`, `一、本年新收政府信息公开申请数量 21 0 0 0 0 0 21`, `0 0 0`.

    Returns:
        The label (may be empty) and the values (none for a line of prose).
    """
    tokens = text.split()
    values: list[str] = []
    while tokens and is_filled_value(tokens[-1]):
        values.append(tokens.pop())
    return " ".join(tokens), tuple(reversed(values))
