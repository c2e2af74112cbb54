"""How matters ended, set against each other or all of them: A类比B类多几件, C类占多少, 都办结了吗, 采纳率."""

import re
from dataclasses import replace
from functools import cache

from bot.questions import handling, results
from bot.questions.lexicon import alternation, finder, words
from bot.questions.limits import solved_or_not
from bot.questions.message import Message, Reading, blank
from bot.questions.operands import says_more, spaces
from bot.questions.operations import Task, operation
from bot.questions.question import Computed, Facets, Limit, Listed, Operand, Operation, Search, Statistics
from bot.questions.readers.following import following, limits_of
from bot.questions.words import record_words
from bot.records.model import Body, Role

_OPERATIONS = (Operation.MOST, Operation.LEAST, Operation.DIFFERENCE, Operation.RATIO, Operation.SUM, Operation.ORDER)
_EACH = re.compile("[都各]|分别|各自")
_OF_ALL = re.compile("占了?(?:全部|总数|总共|所有|一共)?的?(?:多少|几成|多大|比例|比重|百分之几|百分比)?")


def read(message: Message) -> Reading | None:
    """Read a message that names results, or parts in handling that no report counts, and counts the matters of each."""
    if not (message.vocabulary.results or message.vocabulary.roles or message.limits):
        return None
    named, text = _named(message)
    if not named and message.limits and all(one.results or one.role or one.helped for one in message.limits):
        return _whole(message, message.limits[-1], text)  # 会办的里采纳的占几成: of the limits before it
    if len(named) == 1 and (found := _whole(message, named[0], text)):
        return found
    if len(named) < 2:
        return None
    counts = finder("measures", "counting").search(text)
    asked = operation(replace(message, core=text)) or (Task(Operation.ORDER, text) if counts else None)
    if asked is None or asked.operation not in _OPERATIONS or asked.picked or _more(asked.rest):
        return None
    return Reading(asks=(asked.of(tuple(map(_operand, named))),), claimed=(message.clean,))


def _named(message: Message) -> tuple[list[Limit], str]:
    """Return the results and parts that a message names, each once, and the text without them."""
    known, core = message.vocabulary.results, message.core
    found: dict[object, Limit] = {}
    if known:
        pattern = results.printed(known, joined=True)
        for match in pattern.finditer(core):
            if meant := results.meant_by(match, known):
                found.setdefault(meant, Limit(said=results.said(meant[0]), results=meant))
        core = pattern.sub(spaces, core)
    for limit, start, end in () if found else solved_or_not(core, known):
        found.setdefault(limit.results, limit)
        core = blank(core, start, end)
    if found:
        return list(found.values()), core
    parts = [match for match in handling.parts_in(core) if match.lastgroup in message.vocabulary.roles]
    if not any(message.vocabulary.states(f"{body}.{match.lastgroup}") for body in Body for match in parts):
        for match in parts:
            role = Role(str(match.lastgroup))
            found.setdefault(role, Limit(said=match.group().strip("的"), role=role))
            core = core.replace(match.group(), spaces(match))
    return list(found.values()), core


def _whole(message: Message, limit: Limit, text: str) -> Reading | None:
    """Read what is asked of one result among all: whether all ended so, or its share."""
    share = _OF_ALL.search(text) or finder("figures", "share").search(text)
    every, whether = finder("turns", "every"), finder("frames", "whether")
    asks = whether.search(text) or whether.search(message.clean) or message.said.rstrip().endswith(("?", "？"))
    all_of_it = every.search(text) and asks and not finder("words", "listing").search(text)
    pattern = _OF_ALL if share else every
    rest = finder("figures", "share").sub(spaces, whether.sub(spaces, pattern.sub(spaces, text)))
    if not (share or all_of_it) or _more(rest):
        return None
    context, facets = message.context, replace(message.facets, limits=message.limits[:-1])
    before = context.question.asks if context else ()
    goes_on = bool(before) and all(isinstance(ask, Listed | Statistics | Search) for ask in before)
    alone = goes_on and facets == Facets()
    if alone and context:
        if any(isinstance(ask, Search) for ask in before):
            return None
        facets = replace(context.question.facets, limits=limits_of(context.question.facets, Facets()))
    whose, own = Facets(agencies=facets.agencies), replace(facets, agencies=())
    part = Operand(said=limit.said, facets=replace(own, limits=(*own.limits, limit)))
    ask = Computed(operation=Operation.SHARE, operands=(part, Operand(said="", facets=own)))
    if alone and context:
        return following(message, context, (ask,), facets=whose)
    return Reading(asks=(ask,), facets=whose, claimed=(message.clean,))


def rated(message: Message) -> Reading | None:
    """Read 采纳率, 办结率 as the share of what lists say ended so, where no sentence tells such a rate."""
    match = _rate().search(message.core)
    if match is None or message.vocabulary.passages.holds(match.group()) or _more(_rate().sub(spaces, message.core)):
        return None
    meant = tuple(one for one in message.vocabulary.results if match["of"] in one[1] and results.is_done(one))
    if not meant:
        return None
    limit = Limit(said=results.said(meant[0]), results=meant)
    own = replace(message.facets, agencies=())
    part = Operand(said=limit.said, facets=replace(own, limits=(limit,)))
    ask = Computed(operation=Operation.SHARE, operands=(part, Operand(said="", facets=own)))
    return Reading(asks=(ask,), facets=Facets(agencies=message.facets.agencies), claimed=(message.clean,))


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(rf"(?P<of>{alternation(words('results', 'done'))})率")


def _operand(limit: Limit) -> Operand:
    return Operand(said=limit.said, facets=Facets(limits=(limit,)))


def _more(rest: str) -> bool:
    """Return whether a text says more than what counts matters."""
    rest = _EACH.sub(spaces, record_words().sub(spaces, rest))
    return says_more(finder("words", "how_many").sub(spaces, finder("measures", "counting").sub(spaces, rest)))
