"""Several questions in one message: 提案主办几件、协办几件，满意率多少; 培训哪天，主题是什么.

Each clause is read by itself, with the filters of the whole message; what the first is about is what the others mean.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.questions.facets import in_its_year, prepare
from bot.questions.message import Message, Reading, solid
from bot.questions.question import CellReference, Figures, InPassages, Search

_ENDS = re.compile(r"[，,；;？?。！!、\n]+")
_APART = re.compile(r"(?P<one>[^和与跟及]{2,})[和与跟及](?P<other>.{2,}?)(?:都?分别|各自|各)(?P<asked>.{2,})")
_MOST = 6
_LEAST = 2


def by_clause(
    message: Message, whole: Reading, read: Callable[[Message], Reading], names: Callable[[str], bool]
) -> Reading:
    """Return the readings of a message's clauses together where two of them are sure, else the reading of the whole.

    Args:
        message: The message.
        whole: Its reading as one.
        read: Reads a message as one.
        names: Whether a clause asks for a kind of thing of its own.
    """
    pieces = [piece.strip() for piece in _ENDS.split(message.clean)]
    pieces = [piece for piece in pieces if len(piece) > 1] if len(pieces) > 1 else _each(message.clean)
    if not _LEAST <= len(pieces) <= _MOST or not _in_doubt(whole, pieces, names):
        return whole
    cells: dict[tuple[str, ...], CellReference] = {}
    sentences: list[InPassages] = []
    found = 0
    for piece in pieces:
        asks = read(_clause(message, piece)).asks
        if not all(isinstance(ask, Figures | InPassages) for ask in asks):
            continue
        found += 1
        for ask in asks:
            if isinstance(ask, Figures):
                cells.update((cell.keys, cell) for cell in ask.cells)
            elif isinstance(ask, InPassages):
                sentences.append(_about_the_first(message, ask, sentences))
    if found < _LEAST:
        return whole
    figures = (Figures(cells=tuple(cells.values())),) if cells else ()
    facets = replace(in_its_year(message.facets), body=None, term=None, session=None)
    return Reading(asks=(*figures, *sentences), facets=facets)


def _each(text: str) -> list[str]:
    """Return 开放日和培训分别是哪天 as a question on each: 开放日是哪天, 培训是哪天."""
    match = _APART.fullmatch(text.strip())
    return [f"{subject.strip()}{match['asked']}" for subject in (match["one"], match["other"])] if match else []


def _in_doubt(whole: Reading, pieces: list[str], names: Callable[[str], bool]) -> bool:
    """Return whether the reading as one may have missed a clause."""
    if len(whole.asks) != 1:
        return False
    ask = whole.asks[0]
    if isinstance(ask, InPassages):
        return not ask.people and sum(names(piece) for piece in pieces) >= _LEAST
    return isinstance(ask, Search)


def _clause(message: Message, piece: str) -> Message:
    own = prepare(piece, piece, vocabulary=message.vocabulary, today=message.today)
    given, whole = own.facets, message.facets
    facets = replace(
        whole,
        body=given.body or whole.body,
        agencies=given.agencies or whole.agencies,
        years=given.years or whole.years,
        other_office=None,
    )
    return replace(own, said=piece, facets=facets, weak_body=False)


def _about_the_first(message: Message, ask: InPassages, before: list[InPassages]) -> InPassages:
    """Return 主题是什么 with what the clause before is about: 培训. A clause with a subject of its own needs none."""
    if not before or ask.topic or ask.people:
        return ask
    if any(message.vocabulary.headings.holds(solid(term)) for term in ask.terms):
        return ask
    subject = before[0].terms[:1]
    if any(term in ask.terms for term in subject):
        return ask
    return replace(ask, terms=(*subject, *ask.terms), alternatives=(*before[0].alternatives[:1], *ask.alternatives))
