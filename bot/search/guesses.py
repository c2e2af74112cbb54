"""What a misspelt word may have meant: each guess is shown before one is shown for long."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.search.fields import IndexedFields
from bot.search.match import MISSING, SubjectMatch
from bot.search.match import match as look
from bot.search.tiers import READ_AHEAD, Tier
from bot.search.word import Word

LEAD = 3
"""So many hits of the likeliest way to read a word come first; every other guess follows once."""

Unread = Callable[[int, int], list[IndexedFields]]
"""Reads further hits of a tier: (offset in it, how many)."""


class GuessedRow(NamedTuple):
    """One entry of a page: the entry, the tier it is from, and how the word stands in it, where that was looked at."""

    shown: IndexedFields
    tier: Tier
    match: SubjectMatch | None = None


@dataclass(frozen=True)
class Guesses:
    """The hits of one tier of corrections, of which at most READ_AHEAD were read and compared.

    Attributes:
        rows: What was read and does match, the best first.
        dropped: How many were read and do not.
        count: How many the engine found.
        unread: Reads the rest.
    """

    rows: list[GuessedRow]
    dropped: int
    count: int
    unread: Callable[[int, int], list[GuessedRow]]


def sifted(tier: Tier, word: Word, read: Sequence[IndexedFields], count: int, unread: Unread) -> Guesses:
    """Drop the hits of a correction that do not match after all, and put one of each guess first.

    Nearer guesses and those that occur more often come first; inside one, newest first.
    """
    way = tier.way or look
    matched = [(found, one) for one in read if (found := way(word, one.subject)) is not MISSING]
    often = Counter(found.found for found, _ in matched)
    seen: Counter[str] = Counter()
    order: list[tuple[tuple[float, ...], int, GuessedRow]] = []
    for place, (found, one) in enumerate(matched):
        order.append(((seen[found.found], -found.nearness, -often[found.found]), place, GuessedRow(one, tier, found)))
        seen[found.found] += 1
    rows = [row for _, _, row in sorted(order, key=lambda item: item[:2])]

    def further(offset: int, room: int) -> list[GuessedRow]:
        others = ((shown, way(word, shown.subject)) for shown in unread(READ_AHEAD + offset, room))
        return [GuessedRow(shown, tier, None if found is MISSING else found) for shown, found in others]

    return Guesses(rows, len(read) - len(rows), count, further)


def page(tiers: Sequence[Guesses], offset: int, limit: int) -> list[GuessedRow]:
    """Return a page of what several tiers have: the best of the first, every other guess once, then the rest."""
    found: list[GuessedRow] = []
    for segment in _segments(tiers):
        room = limit - len(found)
        if room <= 0:
            break
        size, read = segment
        if offset < size:
            found += read(offset, room)
        offset = max(0, offset - size)
    return found


def _segments(tiers: Sequence[Guesses]) -> Iterator[tuple[int, Callable[[int, int], list[GuessedRow]]]]:
    """Yield parts of the whole order: their sizes, and what reads from them."""
    lead = tiers[0].rows[:LEAD] if tiers else []
    told = {row.match.found for row in lead if row.match}
    once: list[GuessedRow] = []
    rest: list[list[GuessedRow]] = []
    for place, guesses in enumerate(tiers):
        rest.append([])
        for row in guesses.rows[LEAD:] if place == 0 else guesses.rows:
            if row.match and row.match.found not in told:
                told.add(row.match.found)
                once.append(row)
            else:
                rest[-1].append(row)
    yield _of(lead)
    yield _of(once)
    for guesses, rows in zip(tiers, rest, strict=True):
        yield _of(rows)
        if guesses.rows and guesses.count > READ_AHEAD:
            yield guesses.count - READ_AHEAD, guesses.unread


def _of(rows: list[GuessedRow]) -> tuple[int, Callable[[int, int], list[GuessedRow]]]:
    return len(rows), lambda offset, room: rows[offset : offset + room]
