"""Whether a message that was read as one question asks all that its parts ask: then it is that one."""

import re
from collections.abc import Sequence

from bot.questions.asked import Reader, clause
from bot.questions.claims import ALONE, sure, unclaimed
from bot.questions.clauses import Clause, told_apart
from bot.questions.kept import asks_for_one
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    ByNumber,
    Computed,
    Days,
    Facets,
    Figures,
    Guard,
    Guarded,
    InPassages,
    Listed,
    Persons,
    Search,
    Statistics,
)
from bot.questions.readers.passages import asks_for_a_kind
from bot.questions.ready_made import is_ready_made
from bot.questions.spans import QUESTIONS, SUBJECTS, Kind, tagged
from bot.records.form import definition

_PAUSE, _COUNTS = re.compile("[，,；;]"), re.compile("[多几][少件个条项份篇]")


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


def stands_alone(message: Message, whole: Reading, parts: Sequence[Clause], read: Reader) -> bool:
    """Return whether a message is what it was read as, whatever its parts are: it is worked out, or ready made."""
    ask = whole.asks[0]
    ready_made = is_ready_made(whole)
    if (isinstance(ask, Guarded) and ask.guard in ALONE) or (whole.whole and not ready_made):
        return True
    if whole.whole:
        return not asks_after_a_lead(message, parts) and not _each_looked_up(message, parts, read)
    if not isinstance(ask, Computed | Persons | Days) or told_apart(message.clean):
        return False
    # 各几件，合计几件，其中主办几件: each is asked
    counted = sum(_COUNTS.search(said) is not None for said in _PAUSE.split(message.clean)) > 1
    asking = [part for part in parts if _asks_itself(part)]
    if isinstance(ask, Persons):
        return len(asking) < 2  # 组长是谁啊副组长又是谁啊
    return not (isinstance(ask, Computed) and counted) and not _each_worked_out(message, parts, asking, read)


def asks_after_a_lead(message: Message, parts: Sequence[Clause]) -> bool:
    """Return whether the one part of a message names something after words that ask nothing: 我想打听一下|小微."""
    if len(parts) != 1 or not (parts[0].heads or parts[0].unknown > 1):
        return False
    lead = [span for span in tagged(message) if span.end <= parts[0].begins]
    return bool(lead) and not any(span.kinds & QUESTIONS for span in lead)


def _each_worked_out(message: Message, parts: Sequence[Clause], asking: Sequence[Clause], read: Reader) -> bool:
    """Return whether each of several parts is worked out by itself: 企业申请占比多少 不予公开占比多少."""
    each = (read(clause(message, message.clean[part.begins : part.end], Facets())) for part in asking)
    return len(parts) == len(asking) > 1 and all(isinstance(reading.asks[0], Computed) for reading in each)


def _each_looked_up(message: Message, parts: Sequence[Clause], read: Reader) -> bool:
    """Return whether a message that words of all its parts together make a ready-made text asks for what is loaded.

    Each part does so by itself (复议结果。另外怎么创新形式), or one that asks stands apart from what leads to the text.
    """
    each = [clause(message, message.clean[part.begins : part.end], Facets()) for part in parts]
    looked_up = [not is_ready_made(found := read(one)) and sure(one, found) for one in each]
    if len(parts) < 2 or not all(part.heads for part in parts):
        return False
    apart = any(part.apart for part in parts[1:])
    asking = any(part.inquires and not part.speaks for part, own in zip(parts, looked_up, strict=True) if own)
    return all(looked_up) or (apart and asking)


def _asks_itself(part: Clause) -> bool:
    """Return whether a part names something and has a word that asks: 党组成员 of 副组长里有几个党组成员 has none."""
    return (
        part.asks
        and bool(part.heads)
        and any(span.kinds & {Kind.ASKED, Kind.MEASURE} and not span.kinds & SUBJECTS for span in part.spans)
    )
