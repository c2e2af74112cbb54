"""One word of a query: its units, and the ways it can sound when it was typed in letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import add

from bot.search import sound
from bot.search.edits import Edit, Likely, one_edit
from bot.search.subject import Units, numbered_topic, stripped, units, without_fillers, written
from bot.search.synonyms import Synonyms
from bot.text.normalise import plain

_LETTERS = re.compile(r"[a-z]+(?:['’·-][a-z]+)*")
_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 120
_MOST_WORDS = 8


@dataclass(frozen=True)
class Word:
    """A word as typed, with its units (boilerplate left out)."""

    typed: str
    units: Units
    others: tuple[tuple[str, Units], ...] = ()
    """Other wordings of it (`Synonyms.of`)."""

    @property
    def text(self) -> str:
        """The units as one text."""
        return written(self.units)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The bigrams of its units."""
        return frozenset(map(add, self.units, self.units[1:]))

    @cached_property
    def letters(self) -> str | None:
        """The word when it is typed in Latin letters alone, else None."""
        return plain(self.typed) if _LETTERS.fullmatch(plain(self.typed)) else None

    @cached_property
    def is_number(self) -> bool:
        """Whether the word is a number: found exactly or not at all (architecture.md §1, promise 2)."""
        return all(_DIGITS.fullmatch(unit) for unit in self.units)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Units with a digit: nothing without them is near the word."""
        return tuple(unit for unit in self.units if _DIGITS.search(unit))

    @cached_property
    def initials(self) -> str | None:
        """The word when it can be first letters of syllables: three letters or more."""
        return self.letters if self.letters and self.letters.isalpha() and len(self.letters) > 2 else None

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The ways it can sound, as codes; none for a word with a number or with letters that are no pinyin."""
        parts: list[list[str]] = []
        run = ""
        for unit in (*self.units, ""):
            if len(unit) == 1 and not unit.isascii():
                run += unit
                continue
            if run:
                parts.append([sound.codes(run), sound.codes(run, other=True)])
                run = ""
            if unit:
                parts.append(sound.spelled(unit))
        ways = ("".join(way) for way in product(*(list(dict.fromkeys(part)) for part in parts)))
        return tuple(dict.fromkeys(ways))[:8]

    @cached_property
    def edits(self) -> dict[Edit, Likely]:
        """The ways in which one character of it can be wrong."""
        return one_edit(self.units)

    def without_fillers(self) -> "Word | None":
        """Return the word without the question around it (怎么…), None when there is none."""
        shorter = without_fillers(plain(self.typed))
        left = units(stripped(shorter))
        return Word(self.typed, left) if left and left != self.units else None


def read(typed: Sequence[str], synonyms: Synonyms) -> tuple[Word, ...]:
    """Return the words of a query; neighbouring syllables of pinyin become one word (zhi neng → zhineng).

    Args:
        typed: Words as typed; white space inside one separates words too.
        synonyms: Of these each word knows its other wordings.

    Returns:
        At most eight words, each at most 120 characters long, without what has no units.
    """
    whole = numbered_topic(" ".join(typed))
    pieces: list[str] = []
    for piece in [whole] if whole else " ".join(typed).split():
        joins = pieces and _syllable(piece) and _spelling(pieces[-1])
        if joins:
            pieces[-1] += "'" + piece
        else:
            pieces.append(piece)
    words = []
    for piece in pieces:
        compacted = units(stripped(plain(piece[:_LONGEST])))
        if compacted:
            words.append(Word(piece, compacted, synonyms.of(compacted)))
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]


def joined(words: Sequence[Word]) -> Units:
    """Return the units of words side by side."""
    if all(isinstance(word.units, str) for word in words):
        return "".join(word.text for word in words)
    return tuple(unit for word in words for unit in word.units)


def _syllable(piece: str) -> bool:
    """Whether a piece is a single syllable typed in letters."""
    lower = plain(piece)
    return _LETTERS.fullmatch(lower) is not None and any(len(way) == 1 for way in sound.spelled(lower))


def _spelling(piece: str) -> bool:
    """Whether a piece is made of single syllables so far."""
    return all(_syllable(part) for part in piece.split("'"))
