"""The message that asks a question anew, without anything said before: what a pager's button has to send."""

from bot.questions.lexicon import phrases, words
from bot.questions.question import Facets, Listed, Question, Search


def standing(question: Question) -> str:
    """Return a message that reads as the same question in any chat at any time.

    A follow-up (下一页, 只看人大的) means nothing by itself, so it is put together from what it was read as.
    """
    if question.follows is None:
        return _dated(question)
    ask = question.asks[0]
    if isinstance(ask, Search):
        return " ".join((*_filters(question.facets), *ask.words))
    if isinstance(ask, Listed):
        kinds = phrases("kinds")
        said = [kinds[kind.value][0] for kind in question.facets.kinds if kind.value in kinds]
        latest = [words("measures", "latest")[0]] if ask.latest else []
        return " ".join((*_filters(question.facets), *latest, *(said or [kinds["reply"][0]])))
    return question.follows


def _dated(question: Question) -> str:
    """Return the message with the days that it meant: a page of 上个月 turned next month is a page of the same list."""
    said = question.said
    for one in question.understood:
        if one.how == "date":
            said = said.replace(one.said, one.taken_as)
    return said


def _filters(facets: Facets) -> list[str]:
    said = [f"{year}年" for year in facets.years] if facets.period is None else [facets.period.said]
    if facets.body:
        said.append(words("bodies_strong", facets.body.value)[0])
    if facets.term and facets.session:
        said.append(f"{facets.term}届{facets.session}次")
    elif facets.term:
        said.append(f"{facets.term}届")
    return [*said, *(one.said for one in facets.limits)]
