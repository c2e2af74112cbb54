"""Known names by how they are typed: by sound, by letters, by initials, with one character wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from bot.questions.figure_names import names, official_labels
from bot.questions.lexicon import finder, phrases, synonyms, words
from bot.records.form import everyday_names
from bot.text import pinyin
from bot.text.normalise import compact, has_han

SHORTEST = 3
SHORTEST_WILD = 4
LONGEST = 10
MOST_READINGS = 8
LIKELY_READINGS = 2  # rare readings (不 as fu) make words alike that nobody confuses
COUNTING = re.compile("几|多少|吗|各")
# What is made of the loaded names is kept for the revision that answers are made of, and the one before.
_REVISIONS = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Known names by how they sound, by letters, and by what stays of them with one wrong character.

    Attributes:
        sounds: Names by folded syllables.
        lengths: Lengths of names by their first folded syllable, the longest first.
        letters: Names by full pinyin.
        halves: Labels of four characters and more by length and either half.
        short: Names of three characters with one of them left open.
        initials: Names by their initials, where these mean one thing.
    """

    sounds: Mapping[tuple[str, ...], str]
    lengths: Mapping[str, tuple[int, ...]]
    letters: Mapping[str, str]
    halves: Mapping[tuple[int, str], tuple[str, ...]]
    short: Mapping[str, str]
    initials: Mapping[str, str]


@cache
def known_names() -> tuple[str, ...]:
    """Return the names of figures, of what is said of 提案 and 建议, and the listed words that may be spelled."""
    named = (*names(), *_of_matters(), *(word for group in synonyms() for word in group))
    asking = finder("focus", *phrases("focus"))  # 讲什么 is one character from too much else
    listed = [*(word for word in named if not asking.search(word)), *words("words", "spellable")]
    return tuple(dict.fromkeys(compact(word) for word in listed if has_han(word)))


def _of_matters() -> Iterable[str]:
    """Yield the names of what is said of 提案 and 建议 handled, and of sections: 提案协办, 总体情况."""
    for key, listed in everyday_names().items():
        if key.startswith(("cppcc.", "npc.", "handling.", "section.")):
            yield from (name for name in map(compact, listed) if len(name) >= SHORTEST_WILD)


@cache
def _initials() -> Mapping[str, str]:
    """Return names by their initials: the form's own labels before everyday names, nothing where two are as good."""
    found: dict[str, set[str]] = {}
    for name in known_names():
        if SHORTEST <= len(name) <= LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in name):
            found.setdefault(pinyin.initials(name), set()).add(name)
    official = official_labels()
    told: dict[str, str] = {}
    for letters, listed in found.items():
        chosen = sorted(listed & official) or sorted(listed)
        meant = {frozenset(names().get(name, (name,))) for name in chosen}
        if len(meant) == 1:
            told[letters] = chosen[0]
    return told


@cache
def _everyday() -> frozenset[str]:
    """Return everyday words of two signs for a matter, which sound like too much else: 咱本 is no 账本."""
    return frozenset(word for group in synonyms() for word in group[1:] if len(word) < SHORTEST) - frozenset(names())


@lru_cache(maxsize=_REVISIONS)
def index_of(people: tuple[str, ...], places: tuple[str, ...]) -> Names:
    """Return the known names and those of loaded people and places."""
    sounds: dict[tuple[str, ...], str] = {}
    lengths: dict[str, set[int]] = {}
    letters: dict[str, str] = {}
    halves: dict[tuple[int, str], dict[str, None]] = {}
    short: dict[str, str] = {}
    official = official_labels()
    for name in (*known_names(), *map(compact, people), *map(compact, places)):
        if len(name) > LONGEST:
            continue
        if name not in _everyday() and (
            name in official or not COUNTING.search(name)
        ):  # no slip: 发了几件 for 罚了几件
            usual = tuple(map(pinyin.fold, next(iter(_readings(name)))))
            sounds.setdefault(usual, name)
            lengths.setdefault(usual[0], set()).add(len(name))
        for reading in _readings(name):
            letters.setdefault("".join(reading), name)
        # Everyday phrases (收了多少) are one character away from too much else.
        if len(name) >= SHORTEST_WILD and name in official and not COUNTING.search(name):
            half = len(name) // 2
            for part in (name[:half], name[half:]):
                halves.setdefault((len(name), part), {})[name] = None
        if len(name) == SHORTEST:
            for place in range(SHORTEST):
                short.setdefault(f"{name[:place]}?{name[place + 1 :]}", name)
    return Names(
        sounds,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        letters,
        {key: tuple(found) for key, found in halves.items()},
        short,
        _initials(),
    )


def _readings(name: str) -> Iterable[tuple[str, ...]]:
    found = []
    for reading in product(*(readings[:LIKELY_READINGS] for readings in pinyin.syllables(name))):
        found.append(reading)
        if len(found) == MOST_READINGS:
            break
    return found
