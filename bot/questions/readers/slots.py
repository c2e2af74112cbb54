"""A turn that names slots alone: each takes the place of its like in the question before, which keeps all others.

不予公开的呢 after 企业公开了几件 is 企业不予公开几件; 我说政协的 after 主办几件 is 政协主办几件; 人大那边也有吗 after
有疫情的提案吗 is 有疫情的建议吗. Slots are the row and the column of a figure, its body and part, when, and the words
searched for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from bot.questions import handling, results
from bot.questions.context import Context
from bot.questions.facets import body_words
from bot.questions.figure_names import Meaning, Part, columns_of, find, fits
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, solid
from bot.questions.operands import PROCESSED
from bot.questions.question import CellReference, Computed, Facets, Figures, Limit, Search, TurnedQuestion
from bot.questions.readers.following import following, merged, tail, unended
from bot.questions.spans import Kind, tagged
from bot.questions.words import record_words, remaining

_ALL, _TOTAL = "*", "total"
_ENDED = re.compile("[?？。!！].")
_REQUESTS = "requests."


def _said(text: str) -> tuple[str, ...]:
    """Return what a turn names, without the words that only go on: 那政协那边呢, 是政协的; 公开几件 may be one name."""
    led, ended = _around()
    named = led.sub("", solid(unended(text)))
    return tuple(dict.fromkeys((named, tail().sub("", named), ended.sub("", named))))


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    led = (
        *words("repairs", "meant"),
        *words("repairs", "sighs"),
        *words("follow_ups", "goes_on"),
        *words("follow_ups", "turn_leads"),
    )
    asked = (*words("words", "how_many"), *words("told", "whether"), *words("follow_ups", "turn_ends"))
    return (
        re.compile(rf"^(?:{alternation(led)})+"),
        re.compile(rf"(?:{alternation(asked)}|{tail().pattern})+$"),
    )


def names_alone(message: Message) -> bool:
    """Return whether a turn names a body, a time or a session alone; 2020年11月 by itself goes on nothing."""
    facets = replace(message.facets, kinds=(), apart=False)
    if facets == Facets() or facets.agencies or facets.other_office:
        return False
    named = _said(message.core)[-1]
    if facets.body is None and _said(message.clean)[-1] == solid(message.clean):
        return False
    return not remaining(named, record_words(), body_words())


def read(message: Message) -> Reading | None:
    """Read a turn that names a row, a column, a body's part or a topic, and nothing else."""
    context = message.context
    if context is None or message.facets.agencies or message.excluded or message.limits:
        return None
    asks, named = context.question.asks, _said(message.clean)
    if another := _of_result(message, context, named[-1]):
        return another
    if all(isinstance(ask, Search) for ask in asks):
        goes_on = named[-1] != solid(message.clean)  # a word of titles alone is looked for anew
        taken = goes_on and context.question.facets != Facets() and _is_topic(message, named[-1])
        each = (replace(ask, words=(named[-1],), pieces=()) for ask in asks[:1] if isinstance(ask, Search))
        return following(message, context, tuple(each)) if taken else None
    keys = _keys(asks)
    if not keys or message.core.startswith(words("follow_ups", "left_out")):
        return None
    ways = ((said, _of_roles(said, keys) or _of_figures(said, keys)) for said in named)
    said, found = next((way for way in ways if way[1]), ("", []))
    if not found:
        return None
    kept = found[0].rpartition(".")
    if kept[2] not in (_ALL, _TOTAL) and kept[0] not in {key.rpartition(".")[0] for key in keys}:
        # Of another row that is named in full the total is told beside: 另行制作的有几件 after 自然人申请几件.
        summed = finder("computed", "sum").search(message.clean) and len(found) == 1
        found = [*(() if summed else found), f"{kept[0]}.{_TOTAL}"]
    if found[0].startswith(_REQUESTS) and message.core.startswith(words("turns", "every")):
        found = [f"{PROCESSED}.{found[0].rpartition('.')[2]}", *found]  # 全公开了吗 asks of the whole
    together = [found] if not found[0].startswith(handling.MATTERS) else [[key] for key in found]
    cells = tuple(CellReference(keys=tuple(one), said=said) for one in together)
    return _of_the_same(message, Figures(cells=cells))


def _of_result(message: Message, context: Context, said: str) -> Reading | None:
    """Read C呢 after A类几件: the letter of another result."""
    old, letter = context.question.facets, ("", said.upper())
    lettered = any(not label for one in old.limits for label, _ in one.results)
    if not lettered or letter not in message.vocabulary.results:
        return None
    new = Facets(limits=(Limit(said=results.said(letter), results=(letter,)),))
    return following(message, context, context.question.asks, facets=merged(old, new))


def _keys(asks: Sequence[object]) -> list[str]:
    """Return the figures that a question asks for; none where it asks for anything else, or over years."""
    if not all(isinstance(ask, Figures) and not ask.compare for ask in asks):
        return []
    return [key for ask in asks if isinstance(ask, Figures) for cell in ask.cells for key in cell.keys]


def _of_the_same(message: Message, ask: Figures) -> Reading | None:
    """Return figures with the filters of the question before, of the year that the turn names where it names one.

    今年 is the year of the report that was shown: its columns are of 本年.
    """
    context = message.context
    if context is None:
        return None
    today = message.today.year
    its_own = bool(context.year and message.dates) and all(
        span.relative and span.first and span.first.year == today for span in message.dates
    )
    before = context.question.facets
    years = before.years if its_own else message.facets.years or before.years
    found = following(message, context, (ask,), facets=replace(before, years=years, period=None))
    return replace(found, anew=its_own)


def _of_roles(said: str, keys: Iterable[str]) -> list[str]:
    """Return the figures of a part (协办) of the bodies of which figures are asked."""
    parts = list(handling.parts_in(said))
    bodies = dict.fromkeys(key.partition(".")[0] for key in keys if key.startswith(handling.MATTERS))
    if len(parts) != 1 or parts[0].group() != said:
        return []
    return [f"{body}.{parts[0].lastgroup}" for body in bodies]


def _of_figures(said: str, keys: Iterable[str]) -> list[str]:
    """Return figures with a row or columns that a text names in the place of their own."""
    hits = find(said)
    if not hits or sum(len(hit.said) for hit in hits) != len(said):
        return []
    places = [(Meaning(Part.ROW, key.rpartition(".")[0]), key.rpartition(".")[2]) for key in keys]
    row, _ = places[0]
    columns = [[one for one in hit.all(Part.COLUMN) if fits(row, one)] for hit in hits]
    if len({one.key for one, _ in places}) == 1 and all(columns):
        return list(dict.fromkeys(f"{row.key}.{one.key.rpartition('.')[2]}" for fitting in columns for one in fitting))
    kept = [column for _, column in places if column not in (_ALL, _TOTAL)]
    rows = [one.key for one in hits[0].all(Part.ROW) if kept and set(kept) <= columns_of(one.key)]
    return [f"{rows[0]}.{column}" for column in dict.fromkeys(kept)] if len(hits) == len(rows) == 1 else []


def _is_topic(message: Message, said: str) -> bool:
    """Return whether a text is a word of titles and names nothing else."""
    titles = message.vocabulary.titles
    named = find(said) or handling.bodies_in(said) or message.dates or finder("words", "records").fullmatch(said)
    return len(said) > 1 and not named and titles.holds(said)


def with_columns(message: Message, reading: Reading) -> Reading:
    """Return what is asked of all requests as asked of those of the applicants before: 都给了吗 after 律所申请几件."""
    ask, before = reading.asks[0], _keys(message.context.question.asks) if message.context else []
    if not before or not isinstance(ask, Computed) or len(reading.asks) > 1:
        return reading
    columns = {key.rpartition(".")[2] for key in before if key.startswith(_REQUESTS)}
    rows = [operand.key.removesuffix(f".{_ALL}") for operand in ask.operands]
    own = any(row.count(".") > 1 or not row.startswith(_REQUESTS) for row in rows)
    named = any(hit.all(Part.COLUMN) for hit in find(solid(message.core)))
    if len(columns) != 1 or own or named or columns & {_ALL, _TOTAL}:
        return reading
    column = columns.pop()
    cells = tuple(CellReference(keys=(f"{row}.{column}",), said=message.core) for row in (PROCESSED, *rows))
    return _of_the_same(message, Figures(cells=cells)) or reading


def of_the_same(text: str, asks: Sequence[tuple[Message, Reading]]) -> list[tuple[Message, Reading]]:
    """Return the questions of one sentence, later ones of the applicants of the first: 律师来申请的几件，给了几件."""
    found = list(asks)
    keys = _keys(found[0][1].asks)
    columns = {key.rpartition(".")[2] for key in keys if key.startswith(_REQUESTS)}
    if len(found) < 2 or len(columns) != 1 or columns & {_ALL, _TOTAL} or _ENDED.search(text):
        return found
    column = columns.pop()
    for place, (message, reading) in enumerate(found[1:], 1):
        own = _keys(reading.asks)
        of_all = own and all(key.startswith(_REQUESTS) and key.endswith(_ALL) for key in own)
        if of_all and len(reading.asks) == 1 and not finder("agency_groups", "sum").search(message.core):
            cells = tuple(CellReference(keys=(f"{key[:-1]}{column}",), said=message.core) for key in own)
            found[place] = (message, replace(reading, asks=(Figures(cells=cells),)))
    return found


def changed(message: Message, reading: Reading) -> Reading:
    """Return a turn that only repeats the question before and denies something unknown as not understood: 没完的呢."""
    context = message.context
    if context is None or not reading.follows or reading.page > 1 or reading.asks != context.question.asks:
        return reading
    same = (reading.facets or message.facets) == context.question.facets
    unknown = any(Kind.UNKNOWN in span.kinds for span in tagged(message))
    if not same or not unknown or not finder("turns", "negations").search(message.clean):
        return reading
    turned = TurnedQuestion(turn=message.clean.strip(" ?？"), nearest="", strange=True)
    return replace(reading, asks=(turned,), follows=None, understood=())
