"""Finds known names in a text by looking its pieces up: as quick for ten thousand names as for ten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Names in plain form, with their lengths by first character, the longest first."""

    names: frozenset[str]
    lengths: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Return a finder of these names; empty ones are left out."""
        known = frozenset(name for name in names if name)
        lengths: dict[str, set[int]] = {}
        for name in known:
            lengths.setdefault(name[0], set()).add(len(name))
        return cls(known, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and name: from the left, the longest first, not overlapping."""
        position = 0
        while position < len(text):
            for length in self.lengths.get(text[position], ()):
                name = text[position : position + length]
                if len(name) == length and name in self.names:
                    yield position, position + length, name
                    position += length
                    break
            else:
                position += 1
