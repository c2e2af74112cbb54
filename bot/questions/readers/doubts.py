"""What does not fit together in a report as a whole: 表有没有填错的, 正文和表格一致吗, 勾稽平不平."""

import re
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import finder, words
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
def _relation() -> re.Pattern[str]:
    return re.compile("|".join(words("doubts", "relation")))
