"""Places typed with a character that looks or sounds like the right one: 沐阳 for 沭阳, 洪则 for 洪泽.

A place that is not loaded is never taken for one that is: 泌阳 is a place of its own.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from bot.questions.lexicon import load
from bot.questions.naming import NameFinder
from bot.questions.question import Understood
from bot.questions.vocabulary import Vocabulary
from bot.records.regions import is_place_or_short

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
    return text, tuple(understood)


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
