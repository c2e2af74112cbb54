"""The words of questions put to a class of offices: cut from the left, the longest first, figures kept whole."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from bot.questions.figure_names import find
from bot.questions.lexicon import alternation, finder, load, spelled_out, words
from bot.questions.message import blank, solid
from bot.questions.vocabulary import Vocabulary
from bot.records.agency_kinds import AgencyKind, AgencyLevel, standing
from bot.text.numerals import read as numeral

Class = Mapping[str, Any]
_NAME = "agency_groups"
_NUMERAL, _FEW = r"(?P<n>[0-9]{1,3}(?![0-9])|[一二两三四五六七八九十]{1,3})", r"(?P<n>[两三四五])"
_KEYS = (
    "everybody", "who", "whole_city", "order", "rising", "first", "last", "most", "least", "rank_most", "rank_least",
    "sum", "mean", "median", "none", "not_any", "any", "place",
    "change", "against", "more", "less", "growth", "missing", "loaded", "doubtful", "tables",
    "above_mean", "below_mean", "steadily",
    "over_years", "recent", "by_level", "by_kind", "all_of", "except_before", "except_after",
    "picture", "sheet", "of_all",
)  # fmt: skip
_BORDERS, COUNTERS = "[ ,，。;；、)年度的在和与及跟]", frozenset("个家名位")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with what it is: the key of the vocabulary, `class` or `of_place`.

    `which` class; `number` that it holds, and of places from one `until` another; `quantified` (各街道) and `within`
    (街道里); `excluded`: it is left out; `stands`: nothing that is not understood stands before it, so that it is no
    end of a name (云锦街道).
    """

    start: int
    end: int
    key: str
    said: str
    which: int = -1
    number: int = 0
    until: int = 0
    quantified: bool = False
    within: bool = False
    excluded: bool = False
    stands: bool = True


def _classes() -> tuple[Class, ...]:
    return tuple(
        {
            **one,
            "words": spelled_out(_NAME, one["words"]),
            "kinds": tuple(AgencyKind(kind) for kind in one["kinds"]),
            "levels": tuple(AgencyLevel(level) for level in one["levels"]),
        }
        for one in load(_NAME)["classes"]
    )


CLASSES = _classes()


@cache
def _class_patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    quantified, within = (rf"(?P<{key[0]}>{alternation(words(_NAME, key))})" for key in ("quantifiers", "within"))
    # 申请最少的局, 前三个局: where a single sign is a class without 各
    last = r"(?<=的)(?=.(?:[是有几哪多合总加平共一，, ]|$))|(?<=[0-9一二三四五六七八九十两][个家名位])"
    # 望泉县的镇, 县里的镇, 镇里头, 2022年镇的公开率, 去年镇申请
    received = alternation(words("computed", "received"))
    within_it = alternation(words(_NAME, "within"))
    inside = rf"|(?<=[市区县旗]的)|(?<=[市区县旗]里的)|(?=.(?:{within_it}))|(?<=年)(?=.(?:的|{received}))"
    other = {None: "|", "only": f"|{last}", "or within": f"|{last}{inside}"}
    return tuple(
        (
            which,
            re.compile(
                rf"(?:{quantified}{other[one.get('quantified')]})(?P<said>{alternation(one['words'])}){within}?"
            ),
        )
        for which, one in enumerate(CLASSES)
    )


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for key in _KEYS:
        escaped = [re.escape(word) for word in sorted(words(_NAME, key), key=len, reverse=True)]
        patterns = [word.replace(r"\{n\}", _NUMERAL).replace(r"\{few\}", _FEW) for word in escaped]
        # A group can be named once a pattern: each word with a number is tried by itself.
        one_by_one = any("?P<n>" in word for word in patterns)
        made += [(key, re.compile(word)) for word in (patterns if one_by_one else ["|".join(patterns)])]
    until, from_the_end = (alternation(words(_NAME, key)) for key in ("until", "from_the_end"))
    ranked, last = alternation(words(_NAME, "stands_at")), _NUMERAL.replace("<n>", "<m>")
    made += [
        ("ranks", re.compile(rf"(?:{ranked})?(?:{from_the_end})?{one}"))
        for one in (
            rf"第{_NUMERAL}[名位]?(?:{until})(?:{from_the_end})?第?{last}[名位]?",
            rf"{_NUMERAL}[名位]?(?:{until}){last}[名位]",
            rf"前{_NUMERAL}[名位]?(?:{until})前{last}[名位]?",
        )
    ]
    return tuple(made)


@cache
def _hints() -> re.Pattern[str]:
    named = [word for one in CLASSES for word in one["words"] if len(word) > 1 or one.get("quantified")]
    listed = (
        word for key in ("everybody", "who", "place", "by_level", "by_kind", "over_years") for word in words(_NAME, key)
    )
    recent = "|".join(pattern.pattern.replace("?P<n>", "") for key, pattern in _patterns() if key == "recent")
    return re.compile(f"{alternation([*named, *listed])}|{recent}")


def may_hold_one(text: str) -> bool:
    """Return whether a text holds a word for a class of offices at all."""
    return _hints().search(text) is not None


@lru_cache(maxsize=4)
def places_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the places in the names of loaded agencies, the longest first."""
    found = {place for agency in vocabulary.agencies for place in standing(agency).above}
    return tuple(sorted(found, key=len, reverse=True))


def tokens(text: str, places: Iterable[str]) -> list[Token]:
    """Cut a plain text into the words that are known here; what stands between them is left alone."""
    found: list[Token] = []
    named = dict(_figures(text))
    listed = tuple(places)
    at = 0
    while at < len(text):
        # 去年报表 is no 年报, 去年年报 and 2022年年报 no 年年
        inside = text[at] == "年" and re.match("[去今前明0-9]", text[at - 1 : at])
        best = _best(text, at, listed) if not inside else None
        figure = named.get(at, 0)
        if best is not None and best.end >= figure:
            found.append(best)
            at = best.end
        else:
            at = figure if figure > at else at + 1
    ends = sorted({0, *named.values(), *(token.end for token in found)})
    found = [
        replace(token, stands=_stands(text, ends[bisect_right(ends, token.start) - 1], token.start)) for token in found
    ]
    return list(_without([token for token in found if _is_word(token)], text))


def _stands(text: str, before: int, start: int) -> bool:
    """Return whether a word begins where another ends, or nothing but words without content stand between them."""
    between = re.split(_BORDERS, text[before:start])[-1]
    if any(finder(_NAME, "except_before").finditer(text[:start])):
        between = re.split(alternation(words(_NAME, "left_out_by")), between)[-1]  # 剔除公安局以后部门
    own = finder("computed", "received").sub(" ", between)  # 自然人申请街道排名
    return not solid(glued(own)) or (between in COUNTERS and len(between) == start - before)


def _is_word(token: Token) -> bool:
    """Return whether a word for a class is more than the end of a name."""
    return (
        token.key != "class"
        or token.stands
        or token.quantified
        or token.within
        or bool(CLASSES[token.which].get("sure"))
    )


def _best(text: str, at: int, places: Sequence[str]) -> Token | None:
    best: Token | None = None
    for which, pattern in _class_patterns():
        if (match := pattern.match(text, at)) and (best is None or match.end() > best.end):
            best = Token(
                at, match.end(), "class", match["said"], which,
                quantified=bool(match["q"]), within=bool(match["w"]),
            )  # fmt: skip
    for key, pattern in _patterns():
        match = pattern.match(text, at)
        if match and (best is None or match.end() > best.end):
            number = numeral(match["n"]) if "n" in pattern.groupindex else None
            until = numeral(match["m"]) if "m" in pattern.groupindex else None
            best = Token(at, match.end(), key, match[0], number=int(number or 0), until=int(until or 0))
    for place in places:
        if best is not None and at + len(place) <= best.end:
            break
        if text.startswith(place, at):
            end = at + len(place)
            # 青石区直部门: its last sign begins the name of the class.
            own = any(
                pattern.match(text, end - 1) for which, pattern in _class_patterns() if CLASSES[which].get("sure")
            )
            best = Token(at, end - own, "of_place", place)
            break
    return best


def _figures(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names of figures, and words that hold one for a class, begin and end."""
    kept = [(sign, at) for at, sign in enumerate(text) if solid(sign)]
    flat = "".join(sign for sign, _ in kept)
    for hit in find(flat):
        summed = _summed().fullmatch(hit.said)  # 申请总计 of a class is what their requests come to
        end = hit.start + len(summed["what"]) if summed else hit.end
        yield kept[hit.start][1], kept[end - 1][1] + 1
    for pattern in (finder("figures", "share"), finder(_NAME, "kept")):
        for match in pattern.finditer(text):
            yield match.span()


@cache
def _summed() -> re.Pattern[str]:
    return re.compile(rf"(?P<what>{alternation(words('computed', 'received'))})(?:{alternation(words(_NAME, 'sum'))})")


def _without(found: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the words; classes behind 不含, or before 除外, are left out."""
    closing = [token for token in found if token.key == "except_after"]
    for token in found:
        before = [one for one in found if one.key == "except_before" and one.end <= token.start]
        excluded = False
        if token.key in ("class", "of_place"):
            excluded = any(not _scope().search(text[one.end : token.start]) for one in before) and (
                not closing or any(one.start >= token.end for one in closing) or not before
            )
            excluded = excluded or any(
                token.end <= one.start and len(solid(text[token.end : one.start])) <= 1 for one in closing
            )
        yield replace(token, excluded=excluded) if excluded else token


@cache
def _scope() -> re.Pattern[str]:
    """Find where what is left out ends: 扣除公安局后, 不含街道，."""
    return re.compile(f"[,，;；]|{alternation(words(_NAME, 'left_out_by'))}")


def blanked(text: str, taken: Iterable[Token]) -> str:
    """Return a text without words."""
    for token in taken:
        text = blank(text, token.start, token.end)
    return text


@cache
def _glue() -> re.Pattern[str]:
    listed = (*words(_NAME, "glue"), *words("computed", "glue"), *words("computed", "joins"), *words(_NAME, "counters"))
    return re.compile(alternation(listed))


def glued(text: str) -> str:
    """Return a text without words that say nothing where a class is asked of."""
    return _glue().sub(" ", text)
