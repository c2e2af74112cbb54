"""What a search returns: hits that say why they are there."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.records.wanted import Wanted


class Level(StrEnum):
    """How a hit matches; results are ordered so.

    `SYNONYM`: all words, some of them as another word of the same meaning.
    """

    EXACT = "exact"
    ALL_WORDS = "all_words"
    SYNONYM = "synonym"
    SOME_WORDS = "some_words"
    SIMILAR = "similar"


class Scope(StrEnum):
    """What is searched."""

    RECORDS = "records"
    PASSAGES = "passages"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Wanted):
    """Filters evaluated in the index. `scope` says whether records, sentences of reports, or both are searched."""

    scope: Scope = Scope.RECORDS


@dataclass(frozen=True, slots=True)
class WordMatch:
    """How one word of the query was found.

    `found` is the text in the record, `how` is `literal`, `synonym`, `typo`, `sound`, `initials`, `gapped` or
    `missing` (then `found` is empty).
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

    Attributes:
        hits: The asked page of them.
        total: How many there are on all pages.
        facets: Counts over all pages, like `{"body": {"cppcc": 3}, "year": {"2020": 3}, "agency": {"lc-gxj": 3}}`.
        suggestions: Texts that do occur and come near, when nothing matches. Hints, never answers.
        by_level: How many of `total` there are on each level that occurs.
        corrections: Words of the query that occur nowhere (within the filters), with what they were taken for:
            没有“轴成”，按“轴承”为您查到 1 条. Pinyin typed in letters is here too, with `how` = `sound` or `initials`.
        approximate: `total` is a lower bound: the query is long and misspelt, and only the nearest were counted.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]]
    suggestions: tuple[str, ...] = ()
    by_level: dict[Level, int] = field(default_factory=dict)
    corrections: tuple[WordMatch, ...] = ()
    approximate: bool = False
