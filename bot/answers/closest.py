"""The sentence that has most of a message's signs, for a message that nothing else reads: 拆了几处违建, 考核升了没.

What people say and what a report prints share signs rather than words (违建: 违法建筑), or stand for one another in
everyday words (吵: 噪声). The sentence is quoted as the closest there is, with nothing in bold, and only where it has
most of what was said and two signs of it in one word.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import log

from bot.answers.answer import Answer, NoSuchYear, NothingFound, NothingToFollow, PassagesAnswer, TurnNotApplied
from bot.answers.enquiry import Enquiry
from bot.answers.inside.wordings import functions, others
from bot.answers.passages.answering import reports_meant
from bot.answers.passages.changes import asks_for_a_change, tells_change
from bot.answers.passages.quoting import quoted
from bot.answers.passages.ranking import folded
from bot.answers.stock import stock_of
from bot.questions.lexicon import alternation, finder, phrases
from bot.questions.question import Focus
from bot.questions.readers.passages import concepts, synonyms_of
from bot.questions.words import record_words, remaining, without_politeness
from bot.store.read.values import StoredPassage
from bot.text.normalise import compact

_CLAUSE = re.compile("[，。；：,;]")
_HOW_MANY = re.compile(r"几[^\W\d]?|多[少长大久远高重快]")
_TOGETHER = 3  # clauses in a row that one thing is told in
_LEAST = 0.55  # of the signs of a message, by how rare they are
_RARE = 6  # stretches that have a sign: one that fewer have, or none, tells no more
_APART = 4  # signs between the two of a short form: 违法建筑
_NEAR = 0.9  # of the best: another sentence as close
_MOST, _FEWEST = 2, 2  # sentences shown; signs that a message must have

_Sign = tuple[str, tuple[str, ...]]  # with all words that stand for the word that it is of


def closest(
    enquiry: Enquiry, answered: Answer, among: Callable[[StoredPassage], bool] | None = None
) -> PassagesAnswer | None:
    """Return the sentences that come closest to a message; None where it has another answer, or none is close.

    Args:
        enquiry: The message.
        answered: Its answer.
        among: Which sentences may be returned; those that tell a change come first where one is asked for.
    """
    if not _has_none(answered) or _filtered(enquiry):
        return None
    question = enquiry.question
    if among is None and asks_for_a_change(question.clean) and (told := closest(enquiry, answered, tells_change)):
        return told
    reports = reports_meant(enquiry)
    if len(reports) != 1:
        return None
    pieces = _pieces(question.clean if question.also else question.whole or question.clean)
    signs, joined, named = _signs(pieces), _joined(pieces), _named(pieces)
    if len({sign for sign, _ in signs}) < _FEWEST:
        return None
    report = reports[0]
    passages = [
        one
        for one in enquiry.store.passages(agency=report.agency.slug, year=report.year)
        if among is None or among(one)
    ]
    stretches = [(one.key, text) for one in passages for text in _stretches(one.passage.text)]
    texts = [text for _, text in stretches]
    weights = [_weight(sign, texts) for sign in signs]
    scores: dict[str, float] = {}
    for key, text in stretches:
        has = [_stands(text, sign) for sign in signs]
        score = sum(weight for one, weight in zip(has, weights, strict=True) if one) / sum(weights)
        if (
            score >= _LEAST
            and all(_names(text, words) for words in named)
            and (joined.search(text) or any(word in text for _, words in signs for word in words))
        ):
            scores[key] = max(score, scores.get(key, 0.0))
    best = max(scores.values(), default=0.0)
    shown = [quoted(one) for one in passages if scores.get(one.key, 0.0) > best * _NEAR]
    if not 0 < len(shown) <= _MOST:
        return None
    return PassagesAnswer(
        terms=(),
        focus=Focus.WHAT,
        passages=tuple(shown),
        closest=True,
        agency=report.agency,
        year=report.year,
        sources=tuple(dict.fromkeys(one.source for one in shown)),
        several_agencies=enquiry.several_agencies(),
        caveat=report.caveat,
        remember=enquiry.remember(agency=report.agency.slug, year=report.year),
        understood=tuple(one for one in question.understood if one.how not in ("unsaid", "unapplied")),
    )


def _filtered(enquiry: Enquiry) -> bool:
    """Return whether a message names what no sentence is chosen by, or asks of records that are loaded."""
    facets, question = enquiry.facets, enquiry.question
    of_records = facets.body or facets.session or facets.term or record_words().search(question.clean)
    filtered = question.follows or facets.other_office or facets.period or facets.without or facets.limits
    return bool(filtered or (of_records and stock_of(enquiry.store).records))


def _has_none(answered: Answer) -> bool:
    if isinstance(answered, TurnNotApplied):
        return answered.strange and not answered.untold and answered.instead is None
    vague = isinstance(answered, NothingToFollow) and answered.vague
    return (
        vague
        or isinstance(answered, NoSuchYear)
        or (isinstance(answered, NothingFound) and not answered.near and not answered.document)
    )


def _pieces(said: str) -> list[str]:
    """Return the pieces of a message that say what it is about, compact."""
    asked = (finder("focus", key) for key in phrases("focus"))
    around = (*(finder("words", key) for key in ("fillers", "how_many", "question_words", "listing")), *asked)
    return list(map(compact, remaining(_HOW_MANY.sub(" ", without_politeness(said)), *around)))


def _signs(pieces: Sequence[str]) -> list[_Sign]:
    """Return the signs that carry something, each with the other words for the word that it is of."""
    found: list[_Sign] = []
    for piece in pieces:
        at = 0
        for match in (*_words().finditer(piece), None):
            found += [(sign, ()) for sign in piece[at : match.start() if match else None]]
            if match:
                same = (*others().get(match[0], ()), *synonyms_of((match[0],))[0])
                words = tuple(one for one in map(compact, dict.fromkeys(same)) if len(one) > 1)
                found += [(sign, words) for sign in match[0]]
                at = match.end()
    return [one for one in dict.fromkeys(found) if one[1] or not _light().match(one[0])]


def _named(pieces: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words for things that reports tell of, each with its others: 粉丝 of 公众号 are none of 微博."""
    said = [match[0] for piece in pieces for match in concepts().finditer(piece) if len(match[0]) > 1]
    return [(word, *map(compact, same)) for word, same in zip(said, synonyms_of(said), strict=True)]


def _names(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _joined(pieces: Sequence[str]) -> re.Pattern[str]:
    """Find two signs that a message has side by side in one word of a text: 违建 in 违法建筑."""
    found = []
    for one, other in (pair for piece in pieces for pair in pairwise(piece)):
        light = sum(_light().match(sign) is not None for sign in (one, other))
        gap = "" if light else f"[^，]{{0,{_APART}}}?"
        found += [f"{re.escape(one)}{gap}{re.escape(other)}"] if light < 2 else []
    return re.compile("|".join(found) or "(?!)")


@cache
def _light() -> re.Pattern[str]:
    """Find a sign that carries nothing of its own."""
    return re.compile(rf"[{functions()}\d]")


@cache
def _words() -> re.Pattern[str]:
    """Find the words that have others of the same meaning."""
    return re.compile(f"{alternation(one for one in others() if not _light().fullmatch(one))}|{concepts().pattern}")


def _stretches(text: str) -> Iterator[str]:
    """Yield a sentence's clauses, up to so many in a row."""
    clauses = [folded(one)[0] for one in _CLAUSE.split(text) if one.strip()]
    for at in range(len(clauses)):
        yield "，".join(clauses[at : at + _TOGETHER])


def _stands(text: str, one: _Sign) -> bool:
    return one[0] in text or any(word in text for word in one[1])


def _weight(sign: _Sign, texts: Sequence[str]) -> float:
    return log(1 + len(texts) / max(_RARE, sum(_stands(text, sign) for text in texts)))
