"""Whether a word is loaded: texts as the set of their short pieces, so that asking costs the same for any amount."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import add
from typing import Self

from bot.text.normalise import compact

_GRAM = 3
_BETWEEN = "ʘ"  # a letter of no language that is asked here; punctuation would not stay
# Up to this many characters a piece is looked up in the text itself; beyond it the overlapping short pieces decide.
_EXACT = 300_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts in compact form (`bot.text.normalise`) with their pieces of two and three characters."""

    joined: str = ""
    grams: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Return a corpus of texts in any form."""
        joined = _joined(texts)
        return cls(joined, set(_grams(joined)))

    def with_more(self, texts: Iterable[str]) -> "Corpus":
        """Return the corpus with more texts. It shares its pieces with this one, so that adding a batch is quick."""
        more = _joined(texts)
        self.grams.update(_grams(more))
        return Corpus(f"{self.joined}{_BETWEEN}{more}", self.grams)

    def holds(self, phrase: str) -> bool:
        """Return whether a compact phrase of two characters or more occurs in one text."""
        if len(phrase) <= _GRAM:
            return len(phrase) > 1 and phrase in self.grams
        if not all(phrase[at : at + _GRAM] in self.grams for at in range(len(phrase) - _GRAM + 1)):
            return False
        return len(self.joined) > _EXACT or phrase in self.joined

    def pieces(self, phrase: str) -> list[str]:
        """Cut a compact phrase into the pieces of two characters or more that occur, the longest taken first."""
        found: list[tuple[int, int]] = []
        rest = [(0, len(phrase))]  # no recursion: a pasted list of numbers has hundreds of pieces
        while rest:
            first, last = rest.pop()
            start, end = self._longest(phrase[first:last])
            if not self.holds(phrase[first + start : first + end]):
                start, end = self._longest_exact(phrase[first:last], start, end)
            if end - start > 1:
                found.append((first + start, first + end))
                rest += [(first, first + start), (first + end, last)]
        return [phrase[start:end] for start, end in sorted(found)]

    def parts(self, phrase: str) -> list[str]:
        """Cut a compact phrase into pieces that leave none of it over, the fewest; as `pieces` where there are none."""
        found = self.pieces(phrase)
        if sum(map(len, found)) == len(phrase):
            return found
        ends: list[list[str] | None] = [[]]  # the fewest pieces up to each place: 省级|文物, where 级文物 is longest
        for end in range(1, len(phrase) + 1):
            held = (at for at in range(end - 1) if ends[at] is not None and self.holds(phrase[at:end]))
            ends.append(min(([*(ends[at] or ()), phrase[at:end]] for at in held), key=len, default=None))
        return ends[-1] or found

    def _longest(self, phrase: str) -> tuple[int, int]:
        """Return where the longest stretch whose short pieces all occur begins and ends."""
        best, end = (0, 0), 0
        for start in range(len(phrase)):
            end = max(end, start + 1)
            while end < len(phrase) and phrase[max(start, end + 1 - _GRAM) : end + 1] in self.grams:
                end += 1
            if end - start > best[1] - best[0]:
                best = (start, end)
        return best

    def _longest_exact(self, phrase: str, first: int, last: int) -> tuple[int, int]:
        """Return where the longest piece that occurs begins and ends within a stretch whose short pieces all occur."""
        for length in range(last - first - 1, 1, -1):
            for start in range(first, last - length + 1):
                if self.holds(phrase[start : start + length]):
                    return start, start + length
        return first, first

    def density(self, phrase: str) -> float:
        """Return how much of a compact phrase stands together, 0 to 1: one long piece says more than many short."""
        return float(sum(len(piece) ** 2 for piece in self.pieces(phrase)) / len(phrase) ** 2) if phrase else 0.0

    def coverage(self, phrase: str) -> float:
        """Return the share of a compact phrase that stands in the texts, 0 to 1."""
        return sum(map(len, self.pieces(phrase))) / len(phrase) if phrase else 0.0


def _joined(texts: Iterable[str]) -> str:
    # Made compact all at once: one by one takes four times as long.
    return compact(_BETWEEN.join(texts))


def _grams(text: str) -> Iterator[str]:
    # The text of a hundred thousand titles: the loops run in C, and no piece is kept twice.
    return chain(map(add, text, text[1:]), map(add, map(add, text, text[1:]), text[2:]))
