"""How Chinese is sounded out: readings of characters, initials, and letters typed without spaces.

By the character table alone: word-aware pinyin is 60 times slower (dependencies.md), and a character of several
readings is looked up under each of them anyway.
"""

import os
import re
from functools import cache, lru_cache

_TONES = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeooooiiiiuuuuvvvvvnnnm")
_LETTERS = re.compile(r"[a-z]+")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_FOLDED_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_LONGEST_SYLLABLE = 6
_MOST_SPLITS = 64
_LONGEST_WORD = 72  # letters of about two dozen characters; the work grows with the square
# Syllables of dialects and interjections, which would split ordinary words wrongly.
_RARE = frozenset(
    ("eh", "rua", "kei", "tei", "zhei", "dia", "den", "cei", "biang", "bong", "fiao", "wong", "lo", "yo", "din")
)


@cache
def _table() -> dict[int, str]:
    # The phrase dictionary of pypinyin costs 0.1 s and 30 MB at import, and only the character table is used here.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


@lru_cache(maxsize=30_000)
def _readings(character: str) -> tuple[str, ...]:
    listed = _table().get(ord(character))
    if listed is None:
        return (character.lower(),)
    toneless = (_toneless(reading) for reading in listed.split(","))
    return tuple(dict.fromkeys(reading for reading in toneless if reading)) or (character.lower(),)


def _toneless(reading: str) -> str:
    # A few rare readings are written with combining accents (m̀, ê̄): what is left are the letters.
    return "".join(_LETTERS.findall(reading.translate(_TONES).replace("ê", "e")))


def syllables(text: str) -> list[list[str]]:
    """Return the readings of each character.

    Args:
        text: Anything; simplified or Traditional.

    Returns:
        One list a character of the text: its readings without tones, the usual one first, ü as `v`; a character that
        is not Chinese reads as itself in lower case.
    """
    return [list(_readings(character)) for character in text]


def initials(text: str) -> str:
    """Return the first letter of the usual reading of each character (智能制造 → znzz); white space is left out."""
    return "".join(_readings(character)[0][0] for character in text if not character.isspace())


def spelled(text: str) -> str:
    """Return the usual readings joined, without white space: 智能制造 → zhinengzhizao."""
    return "".join(_readings(character)[0] for character in text if not character.isspace())


@lru_cache(maxsize=4096)
def fold(syllable: str) -> str:
    """Return a syllable with the sounds merged that many speakers do not tell apart.

    n/l, zh/z, ch/c, sh/s, and -n/-ng after a, e and i are one; ü counts as u.
    """
    spelling = syllable.lower().replace("ü", "v")
    initial = next((start for start in _INITIALS if spelling.startswith(start)), "")
    final = spelling[len(initial) :]
    if final in {"ve", "van", "vn"} or (final == "v"):
        final = "u" + final[1:]
    if final.endswith(("ang", "eng", "ing")):
        final = final[:-1]
    return _FOLDED_INITIALS.get(initial, initial) + final


@cache
def _known_syllables() -> frozenset[str]:
    toned = {reading for listed in _table().values() for reading in listed.split(",")}
    readings = set(map(_toneless, toned))
    # Interjections without a vowel (hm, ng) are no syllables of words.
    voiced = {reading for reading in readings if re.search("[aeiouv]", reading) and len(reading) <= _LONGEST_SYLLABLE}
    voiced |= {reading.replace("v", "u") for reading in voiced if reading[:2] in {"lv", "nv"}}
    return frozenset(voiced - _RARE)


def segment(letters: str) -> list[list[str]]:
    """Split letters typed without spaces into syllables.

    Args:
        letters: E.g. `zhinengzhizao`; apostrophes and spaces are boundaries (`xi'an`).

    Returns:
        Every way to split it, the fewest syllables first, at most 64; empty when it cannot be split, or is longer
        than anybody types a word.
    """
    parts = _LETTERS.findall(letters.lower().replace("ü", "v")) if len(letters) <= _LONGEST_WORD else []
    if not parts or "".join(parts) != re.sub(r"[\s'’·-]", "", letters.lower().replace("ü", "v")):
        return []
    ways: list[list[str]] = [[]]
    for part in parts:
        ways = [before + after for before in ways for after in _splits(part)][:_MOST_SPLITS]
    return sorted(ways, key=len)


def _splits(word: str) -> list[list[str]]:
    known = _known_syllables()
    ways: list[list[list[str]]] = [[[]], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        found = [
            [*before, word[start:end]]
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if word[start:end] in known
            for before in ways[start]
        ]
        ways[end] = sorted(found, key=len)[:_MOST_SPLITS]
    return ways[len(word)]
