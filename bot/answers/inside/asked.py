"""What a message asks of a text: which kind of thing, in which unit, and the words that say of what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.lexicon import alternation, load, words
from bot.text import units

_PAUSE = re.compile(r"[,，。;；!！?？\n]+|(?<![0-9a-z]) (?![0-9a-z])")
_DAY = re.compile(r"(?<=\d月)(\d{1,2})号")
# 23年 is 2023年; 缴满15年, 15年内, 10年以上 are times that something takes.
_SHORT_YEAR = re.compile(r"(?<![\d满缴交领用干住租过了第近])([12]\d)年(?![内来间前后以多级])")
_NUMBERED = re.compile(r"第?\d{1,6}\s*号(?!线)|第[一二三四五六七八九十百零〇]+号")
_HOURS = ("零", *"一二三四五六七八九十", "十一", "十二")
_LATER = ("下午", "晚上", "夜里", "晚")
_CLOCK = re.compile(rf"(早上|上午|下午|晚上|夜里|晚)(\d{{1,2}}|{'|'.join(_HOURS[:0:-1])})点(半)?钟?")
_AMOUNT = "count"
_DONE = re.compile(r"[了过着]+$")  # 退了多少税: 退税
# What is counted: 能装多少水 asks for no money.
_PAID = re.compile(r".*(?:[钱款费税薪金]|补贴|补助|工资)")
_THING = re.compile(r"\w(?<![了呢啊吧过的来])")
_OF_PERSONS = re.compile(r"(?<!个)人$")
_FEWEST = 2
_GOES_ON = re.compile("(?<=..)呢[?？。!！]*$")
PER = "每单一/"  # 每台, 单笔, 元/户
PLANS, MEASURES = "plans", "measures"  # what will be done; what was or will be
_MEASURED = ("money", "duration", "length", "area", "weight", "ages")  # asked for by their units as well


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a message asks.

    Attributes:
        kind: Key of `kinds` in data/vocabulary/inside.yaml, or of `told`.
        unit: The measure word it is asked in, if one.
        runs: What is left of the message, in pieces that stood together.
        heads: Where the asking words stood beside a run: the run and the place in it. What stands there is asked of.
        bounded: Words for the bound that is asked for (最多).
        each: Whether it is asked for one of something (一亩, 人均).
        done: Whether it is asked of what is done already (已经修好).
        clause: As said.
        per: Units that it is asked for one of: 台 of 一台多少钱.
        named: Whether nothing asks for it, a name beside the number of a record, or nothing names it in a turn.
    """

    kind: str
    unit: str | None
    runs: tuple[str, ...]
    heads: tuple[tuple[str, int], ...] = ()
    bounded: tuple[str, ...] = ()
    each: bool = False
    done: bool = False
    clause: str = ""
    per: tuple[str, ...] = ()
    named: bool = False


def asked(message: str, *, numbered: bool = False) -> tuple[Asked, ...]:
    """Return what a message in plain form asks; nothing where it asks nothing that a text could say.

    Args:
        message: The message.
        numbered: It names one record by its number: what else it names is asked of that (203号 签约率目标).
    """
    message = _SHORT_YEAR.sub(r"20\1年", _DAY.sub(r"\1日", message))
    message = _CLOCK.sub(_on_the_clock, _NUMBERED.sub(" ", message))
    told = next((name for name, pattern in _told() if pattern.search(message)), None)
    for _, pattern in _told():
        message = pattern.sub(" ", message)
    clauses = [clause for clause in _PAUSE.split(message) if clause.strip()]
    kinds = [_kind(clause) for clause in clauses]
    others = [run for clause, kind in zip(clauses, kinds, strict=True) if kind is None for run, _ in _runs(clause)]
    found: list[Asked] = []
    before: tuple[str, ...] = ()
    for clause, kind in zip(clauses, kinds, strict=True):
        if kind is None:
            continue
        name, unit, rest = kind
        own = list(_runs(rest))
        if unit and unit[1:] and unit[0] == "个" and not own:  # 几个桩 is asked of 充电桩1560个
            own, unit = [(unit[1:], 0)], "个"
        runs = tuple(run for run, _ in own)
        heads = tuple((run, place) for run, place in own if place is not None)
        shared = before if sum(map(len, runs)) < _FEWEST else ()
        bounded = next((tuple(group) for group in load("inside")["bounds"] if any(one in rest for one in group)), ())
        each = _each().search(clause) is not None
        done = signs_of("asked").search(clause) is not None
        per = tuple(dict.fromkeys(map(counted, per_one().findall(clause))))
        found.append(Asked(name, unit, (*others, *shared, *runs), heads, bounded, each, done, clause, per))
        before = runs
    if not found and told:
        return (Asked(told, None, tuple(others)),)
    if not found and numbered and others:
        return tuple(_named(run) for run in others)
    return tuple(found)


def followed(message: str, former: Sequence[str]) -> tuple[Asked, ...]:
    """Return what a turn asks that goes on from a question of the same text: 老人呢, 哪些地方.

    What it names is asked for as before; what it asks for is asked of what was named before. Nothing where it does
    neither.
    """
    first, *others = asked(message) or (None,)
    earlier = (asked(one, numbered=True)[-1:] for one in reversed(former))
    before = next((one for found in earlier for one in found if one.runs), None)
    if first and first.kind in (MEASURES, PLANS):
        return ()
    if first and before and not others and sum(map(len, first.runs)) < _FEWEST:
        # Of which of several it is is not said where the turn names nothing.
        return (replace(first, runs=(*before.runs, *first.runs), named=not first.runs),)
    goes_on = _GOES_ON.search(message)
    if first or goes_on is None:
        return ()
    runs = tuple(run for run, _ in _runs(message[: goes_on.start()]))
    last = before or Asked("how", None, ())
    return (replace(last, runs=(*last.runs, "".join(runs)), heads=(), clause=message),) if runs else ()


def _on_the_clock(said: re.Match[str]) -> str:
    """Return an hour as offices print it: 晚上九点 is 21时."""
    hour = int(said[2]) if said[2].isdigit() else _HOURS.index(said[2])
    return f"{hour + 12 * (said[1] in _LATER and hour < 12)}时{'30分' * bool(said[3])}"


def _named(run: str) -> Asked:
    """Return what a name asks for: a share of 签约率目标, else a sentence that says it."""
    names = ((match.end(), kind) for kind, pattern in _nouns() for match in pattern.finditer(run))
    kind = max(names, default=(0, "how"))[1]
    return Asked(kind, None, (run,), clause=run, named=True)


def _kind(clause: str) -> tuple[str, str | None, str] | None:
    """Return the kind of thing a clause asks for, its measure word, and the clause with a mark for the asking words."""
    for name, pattern in _kinds():
        match = pattern.search(clause)
        if match is None:
            continue
        counted = _counted().search(match.group()) if name in _MEASURED else None
        before, after = _DONE.sub("", clause[: match.start()]), clause[match.end() :]
        before = re.sub(rf"[{load('inside')['asked_of'].get(name, ' ')}]$", "", before)
        rest = f"{before}~{after}"
        before = per_one().sub("", before)
        measure = _measure().match(after) if name == _AMOUNT else None
        unit = measure.group() if measure else None
        if unit:
            rest = f"{before}~{after[len(unit) :]}"
        if name == _AMOUNT and unit is None and (_before_amount().search(before) or _PAID.match(after)):
            return "money", None, rest
        if name == _AMOUNT and unit is None and _OF_PERSONS.search(after):
            return "persons", None, rest
        if name == _AMOUNT and unit is None and _THING.match(after):
            return "things", None, rest
        return name, counted.group() if counted else unit, rest
    return None


def _runs(clause: str) -> Iterator[tuple[str, int | None]]:
    """Yield the pieces of a clause that stand together, each with the place of the asking words in it."""
    for run in re.split(r"[\s\0]+", _frames().sub("\0", clause)):
        said = re.sub(r"[^\w%.:·~]", "", run)
        if bare := said.replace("~", ""):
            yield bare, said.index("~") if "~" in said else None


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    measured = {name: [rf"(?:多少|几)个?(?:{alternation(units.forms(name))})"] for name in _MEASURED}
    kinds = load("inside")["kinds"].items()
    return tuple((name, re.compile("|".join((*listed, *measured.get(name, ()))))) for name, listed in kinds)


@cache
def _nouns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(alternation(listed))) for kind, listed in load("inside")["nouns"].items())


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(?<=[少几个])(?:{alternation(units.forms())})$")


@cache
def _before_amount() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('inside')['verb_amount'])})[掉出去走过]?了?$")


@cache
def _measure() -> re.Pattern[str]:
    listed = load("inside")["measures"]
    words = alternation((*(one for group in listed for one in group if one != "个"), *units.forms("others")))
    return re.compile(rf"个(?!(?:{words})(?:$|的|呢))|个?(?:{words})(?!们)")


@cache
def per_one() -> re.Pattern[str]:
    """Find 一个月, 一亩, 每台: what a value is asked or printed for."""
    measures = (one for group in load("inside")["measures"] for one in group if one not in load("inside")["ranks"])
    return re.compile(rf"(?<!第)[一每]个?(?:{alternation((*measures, *units.forms(), *load('inside')['per']))})(?!级)")


def counted(one: str) -> str:
    """Return what 一个月 or 每台 is one of."""
    return one[1:].removeprefix("个") or "个"


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"{per_one().pattern}|每|人均|平均|单")


@cache
def signs_of(key: str) -> re.Pattern[str]:
    """Find what asks for what is done, says that something is, or that it is only planned (`done`)."""
    return re.compile("|".join(load("inside")["done"][key]))


@cache
def _told() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(listed))) for name, listed in load("inside")["told"].items())


@cache
def _frames() -> re.Pattern[str]:
    bounds = [word for group in load("inside")["bounds"] for word in group]
    counted = alternation({*(one for group in load("inside")["measures"] for one in group), *load("inside")["per"]})
    frames = alternation((*load("inside")["frames"], *bounds, *words("words", "politeness")))
    return re.compile(rf"[那这](?:{counted})|{frames}")
