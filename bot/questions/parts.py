"""What is asked of each of several things: 申请、公开各几件, 谁申请多, 哪个单位申请最多."""

import re

from bot.questions.figure_names import names
from bot.questions.message import Message, solid

_COUNTED, _SEVERAL = "几件", 2
_EACH = re.compile(r"(?P<parts>.+?)(?:各|分别|各自|都)(?:有|是|为)*(?:几|多少)[件个条项]?[?？。]?")
_CONTEST = re.compile(
    r"[和与跟、的\s]*(?:谁|哪个|哪家|哪边|哪一个)(?:的)?(?P<counted>.+?)(?:的)?(?:更|比较|最)?[多少高低大小]"
)
_MOST = re.compile(r"(?P<counted>.+?)(?:的)?(?:数量|数|量)?最[多少高低大小](?:是谁|是哪个|的是谁)?[?？]?")
_AND = re.compile(r"[、,，;；/\s]+|[和与及跟]")


def asked_of_each(message: Message) -> str:
    """Return the rest of a message with what is asked of each told of each: 申请几件、公开几件."""
    return _distributed(_contested(message))


def _contested(message: Message) -> str:
    """Return 谁申请多 of several agencies as what is counted of each: 申请多少."""
    bare = message.core.strip()
    match = (_CONTEST.fullmatch(bare) or _MOST.fullmatch(bare)) if message.facets.apart else None
    return f"{match['counted']}多少" if match else message.core


def _distributed(core: str) -> str:
    """Return 申请、公开各几件 as 申请几件、公开几件: each part by the name that it has with its counting word."""
    match = _EACH.fullmatch(core.strip())
    if match is None:
        return core
    parts = [part for part in _AND.split(match["parts"]) if part]
    if len(parts) < _SEVERAL:
        return core
    known = names()
    told = [part + _COUNTED if solid(part) not in known and solid(part) + _COUNTED in known else part for part in parts]
    return "、".join(told) if told != parts else core
