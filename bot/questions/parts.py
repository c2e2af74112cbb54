"""What is asked of each of several things: 申请、公开各几件, 谁申请多, 哪个单位申请最多."""

import re
from functools import cache

from bot.questions.figure_names import names
from bot.questions.lexicon import words
from bot.questions.message import Message, solid

_SEVERAL = 2


def asked_of_each(message: Message) -> str:
    """Return the rest of a message with what is asked of each told of each: 申请几件、公开几件."""
    return _distributed(_contested(message))


def _contested(message: Message) -> str:
    """Return 谁申请多 of several agencies as what is counted of each: 申请多少."""
    bare = message.core.strip()
    match = (_pattern("contest").fullmatch(bare) or _pattern("most").fullmatch(bare)) if message.facets.apart else None
    return match["counted"] + words("each_of", "how_many")[0] if match else message.core


def _distributed(core: str) -> str:
    """Return 申请、公开各几件 as 申请几件、公开几件: each part by the name that it has with its counting word."""
    match = _pattern("each").fullmatch(core.strip())
    if match is None:
        return core
    parts = [part for part in _pattern("between").split(match["parts"]) if part]
    if len(parts) < _SEVERAL:
        return core
    known, counted = names(), words("each_of", "counted")[0]
    told = [part + counted if solid(part) not in known and solid(part) + counted in known else part for part in parts]
    return "、".join(told) if told != parts else core


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words("each_of", name)[0])
