"""Writing to plain form, so that what people type and what documents print can be compared.

Search, the question reader and the importer all compare text in this form and show it in the printed one.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from bot.resources import read_yaml

_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KEEP_CONTROLS = "\t\n\r"
# Characters that are visible and no radicals, before NFKC and after it: nearly all there is. Looking for others at once
# takes a tenth of the time of translating character by character. (ʘ stands between texts that are made plain at once.)
_ORDINARY = re.compile(r"[\t\n\r -~\u3001-\u3011\u3014\u3015\u4e00-\u9fff\uff01-\uff5e“”‘’—·…ʘ]*")
# All that NFKC changes of them.
_WIDE = re.compile(r"[\uff01-\uff5e…]")
_HALVES = re.compile(r"[\ud800-\udfff]")
_MESSAGE = 300  # characters: what reads a message makes it plain a dozen times over
_PUNCTUATION = re.compile(r"[^\w]|_")


@cache
def _radicals() -> dict[int, str]:
    """Return the look-alike radicals that NFKC leaves alone (⻔ for 门), by code point.

    PDF files made with some fonts carry them in place of the ordinary characters.
    """
    pairs = read_yaml("text", "radicals.yaml")
    return {ord(radical): str(character) for radical, character in pairs.items()}


@cache
def _converter(direction: str) -> Any:
    # Loading the dictionaries takes a moment: only when there is Chinese text to convert.
    import opencc

    return opencc.OpenCC(direction)


def _converted(text: str, direction: str) -> str:
    # OpenCC takes NUL for the end of a run of text and loses what follows it.
    if "\0" in text:
        return "\0".join(_converted(part, direction) for part in text.split("\0"))
    return str(_converter(direction).convert(text))


@cache
def _auxiliary() -> re.Pattern[str]:
    """Return a pattern for 著 where simplified text has 着 (著力, 隨著), not where it has 著 (显著, 名著)."""
    listed = read_yaml("text", "auxiliary_zhe.yaml")
    before, after, never, words = ("".join(listed[key]) for key in ("before", "after", "never", "words"))
    return re.compile(rf"(?<=[{before}])著(?![{words}])|(?<![{never}])著(?=[{after}])")


def _narrow(found: re.Match[str]) -> str:
    return "..." if found[0] == "…" else chr(ord(found[0]) - 0xFEE0)


class _Invisible(dict[int, int | None]):
    """A translation table that fills itself: None (drop) for control and format characters, else unchanged."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        dropped = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in _KEEP_CONTROLS
        # Variation selectors are marks (Mn), and choose between glyphs of one character only.
        dropped = dropped or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
        self[code] = None if dropped else code
        return self[code]


_INVISIBLE = _Invisible()


def visible(text: str) -> str:
    """Return `text` without zero-width, control and format characters; tabs and line breaks stay."""
    return text if _ORDINARY.fullmatch(text) else text.translate(_INVISIBLE)


def unify(text: str) -> str:
    """Return `text` with one code point for each character: NFKC, radicals as characters, nothing invisible.

    Case, white space and the Traditional characters stay as they are.
    """
    if text.isascii():
        return visible(text)
    if _ORDINARY.fullmatch(text):
        return _WIDE.sub(_narrow, text)
    return visible(unicodedata.normalize("NFKC", text.translate(_radicals())))


# A line of a document is compared with every label of a form: short texts are made plain once.
_LONGEST_LABEL = 80

# 資訊公開 is 信息公开: its word for it, where this subject says so; 资讯 by itself is news.
_INFORMATION = re.compile(
    "资讯(?=公开|内容|类别|名称|申请|化)|(?:(?<=政府)|(?<=事务)|(?<=程性)|(?<=现成)|(?<=获取))资讯"
)


def to_simplified(text: str) -> str:
    """Return `text` with simplified characters for Traditional ones."""
    if text.isascii() or not _HAN.search(text):
        return text
    simplified = _converted(text, "t2s")
    if "资讯" in simplified:
        simplified = _INFORMATION.sub("信息", simplified)
    return _auxiliary().sub("着", simplified) if "著" in simplified else simplified


def same_length(text: str) -> str:
    """Return `text` with simplified characters, each in its place; as it is where that does not come out."""
    simplified = to_simplified(text)
    return simplified if len(simplified) == len(text) else text


def to_traditional(text: str) -> str:
    """Return `text` with Traditional characters for simplified ones (for screens in zh-Hant).

    In the forms that people write today (群, 為, 裡), which OpenCC's `s2tw` gives; its `s2t` gives 羣, 爲 and 裏.
    """
    if text.isascii() or not _HAN.search(text):
        return text
    # 行政复议 is 行政復議; OpenCC, which does not know the term, makes it 複議.
    return _converted(text, "s2tw").replace("複議", "復議").replace("發佈", "發布")


def plain(text: str) -> str:
    """Return the plain form of a text (architecture.md §5: clean).

    NFKC (full-width, circled, compatibility forms), look-alike radicals as ordinary characters, nothing invisible,
    simplified characters, lower case, runs of white space as one space, none at the ends.

    Args:
        text: Anything.

    Returns:
        The plain form; plain(plain(x)) == plain(x).
    """
    return _plain_once(text) if len(text) <= _MESSAGE else _plain(text)


def _plain(text: str) -> str:
    unified = to_simplified(unify(text)).lower()
    # Lowering and simplifying can leave a character that NFKC writes differently (İ): once more makes it stable.
    if not unified.isascii():
        unified = unicodedata.normalize("NFKC", unified)
    return _SPACES.sub(" ", unified).strip()


_plain_once = lru_cache(maxsize=512)(_plain)


def compact(text: str) -> str:
    """Return the plain form without white space, punctuation and symbols, for comparing (domain.md §6, trap 8)."""
    return _compact_label(text) if len(text) <= _LONGEST_LABEL else _PUNCTUATION.sub("", plain(text))


@lru_cache(maxsize=4096)
def _compact_label(text: str) -> str:
    return _PUNCTUATION.sub("", plain(text))


def has_han(text: str) -> bool:
    """Return whether the text has a Chinese character."""
    return _HAN.search(text) is not None


def is_whole(text: str) -> bool:
    """Return whether a text has whole characters only: no half of a surrogate pair, which no protocol takes."""
    return not _HALVES.search(text)
