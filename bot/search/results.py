"""What a search returns: hits that say why they are there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.records.model import Body, RecordKind


class Level(StrEnum):
    """How a hit matches; results are ordered so (issue: exact, all words, some words, similar)."""

    EXACT = "exact"
    ALL_WORDS = "all_words"
    SOME_WORDS = "some_words"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters evaluated in the index. Empty means: any. Dates are of publication, both ends included."""

    agencies: tuple[str, ...] = ()
    body: Body | None = None
    term: int | None = None
    session: int | None = None
    years: tuple[int, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True)
class WordMatch:
    """How one word of the query was found.

    `found` is the text in the record, `how` is `literal`, `typo`, `sound`, `initials`, `gapped` or `missing` (then
    `found` is empty).
    """

    word: str
    found: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record found: its stored key, level, score 0-100, and how each word matched.

    `field` is where: `title`, `topic`, `text`, `passage` or `publisher`.
    """

    key: str
    level: Level
    score: float
    words: tuple[WordMatch, ...] = ()
    field: str = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Hits in order, how many there are in all, counts per facet, and suggestions when there are none.

    `facets` is like `{"body": {"cppcc": 3}}`.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]]
    suggestions: tuple[str, ...] = ()
