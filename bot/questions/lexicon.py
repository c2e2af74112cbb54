"""The words of `data/vocabulary`: read once, compiled once. Vocabulary is data, so no reader holds a word list."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from bot.resources import read_yaml

NOTHING = re.compile(r"(?!)")
_JOINS = {"别": "分", "请": "申", "几": "哪"}  # the sign before another, with which it is a word of its own


@cache
def load(name: str) -> Any:
    """Return the content of `data/vocabulary/<name>.yaml`."""
    return read_yaml("vocabulary", f"{name}.yaml")


@cache
def phrases(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return a file that lists words under keys; {when} in a word stands for each under `_when`, which is no key.

    What stands under a key in another way, classes with words of their own, is no list of words.
    """
    listed = {str(key): words or () for key, words in load(name).items() if not str(key).startswith("_")}
    return {
        key: spelled_out(name, map(str, words))
        for key, words in listed.items()
        if not any(isinstance(word, dict) for word in words)
    }


def spelled_out(name: str, listed: Iterable[str]) -> tuple[str, ...]:
    """Return words of a file in full, as `phrases` does; for those that stand deeper in it."""
    parts = {key[1:]: tuple(map(str, words)) for key, words in load(name).items() if key.startswith("_")}
    return tuple(one for word in listed for one in _spelled_out(word, parts))


def _spelled_out(word: str, parts: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """Return a word with each of the words that a name in braces stands for; one without such a name as it is."""
    name = next((name for name in parts if f"{{{name}}}" in word), None)
    if name is None:
        return (word,)
    return (one for part in parts[name] for one in _spelled_out(word.replace(f"{{{name}}}", part, 1), parts))


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that mean the same, the name of each first."""
    return tuple(spelled_out("synonyms", map(str, group)) for group in load("synonyms")["groups"])


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """Return the words under one key of a file."""
    return phrases(name)[key]


def alternation(listed: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first."""
    return _alternation(frozenset(listed))


@lru_cache(maxsize=1024)
def _alternation(listed: frozenset[str]) -> str:
    """Return it with the words of one first sign together: what does not begin with one of these signs is passed over.

    Of words of one sign the longest still comes first, and words of different signs never stand in the same place.
    """
    by_sign: dict[str, list[str]] = {}
    for word in sorted(listed, key=lambda word: (-len(word), word)):
        by_sign.setdefault(re.escape(word[:1]), []).append(_after_first(word))
    return "|".join(
        f"{sign}{rest[0]}" if not rest[1:] else f"{sign}(?:{'|'.join(rest)})" for sign, rest in by_sign.items()
    )


def _after_first(word: str) -> str:
    """Return a regular expression for a word behind its first sign, where it is not inside a longer one.

    sb in usb, 别算 in 分别算: what must not stand before the first sign is looked for from behind it.
    """
    sign, rest = re.escape(word[:1]), re.escape(word[1:])
    if word[:1].isascii() and word[:1].isalpha():
        return rf"(?<![a-z]{sign}){rest}(?![a-z])"
    before = _JOINS.get(word[:1])
    return rf"(?<!{before}{sign}){rest}" if before else rest


def compiled(listed: Iterable[str]) -> re.Pattern[str]:
    """Return a compiled pattern that finds any of the words; one that finds nothing for no words."""
    pattern = alternation(listed)
    return re.compile(pattern) if pattern else NOTHING


@cache
def finder(name: str, *keys: str) -> re.Pattern[str]:
    """Return a pattern that finds any word under the keys of a file."""
    return compiled(word for key in keys for word in words(name, key))


@cache
def keyed(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return a file's keys with a pattern for the words of each, in the order of the file."""
    return tuple((key, compiled(listed)) for key, listed in phrases(name).items())


def first_key(name: str, text: str) -> str | None:
    """Return the first key of a file of which a word stands in the text."""
    return next((key for key, pattern in keyed(name) if pattern.search(text)), None)
