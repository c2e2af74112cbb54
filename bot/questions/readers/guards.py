"""Messages that are not a query: courtesy, tests of the software, what the bot must not do (architecture.md §5)."""

import re
from dataclasses import dataclass
from functools import cache

from bot.questions.lexicon import NOTHING, compiled, load
from bot.questions.message import Message, Reading, solid
from bot.questions.offices import is_office
from bot.questions.question import Guard, Guarded, Listed
from bot.questions.words import content, record_words

_SHORTEST_TITLE = 6


@dataclass(frozen=True, slots=True)
class _Trigger:
    guard: Guard
    exact: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def _triggers() -> tuple[_Trigger, ...]:
    made = []
    for key, rule in load("guards").items():
        patterns = [compiled(rule.get("phrases", ())), *map(re.compile, rule.get("patterns", ()))]
        joined = "|".join(pattern.pattern for pattern in patterns)
        made.append(
            _Trigger(
                Guard(key),
                frozenset(solid(word) for word in rule.get("exact", ())),
                re.compile(joined),
                compiled(rule["unless"]) if "unless" in rule else NOTHING,
            )
        )
    return tuple(made)


def read(message: Message) -> Reading | None:
    """Read a message that must be declined or answered with a pointer."""
    bare = solid(message.plain)
    if not message.plain:
        return _guarded(Guard.EMPTY)
    named = _named(message, bare)
    if named is not None:
        return _guarded(named)
    if not bare:
        return _guarded(Guard.SYMBOLS)
    if message.facets.other_office and not message.facets.agencies and _only_office(message):
        records = record_words().search(message.core)
        return Reading(asks=(Listed(),)) if records else _guarded(Guard.OTHER_OFFICE)
    return None


def _named(message: Message, bare: str) -> Guard | None:
    # A title that holds a trigger (规范电话销售) is a title: people paste them.
    wanted = solid(message.clean)
    if len(wanted) >= _SHORTEST_TITLE and message.vocabulary.titles.holds(wanted):
        return None
    for trigger in _triggers():
        if bare and bare in trigger.exact:
            return trigger.guard
        if trigger.pattern.search(message.plain) and not trigger.unless.search(message.plain):
            return trigger.guard
    return None


def _only_office(message: Message) -> bool:
    return all(is_office(word) for word in content(message))


def _guarded(guard: Guard) -> Reading:
    return Reading(asks=(Guarded(guard=guard),))
