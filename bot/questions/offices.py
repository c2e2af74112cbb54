"""Offices and places that a message names and that are not loaded: 冠县政协, 市教育局, 济南."""

import re
from functools import cache

from bot.questions.lexicon import alternation, words
from bot.questions.vocabulary import Vocabulary
from bot.text.normalise import plain

_COUNTY = r"[\u4e00-\u9fff]{1,3}?[县区市州旗镇乡]"


@cache
def _named() -> re.Pattern[str]:
    places = "|".join(alternation(words("places", key)) for key in ("provinces", "cities"))
    departments = alternation(words("places", "departments"))
    office = rf"(?:(?:{places})[省市]?)?(?:[\u4e00-\u9fff]{{1,4}}?[县区市])?[省市县区州]?(?:{departments})"
    # A place is one only where an office, a document or the end follows it: 文山会海 is no city.
    after = rf"(?=\s|$|[0-9?,!。、]|{alternation(words('places', 'after_place'))})"
    return re.compile(rf"(?:{office}|(?:{places})[省市]?|{_COUNTY}){after}")


@cache
def _not_places() -> tuple[str, ...]:
    return words("places", "not_places")


def other_office(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the office or place named in a text that nothing loaded contains, or None.

    Args:
        text: Plain text, the names of loaded agencies blanked out.
        vocabulary: What is loaded.
    """
    for match in _named().finditer(text):
        name = match.group()
        if not name.endswith(_not_places()) and len(name) > 1 and not _loaded(name, vocabulary):
            return name
    return None


def _loaded(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a loaded agency, title or sentence has the name, so that it is no stranger."""
    bare = plain(name)
    return (
        any(bare in known or known in bare for known in vocabulary.agency_names)
        or vocabulary.titles.holds(bare)
        or vocabulary.passages.holds(bare)
    )


def is_office(word: str) -> bool:
    """Return whether a word as a whole is the name of an office or a place."""
    return _named().fullmatch(word) is not None
