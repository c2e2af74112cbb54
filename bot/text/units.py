"""Units of measure: which are the same unit said in two ways, and what each measures (`data/text/units.yaml`)."""

import re
from collections.abc import Iterator
from functools import cache

from bot.resources import read_yaml

_SCALES = "万亿千百"


@cache
def forms(kind: str | None = None) -> tuple[str, ...]:
    """Return all words for units, or for those of one kind, the longest first."""
    found = (word for name, groups in _table().items() if kind in (None, name) for group in groups for word in group)
    return tuple(sorted(set(found), key=lambda word: (-len(word), word)))


@cache
def same(unit: str) -> tuple[str, ...]:
    """Return the words for the same unit, as documents print it first; the word itself where it is no unit."""
    return next((group for groups in _table().values() for group in groups if unit in group), (unit,))


@cache
def kind_of(unit: str) -> str | None:
    """Return what a unit measures."""
    return next((name for name, groups in _table().items() if any(unit in group for group in groups)), None)


def otherwise(piece: str) -> Iterator[str]:
    """Yield a number with its unit, or 每 with one, in the other words for the unit: 5公斤 as 5千克."""
    if match := _counted().fullmatch(piece):
        yield from (match[1] + unit for unit in same(match[2]) if unit != match[2])


@cache
def no_scale() -> str:
    """Return a regular expression for what begins like a scale and is a unit: 千米, 千克, 千瓦时."""
    return "|".join(re.escape(word) for word in forms() if word[0] in _SCALES)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(\d+(?:\.\d+)?[{_SCALES}]?|每)({'|'.join(map(re.escape, forms()))})")


@cache
def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        str(name): tuple(tuple(map(str, group)) for group in groups)
        for name, groups in read_yaml("text", "units.yaml").items()
    }
