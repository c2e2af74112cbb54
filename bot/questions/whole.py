"""Whether a message that was read as one question asks all that its parts ask: then it is that one."""

from collections.abc import Sequence

from bot.questions.claims import sure, unclaimed
from bot.questions.kept import asks_for_one
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    ByNumber,
    Figures,
    Guard,
    Guarded,
    InPassages,
    Listed,
    Search,
    Statistics,
)
from bot.questions.readers.passages import asks_for_a_kind
from bot.questions.spans import tagged
from bot.records.form import definition


def holds_all(message: Message, whole: Reading, several: Sequence[tuple[Message, Reading]], *, parted: bool) -> bool:
    """Return whether a message read as one asks all that its parts ask."""
    if not sure(message, whole):
        return False
    named = unclaimed(message, whole, tagged(message))
    unread = [one.said for _, own in several for one in own.understood if asks_for_one(one.said)]
    if any(not any(word in said for word in named) for said in unread):
        return False
    focused = parted or sum(asks_for_a_kind(one.clean) for one, _ in several) > 1
    if sum(isinstance(reading.asks[0], Listed | Statistics) for _, reading in several) > 1:
        return False
    if parted and sum(isinstance(reading.asks[0], Search) for _, reading in several) > 1:
        return False
    asks = [ask for _, reading in several for ask in reading.asks]
    others = [ask for ask in asks if named or not _is_price(ask, whole)]
    return all(_holds(ask, whole, focused=focused, priced=len(others) < len(asks)) for ask in others)


def _is_price(ask: Ask, whole: Reading) -> bool:
    """Return whether what an application costs was read of a clause that asks for the money of a figure before it."""
    keys = [key for one in whole.asks if isinstance(one, Figures) for cell in one.cells for key in cell.keys]
    money = any((known := definition(key)) and known.money for key in keys)
    return money and isinstance(ask, Guarded) and ask.guard is Guard.FEE


def _holds(ask: Ask, whole: Reading, *, focused: bool, priced: bool) -> bool:
    """Return whether a reading asks this as well, with the same or with more."""
    for one in whole.asks:
        if isinstance(one, ByNumber) and isinstance(ask, ByNumber):
            known = {(number.said, number.term, number.session) for number in one.numbers}
            held = all((number.said, number.term, number.session) in known for number in ask.numbers)
            held = held and ask.aspect in (one.aspect, Aspect.CARD, Aspect.TOPIC)
        elif isinstance(one, ByNumber) and isinstance(ask, Listed):
            held = not focused  # 174062和174045分别是什么建议
        elif isinstance(one, Search) and isinstance(ask, Search):
            held = ask.aspect is one.aspect and set(map(solid, ask.words)) <= {solid(word) for word in one.words}
        elif isinstance(one, Figures) and isinstance(ask, Figures):
            held = {cell.keys for cell in ask.cells} <= {cell.keys for cell in one.cells} or priced
        elif isinstance(one, InPassages) and isinstance(ask, InPassages):
            same = set(ask.terms) - {one.unit} <= set(one.terms) and ask.topic in (None, one.topic)
            held = same and ask.people == one.people and not focused
        else:
            held = one == ask or (type(one) is type(ask) and isinstance(one, Listed | Statistics))
        if held:
            return True
    return False
