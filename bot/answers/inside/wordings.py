"""Words of a question and of a text: which carry nothing, which stand for one another, which name a record."""

import re
from collections.abc import Iterable
from functools import cache

from bot.answers.inside.asked import per_one
from bot.questions.lexicon import alternation, load
from bot.resources import read_yaml
from bot.text import units

_MOST = 0.6
_SHORTEST, _LONGEST = 2, 6  # signs of a word
_SHORT = 3  # of an abbreviation
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


def named(runs: Iterable[str], text: str) -> list[str]:
    """Return the words of a question that stand in a title or text as typed, the longest ones."""
    found: list[str] = []
    for run in runs:
        at = 0
        while at < len(run) - 1:
            size = next((size for size in range(len(run) - at, 1, -1) if run[at : at + size] in text), 0)
            found += [run[at : at + size]] if size else []
            at += size or 1
    return found


def covered(run: str, text: str) -> int:
    """Return how many signs with content of a run stand in a text, in words of two such and more, typed so or not."""
    run = bare(run)
    found: set[int] = set()
    for at in range(len(run)):
        for end in range(at + _SHORTEST, min(at + _LONGEST, len(run)) + 1):
            piece = run[at:end]
            # A year stands in any text.
            if len(without_functions(piece)) >= _SHORTEST and not re.search(r"\d", piece):
                forms = (piece, *(one for one in others().get(piece, ()) if len(one) >= _SHORTEST))
                short = len(piece) == _SHORT and abbreviates(piece, text, apart=2)
                found |= set(range(at, end)) if short or any(form in text for form in forms) else set()
    return len(without_functions("".join(run[at] for at in found)))


def mostly_in(piece: str, title: str) -> bool:
    """Return whether most of a word stands in a title."""
    pairs = [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]
    return sum(pair in title for pair in pairs) >= _MOST * len(pairs)


def in_title(piece: str, title: str) -> int:
    """Return how many signs of a word stand in a title, two or more in a row."""
    pairs = [at for at in range(len(piece) - 1) if piece[at : at + 2] in title]
    return len({*pairs, *(at + 1 for at in pairs)}) if len(piece) > 1 else int(piece in title)


def abbreviates(piece: str, text: str, *, apart: int = 6) -> bool:
    """Return whether a piece is an abbreviation of what stands in a title or text: 南屏卫健委, 长护险."""
    return re.search(f"[^，。；]{{0,{apart}}}".join(map(re.escape, piece)), text) is not None


def bare(run: str) -> str:
    """Return a run without 一个月, 一部 (a text says 每月 or nothing) and without 去年: a text has its own years."""
    return per_one().sub("的", _relative().sub("的", run))


@cache
def others() -> dict[str, tuple[str, ...]]:
    """Return the words that stand for each word: those of replies for those of people, and those that titles use."""
    found: dict[str, dict[str, None]] = {}
    # What excludes another thing is said in several ways: 冬天, 冬季.
    named = (name.split("|") for group in load("inside")["contrasts"] for name in group)
    same = ([one for one in name if _HAN.fullmatch(one)] for name in named)
    for group in (*load("inside")["groups"], *same, *read_yaml("search", "synonyms.yaml")):
        # What one sign may mean is not the same among itself: 换 and 更换 may be 改造, 改造 is no 更换.
        for word in (one for one in group if len(group[0]) > 1 or group[0] in one):
            found.setdefault(str(word), {}).update(dict.fromkeys(str(one) for one in group))
    return {word: tuple(others) for word, others in found.items()}


@cache
def alike(unit: str) -> frozenset[str]:
    """Return the measure words that a count asked for in one may be printed in: 批 as 批次."""
    unit = unit.removeprefix("个") or unit
    unit = unit.removesuffix("次") or unit
    in_pieces, *groups = load("inside")["measures"]
    if unit == "个":
        return frozenset((*in_pieces, *(one for group in groups if "次" not in group for one in group)))
    general = ("个",) if unit in in_pieces else ()
    return frozenset({*units.same(unit), *general, *(one for group in groups if unit in group for one in group)})


def telling(word: str) -> set[str]:
    """Return the signs of a word that tell it from others: not those that many words share."""
    return {sign for sign in word if sign not in functions() and sign not in load("inside")["endings"]}


@cache
def idle() -> re.Pattern[str]:
    """Find what a value's own words say beside what it is of: 全县, 每月."""
    return re.compile(rf"每.|{alternation(load('inside')['totals'])}")


@cache
def functions() -> str:
    """Return the signs that carry no content of their own, for a class of a regular expression."""
    return re.escape("".join(load("inside")["functions"]))


def without_functions(word: str) -> str:
    """Return the signs of a word that carry content."""
    return re.sub(f"[{functions()}]", "", word)


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(alternation(load("inside")["relative"]))
