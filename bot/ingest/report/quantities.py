"""Quantities and dates in a sentence, as printed (domain.md §1.7, §6 traps 28, 32, 33)."""

import re
from datetime import date
from decimal import Decimal

from bot.records.model import Mention, Quantity
from bot.records.numbers import SERVICE_LINE
from bot.text.dates import find
from bot.text.normalise import visible

_UNIT = (
    r"万元|亿元|千元|元|人次|万人次|件次|场次|个百分点|个工作日|个月|平方米|公里|工作日|小时|分钟|名|位|人|件|条|项|个|次|期|篇|份|部|场|家|例|宗|起|"
    r"户|本|册|类|期|页|批|字|分|天|年|月|届|版|处|台|张|套|集|轮|批次|幅|组|支|所|座|点|号|%|％|"
    r"封|枚|讲|吨|公斤|千克|公顷|亩|毫升|升|立方米|平方公里|千米|米|辆|棵|株|头|只|间|栋|幢|条次|根|盏|艘|架|岁|元/吨"
)
_QUANTITY = re.compile(
    r"(?<![\d.:：\-—A-Za-z第])(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<gap>\s*)"
    r"(?P<hedge>余|多)?(?P<scale>[万亿])?(?P<hedge2>余|多|左右|以上)?\s*"
    rf"(?:(?P<unit>{_UNIT})|(?![\dA-Za-z:：.]))"
)
_BEFORE = re.compile(r"(?:约|近|超过|超|逾|不少于|至少|突破)\s*$")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def quantities(sentence: str) -> tuple[Quantity, ...]:
    """Return the numbers of a sentence with their units; years, dates and document numbers are left out."""
    taken = [(span.start, span.end) for span in find(sentence, date(2000, 1, 1))]
    found = []
    for match in _QUANTITY.finditer(sentence):
        if any(start < match.end() and match.start() < end for start, end in taken) or match["unit"] in {"号", "届"}:
            continue
        if match["unit"] in {"年", "月"} and not match["hedge"] and len(match["number"]) != 1:
            continue
        if SERVICE_LINE.fullmatch(sentence[match.start() : match.end()]):
            continue
        value = Decimal(match["number"].replace(",", "").replace("，", ""))
        if match["scale"]:
            value *= _SCALES[match["scale"]]
        end = match.end("hedge2") if match["hedge2"] else match.end("scale") if match["scale"] else -1
        end = end if end > 0 else match.end("hedge") if match["hedge"] else match.end("number")
        raw = re.sub(r"\s+", "", sentence[match.start() : end])
        approximate = bool(
            match["hedge"] or match["hedge2"] or match["scale"] or _BEFORE.search(sentence[: match.start()])
        )
        unit = match["unit"].replace("％", "%") if match["unit"] else None
        found.append(
            Quantity(raw=raw, value=value, unit=unit, start=match.start(), end=match.end(), approximate=approximate)
        )
    return tuple(found)


def mentions(sentence: str, period: tuple[date, date] | None) -> tuple[Mention, ...]:
    """Return the dates of a sentence. A day without its year is put into the report's period (domain.md §6, trap 32).

    Args:
        sentence: As printed.
        period: First and last day that the document is about; without it such days are left out.
    """
    found = []
    for span in find(visible(sentence), period[1] if period else date(2000, 1, 1)):
        if span.impossible or span.relative or (span.any_year and period is None):
            continue
        days = [span.first, span.last] if span.precision == "range" else [span.first]
        for day in days:
            dated = _in_period(day, period) if span.any_year and period else day
            if dated is None:
                continue
            found.append(
                Mention(
                    raw=span.said,
                    day=dated,
                    precision="day" if span.precision == "range" else span.precision,
                    start=span.start,
                    end=span.end,
                    inferred_year=span.any_year,
                )
            )
    return tuple(found)


def _in_period(day: date | None, period: tuple[date, date]) -> date | None:
    try:
        return day.replace(year=period[0].year) if day else None
    except ValueError:
        return None
