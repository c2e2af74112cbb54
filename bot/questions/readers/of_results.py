"""How matters ended, set against each other: 计划解决和留作参考哪个多, A类比B类多几件, A类B类各几件."""

import re
from dataclasses import replace

from bot.questions import results
from bot.questions.lexicon import finder
from bot.questions.message import Message, Reading
from bot.questions.operands import says_more, spaces
from bot.questions.operations import Task, operation
from bot.questions.question import Facets, Limit, Operand, Operation
from bot.questions.words import record_words

_EACH = re.compile("[都各]|分别|各自")
_OPERATIONS = (Operation.MOST, Operation.LEAST, Operation.DIFFERENCE, Operation.RATIO, Operation.SUM, Operation.ORDER)


def read(message: Message) -> Reading | None:
    """Read a message that names several results and counts the matters of each."""
    known, core = message.vocabulary.results, message.core
    found = list(results.printed(known, joined=True).finditer(core)) if known else []
    named: dict[results.Result, Limit] = {}
    for match in found:
        meant = results.meant_by(match, known)
        if meant:
            named.setdefault(meant[0], Limit(said=results.said(meant[0]), results=meant))
    if len(named) < 2 or len(named) < len(found):
        return None
    text = results.printed(known, joined=True).sub(spaces, core)
    counts = finder("measures", "counting").search(text)
    asked = operation(replace(message, core=text)) or (Task(Operation.ORDER, text) if counts else None)
    if asked is None or asked.operation not in _OPERATIONS or asked.picked:
        return None
    rest = record_words().sub(spaces, asked.rest)
    rest = finder("measures", "counting").sub(spaces, _EACH.sub(spaces, rest))
    if says_more(finder("words", "how_many").sub(spaces, rest)):
        return None
    operands = tuple(Operand(said=one.said, facets=Facets(limits=(one,))) for one in named.values())
    return Reading(asks=(asked.of(operands),), claimed=(message.clean,))
