"""Queries of every kind that people type, with what they meant: made from topics by a seeded generator."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.search.sound import reading
from bot.text.normalise import to_traditional
from bot.text.pinyin import fold
from tests.search.titles import Topic, common_characters, vocabulary


@dataclass(frozen=True)
class Asked:
    """A query: its kind, the words typed, and the texts that a right hit contains (none: nothing is right)."""

    kind: str
    words: tuple[str, ...]
    wanted: tuple[str, ...]


@cache
def _by_sound() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for character in common_characters():
        table.setdefault(reading(character), []).append(character)
    return table


@cache
def _by_folded_sound() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for character in common_characters():
        table.setdefault(fold(reading(character)), []).append(character)
    return table


def piece(rng: random.Random, topic: Topic, length: int) -> str:
    """Return neighbouring characters of a topic."""
    start = rng.randrange(max(1, len(topic.text) - length + 1))
    return topic.text[start : start + length]


def word(rng: random.Random, topic: Topic, least: int, most: int = 99) -> str:
    """Return a word of a topic, or two neighbours, of a length between `least` and `most`."""
    words = [*topic.words, *map("".join, zip(topic.words, topic.words[1:], strict=False))]
    fitting = [one for one in words if least <= len(one) <= most]
    return rng.choice(fitting) if fitting else piece(rng, topic, least)


def wrong(rng: random.Random, text: str, count: int) -> str:
    """Return the text with `count` characters replaced by others."""
    changed = list(text)
    for at in rng.sample(range(len(text)), count):
        changed[at] = rng.choice([one for one in common_characters() if one != text[at]])
    return "".join(changed)


def sounding(rng: random.Random, text: str, count: int, *, near: bool) -> str:
    """Return the text with `count` characters replaced by others of the same sound, or of one mixed up with it."""
    changed = list(text)
    places = rng.sample(range(len(text)), len(text))
    for at in places:
        spoken = reading(text[at])
        if near:
            others = [one for one in _by_folded_sound().get(fold(spoken), []) if reading(one) != spoken]
        else:
            others = [one for one in _by_sound().get(spoken, []) if one != text[at]]
        if others and count:
            changed[at] = rng.choice(others)
            count -= 1
    return "".join(changed)


def _swapped(rng: random.Random, text: str) -> str:
    at = rng.choice([at for at in range(len(text) - 1) if text[at] != text[at + 1]])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _without(rng: random.Random, text: str) -> str:
    at = rng.randrange(1, len(text) - 1)
    return text[:at] + text[at + 1 :]


def _doubled(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at] + text[at:]


def _gapped(rng: random.Random, topic: Topic) -> Asked:
    first, second = rng.sample(range(len(topic.words)), 2)
    pair = [topic.words[place] for place in sorted((first, second))]
    cut = [one if len(one) > 1 else topic.words[0] for one in pair]
    return Asked("gapped", ("".join(cut),), tuple(cut))


def _several(rng: random.Random, topic: Topic, count: int) -> Asked:
    chosen = tuple(rng.sample([one for one in topic.words if len(one) > 1], count))
    return Asked({2: "two words", 3: "three words"}[count], chosen, chosen)


def _spelled(text: str) -> str:
    return "".join(reading(character) for character in text)


_Maker = Callable[[random.Random, Topic], Asked]


def _of(kind: str, meant: Callable[[random.Random, Topic], str], typed: Callable[[random.Random, str], str]) -> _Maker:
    def make(rng: random.Random, topic: Topic) -> Asked:
        text = meant(rng, topic)
        return Asked(kind, (typed(rng, text),), (text,))

    return make


def makers() -> dict[str, _Maker]:
    """Return what makes a query of each kind."""
    as_is = [
        (f"substring {length}", lambda rng, topic, length=length: piece(rng, topic, length), lambda _, text: text)
        for length in range(1, 9)
    ]
    changed = [
        ("one wrong of 6", lambda rng, topic: piece(rng, topic, 6), lambda rng, text: wrong(rng, text, 1)),
        ("one wrong of a word", lambda rng, topic: word(rng, topic, 4, 8), lambda rng, text: wrong(rng, text, 1)),
        ("two wrong of a topic", lambda _, topic: topic.text, lambda rng, text: wrong(rng, text, 2)),
        ("missing", lambda rng, topic: word(rng, topic, 5, 9), _without),
        ("swapped", lambda rng, topic: word(rng, topic, 4, 8), _swapped),
        ("doubled", lambda rng, topic: word(rng, topic, 4, 8), _doubled),
        ("homophone", lambda rng, topic: word(rng, topic, 3, 8), lambda rng, text: sounding(rng, text, 2, near=False)),
        (
            "homophone of 2",
            lambda rng, topic: word(rng, topic, 2, 2),
            lambda rng, text: sounding(rng, text, 1, near=False),
        ),
        (
            "all homophones",
            lambda rng, topic: word(rng, topic, 4, 8),
            lambda rng, text: sounding(rng, text, 9, near=False),
        ),
        (
            "near homophone",
            lambda rng, topic: word(rng, topic, 3, 8),
            lambda rng, text: sounding(rng, text, 2, near=True),
        ),
        ("pinyin", lambda rng, topic: word(rng, topic, 2, 8), lambda _, text: _spelled(text)),
        ("initials", lambda rng, topic: word(rng, topic, 3, 6), lambda _, text: "".join(reading(c)[0] for c in text)),
        ("traditional", lambda rng, topic: word(rng, topic, 2, 8), lambda _, text: to_traditional(text)),
    ]
    return {
        **{kind: _of(kind, meant, typed) for kind, meant, typed in [*as_is, *changed]},
        "gapped": _gapped,
        "two words": lambda rng, topic: _several(rng, topic, 2),
        "three words": lambda rng, topic: _several(rng, topic, 3),
    }


def asked(topics: list[Topic], each: int, seed: int = 17) -> Iterator[Asked]:
    """Yield `each` queries of every kind, and all the unrelated ones."""
    rng = random.Random(seed)
    long = [topic for topic in topics if len(topic.text) > 9 and sum(len(one) > 1 for one in topic.words) > 3]
    for make in makers().values():
        for _ in range(each):
            yield make(rng, rng.choice(long))
    for text in vocabulary()["unrelated"]:
        yield Asked("unrelated", (text,), ())
