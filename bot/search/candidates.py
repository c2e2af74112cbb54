"""What the engine is asked for one word: literally, by sound, one edit away, in parts, near as a whole."""

from bot.search.edits import Edit
from bot.search.engine import Engine, Query, all_of, any_of, preferring
from bot.search.fields import framed, pairs, triples
from bot.search.match import LONG, SHORTEST_CORRECTED
from bot.search.subject import Units
from bot.search.word import Word

_MOST_PARTS = 14
_GROUPS = 3
_GROUP_SIZE = 3
_HINTS = 12


def literal(engine: Engine, units: Units, field: str = "") -> Query | None:
    """Return what holds where units stand one after another, or None when one of their bigrams occurs nowhere.

    Args:
        engine: To ask.
        units: At least one.
        field: `body_` for the text, nothing for the subject.
    """
    if len(units) == 1:
        return engine.term(f"{field}units", units[0]) if engine.frequency(f"{field}units", units[0]) else None
    tokens = pairs(units)
    return engine.phrase(f"{field}pairs", tokens) if engine.has_all(f"{field}pairs", tokens) else None


def whole(engine: Engine, units: Units) -> Query | None:
    """Return what holds where units are the whole subject."""
    tokens = pairs(framed(units))
    return engine.phrase("pairs", tokens) if engine.has_all("pairs", (tokens[0], tokens[-1])) else None


def by_sound(engine: Engine, word: Word) -> Query | None:
    """Return what holds where a word of two syllables or more sounds the same."""
    ways = [pairs(way) for way in word.sounds if len(way) > 1]
    found = [engine.phrase("sounds", tokens) for tokens in ways if engine.has_all("sounds", tokens)]
    return any_of(found) if found else None


def by_initials(engine: Engine, word: Word) -> Query | None:
    """Return what holds where the first letters stand (three by three: their adjacency is checked afterwards)."""
    if not word.initials:
        return None
    tokens = triples(word.initials)
    return all_of([engine.term("letters", token) for token in tokens]) if engine.has_all("letters", tokens) else None


def by_one_edit(engine: Engine, word: Word) -> Query | None:
    """Return what holds where one character is wrong, missing, too many or swapped: a phrase with a hole for each."""
    size = len(word.units)
    if size < SHORTEST_CORRECTED or size >= LONG or word.letters:
        return None
    found = [query for edit in word.edits if (query := _placed(engine, edit)) is not None]
    return any_of(found) if found else None


def _placed(engine: Engine, edit: Edit) -> Query | None:
    """Return what holds where two parts stand in their distance, or None when a bigram of them occurs nowhere."""
    left, right, hole = edit
    if not left or not right:
        return literal(engine, left or right)
    placed = [*enumerate(pairs(left)), *((len(left) + hole + at, token) for at, token in enumerate(pairs(right)))]
    if not engine.has_all("pairs", (token for _, token in placed)):
        return None
    asked = [engine.phrase("pairs", [(at - placed[0][0], token) for at, token in placed])]
    if min(len(left), len(right)) == 1:
        # A single character has no bigram: its place is asked for among the units.
        asked.append(engine.phrase("units", [(0, left[-1]), (hole + 1, right[0])]))
    return all_of(asked)


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

    Bigrams that do not overlap are put into three groups, the rarest first: two wrong characters spoil two groups at
    most, so one of the groups is there as a whole (all three wrong: nothing). What has one is scored by the rarest
    bigrams of all; those that every title has tell nothing.
    """
    if len(word.units) < LONG - 3 or word.letters:
        return None
    common = {token: count for token in pairs(word.units) if (count := engine.frequency("pairs", token))}
    apart = sorted(
        {token for token in pairs(word.units)[::2] if token in common}, key=lambda token: (common[token], token)
    )
    chosen = apart[: _GROUPS * _GROUP_SIZE]
    groups = [chosen[start::_GROUPS] for start in range(_GROUPS)]
    terms = {token: engine.term("pairs", token) for token in common}
    required = [all_of([terms[token] for token in group]) for group in groups if group]
    if not required:
        return None
    hints = sorted(common, key=lambda token: (common[token], token))[:_HINTS]
    return preferring(any_of(required), [terms[token] for token in hints])
