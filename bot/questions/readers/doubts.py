"""What does not fit together in a report as a whole, or is not filled in: 表有没有填错的, 勾稽平不平, 哪几格没填数."""

import re
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.figure_names import Part, find
from bot.questions.lexicon import finder, keyed, words
from bot.questions.message import Message, Reading, solid
from bot.questions.operands import RECEIVED
from bot.questions.question import CellReference, Figures, Holding, TurnedQuestion
from bot.questions.readers.following import following
from bot.questions.words import remaining

_OF_COLUMNS, _OF_ITS_COLUMNS = re.compile("[列类种]"), re.compile("列|[类种](?:申请)?人")  # of a row: 哪几种 are parts
_MORE_DENIED = re.compile("[也又且][没不无非]")
_OF_CELLS = re.compile("[栏格]")
_ASKS_WHICH = re.compile("哪|什么")
_HOLDINGS = (Holding.NUMBER, Holding.ZERO, Holding.NOTHING)


def read(message: Message) -> Reading | None:
    """Read a question for the broken relations of a report; of a figure that is named, the figure is shown instead."""
    flat = solid(message.core)
    context = message.context
    if context and context.figures and _alone().fullmatch(flat):  # 这不矛盾吗
        shown = CellReference(keys=context.figures, said=message.core.strip())
        return following(message, context, (Figures(cells=(shown,), doubts=True),))
    # With the requests received the check is shown that the form itself prints.
    cell = CellReference(keys=(f"{RECEIVED}.*",), said=message.core.strip())
    if _relation().search(flat) and not message.vocabulary.titles.holds(flat):  # the one that the form itself prints
        return Reading(asks=(Figures(cells=(cell,)),), facets=in_its_year(message.facets), claimed=(message.clean,))
    if not message.vocabulary.titles.holds(flat) and (ask := _holding(message, flat)):
        return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,), whole=True)
    if not _patterns().search(flat) or message.vocabulary.titles.holds(flat):
        return None
    if remaining(_patterns().sub(" ", flat), finder("figures", "reports"), finder("words", "figure_fillers")):
        return None
    return Reading(asks=(Figures(cells=(cell,), doubts=True),), facets=in_its_year(message.facets))


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "names")))


@cache
def _alone() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "alone")))


def _holding(message: Message, flat: str) -> Figures | TurnedQuestion | None:
    """Read 哪几格没填数, 办理结果里哪几项不是零, 申请表里哪几列没填: which cells or columns hold what."""
    holding = next((one for one in _HOLDINGS if _held(one).search(flat)), None)
    asks = _ASKS_WHICH.search(flat) or (holding is Holding.NOTHING and "几" in flat)
    if holding is None or not asks:
        return None
    rest = _held(holding).sub(" ", flat)
    if holding is Holding.NUMBER and _held(Holding.NOTHING).search(rest):  # 不是0也没数字: neither of the two
        holding, rest = Holding.NOTHING, _held(Holding.NOTHING).sub(" ", rest)
    if _MORE_DENIED.search(rest):  # 不是0也不是空的: nothing is listed by half of what is asked
        return TurnedQuestion(turn=flat, nearest="", strange=True) if _OF_CELLS.search(flat) else None
    tables = [key for key, named in keyed("form_tables") if named.search(rest)]
    rest = finder("form_tables", *tables).sub(" ", rest) if tables else rest
    hits = [hit for hit in find(rest) if hit.all(Part.ROW)]
    rows = [meaning.key for hit in hits for meaning in hit.all(Part.ROW)]
    for hit in hits:
        rest = rest.replace(hit.said, " ")
    around = finder("words", "listing", "how_many", "question_words", "figure_fillers", "requests")
    if remaining(rest, finder("doubts", "cells"), finder("figures", "reports"), around):
        return None
    cell = CellReference(keys=tuple(rows) or tuple(tables) or ("",), said=message.core.strip())
    of_columns = _OF_ITS_COLUMNS if rows else _OF_COLUMNS
    return Figures(cells=(cell,), holding=holding, columns=of_columns.search(flat) is not None)


@cache
def _held(holding: Holding) -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", holding.value)))


@cache
def _relation() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "relation")))
