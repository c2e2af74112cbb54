"""The class of offices that a chat has chosen: what a question to all of them (各单位, 哪家) means there."""

from dataclasses import replace
from functools import cache

from bot.questions.lexicon import finder, load
from bot.questions.over_agencies import AgencyGroup, LeadLine, OverAgencies
from bot.questions.question import Question
from bot.questions.readers.agency_words import CLASSES

_NAME = "agency_groups"
_OF_ALL = (LeadLine.PLACE, LeadLine.GROUPS)


@cache
def offered() -> dict[str, AgencyGroup]:
    """Return the classes that can be chosen, by their names."""
    found = {}
    for name, said in load(_NAME)["offered"].items():
        of = next(one for one in CLASSES if said in one["words"])
        kinds_and_levels = (tuple(of["kinds"]), tuple(of["levels"]), tuple(of.get("ends", ())))
        found[name] = AgencyGroup(said=said, classes=(kinds_and_levels,), joined=bool(of.get("joined")), chosen=True)
    return found


def of_chosen(question: Question, name: str | None) -> Question:
    """Return a question to all offices as one to a class of them; any other, and one that says 所有, as it is."""
    group = offered().get(name or "")
    if group is None or finder(_NAME, "all_the_same").search(question.follows or question.clean):
        return question
    asks = tuple(
        replace(ask, group=group) if isinstance(ask, OverAgencies) and _is_open(ask) else ask for ask in question.asks
    )
    return replace(question, asks=asks)


def _is_open(ask: OverAgencies) -> bool:
    group = ask.group
    return not (group.classes or group.places or group.without_classes or ask.wanted in _OF_ALL)
