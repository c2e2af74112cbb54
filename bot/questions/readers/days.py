"""How far apart two days are, and which came first: 173号和267号隔了几天, 公众号开通到培训会隔多久, 哪个最早.

A moment is a loaded record, the first or last of those that a message names, or a matter whose day a sentence tells.
A word that no sentence has makes it another question.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.questions.context import Context
from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading
from bot.questions.operands import spaces
from bot.questions.question import ByNumber, Days, Facets, Focus, InPassages, Measure, NamedDay
from bot.questions.readers import numbers
from bot.questions.readers.passages import synonyms_of
from bot.questions.telling import cut, plainly
from bot.questions.words import another_question, record_words, remaining

_SPLIT = re.compile(r"\s{2,}|[、，,和跟与及到至离距比是]|还是|以及|(?:之后|以后|过后)|(?<=[会日动通开完\s])后")
_MOST = 4
_ENDS = (Measure.EARLIEST, Measure.LATEST)


def read(message: Message) -> Reading | None:
    """Read a message that asks how many days lie between two moments, or which of several was the first or last."""
    if asked := _beside_what_was_shown(message):
        return asked
    text = plainly(message.core)
    if another_question(message.core):
        return None
    long, apart = finder("limits", "how_long"), finder("limits", "apart")
    match, facets = long.search(text), message.facets
    if facets.period or len(facets.years) > 1:
        return None
    said = match is not None and (apart.search(text) or _later().search(text))
    between = match is not None and (said or text[match.end() :].strip())
    first = None if between else _first(text)
    if not (between or first):
        return None
    rest = (
        _later().sub(spaces, apart.sub(spaces, long.sub(spaces, text))) if between else _which(first).sub(spaces, text)
    )
    moments = tuple(_moments(message, rest)) or (_shown(message, rest, first) if said or first else ())
    if (said or first) and len(moments) == 1:
        moments = (*_last(message.context), *moments)  # 和培训会差几天
    if len(moments) < 2 or (between and len(moments) != 2) or len(moments) > _MOST:
        return None
    return Reading(
        asks=(Days(moments=moments, first=first),), facets=in_its_year(message.facets), claimed=(message.clean,)
    )


def _beside_what_was_shown(message: Message) -> Reading | None:
    """Read 比399早吗 after a record: which of the two was the first."""
    limit = message.limits[0] if len(message.limits) == 1 else None
    if not limit or not limit.number or not limit.side or not message.context or len(message.context.keys) != 1:
        return None
    around = (record_words(), finder("frames", "whether"), finder("limits", "around"), finder("follow_ups", "subject"))
    if not finder("frames", "whether").search(message.plain) or remaining(message.core, *around):
        return None
    moments = (*_last(message.context), NamedDay(said=limit.number.said, number=limit.number))
    ask = Days(moments=moments, first=Measure.EARLIEST if limit.side == "before" else Measure.LATEST)
    return Reading(asks=(ask,), facets=replace(message.facets, limits=(), body=None), claimed=(message.clean,))


@cache
def _later() -> re.Pattern[str]:
    """晚发多少天, 早公布了."""
    published = alternation(words("follow_ups", "published"))
    sooner = alternation((*words("limits", "sooner")[:2], *words("limits", "later")[:2]))
    return re.compile(rf"(?<=.)(?<!最)(?:{sooner})(?:了|{published})*")


def _first(text: str) -> Measure | None:
    return next((end for end in _ENDS if _which(end).search(text)), None)


@cache
def _which(end: Measure | None) -> re.Pattern[str]:
    """哪个最早, 先开的是哪个."""
    which = alternation(words("follow_ups", "which_of_two"))
    said = alternation(words("follow_ups", "earlier" if end is Measure.EARLIEST else "later"))
    begins = r"|(?:先|早)[办开搞有]?的?(?=.+还是先)|(?<=还是)(?:先|早)[办开搞有]?的?" if end is Measure.EARLIEST else ""
    return re.compile(rf"(?:{which})[^、，,]{{0,4}}?(?:{said})(?:的)?[^、，,]{{0,3}}$|^(?:谁)(?:{said}){begins}")


def _moments(message: Message, text: str) -> Iterator[NamedDay]:
    """Yield the moments that a text names; nothing more where one of its parts is none."""
    named = numbers.read(message)
    records = named.asks[0].numbers if named and isinstance(named.asks[0], ByNumber) else ()
    if len(records) > 1:
        yield from (NamedDay(said=one.said, number=one) for one in records)
        return
    found = []
    for part in _SPLIT.split(text):
        if not remaining(part, finder("limits", "around")):
            continue
        number = next((one for one in records if one.said in part), None)
        moment = NamedDay(said=number.said, number=number) if number else _moment(message, part)
        if moment is None:
            return
        found.append(moment)
    yield from found


def _shown(message: Message, rest: str, first: Measure | None) -> tuple[NamedDay, ...]:
    """Return the two records looked at last, or the two matters asked for last, where a message names none itself."""
    context = message.context
    around = (finder("limits", "around"), finder("follow_ups", "two", "tail", "openings"))
    if context is None or remaining(rest, *around):
        return ()
    if first is None and len(context.opened) == 2 and len(context.keys) == 1:
        return tuple(NamedDay(said=key, key=key) for key in context.opened)
    asks = [question.asks[0] for question in (context.former, context.question) if question]
    told = [ask for ask in asks if isinstance(ask, InPassages) and ask.focus is Focus.WHEN]
    return tuple(NamedDay(said="".join(ask.terms), told=ask) for ask in told) if len(told) == 2 else ()


def _last(context: Context | None) -> tuple[NamedDay, ...]:
    """Return the record looked at last, or the matter asked for last."""
    if context is None:
        return ()
    if len(context.keys) == 1:
        return (NamedDay(said=context.keys[0], key=context.keys[0]),)
    ask = context.question.asks[0]
    if not isinstance(ask, InPassages) or ask.people:
        return ()
    told = replace(ask, focus=Focus.WHEN, topic=None, unit=None)
    return (NamedDay(said="".join(ask.terms), told=told),)


def _moment(message: Message, part: str) -> NamedDay | None:
    ends = [end for end in _ENDS if finder("limits", end.value).search(part)]
    records = record_words()
    around = finder("limits", "around", "earliest", "latest")
    if ends and not remaining(part, records, around):
        return NamedDay(said=part.strip(), end=ends[0], facets=Facets(body=message.facets.body))
    said = finder("limits", "around").sub(" ", part)
    terms = cut(message, said) or cut(message, said.strip("".join(words("told", "light")) + "完 "))  # 开培训会, 会开完
    if not terms or records.search(part):
        return None
    told = InPassages(terms=terms, focus=Focus.WHEN, alternatives=synonyms_of(terms))
    return NamedDay(said="".join(terms), told=told)
