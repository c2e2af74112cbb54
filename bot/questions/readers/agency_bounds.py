"""Conditions that a question puts on the values of offices: 50到100件之间, 不到20件, 80%以上, 100件以上200件以下."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import blank
from bot.questions.operands import RECEIVED
from bot.questions.operations import bound_in
from bot.questions.question import Bound, Operand
from bot.text.numerals import find as numerals
from bot.text.numerals import read

_LOWER, _UPPER = ("over", "at_least"), ("under", "at_most")
_COUNTER = r"\s*(?:件|个|条|项|次|份)?"
_PERCENT = re.compile(
    r"(?<![0-9.])(?P<n>[0-9]{1,3})\s*%|百分之(?P<said>[0-9一二三四五六七八九十百]{1,4})|(?P<tenths>[一二两三四五六七八九])成"
)


class Bounds(NamedTuple):
    """What must hold of a value: all of `found`, of a share in percent where `percent`; `rest` is the text without."""

    found: tuple[Bound, ...]
    percent: str
    rest: str


def bounds_in(text: str) -> Bounds:
    """Return the conditions on a number that a text has, at most a lower and an upper one."""
    for key, said in (("over_half", "超过50%"), ("half", "50%")):
        text = finder("agency_groups", key).sub(said, text)
    percents = list(_PERCENT.finditer(text))
    for match in reversed(percents):
        number = read(match["n"] or match["said"] or match["tenths"]) or 0
        text = f"{text[: match.start()]}{number * 10 if match['tenths'] else number}件{text[match.end() :]}"
    percent = percents[0][0] if percents else ""
    if found := next(_ranges(text), None):
        return Bounds(*found[:1], percent, found[1])
    first = bound_in(text)
    if first is None:
        return Bounds((), percent, text)
    second = bound_in(first[1])
    sides = {one.relation in _LOWER for one, _ in (first, second or first) if one.relation in (*_LOWER, *_UPPER)}
    if second is None or len(sides) == 1:
        return Bounds((first[0],), percent, first[1])
    return Bounds((first[0], second[0]), percent, second[1])


class ShareOfAll(NamedTuple):
    """Whether the share of one office, or of each, in what all come to is asked for; the figures and the text then."""

    asked: bool
    figures: tuple[Operand, ...]
    rest: str


def share_of_all(text: str, figures: tuple[Operand, ...], keys: set[str], *, of_whom: bool) -> ShareOfAll:
    """Return whether a share in what all offices of a class come to is asked for.

    Args:
        text: What is left of the message.
        figures: Of which figures.
        keys: What its words are.
        of_whom: An office is named, or each of a class.
    """
    told = finder("agency_groups", "share_of").search(text)
    some, each = bool(keys & {"first", "last"}), "of_all" in keys
    if len(figures) != 1 or figures[0].of is not None or not (each or (told and (of_whom or some))):
        return ShareOfAll(False, figures, text)
    key = (figures[0].key or "").removesuffix(".total")
    if key.startswith("requests.") and key != RECEIVED:  # of an outcome each office has a whole of its own
        return ShareOfAll(False, (replace(figures[0], of=""),) if each else figures, text)
    return ShareOfAll(
        not some, figures, finder("agency_groups", "part_of_all").sub(lambda one: " " * len(one[0]), text)
    )


def _ranges(text: str) -> Iterator[tuple[tuple[Bound, ...], str]]:
    """Yield numbers that a value lies between, both among them, with the text without them."""
    for one, other in pairwise(numerals(text)):
        after = _behind().match(text, other.end)
        if after is None or not re.fullmatch(rf"{_COUNTER}(?:{_joins()})", text[one.end : other.start]):
            continue
        before = _before().search(text[: one.start])
        if one.value <= other.value and (before or after[0].strip()):
            bounds = (
                Bound(relation="at_least", number=int(one.value)),
                Bound(relation="at_most", number=int(other.value)),
            )
            yield bounds, blank(text, before.start() if before else one.start, after.end())


@cache
def _joins() -> str:
    return alternation(words("agency_groups", "range_joins"))


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('agency_groups', 'range_before'))})\s*$")


@cache
def _behind() -> re.Pattern[str]:
    between = alternation(words("agency_groups", "range_behind"))
    return re.compile(rf"(?!\s*[年月日号名位家]){_COUNTER}\s*(?:的?(?:{between}))?")
