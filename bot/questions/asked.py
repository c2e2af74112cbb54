"""A part of a message as a message of its own, with the slots that hold for it, and what it asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.questions import limits
from bot.questions.clauses import Clause, is_head, part_of
from bot.questions.exclusions import applied
from bot.questions.facets import prepare
from bot.questions.message import Message, Reading
from bot.questions.question import Ask, Facets
from bot.questions.spans import SUBJECTS, Kind, Span, tagged

Reader = Callable[[Message], Reading]


@dataclass(frozen=True, slots=True)
class PartReading:
    """A part of a message that was read by itself: its text, the message and the part that it is, and as what."""

    text: str
    message: Message
    reading: Reading
    part: Clause

    @property
    def ask(self) -> Ask:
        """The first thing that it asks."""
        return self.reading.asks[0]


def clause(message: Message, text: str, carried: Facets | None = None) -> Message:
    """Return a part of a message as a message: a slot that it does not name is the one named before it."""
    own = prepare(text, text, vocabulary=message.vocabulary, today=message.today)
    given = own.facets
    if carried is not None:
        dated = bool(given.years or given.period)
        given = replace(
            given,
            body=given.body or carried.body,
            term=given.term or carried.term,
            session=given.session or carried.session,
            years=given.years if dated else carried.years,
            period=given.period if dated else carried.period,
            agencies=given.agencies or (() if given.other_office else carried.agencies),
            other_office=given.other_office or (None if given.agencies else carried.other_office),
            apart=given.apart if given.agencies else carried.apart,
        )
    given = limits.applied(applied(given, message.excluded, message.vocabulary), message.limits)
    said = message.said if carried is None else text
    own = replace(own, said=said, context=message.context, facets=given)
    return replace(own, excluded=message.excluded, limits=message.limits)


def alone(text: str, carried: Facets, message: Message, read: Reader) -> PartReading:
    """Return a part read by itself: without a subject of its own it has all slots, else only whose and when."""
    one = clause(message, text)
    part = part_of(list(tagged(one)) or [Span(0, 0, "", frozenset())], apart=False)
    if not {kind for span in part.spans for kind in span.kinds & SUBJECTS if is_head(span)} <= {Kind.ROLE}:
        carried = replace(carried, body=None, term=None, session=None, period=None, kinds=(), without=())
    one = clause(message, text, carried)
    return PartReading(text, one, read(one), part)
