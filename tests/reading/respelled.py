"""The same question in other writing: digits read singly, spaced digits, Traditional, names by their sound."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import opencc
from pypinyin import lazy_pinyin

from bot.records.form import everyday_names
from tests.reading.asking import Told
from tests.reading.kept import Ground, Judge, Kept, Part, Trial, same
from tests.search.titles import common_characters

_SINGLY = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d{3,6}(?![\d.%])")
_OF_RECORD = re.compile(r"(?<![\d.])\d{3,6}(?=号)")
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
_TO_TRADITIONAL = opencc.OpenCC("s2t")
_LEAST = 3  # characters of a name that is found by its sound


def singly(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield the numbers of records digit by digit, one as 幺."""

    def bare(kept: Kept) -> bool:
        return kept.row.kind == "number" and not re.search(r"[-/.年月日届]", kept.message)

    for kept in ground.queries(part, bare):
        yield from _respelled(kept, _SINGLY.sub(lambda found: found[0].translate(_SPOKEN), kept.message))


def spaced(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield numbers before 号 with spaces between the digits."""
    for kept in ground.queries(part, lambda kept: _OF_RECORD.search(kept.message)):
        yield from _respelled(kept, _OF_RECORD.sub(lambda found: " ".join(found[0]), kept.message))


def traditional(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield questions in Traditional characters."""
    for kept in ground.queries(part):
        yield from _respelled(kept, _TO_TRADITIONAL.convert(kept.message))


def homophones(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield questions with one character of a long name as another of the same sound: no name, and near only one."""

    def names(kept: Kept) -> list[str]:
        return [name for name in _long_names() if name in kept.message]

    for kept in ground.queries(part, names):
        name = max(names(kept), key=len)
        message = kept.message.replace(name, _by_sound(name, part.number(kept.identity)), 1)
        for trial in _respelled(kept, message):
            yield replace(trial, judge=_or_not_worked_out(trial.judge))


def _or_not_worked_out(judge: Judge) -> Judge:
    """Return a judge that lets a result go where it says why: on a corrected name nothing is worked out."""

    def judged(told: Told) -> str | None:
        return None if ("reason", "corrected") in told.facts and not told.computed else judge(told)

    return judged


def _respelled(kept: Kept, message: str) -> Iterator[Trial]:
    if message != kept.message:
        yield Trial(kept.identity, kept.desk, (message,), same(lambda: kept.told))


def _by_sound(name: str, number: int) -> str:
    places = sorted(range(len(name)), key=lambda place: (place + number) % len(name))
    for place in places:
        others = _sounds()[lazy_pinyin(name)[place]]
        for turn in range(len(others)):
            other = others[(number + turn) % len(others)]
            written = name[:place] + other + name[place + 1 :]
            if other != name[place] and not any(word in written for word in _with(other)):
                return written
    return name


@cache
def _long_names() -> tuple[str, ...]:
    """Return the names of figures that no other name sounds like, and that are not two names side by side."""
    known = {name for names in everyday_names().values() for name in names if re.fullmatch(r"[\u4e00-\u9fff]+", name)}
    sounding: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in known:
        two = any(name[:place] in known and name[place:] in known for place in range(1, len(name)))
        if len(name) >= _LEAST and not two:
            sounding[tuple(lazy_pinyin(name))].add(name)
    return tuple(sorted(next(iter(names)) for names in sounding.values() if len(names) == 1))


@cache
def _with(character: str) -> tuple[str, ...]:
    return tuple({name for names in everyday_names().values() for name in names if character in name})


@cache
def _sounds() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for character in common_characters():
        found[lazy_pinyin(character)[0]] += character
    return found
