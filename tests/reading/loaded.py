"""Other names and more records: what is loaded elsewhere changes nothing.

*renamed*: the same documents of agencies and places with other names, asked by these. *more*: thousands of titles and
the reports of agencies that nobody names: each message about something else is read as before.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from bot.answers.answer import SearchList
from bot.questions.question import Listed, Search
from tests.questions.match import grade
from tests.reading.asking import Told
from tests.reading.kept import Ground, Part, Trial

# Rows that may spell a place otherwise: it would stay the old one.
_SPELLED = frozenset({"pinyin", "typo", "traditional"})
RENAMED, MORE = "renamed", "more"
# Places of the same rank; two characters each, so that what hangs on their length stays.
NAMES = {"聊城": "滨州", "淮安": "徐州", "洪泽": "泉山", "宿迁": "盐城", "沭阳": "射阳", "上海": "天津"}


def renamed_value(value: Any) -> Any:
    """Return a record, report or batch with its places renamed wherever they stand."""
    if isinstance(value, str):
        return renamed_text(value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(map(renamed_value, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: renamed_value(getattr(value, field.name)) for field in fields(value)})
    return value


@cache
def renamed_text(text: str) -> str:
    """Return a text with its places renamed."""
    for name, other in NAMES.items():
        text = text.replace(name, other)
    return text


def renamed(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield each question to agencies of other names, asked by these: what the row demands is shown, renamed too."""
    for kept in ground.queries(part):
        desk = ground.desks.get(f"{RENAMED} {kept.desk.name}")
        if desk is None or kept.row.kind in _SPELLED:
            continue
        columns = tuple(map(renamed_text, kept.row.columns))

        def judge(told: Told, columns: tuple[str, ...] = columns) -> str | None:
            passed, reasons = grade(columns, [told.text])
            return None if passed else "; ".join(reasons)

        yield Trial(kept.identity, desk, (renamed_text(kept.message),), judge)


def more(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield each question beside many more records and agencies: it is read as before.

    Only questions whose words are no search: what a search finds among more titles may be more.
    """
    for kept in ground.queries(part):
        desk = ground.desks.get(f"{MORE} {kept.desk.name}")
        searches = any(isinstance(ask, Search | Listed) for ask in kept.told.question.asks)
        if desk is None or searches or isinstance(kept.told.answer, SearchList):
            continue
        question = kept.told.question

        def judge(told: Told, wanted: Any = question) -> str | None:
            if (told.question.asks, told.question.facets) == (wanted.asks, wanted.facets):
                return None
            return f"read as {told.question.asks} {told.question.facets}, was {wanted.asks} {wanted.facets}"

        yield Trial(kept.identity, desk, (kept.message,), judge)
