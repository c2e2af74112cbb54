"""The subject of a title: what is left of it without boilerplate, as units that are compared one by one.

A unit is a Chinese character, or a run of ASCII letters and digits (5g, 2020, app): 205 is never found inside 174205
(design §1: a number is not text). White space and punctuation are no units (domain.md §6, trap 8).
"""

import re
from functools import cache

from bot.resources import read_yaml
from bot.text.normalise import plain

Units = str | tuple[str, ...]
"""A string where every unit is one character (nearly always), else a tuple of units. Both slice alike."""

_UNIT = re.compile(r"[0-9a-z]{1,64}|[^\W_]")
_ASCII_RUN = re.compile(r"[0-9a-z]")
_NUMBERED = re.compile(r"第\s*[0-9a-z]+\s*号[^（(]{0,12}[（(](.+)[）)][^（()）]{0,12}$")
_UNSTABLE = "\uffff"
_AROUND = " \u3000“”\"'《》"


class _Compaction(dict[int, str | None]):
    """A translation table that fills itself.

    A character that plain form leaves alone is kept, white space and punctuation are dropped, everything else is
    marked, so that the text goes the long way through `plain`.
    """

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        as_plain = plain(character)
        if as_plain != character or character.isascii():
            self[code] = None if not as_plain or as_plain in " ,.;:!?()[]<>\"'“”-" else _UNSTABLE
        else:
            self[code] = character if _UNIT.fullmatch(character) else None
        return self[code]


_COMPACTION = _Compaction()


@cache
def _words(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the openings and endings to take off, longest first: `boilerplate` of titles or `fillers` of questions."""
    data = read_yaml("search", "boilerplate.yaml")[kind]
    openings, endings = (tuple(sorted(data[where], key=len, reverse=True)) for where in ("openings", "endings"))
    return openings, endings


def units(text: str) -> Units:
    """Return the units of a text in plain form.

    Args:
        text: As printed or typed.

    Returns:
        Its units: a string when each is a single character, else a tuple.
    """
    compacted = text.translate(_COMPACTION)
    if _UNSTABLE not in compacted:
        return compacted
    found = _UNIT.findall(plain(text))
    return "".join(found) if all(len(unit) == 1 for unit in found) else tuple(found)


def stripped(text: str) -> str:
    """Return a text without the boilerplate around its subject; the text itself when nothing else is in it."""
    return _strip(text, "boilerplate")


def without_fillers(text: str) -> str:
    """Return the words of a query without those of the question around them (怎么, 有没有, 吗)."""
    return _strip(text, "fillers")


def _strip(text: str, kind: str) -> str:
    openings, endings = _words(kind)
    left = text.strip(_AROUND)
    while True:
        shorter = left
        # Asked all at once first: nearly every title is looked at, and few have more than one of them.
        if shorter.startswith(openings):
            shorter = _without_opening(shorter, openings)
        if shorter.endswith(endings):
            shorter = _without_ending(shorter, endings)
        if shorter == left:
            return left
        shorter = shorter.strip(_AROUND)
        if not shorter:
            return left
        left = shorter


def _without_opening(text: str, openings: tuple[str, ...]) -> str:
    for opening in openings:
        if text.startswith(opening):
            return text[len(opening) :]
    return text


def _without_ending(text: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if text.endswith(ending):
            return text[: -len(ending)]
    return text


def numbered_topic(title: str) -> str | None:
    """Return the text in the brackets behind a number (第399号提案（…）的答复), or None."""
    found = _NUMBERED.search(title) if "第" in title else None
    return found[1] if found else None


def subject(title: str, topic: str | None = None) -> Units:
    """Return what a title is about.

    Args:
        title: As printed.
        topic: The text in its outer brackets, where that is known.

    Returns:
        Units of the topic, else of the brackets behind a number (第399号提案（…）的答复), else of the title.
    """
    if topic is None:
        topic = numbered_topic(title) or title
    compacted = units(topic)
    if isinstance(compacted, str):
        return _strip(compacted, "boilerplate")
    return units(stripped(plain(topic)))


def written(sequence: Units) -> str:
    """Return units as one text, ASCII runs that touch set apart by a space."""
    if isinstance(sequence, str):
        return sequence
    text = ""
    for unit in sequence:
        text += " " + unit if text and text[-1].isascii() and unit.isascii() else unit
    return text


def has_ascii(sequence: Units) -> bool:
    """Return whether a unit is made of ASCII letters or digits."""
    return _ASCII_RUN.search(sequence if isinstance(sequence, str) else "".join(sequence)) is not None
