"""How one word stands in one subject: literally, by sound, by correction, in pieces, or not at all."""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from bot.search import sound
from bot.search.bigrams import pairs
from bot.search.edits import Edit, Likely, position, span
from bot.search.results import WordMatch
from bot.search.subject import Units, written
from bot.search.word import Word

LONG = 9
"""From this many units on, a word is a topic: it is scored as a whole and not by single corrections."""

SHORTEST_CORRECTED = 4
"""One wrong character in three is too much to go by: 氢能源 is not 新能源."""


class SubjectMatch(NamedTuple):
    """A word in a subject: how, the span in units, and how near (1 is literal)."""

    how: str
    found: str
    nearness: float
    start: int = 0
    end: int = 0

    def of(self, word: Word) -> WordMatch:
        """Return it as it is reported."""
        return WordMatch(word.typed, self.found, self.how)


_LOSS = {Likely.ALL_TYPED: 0.6, Likely.ONE_INSIDE: 1.0, Likely.ONE_AT_AN_END: 1.2}
"""How much of a character is lost by what is wrong with it."""

MISSING = SubjectMatch("missing", "", 0.0)


def match(word: Word, subject: Units) -> SubjectMatch:
    """Return how a word stands in a subject, the nearest way first."""
    at = position(word.units, subject)
    if at >= 0:
        return SubjectMatch("literal", word.text, 1.0, at, at + len(word.units))
    for other, units in word.others:
        if (at := position(units, subject)) >= 0:
            return SubjectMatch("synonym", other, 0.95, at, at + len(units))
    best = MISSING
    for way in (by_sound, by_initials, by_one_edit, in_pieces, as_a_whole):
        found = way(word, subject)
        if found.nearness > best.nearness:
            best = found
        if best.nearness >= 0.9:
            break
    return best


def by_sound(word: Word, subject: Units) -> SubjectMatch:
    """Return the same sounds in a subject. Two characters must share one, or sound the same without folding."""
    for spoken in word.sounds:
        if len(spoken) < 2:
            continue
        for other in (False, True):
            at = sound.codes(subject, other=other).find(spoken)
            if at < 0:
                continue
            span = subject[at : at + len(spoken)]
            if word.letters:
                return SubjectMatch("sound", written(span), 0.95, at, at + len(spoken))
            if len(span) != len(word.units):
                return SubjectMatch("sound", written(span), 0.9, at, at + len(spoken))
            likeness = [1.0 if one == two else sound.alike(one, two) for one, two in zip(word.units, span, strict=True)]
            shared = sum(one == two for one, two in zip(word.units, span, strict=True))
            if len(span) == 2 and (not shared or min(likeness) < 1):
                continue
            return SubjectMatch(
                "sound", written(span), 0.9 + 0.05 * (sum(likeness) / len(likeness) - 1), at, at + len(spoken)
            )
    return MISSING


def by_initials(word: Word, subject: Units) -> SubjectMatch:
    """Return the characters whose first letters the word is."""
    if word.initials:
        for other in (False, True):
            at = sound.letters(subject, other=other).find(word.initials)
            if at >= 0:
                end = at + len(word.initials)
                return SubjectMatch("initials", written(subject[at:end]), 0.7, at, end)
    return MISSING


def by_one_edit(word: Word, subject: Units, edits: Iterable[Edit] | None = None) -> SubjectMatch:
    """Return the word with one character wrong, missing, too many, doubled or swapped with its neighbour.

    Args:
        word: As typed.
        subject: Where it is looked for.
        edits: Those of the word's edits that are looked for; all of them by default.
    """
    units, size = word.units, len(word.units)
    if size < SHORTEST_CORRECTED or size >= LONG or word.letters:
        return MISSING
    for edit in word.edits if edits is None else edits:
        stands = span(edit, subject)
        if stands is None:
            continue
        start, end = stands
        wrong = len(edit.left)
        if not edit.right and edit.left == units[1:] and start:  # another one stands before it, or after it
            start, wrong = start - 1, 0
        elif not edit.right and edit.left == units[:-1] and end < len(subject):
            end += 1
        replaced = end - start == size and (edit.hole == 1 or not edit.right) and wrong < size
        likeness = sound.alike(units[wrong], subject[start + wrong]) if replaced else 0.0
        nearness = 1 - (_LOSS[word.edits[edit]] - 0.3 * likeness) / size
        return SubjectMatch("typo", written(subject[start:end]), nearness, start, end)
    return MISSING


def in_pieces(word: Word, subject: Units) -> SubjectMatch:
    """Return a word whose parts, of two units or more each, all stand in the subject apart from each other."""
    units = word.units
    if len(units) < SHORTEST_CORRECTED or word.letters:
        return MISSING
    pieces = covering(units, subject)
    if not pieces:
        return MISSING
    spots = [position(piece, subject) for piece in pieces]
    first, last = min(spots), max(spot + len(piece) for spot, piece in zip(spots, pieces, strict=True))
    in_order = spots == sorted(spots)
    found = "…".join(written(piece) for _, piece in sorted(zip(spots, pieces, strict=True)))
    nearness = 0.85 - 0.05 * (len(pieces) - 2) + (0.04 if in_order else 0.0)
    return SubjectMatch("gapped", found, max(nearness, 0.5), first, last)


def covering(units: Units, subject: Units) -> list[Units]:
    """Return the fewest parts of two or more units that make up a word and stand in the subject, or none."""
    size = len(units)
    best: list[list[Units] | None] = [None] * (size + 1)
    best[0] = []
    for end in range(2, size + 1):
        for start in range(end - 1):
            before = best[start]
            if before is None or (best[end] is not None and len(before) + 1 >= len(best[end] or ())):
                continue
            if position(units[start:end], subject) >= 0:
                best[end] = [*before, units[start:end]]
    return best[size] or []


def as_a_whole(word: Word, subject: Units) -> SubjectMatch:
    """Return how near a long word comes to the subject, by rapidfuzz (architecture.md §4).

    The larger of partial ratio and the mean of common subsequence and common bigrams: the first sees wrong characters,
    the second gaps.
    """
    units = word.units
    if len(units) < LONG - 3 or word.letters or any(number not in subject for number in word.numbers):
        return MISSING
    aligned = fuzz.partial_ratio_alignment(units, subject, processor=None)
    partial = aligned.score / 100 if aligned else 0.0
    common = LCSseq.similarity(units, subject) / len(units)
    shared = len(word.pairs.intersection(pairs(subject))) / len(word.pairs)
    nearness = max(
        partial if len(subject) >= len(units) else partial * len(subject) / len(units), (common + shared) / 2
    )
    start, end = (aligned.dest_start, aligned.dest_end) if aligned else (0, len(subject))
    return SubjectMatch("typo", written(subject[start:end]), min(nearness, 0.89), start, end)
