"""What does not fit together in a report as a whole, or is not filled in: 表有没有填错的, 勾稽平不平, 哪几格没填数."""

import re
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import finder, keyed, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import CellReference, Figures
from bot.questions.readers.following import following
from bot.questions.words import remaining

_WHOLE = "requests.received_new"  # with it the check is shown that the form itself prints


def read(message: Message) -> Reading | None:
    """Read a question for the broken relations of a report; of a figure that is named, the figure is shown instead."""
    flat = solid(message.core)
    context = message.context
    if context and context.figures and _alone().fullmatch(flat):  # 这不矛盾吗
        shown = CellReference(keys=context.figures, said=message.core.strip())
        return following(message, context, (Figures(cells=(shown,), doubts=True),))
    cell = CellReference(keys=(f"{_WHOLE}.*",), said=message.core.strip())
    if _relation().search(flat) and not message.vocabulary.titles.holds(flat):  # the one that the form itself prints
        return Reading(asks=(Figures(cells=(cell,)),), facets=in_its_year(message.facets), claimed=(message.clean,))
    if _unfilled().search(flat) and not message.vocabulary.titles.holds(flat):
        rest = _unfilled().sub(" ", flat)
        tables = [key for key, named in keyed("form_tables") if named.search(rest)]
        whose = finder("form_tables", *tables) if tables else finder("figures", "reports")
        around = finder("words", "listing", "how_many", "question_words", "figure_fillers")
        if not remaining(rest, whose, around, finder("doubts", "cells")):
            cell = CellReference(keys=tuple(tables) or ("",), said=message.core.strip())
            ask = Figures(cells=(cell,), unfilled=True)
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


@cache
def _unfilled() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "unfilled")))


@cache
def _relation() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "relation")))
