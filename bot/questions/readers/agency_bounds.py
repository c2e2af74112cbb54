"""Conditions that a question puts on the values of offices: 50到100件之间, 不到20件, 80%以上, 100件以上200件以下."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bot.questions.facets import in_its_year, prepare
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, blank
from bot.questions.operands import RECEIVED
from bot.questions.operations import bound_in
from bot.questions.question import Bound, Operand
from bot.questions.readers.agency_words import Token
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


def set_against(message: Message, text: str, found: Sequence[Token]) -> tuple[tuple[int, int] | None, int]:
    """Return where a year stands that others are set against, and which; None and 0 where none does.

    It stands behind 比 (比前年) or before it (和前年比).
    """
    for one in found:
        if one.key not in ("against", "change"):
            continue
        behind, before = _a_year().match(text, one.end), _with_a_year().search(text[: one.start])
        if year := behind or before:
            said = prepare(year["year"], year["year"], vocabulary=message.vocabulary, today=message.today)
            years = in_its_year(said.facets).years
            span = min(one.start, year.start()), max(one.end, year.end())
            return (span, years[0]) if years else (None, 0)
    return None, 0


@cache
def _a_year() -> re.Pattern[str]:
    return re.compile(rf"(?P<year>[0-9]{{4}}年?|{alternation(words('agency_groups', 'years_before'))})")


@cache
def _with_a_year() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('agency_groups', 'set_with'))}){_a_year().pattern}$")


def unlike(limits: Bounds, figures: Sequence[Operand], keys: set[str]) -> str:
    """Return a bound in percent where nothing in percent is asked for: it cannot be held to a number."""
    of_share = keys & {"change", "more", "less", "growth"} or any(one.of is not None for one in figures)
    return "" if of_share else limits.percent


def than_year(text: str) -> set[str]:
    """Return what a year is said to have against another, in words that are none by themselves: 比上年申请少的."""
    match = _than_a_year().search(text)
    return {"change", "less" if match["less"] else "more"} if match else set()


@cache
def _than_a_year() -> re.Pattern[str]:
    than, more, less = (alternation(words("agency_groups", key)) for key in ("than", "than_more", "than_less"))
    return re.compile(
        rf"(?:{than})(?:[0-9]{{4}}年?度?)?(?:[^，,;；。比]{{0,8}}?)(?:{more}|(?P<less>{less}))(?!了?多?少)"
    )


def some_of_years(text: str) -> str:
    """Return what asks for some of several years, which nothing tells here: 三年里有两年."""
    match = re.search(
        rf"[两三四五]年(?:{alternation(words('agency_groups', 'within'))})?(?:至少)?有?[一两二三四]年", text
    )
    return match[0] if match else ""


def in_each_year(text: str, found: Sequence[Token]) -> bool:
    """Return whether something is to be true in each of several years: 年年都有, 近三年都收到."""
    over = {one.said for one in found if one.key in ("over_years", "recent", "steadily")}
    each = words("agency_groups", "each_time")
    return any(said.endswith(tuple(each)) or f"{said}{one}" in text for said in over for one in each)


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
