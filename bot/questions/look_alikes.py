"""Places typed with a character that looks or sounds like the right one: 沐阳 for 沭阳, 洪则 for 洪泽.

A place that is not loaded is never taken for one that is: 泌阳 is a place of its own.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from bot.questions.lexicon import load
from bot.questions.naming import NameFinder
from bot.questions.offices import place_meant
from bot.questions.question import Understood
from bot.questions.vocabulary import Vocabulary
from bot.records.regions import is_place_or_short
from bot.text import pinyin
from bot.text.normalise import has_han

_SHORT = 2
_GENERIC = "省市县区旗"
# What is made of the loaded names is kept for the revision that answers are made of, and the one before.
_REVISIONS = 2


def put_right(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return plain text with places of loaded agencies put right, and what was put right.

    Args:
        text: Plain text.
        vocabulary: What is loaded: a spelling that a title or a sentence has is left alone.
    """
    finder, right = _variants(vocabulary.place_spellings)
    understood: dict[Understood, None] = {}
    for start, end, said in list(finder.find(text)):  # what is put right is as long as what was said
        if vocabulary.titles.holds(said) or vocabulary.passages.holds(said):
            continue
        text = text[:start] + right[said] + text[end:]
        understood[Understood(said, right[said], "typo")] = None
    if not understood and (heard := _heard(text, vocabulary)):
        said, place = heard
        return place + text[len(said) :], (Understood(said, place, "typo"),)
    return text, tuple(understood)


def _heard(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return a place of two characters that a longer text begins with, one of them written by sound: 洪则."""
    said = text[:_SHORT]
    meant = text[_SHORT : _SHORT + 1] in _GENERIC or place_meant(text, _SHORT)
    if len(text) <= _SHORT or not meant or is_place_or_short(said) or not has_han(said):
        return None
    for index, kept in enumerate(said):
        for place in _by_character(vocabulary.place_spellings).get((index, kept), ()):
            alike = place != said and _sound(place) == _sound(said)
            if alike and not (vocabulary.titles.holds(said) or vocabulary.passages.holds(said)):
                return said, place
    return None


@lru_cache(maxsize=_REVISIONS)
def _by_character(places: tuple[str, ...]) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """Return the places of two characters by each of these with where it stands."""
    found: dict[tuple[int, str], list[str]] = {}
    for place in places:
        if len(place) == _SHORT:
            for index, character in enumerate(place):
                found.setdefault((index, character), []).append(place)
    return {key: tuple(listed) for key, listed in found.items()}


def _sound(word: str) -> list[str]:
    return [pinyin.fold(readings[0]) for readings in pinyin.syllables(word)]


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    """Return for each character those that are typed for it."""
    found: dict[str, dict[str, None]] = {}
    for group in load("look_alikes"):
        for character in group:
            found.setdefault(character, {}).update({other: None for other in group if other != character})
    return {character: tuple(others) for character, others in found.items()}


@lru_cache(maxsize=_REVISIONS)
def _variants(places: tuple[str, ...]) -> tuple[NameFinder, Mapping[str, str]]:
    """Return what finds misspelt places, and what each stands for; spellings that are places are none."""
    found: dict[str, str] = {}
    for name in places:
        for index, character in enumerate(name):
            for other in _groups().get(character, ()):
                spelt = f"{name[:index]}{other}{name[index + 1 :]}"
                if spelt not in places and not is_place_or_short(spelt):
                    found.setdefault(spelt, name)
    return NameFinder.of(found), found
