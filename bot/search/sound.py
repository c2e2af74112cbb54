"""How units sound, as one character a syllable, so that sounds are indexed and compared like writing.

Syllables come folded (n/l, zh/z, -n/-ng are one: `bot.text.pinyin.fold`); a code is computed from the letters alone, so
an index on disk keeps its meaning. A character of two usual readings (行: hang, xing) is indexed under both
beside the neighbours that `data/search/polyphones.yaml` names.
"""

import re
from functools import cache, lru_cache
from operator import add

from bot.resources import read_yaml
from bot.search.subject import Units
from bot.text.pinyin import fold, segment, syllables

_INITIALS = ("", "b", "p", "m", "f", "d", "t", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w", "n")
_SPELLED_FINALS = "a,ai,an,ao,e,ei,en,er,i,ia,ian,iao,ie,in,iu,o,on,ong,ou,u,ua,uai,uan,ue,ui,un,uo,v,ve,iong,uang,iang"
_FINALS = tuple(_SPELLED_FINALS.split(","))
NO_SOUND = "_"
_FIRST_CODE = 0x530
"""From here on stand letters of no text that this bot reads, of two bytes each in UTF-8: the engine takes a quarter
less time for them than for those of three."""


@lru_cache(maxsize=8192)
def code(syllable: str) -> str:
    """Return the code of a syllable, one character; a single letter or sign that is none is its own code."""
    folded = fold(syllable)
    for length in (1, 0):
        initial, final = folded[:length], folded[length:]
        if initial in _INITIALS and final in _FINALS:
            return chr(_FIRST_CODE + _INITIALS.index(initial) * len(_FINALS) + _FINALS.index(final))
    return syllable if len(syllable) == 1 else NO_SOUND


@cache
def _polyphones() -> dict[str, tuple[str, str, str]]:
    data = read_yaml("search", "polyphones.yaml")
    return {character: (usual, other, beside) for character, (usual, other, beside) in data.items()}


@cache
def _otherwise() -> frozenset[str]:
    """Return the pairs of neighbours of which one is read in its other way."""
    beside = ((one, neighbour) for one, (_, _, neighbours) in _polyphones().items() for neighbour in neighbours)
    return frozenset(pair for one, neighbour in beside for pair in (one + neighbour, neighbour + one))


def reading(unit: str, *, other: bool = False) -> str:
    """Return the usual reading of a unit, or its other one where it has two; an ASCII run reads as itself."""
    if unit in _polyphones():
        return _polyphones()[unit][1 if other else 0]
    return syllables(unit)[0][0] if len(unit) == 1 else unit


class _Table(dict[int, str]):
    """A translation table that fills itself: code points to the codes, or the first letters, of their readings."""

    def __init__(self, *, other: bool, letters: bool) -> None:
        super().__init__()
        self._other = other
        self._letters = letters

    def __missing__(self, point: int) -> str:
        spoken = reading(chr(point), other=self._other)
        self[point] = spoken[0] if self._letters else code(spoken)
        return self[point]


_CODES = (_Table(other=False, letters=False), _Table(other=True, letters=False))
_LETTERS = (_Table(other=False, letters=True), _Table(other=True, letters=True))


def codes(sequence: Units, *, other: bool = False) -> str:
    """Return the code of each unit, under its usual or its other reading; an ASCII run has no sound."""
    if isinstance(sequence, str):
        return sequence.translate(_CODES[other])
    return "".join(unit.translate(_CODES[other]) if len(unit) == 1 else NO_SOUND for unit in sequence)


def letters(sequence: Units, *, other: bool = False) -> str:
    """Return the first letters of the readings (智能制造 → znzz); of an ASCII run its own first letter."""
    if isinstance(sequence, str):
        return sequence.translate(_LETTERS[other])
    return "".join(unit[0].translate(_LETTERS[other]) for unit in sequence)


def beginning(letter: str) -> str:
    """Return a pattern (a class of characters) for the codes of syllables that begin with a letter, as they are typed.

    It holds for a little more, since codes are folded and ASCII runs have none: `letters` says what is meant.
    """
    initial = fold(letter) or letter
    first = [_FIRST_CODE + at * len(_FINALS) for at, one in enumerate(_INITIALS) if one == initial]
    ranges = [f"{chr(start)}-{chr(start + len(_FINALS) - 1)}" for start in first]
    vowels = [chr(_FIRST_CODE + at) for at, final in enumerate(_FINALS) if final.startswith(letter)]
    return f"[{''.join(ranges + vowels)}{letter}{NO_SOUND}]"


def has_other_readings(sequence: Units) -> bool:
    """Return whether a unit stands beside a neighbour with which it may be meant in its other reading."""
    text = sequence if isinstance(sequence, str) else "".join(sequence)
    if _of_two_readings().search(text) is None:  # most titles are through here: a tenth of the work
        return False
    return not _otherwise().isdisjoint(map(add, text, text[1:]))


@cache
def _of_two_readings() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_polyphones())}]")


def spelled(typed: str) -> list[str]:
    """Return the ways to read letters typed as pinyin: their codes, the likeliest first, at most 8."""
    ways = ("".join(code(syllable) for syllable in way) for way in segment(typed))
    return list(dict.fromkeys(ways))[:8]


@lru_cache(maxsize=8192)
def alike(one: str, two: str) -> float:
    """Return how alike two units sound: 1 the same, 0.85 the same once folded, 0 else."""
    first = {reading(one), reading(one, other=True)}
    second = {reading(two), reading(two, other=True)}
    if first & second:
        return 1.0
    return 0.85 if {code(spoken) for spoken in first} & {code(spoken) for spoken in second} else 0.0
