"""What no reading of a message has used: named by the whole stretch that it is, and nothing is computed beside it.

A stretch ends at a span that says something by itself, at a pause, or at a verb of asking: before that stands whoever
asks (docs/reading.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.questions.claims import is_used, unapplied
from bot.questions.clauses import Clause, is_head, parts_of
from bot.questions.lexicon import words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    BadDate,
    Computed,
    Days,
    Figures,
    Guarded,
    Help,
    InPassages,
    LostContext,
    Overview,
    Persons,
    Search,
    TurnedQuestion,
)
from bot.questions.spans import HEADS, QUESTIONS, Kind, Span, tagged
from bot.questions.telling import DID
from bot.questions.words import trimmed

# A search names what it lacks; what is worked out is read only where no word is left.
_NAMES_ITSELF = (Search, Overview, Help, Guarded, LostContext, BadDate, Computed, Persons, Days)
_CLOSED = HEADS | QUESTIONS | {Kind.VERB, Kind.OPENER}
_SAYING = frozenset({Kind.UNKNOWN, Kind.LOADED, Kind.QUANTITY})
_NOT_USED = ("unapplied", "unsaid")
_JOINED = "”“"  # between words that are named together
_WORD = 2

Asks = Sequence[tuple[Message, Reading]]


def of_the_unread(message: Message, asks: Asks, frames: Sequence[str]) -> list[tuple[Message, Reading]]:
    """Return the questions of a message, each naming the unknown words of its clauses.

    Args:
        message: The message.
        asks: Its questions, as they were read.
        frames: The parts of it that ask nothing.
    """
    spans = tagged(message)
    parts = [part for part in parts_of(message, spans) if message.clean[part.start : part.end] not in frames]
    found = [span for part in parts for span in _stretches(message, part, spans, asks)]
    supposed = any(getattr(ask, "claimed", None) for _, reading in asks for ask in reading.asks)
    nots = (*words("turns", "denials"), *words("turns", "negations")) if supposed else ()  # 不是4月开的吗, 没当组长吧
    trimmed_ones = (said for span in found if len(said := trimmed(span)) >= _WORD)
    left = dict.fromkeys(said for said in trimmed_ones if not (len(said) == _WORD and said.startswith(nots)))
    named = list(asks)
    for said in left:
        holding = [at for at, (one, _) in enumerate(named) if said in one.clean]
        place = holding[-1] if holding else (0 if len(named) == 1 else None)
        if place is not None:
            one, reading = named[place]
            named[place] = (one, _naming(one, reading, said))
    return named


def _stretches(message: Message, part: Clause, spans: Sequence[Span], asks: Asks) -> Iterator[str]:
    """Yield the stretches of a part that hold an unknown word, where the part is about anything."""
    inside = [span for span in spans if part.begins <= span.start < part.end]
    if not any(_is_used(span, asks) and span.kinds & (HEADS | QUESTIONS) for span in inside):
        return
    run: list[Span] = []
    nots = words("turns", "negations")
    for place, span in enumerate([*inside, None]):
        touches = span is not None and (not run or run[-1].end == span.start)
        if span is not None and touches and _is_open(inside, place, asks):
            run.append(span)
            continue
        # 你们 before 残疾人 is a function word, no part of it; so is 申请 after it where no name follows.
        limits = span is not None and touches and is_head(span)  # 加急 before 提案; a last syllable is none
        done = DID.fullmatch("".join(one.said for one in run))  # 关了几个栏目
        limits = limits or (span is not None and touches and done is not None and Kind.MEASURE in span.kinds)
        last = max((at for at, one in enumerate(run) if one.kinds & _SAYING), default=-1)
        cut = (at for at, one in enumerate(run) if at > last and len(one.said) > 1)
        run = run if limits else run[: next(cut, len(run))]
        while run and len(run[0].said) > 1 and not run[0].kinds & _SAYING:
            del run[0]
        unknown = sum(len(one.said) for one in run if one.kinds & _SAYING)
        unknown *= any(Kind.UNKNOWN in one.kinds for one in run)
        if unknown >= (1 if limits else _WORD):
            said = message.clean[run[0].start : run[-1].end]
            # 省 before 级河长, 不 before 合格: a sign alone is named with what it belongs to; 厅 of 办公厅 is none.
            before = inside[place - len(run) - 1] if place > len(run) else None
            suffix = (
                before is not None and before.end == run[0].start and Kind.LOADED in before.kinds and said not in nots
            )
            if (
                span is not None
                and len(said) == 1
                and not suffix
                and not said.isascii()
                and span.kinds == {Kind.LOADED}
            ):
                said += span.said if len(span.said) <= _WORD else span.said[:1]
            yield said
        run = []


def _is_open(spans: Sequence[Span], place: int, asks: Asks) -> bool:
    """Return whether a span says nothing that is used: unknown, loaded and unused, a number of it (八十|岁)."""
    span, kinds = spans[place], spans[place].kinds
    if Kind.UNKNOWN in kinds:
        figures = [(one, reading) for one, reading in asks if isinstance(reading.asks[0], Figures)]
        claimed = any(solid(span.said) in solid(whole) for _, reading in asks for whole in reading.claimed)
        return not claimed and not _is_used(span, figures)
    after = spans[place + 1] if place + 1 < len(spans) and spans[place + 1].start == span.end else None
    if Kind.QUANTITY in kinds:
        return after is not None and Kind.UNKNOWN in after.kinds
    if kinds == {Kind.LOADED}:
        return not any(solid(span.said) in solid(word) for _, reading in asks for word in _words(reading))
    before = spans[place - 1] if place and spans[place - 1].end == span.start else None
    return not kinds & _CLOSED and not (before and before.kinds & {Kind.NUMBER, Kind.QUANTITY})  # 号 of 267号


def _is_used(span: Span, asks: Asks) -> bool:
    return any(is_used(one, reading, span) for one, reading in asks)


def _naming(message: Message, reading: Reading, said: str) -> Reading:
    """Return a reading that names a stretch which it has not used; what it named of it before is part of that."""
    ask = reading.asks[0]
    if isinstance(ask, TurnedQuestion):
        if not ask.strange or reading.whole:  # 蓝色 of 市直部门蓝色申请: a class and its figure were read as such
            return reading
        whole = _JOINED.join(_grown(ask.turn.split(_JOINED), said))
        return replace(reading, asks=(replace(ask, turn=whole), *reading.asks[1:]))
    named = [one for one in reading.understood if one.how in _NOT_USED]
    supposed = isinstance(ask, Figures | InPassages) and ask.claimed and ask.claimed in said  # 不是2件吗
    if reading.whole or reading.follows or supposed or any(said in one.said for one in named):
        return reading
    if isinstance(ask, Figures) and any(cell.no_share and cell.no_share in said for cell in ask.cells):
        cells = tuple(replace(cell, no_share=cell.no_share and said) for cell in ask.cells)
        return replace(reading, asks=(replace(ask, cells=cells), *reading.asks[1:]))
    grown = tuple(
        replace(one, said=_JOINED.join(_grown(one.said.split(_JOINED), said))) if one in named else one
        for one in reading.understood
    )
    looked_for = any(solid(said) in solid(word) for word in _words(reading))
    if grown != reading.understood or looked_for or any(isinstance(one, _NAMES_ITSELF) for one in reading.asks):
        return replace(reading, understood=grown)
    return unapplied(reading, (said,), message.facets)


def _words(reading: Reading) -> Iterator[str]:
    """Yield what a reading looks for in loaded texts."""
    for ask in reading.asks:
        yield from ask.terms if isinstance(ask, InPassages) else ask.words if isinstance(ask, Search) else ()


def _grown(words: Sequence[str], said: str) -> list[str]:
    """Return words with those that are part of a stretch as that stretch."""
    return list(dict.fromkeys(said if word.strip("的") in said else word for word in words))
