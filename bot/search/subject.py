"""The subject of a title: what is left of it without boilerplate, as units that are compared one by one.

A unit is a Chinese character, or a run of ASCII letters and digits (5g, 2020, app): 205 is never found inside 174205
(architecture.md §1, promise 2: a number is not text). White space and punctuation are no units (domain.md §6, trap 8).
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

    changed: re.Pattern[str] | None = None
    """Finds what may have to be changed, once many texts are expected: what it does not find in is left alone."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        as_plain = plain(character)
        if as_plain != character or character.isascii():
            self[code] = None if not as_plain or as_plain in " ,.;:!?()[]<>\"'“”-" else _UNSTABLE
        else:
            self[code] = character if _UNIT.fullmatch(character) else None
        return self[code]


_COMPACTION = _Compaction()


def expect_many() -> None:
    """Prepare for the units of very many texts: takes 20 ms, then most texts take a fifth of the time."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    common = b"".join(rows).decode("gb2312", errors="ignore")  # the 6763 characters that nearly all texts are made of
    between = "ʘ"
    kept = [one for one, made in zip(common, plain(between.join(common)).split(between), strict=True) if one == made]
    _COMPACTION.changed = re.compile(f"[^{''.join(kept)}]")


@cache
def _words(kind: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return what to take off, longest first: `boilerplate` of titles or `fillers` of questions.

    Returns:
        Openings by their first character, endings by their last.
    """
    data = read_yaml("search", "boilerplate.yaml")[kind]
    openings: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    for words, place, where in (("openings", 0, openings), ("endings", -1, endings)):
        for word in sorted(data[words], key=len, reverse=True):
            where.setdefault(word[place], []).append(word)
    return openings, endings


def units(text: str) -> Units:
    """Return the units of a text in plain form.

    Args:
        text: As printed or typed.

    Returns:
        Its units: a string when each is a single character, else a tuple.
    """
    if _COMPACTION.changed is not None and _COMPACTION.changed.search(text) is None:
        return text
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
    while left:
        # Only those with the same first (last) character are compared: every title is looked at twice.
        shorter = left
        for opening in openings.get(left[0], ()):
            if left.startswith(opening):
                shorter = left[len(opening) :]
                break
        for ending in endings.get(left[-1], ()):
            if shorter.endswith(ending):
                shorter = shorter[: -len(ending)]
                break
        if shorter is left:
            break
        shorter = shorter.strip(_AROUND)
        if not shorter:
            break
        left = shorter
    return left


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
