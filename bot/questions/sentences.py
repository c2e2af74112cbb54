"""What is asked of the sentences of reports."""

from dataclasses import dataclass
from enum import StrEnum

from bot.questions.filters import Period


class Focus(StrEnum):
    """What kind of thing in a sentence is asked for; it is what the answer sets in bold."""

    WHO = "who"
    POST = "post"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    NAME = "name"
    WHAT = "what"
    WHY = "why"
    REPORT = "report"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class InPassages:
    """A question that the prose answers: people, events, platforms, problems.

    Attributes:
        terms: The words to look for.
        focus: What kind of thing is asked for.
        sections: Canonical section keys it points to (`overview`, `problems_improvements`).
        people: Names of loaded persons in it.
        claimed: What the user supposes (组长是刘培哲吧).
        alternatives: Other words for each term (电台: 广播, 广播电台), in the order of `terms`; empty where none.
        topic: Key of the vocabulary's topic (`data/vocabulary/topics.yaml`) that the words belong to, if one.
        unit: What is counted, as the question says it (几期, 多少条).
        avoid: Words of a neighbouring matter: a sentence that has them answers less well.
        supposed: The day or month that the user supposes (公众号是六月份开的 对吗), as `claimed` says it.
    """

    terms: tuple[str, ...]
    focus: Focus = Focus.WHAT
    sections: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    claimed: str | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    topic: str | None = None
    unit: str | None = None
    avoid: tuple[str, ...] = ()
    supposed: Period | None = None
