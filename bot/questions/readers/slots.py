"""A turn that names slots alone: each takes the place of its like in the question before, which keeps all others.

不予公开的呢 after 企业公开了几件 is 企业不予公开几件; 我说政协的 after 主办几件 is 政协主办几件; 人大那边也有吗 after 有疫情的提案吗 is
有疫情的建议吗. Slots are the row and the column of a figure, its body and part, whose and when, and the words searched for.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from bot.questions import handling
from bot.questions.facets import body_words
from bot.questions.figure_names import Meaning, Part, columns_of, find, fits
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import CellReference, Computed, Facets, Figures, Search
from bot.questions.readers.following import following, tail, unended
from bot.questions.words import record_words, remaining

_ALL, _TOTAL = "*", "total"
_REQUESTS, _DONE = "requests", "requests.processed_total"


def _said(text: str) -> tuple[str, ...]:
    """Return what a turn names, without the words that only go on: 那政协那边呢, 是政协的; 公开几件 may be one name."""
    led, ended = _around()
    named = led.sub("", solid(unended(text)))
    return tuple(dict.fromkeys((named, tail().sub("", named), ended.sub("", named))))


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    led = (*words("repairs", "meant"), *words("repairs", "sighs"), *words("follow_ups", "goes_on"), "不是", "是", "只要")
    asked = (*words("words", "how_many"), *words("told", "whether"), "那边", "这边", "也", "的", "有", "都")
    return (
        re.compile(rf"^(?:{alternation(led)})+"),
        re.compile(rf"(?:{alternation(asked)}|{tail().pattern})+$"),
    )


def names_alone(message: Message) -> bool:
    """Return whether a turn names a body, a time or a session, and nothing else."""
    facets = replace(message.facets, kinds=(), apart=False)
    if facets == Facets() or facets.agencies or facets.other_office:
        return False
    return not remaining(_said(message.core)[-1], record_words(), body_words())


def read(message: Message) -> Reading | None:
    """Read a turn that names a row, a column, a body's part or a topic, and nothing else."""
    context = message.context
    if context is None or message.facets.agencies or message.excluded or message.limits:
        return None
    asks, named = context.question.asks, _said(message.clean)
    if all(isinstance(ask, Figures) and not ask.compare for ask in asks):
        cells = [cell for ask in asks for cell in ask.cells]  # type: ignore[union-attr]
        keys = dict.fromkeys(key for cell in cells for key in cell.keys)
        each_way = ((said, _of_roles(said, keys) or _of_figures(said, keys)) for said in named)
        said, found = next((one for one in each_way if one[1]), ("", []))
        if not found:
            return None
        cell = CellReference(keys=tuple(found), said=said)
        each = [replace(cell, keys=(key,)) for key in found] if found[0].startswith(handling.MATTERS) else [cell]
        return following(message, context, (Figures(cells=tuple(each)),), facets=_when(message))
    if all(isinstance(ask, Search) for ask in asks) and context.question.facets != Facets():
        if not _is_topic(message, named[-1]):
            return None
        return following(message, context, (replace(asks[0], words=(named[-1],), pieces=()),))  # type: ignore[arg-type]
    return None


def _when(message: Message) -> Facets | None:
    """Return the filters of the question before, of the year that the turn names where it names one."""
    before = message.context.question.facets if message.context else Facets()
    return replace(before, years=message.facets.years or before.years, period=None)


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
    columns = [hit.all(Part.COLUMN) for hit in hits]
    rows = hits[0].all(Part.ROW) if len(hits) == 1 else ()
    found = [
        f"{row.key}.{column.key.rpartition('.')[2]}"
        for row, _ in places
        for column in (one for meant in columns for one in meant)
        if fits(row, column)
    ]
    if found and len(places) == 1 and all(any(fits(places[0][0], one) for one in meant) for meant in columns):
        return list(dict.fromkeys(found))
    kept = [(row, column) for row, column in places if column not in (_ALL, _TOTAL)]
    of_row = [
        f"{row.key}.{column}" for row in rows for _, column in kept if column in columns_of(row.key)
    ]
    return list(dict.fromkeys(of_row)) if len({key.rpartition(".")[0] for key in of_row}) == 1 else []


def _is_topic(message: Message, said: str) -> bool:
    """Return whether a text is a word of titles and names nothing else."""
    titles = message.vocabulary.titles
    named = find(said) or handling.bodies_in(said) or message.dates or finder("words", "records").fullmatch(said)
    return len(said) > 1 and not named and titles.holds(said)


def with_columns(message: Message, reading: Reading) -> Reading:
    """Return what is asked of all requests as asked of those of the applicants before: 都给了吗 after 律所申请几件."""
    context = message.context
    ask = reading.asks[0]
    if context is None or not isinstance(ask, Computed) or len(reading.asks) > 1:
        return reading
    before = [key for one in context.question.asks if isinstance(one, Figures) for cell in one.cells for key in cell.keys]
    columns = {key.rpartition(".")[2] for key in before if key.startswith(f"{_REQUESTS}.")}
    rows = [operand.key.removesuffix(".*") for operand in ask.operands]
    own = any(row.count(".") > 1 or not row.startswith(f"{_REQUESTS}.") for row in rows)
    if len(columns) != 1 or own or columns & {_ALL, _TOTAL} or find(solid(message.core)):
        return reading
    column = columns.pop()
    each = tuple(CellReference(keys=(f"{row}.{column}",), said=message.core) for row in (_DONE, *rows))
    return following(message, context, (Figures(cells=each),), facets=_when(message))
