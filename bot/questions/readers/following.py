"""A reading that goes on from what the chat was last shown, and one that finds nothing to go on from."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.context import Context
from bot.questions.facets import in_year
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading
from bot.questions.question import Ask, Facets, Limit, LostContext, Understood

_NUMERAL = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_PERIOD_END = re.compile(r"[\s。.!！?？,，、~]+$")


def following(
    message: Message, context: Context, asks: tuple[Ask, ...], *, facets: Facets | None = None, page: int = 1
) -> Reading:
    """Return a reading that names the question before, with its facets and those of the message in their place."""
    before = context.question.follows or context.question.said
    return Reading(
        asks=asks,
        facets=facets if facets is not None else merged(context.question.facets, message.facets),
        page=page,
        follows=before,
        understood=(Understood(message.said, before, "context"),),
    )


def merged(old: Facets, new: Facets) -> Facets:
    """Return facets with those that a message gives in the place of the former ones."""
    dated = bool(new.years or new.period)
    new = _of_that_year(old, new, new) or _of_that_year(new, old, new) or new  # 只要23年的 after 6月, 6月呢 after 23年
    return replace(
        old,
        body=new.body or old.body,
        term=new.term or (old.term if not new.body else None),
        session=new.session or (old.session if not new.body else None),
        years=new.years if dated else old.years,
        period=new.period if dated else old.period,
        agencies=new.agencies or old.agencies,
        other_office=new.other_office,
        without=tuple(dict.fromkeys((*old.without, *new.without))),
        limits=limits_of(old, new),
    )


def _of_that_year(days: Facets, other: Facets, new: Facets) -> Facets | None:
    """Return new filters with days of any year put into the one year that other filters name, which give no days."""
    if days.period is None or not days.period.any_year or days.years or other.period or len(other.years) != 1:
        return None
    year = other.years[0]
    period = in_year(days.period, year)
    return replace(new, period=replace(period, said=f"{year}年{period.said}"), years=()) if period else None


def limits_of(old: Facets, new: Facets) -> tuple[Limit, ...]:
    """Return the limits of two questions; a part or result that the later one names takes the place of its like."""
    kept = [
        one
        for one in old.limits
        if not any(
            (one.role and other.role) or (one.results and other.results) or (one.helped and other.helped)
            for other in new.limits
        )
    ]
    return tuple(dict.fromkeys((*kept, *new.limits)))


def lost(message: Message) -> Reading:
    """Return the reading of a message that goes on from nothing."""
    return Reading(asks=(LostContext(said=message.said),))


def unended(text: str) -> str:
    """Return a text without the signs that end it."""
    return _PERIOD_END.sub("", text)


@cache
def patterns(name: str) -> re.Pattern[str]:
    """Return the patterns of `follow_ups.yaml` under a name as one; {n} in them is a numeral."""
    return re.compile("|".join(rf"(?:{pattern.replace('{n}', _NUMERAL)})" for pattern in words("follow_ups", name)))


@cache
def tail() -> re.Pattern[str]:
    """Return a pattern for the words with which a message goes on (…呢)."""
    return finder("follow_ups", "tail")
