"""What the engine is asked for one word: literally, by sound, one edit away, in parts, near as a whole."""

from collections.abc import Iterable
from itertools import pairwise

from bot.search import sound
from bot.search.bigrams import ended, pairs
from bot.search.edits import Edit, Likely
from bot.search.engine import Engine, Query, all_of, any_of, preferring
from bot.search.match import LONG, SHORTEST_CORRECTED
from bot.search.subject import Units
from bot.search.word import Word

_MOST_PARTS = 14
_PARTS = 3
_PART_TOKENS = 4
_HINTS = 8
_FEW = 20


def literal(engine: Engine, units: Units, field: str = "") -> Query | None:
    """Return what holds where units stand one after another, or None when one of their bigrams occurs nowhere.

    Args:
        engine: To ask.
        units: At least one.
        field: `body_` for the text, nothing for the subject.
    """
    if len(units) == 1:
        return engine.unit(f"{field}pairs", units[0])
    tokens = pairs(units)
    return engine.phrase(f"{field}pairs", tokens) if engine.has_all(f"{field}pairs", tokens) else None


def whole(engine: Engine, units: Units) -> Query | None:
    """Return what holds where units are the whole subject."""
    tokens = pairs(ended(units))
    return engine.phrase("pairs", tokens) if engine.has_all("pairs", (tokens[0], tokens[-1])) else None


def by_sound(engine: Engine, word: Word) -> Query | None:
    """Return what holds where a word of two syllables or more sounds the same."""
    ways = [pairs(way) for way in word.sounds if len(way) > 1]
    found = [engine.phrase("sounds", tokens) for tokens in ways if engine.has_all("sounds", tokens)]
    return any_of(found) if found else None


def by_initials(engine: Engine, word: Word) -> Query | None:
    """Return what holds where the first letters stand (two by two: their adjacency is checked afterwards)."""
    if not word.initials:
        return None
    classes = [sound.beginning(letter) for letter in word.initials]
    found = all_of([engine.pattern("sounds", pair) for pair in dict.fromkeys(pairs(classes))])
    return found if engine.occurs(found) else None


def by_one_edit(engine: Engine, word: Word, likely: Likely) -> tuple[Query, tuple[Edit, ...]] | None:
    """Return what holds where one character is wrong, missing, too many or swapped, and the edits that occur."""
    size = len(word.units)
    if size < SHORTEST_CORRECTED or size >= LONG or word.letters:
        return None
    found = {
        edit: query
        for edit, how in word.edits.items()
        if how is likely and (query := _placed(engine, edit)) is not None
    }
    return (any_of(list(found.values())), tuple(found)) if found else None


def _placed(engine: Engine, edit: Edit) -> Query | None:
    """Return what holds where two parts stand in their distance, or None when a bigram of them occurs nowhere."""
    left, right, hole = edit
    if not right:
        return literal(engine, left)
    before, after = pairs(left), pairs(right)
    if not engine.has_all("pairs", (*before, *after)):
        return None
    distance = len(left) + hole
    if before and after:
        return engine.phrase("pairs", before, (distance, after))
    # A single character has no bigram: that it stands in its place is checked afterwards, and of a few hits that it
    # stands there at all.
    rest = engine.phrase("pairs", before or after)
    if min(engine.frequency("pairs", token) for token in before or after) <= _FEW:
        return rest
    single = engine.unit("pairs", right[0] if before else left[0])
    return all_of([rest, single]) if single is not None else None


def in_pieces(engine: Engine, word: Word) -> Query | None:
    """Return what holds where a word stands in two or three parts, anywhere and in any order."""
    size = len(word.units)
    if size < SHORTEST_CORRECTED or size > _MOST_PARTS or word.letters:
        return None
    known = [engine.frequency("pairs", token) > 0 for token in pairs(word.units)]

    def part(start: int, end: int) -> Query | None:
        if end - start < 2 or not all(known[start : end - 1]):
            return None
        return engine.phrase("pairs", pairs(word.units[start:end]))

    splits = [[(0, cut), (cut, size)] for cut in range(2, size - 1)]
    splits += [[(0, one), (one, two), (two, size)] for one in range(2, size - 3) for two in range(one + 2, size - 1)]
    found = []
    for split in splits:
        parts = [query for start, end in split if (query := part(start, end)) is not None]
        if len(parts) == len(split):
            found.append(all_of(parts))
    return any_of(found) if found else None


def as_a_whole(engine: Engine, word: Word) -> Query | None:
    """Return what comes near a long word, the nearest first by the engine's score.

    It is cut into three: two wrong characters spoil two parts at most, so one part stands there. Of each part the
    rarest bigrams are asked for, all together, and what has them is scored by the rarest of the whole word; those that
    every title has tell nothing and cost most.
    """
    if len(word.units) < LONG - 3 or word.letters:
        return None
    units = word.units
    common = {token: count for token in pairs(units) if (count := engine.frequency("pairs", token))}
    cuts = [round(len(units) * part / _PARTS) for part in range(_PARTS + 1)]
    parts = [pairs(units[start:end]) for start, end in pairwise(cuts)]
    # A part of which a bigram occurs nowhere has a wrong character.
    whole_parts = [part for part in parts if part and all(token in common for token in part)]
    asked = [[token for token in part if token in common] for part in whole_parts or parts]
    if not any(asked):
        return None

    def rarest(tokens: Iterable[str], count: int) -> list[Query]:
        ordered = sorted(set(tokens), key=lambda token: (common[token], token))
        return [engine.term("pairs", token) for token in ordered[:count]]

    required = [all_of(rarest(part, _PART_TOKENS)) for part in asked if part]
    return preferring(any_of(required), rarest(common, _HINTS))
