"""Bare numbers of a report: what one of them is (那个6是啥的6), what comes of several (60万是3.73万的几倍)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import named_in, says_more, spaces
from bot.questions.operations import operation
from bot.questions.question import ByNumber, Computed, Figures, InPassages, Operand, Operation, Printed, Search
from bot.questions.readers import numbers
from bot.questions.readers.passages import synonyms_of
from bot.questions.readers.told import operand_of
from bot.questions.telling import UNITS, plainly, whether
from bot.questions.words import record_words
from bot.text.numerals import SCALES

_NUMBER = re.compile(
    rf"(?<![0-9.第号a-z])(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<tens>(?:[百千万亿](?!分))?)(?:余|多(?=[条件个期次篇人家分项]))?(?P<unit>{UNITS})?(?![0-9.]|\s*(?:[号月日年%#届]|个月))"
)
_SIGNS = (
    (Operation.SUM, re.compile("加上?|[+]")),
    (Operation.DIFFERENCE, re.compile("减去?")),
    (Operation.RATIO, re.compile("除以?(?![了去外开])|÷")),
)
_OF_RECORDS = re.compile(r"\s*(?:号|提案|建议)|(?<=19[0-9]{2})|(?<=20[0-9]{2})")  # 399号, 2020
_MOST = 6
_SMALL = 100  # smaller numbers are those of no record that would be asked for without 号


def worked(message: Message) -> Reading | None:
    """Read what is to be worked out of numbers that are given as they are printed: 698、233加起来."""
    found = list(_NUMBER.finditer(message.core))
    if not 1 < len(found) <= _MOST or record_words().search(message.core):
        return None
    bare = _blanked(message.core, found)
    asked = operation(replace(message, core=bare))
    rest = asked.rest if asked else bare
    done = asked.operation if asked else None
    if finder("figures", "share").search(rest):
        done, rest = Operation.SHARE, finder("figures", "share").sub(spaces, rest)
    for sign, pattern in _SIGNS:
        if done in (None, Operation.SUM) and pattern.search(rest):
            done, rest = sign, pattern.sub(spaces, rest)
    if done is None or says_more(finder("computed", "sum").sub(spaces, _numbers().sub(spaces, rest))):
        return None
    operands = tuple(Operand(said=one.group().strip(), printed=_value(one)) for one in found)
    ask = asked.of(operands) if asked and asked.operation is done else Computed(operation=done, operands=operands)
    return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,))


def read(message: Message) -> Reading | None:
    """Read what a number is, or whether it is what somebody supposes: 6是什么数, 3.73万是粉丝数吧."""
    found = list(_NUMBER.finditer(message.core))
    values = {_value(one) for one in found}
    if len(values) != 1:
        return None
    first = found[0]
    unit = next((one["unit"] for one in found if one["unit"]), None)
    bare = _blanked(message.core, found)
    if record_words().search(_asks_what().sub(" ", bare)):
        return None
    plain = first["digits"].isdigit() and not first["tens"]
    if not (plain or first["tens"] or unit):
        return None  # 96.8 is a frequency
    of_report = finder("printed", "report", "surely").search(bare) or unit or not plain
    of_report = of_report or int(first["digits"]) < _SMALL
    named = numbers.read(message) if plain and not unit else None
    record = named.asks[0] if named and isinstance(named.asks[0], ByNumber) else None
    ask = Printed(said=first.group().strip(), value=_value(first), unit=unit, record=record)
    if _asks_what().search(bare):
        rest = _numbers().sub(" ", _asks_what().sub(" ", bare))
        either = "还是" in bare and whether(bare) is None  # 180是事项数还是决定数
        return _reading(message, ask) if of_report and (either or not says_more(rest)) else None
    supposed = _supposed(message, ask, bare, first.end())
    return _reading(message, supposed) if supposed else None


def passed_over(message: Message, reading: Reading) -> Reading:
    """Return a reading that asks as well what the numbers of a message are that it has not used: 为啥是38，不是18件吗.

    Where all that is looked for are numbers, nothing else is asked.
    """
    ask, counted = reading.asks[0], _counted(message)
    claimed = getattr(ask, "claimed", None) or ""
    if isinstance(ask, Figures):
        named = [one.said for one in reading.understood if one.how == "unapplied"]
        lost = [one for one in counted if claimed or any(one["digits"] in said for said in named)]
    elif isinstance(ask, InPassages) and not ask.topic:
        said = (" ".join(ask.terms), message.vocabulary.passages.joined)
        lost = [one for one in counted if one["digits"] not in said[0] and one.group() not in said[1]]
    elif isinstance(ask, Search) and not ask.document:
        lost = [one for one in counted if one["unit"] and any(one["digits"] in word for word in ask.words)]
    else:
        lost = []
    lost = [one for one in lost if one["digits"] not in claimed][:_MOST]
    if not lost or reading.whole or reading.follows or message.limits or message.excluded:
        return reading
    alone = isinstance(ask, InPassages) and all(map(_NUMBER.fullmatch, ask.terms))
    numbers_of = counted if alone else lost
    found = dict.fromkeys(Printed(said=one.group(), value=_value(one), unit=one["unit"]) for one in numbers_of)
    understood = tuple(one for one in reading.understood if one.said not in {one["digits"] for one in lost})
    return replace(reading, asks=(*(() if alone else reading.asks), *found), understood=understood)


def _counted(message: Message) -> list[re.Match[str]]:
    """Return the numbers of pieces in a message, of two digits or more: 38条, 38; no year, sum of money or record's."""
    pieces = (None, *words("told", "pieces"))
    return [
        one
        for one in _NUMBER.finditer(message.core)
        if len(one["digits"]) > 1
        and not one["tens"]
        and one["unit"] in pieces
        and one["digits"].isdigit()
        and not _OF_RECORDS.match(message.core, one.end())
    ]


def _supposed(message: Message, ask: Printed, bare: str, end: int) -> Printed | None:
    """Return the ask with what the number is supposed to be: 粉丝数 of 3.73万是粉丝数吧."""
    match = re.fullmatch(r"(?:不?是不是|不?是|就是|算|指|说)的?(?P<what>.+)", bare[end:].strip())
    said = whether(match["what"]) if match else None
    if said is None or says_more(_numbers().sub(" ", plainly(bare[:end]))):
        return None
    said = re.sub("^(?:指|说)?的?|(?<=.)的$", "", solid(said))
    if not said or said in words("told", "measures"):
        return None  # 116455是元吧 asks for the unit
    named, rest = named_in(said, None)
    keys = tuple(Operand(said=said, key=one.key) for one in named if one.key)
    told = None if keys and not says_more(rest) else operand_of(message, said, None)
    operands = (told,) if told else keys
    return replace(ask, supposed=said, operands=operands, untold=not operands and any(synonyms_of((said,))))


def _reading(message: Message, ask: Printed) -> Reading:
    return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,), whole=True)


def _blanked(text: str, found: Sequence[re.Match[str]]) -> str:
    for one in found:
        text = blank(text, *one.span())
    return text


def _value(number: re.Match[str]) -> Decimal:
    return Decimal(number["digits"]) * SCALES[number["tens"]]


@cache
def _numbers() -> re.Pattern[str]:
    """Find words that only say that a number of a report is meant: 报告里那个数, 稿子里写的."""
    return finder("printed", "report", "around")


@cache
def _asks_what() -> re.Pattern[str]:
    return re.compile(alternation(words("printed", "what")))
