"""Numbers as people and documents write them: 399, ３９９, 三百九十九, 二〇五, 两百, 壹佰零捌, ③ (domain.md §4.5).

A span is recognised first and read then: converting a whole text would ruin prose (统一思想).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {
    digit: value
    for digits in (
        "〇一二三四五六七八九",
        "零壹贰叁肆伍陆柒捌玖",
        "0123456789",
        "○",
        " 幺两叁",
        "  兩仨",
        "  貳叄",
        "  弍參",
        "  俩",
    )
    for value, digit in enumerate(digits)
    if digit != " "
} | {"陸": 6}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

#: What a sign behind digits multiplies them by, as messages write it: 3.73万; nothing behind them by one.
SCALES = {"": 1, "百": _UNITS["百"], "千": _UNITS["千"], "万": _MYRIADS["万"], "亿": _MYRIADS["亿"]}

_PLAIN_DIGIT = "〇零一二三四五六七八九两兩"
_BANKING_DIGIT = "壹贰貳叁叄參肆伍陆陸柒捌玖弍○"
_UNIT = "十拾百佰千仟"
_MYRIAD = "万萬亿億"
_HAN_NUMERAL = _PLAIN_DIGIT + _BANKING_DIGIT + _UNIT + _MYRIAD + "廿卅卌"

_ENCLOSED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf]")
_RUN = re.compile(
    r"(?P<enclosed>" + _ENCLOSED.pattern + r")"
    r"|(?P<digits>[0-9０-９]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9０-９]+)(?P<tail>["
    + _UNIT
    + _MYRIAD
    + r"]["
    + _HAN_NUMERAL
    + r"0-9]*)?"
    r"|(?P<han>[" + _HAN_NUMERAL + r"]+)"
)
# Characters that are numerals only in company: 陆 is also a name, 两 also both, 千 and 万 also many.
_NEVER_ALONE = set(_BANKING_DIGIT + _UNIT.replace("十", "") + _MYRIAD + "廿卅卌零○" + "兩两")
_MEASURES = "件条條个個份期次届屆号號年月天家场場项項人名位篇页頁类類万百千亿"
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_LONGEST = 18
_LONGEST_WORDS = 60
_ZEROS = "零〇○"


@dataclass(frozen=True, slots=True)
class NumeralSpan:
    """A number in a text.

    `start` and `end` are offsets, `raw` the text between them, `value` the number.
    """

    start: int
    end: int
    raw: str
    value: int


def read(text: str) -> int | None:
    """Read a text that is one number and nothing else.

    Args:
        text: Digits of any width, Chinese numerals with units or digit by digit, banking capitals, circled numbers.

    Returns:
        The number, or None when the text is anything else. Numbers of more than 18 digits are no numbers here.
    """
    written = text.strip()
    if written.isascii():
        bare = written.replace(",", "") if "," in written and _GROUPED.fullmatch(written) else written
        return int(bare) if bare.isdigit() and len(bare) <= _LONGEST else None
    if _ENCLOSED.fullmatch(written):
        return _enclosed(written)
    return _worded(written) if len(written) <= _LONGEST_WORDS else None


@lru_cache(maxsize=1024)
def _worded(written: str) -> int | None:
    return _chinese(unicodedata.normalize("NFKC", written))


def find(text: str) -> list[NumeralSpan]:
    """Find every number in a text.

    Single Chinese characters that are usually not numbers (两, 陆, 千, 万) count only before a measure word.

    Args:
        text: A message or a sentence, in any form; offsets refer to it as given.

    Returns:
        The spans in order, not overlapping.
    """
    return list(_spans(text))


def _spans(text: str) -> Iterator[NumeralSpan]:
    for match in _RUN.finditer(text):
        raw = match.group()
        if match["han"] is not None:
            yield from _han_spans(text, match.start(), match.end())
            continue
        value = read(raw)
        if value is None and match["tail"] is not None:
            # 399千… : the digits are a number, what follows them is not part of it.
            raw = match["digits"]
            value = read(raw)
        if value is not None:
            yield NumeralSpan(match.start(), match.start() + len(raw), raw, value)


def _han_spans(text: str, start: int, end: int) -> Iterator[NumeralSpan]:
    """Cut a run of numeral characters into the longest readable numbers."""
    position = start
    while position < end:
        if text[position] in _UNIT + _MYRIAD and text[position] not in "十拾":
            position += 1  # 百姓, 千方百计, 万家: no number begins so
            continue
        for stop in range(min(end, position + 24), position, -1):
            raw = text[position:stop]
            if len(raw) == 1 and not _stands_alone(raw, text[stop : stop + 1]):
                continue
            value = read(raw)
            if value is not None:
                yield NumeralSpan(position, stop, raw, value)
                position = stop
                break
        else:
            position += 1


def _stands_alone(character: str, following: str) -> bool:
    return character not in _NEVER_ALONE or (following != "" and following in _MEASURES and character in "两兩零廿卅")


def _enclosed(character: str) -> int | None:
    value = unicodedata.numeric(character, None)
    return None if value is None or value != int(value) else int(value)


def _chinese(text: str) -> int | None:
    if not text:
        return None
    if text.isascii():
        return read(text)
    if all(character in _DIGITS for character in text):
        digits = "".join(str(_DIGITS[character]) for character in text)
        return int(digits) if len(digits) <= _LONGEST else None
    return _with_units(text)


def _with_units(text: str) -> int | None:
    """Read 三百九十九, 两万三, 廿一, 3百: units must fall, as in speech."""
    total = 0
    rest = text
    scale_before = 10**16
    for myriad in ("亿億", "万萬"):
        head, found, tail = _split_at(rest, myriad)
        if not found:
            continue
        scale = _MYRIADS[found]
        value = _section(head) if head else None
        if value is None or scale >= scale_before:
            return None
        total += value * scale
        rest, scale_before = tail, scale
        if not rest:
            return total
        if len(rest) == 1 and rest in _DIGITS and _DIGITS[rest]:
            return total + _DIGITS[rest] * (scale // 10)  # 两万三 is 23,000
    value = _section(rest, leading_zero=total > 0) if rest else None
    return None if value is None else total + value


def _split_at(text: str, marks: str) -> tuple[str, str, str]:
    for mark in marks:
        head, found, tail = text.rpartition(mark)
        if found:
            return head, found, tail
    return text, "", ""


def _section(text: str, *, leading_zero: bool = False) -> int | None:
    """Read a number below ten thousand with units, or plain digits; None when its order is not that of a number."""
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= _LONGEST else None
    section = _Section()
    for character in text[1:] if leading_zero and text[0] in _ZEROS else text:
        if not section.take(character):
            return None
    return section.value()


@dataclass(slots=True)
class _Section:
    """A number below ten thousand, read character by character; units must fall."""

    total: int = 0
    pending: int | None = None
    last_unit: int = 10_000
    zero: bool = False
    last: str = ""

    def take(self, character: str) -> bool:
        """Take a character; False when no number goes on so."""
        taken = (
            self._take_unit(_TENS[character], 10, tens=True)
            if character in _TENS
            else self._take_unit(1, _UNITS[character])
            if character in _UNITS
            else self._take_digit(character)
        )
        self.last = character
        return taken

    def _take_unit(self, alone: int, unit: int, *, tens: bool = False) -> bool:
        if unit >= self.last_unit or self.pending == 0 or (tens and self.pending is not None):
            return False
        if self.pending is None and unit != 10:
            return False
        self.total += alone if tens else (1 if self.pending is None else self.pending) * unit
        self.pending, self.last_unit, self.zero = None, unit, False
        return True

    def _take_digit(self, character: str) -> bool:
        digit = _DIGITS.get(character)
        if digit is None:
            return False
        if character in _ZEROS:
            fits = self.pending is None and not self.zero and self.last_unit != 10_000
            self.zero = True
            return fits
        if self.pending is None:
            self.pending = digit
            return True
        self.pending = self.pending * 10 + digit
        return self.last.isascii() and character.isascii()

    def value(self) -> int | None:
        """Return the number that was taken."""
        if self.pending is None:
            return None if self.zero else self.total
        if self.pending and not self.zero and self.last_unit in (100, 1000) and self.pending < 10:
            return self.total + self.pending * (self.last_unit // 10)  # 一百二 is 120, 三千五 is 3,500
        return self.total + self.pending
