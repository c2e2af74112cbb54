"""What is said where no sentence of a text answers: the nearest ones, or a denial, which needs certainty."""

import re
from collections.abc import Sequence
from functools import cache

from bot.answers.inside.asked import Asked
from bot.answers.inside.clauses import Sentence
from bot.answers.inside.fitting import fits, is_per, says
from bot.answers.inside.matching import is_frame
from bot.answers.inside.wordings import bare, named, others, telling
from bot.questions.lexicon import alternation, load
from bot.text import units

_MOST, _LEAST, _AS_NEAR = 2, 0.8, 0.7
_WHOLE = 0.5  # of a sign of a whole word
_CUE, _UNDER = 0.5, 0.5  # of a sentence that says such a thing; of a sign in its heading
_NUMERAL = "[一二两三四五六七八九十百千万亿几数半]余?"


def denied(wanted: Sequence[Asked], text: str) -> bool:
    """Return whether a text certainly says nothing of what is asked: no value in any unit of the kind stands in it."""
    return all(_of_kind(one.kind).search(text) is None for one in wanted)


def nearest(wanted: Sequence[Asked], text: Sequence[Sentence], title: str) -> tuple[Sentence, ...]:
    """Return the sentences that share most with the question, what few of the text have counting most.

    What is asked may be said in words that nothing tells to be the same. Where a number is asked for the sentence has
    one of its kind; where something else is, what is said of such (由…负责 of who).
    """
    said = [one for one in text if not is_frame(one, title)]
    found: dict[Sentence, None] = {}
    for one in wanted:
        counted = one.kind not in load("inside")["cues"]
        fitting = [at for at in said if not counted or any(fits(one, value) for value in at.values)]
        near = [
            (
                (_shared(_signs(one), at, said) + _words_in(one, at, title)) * (1 + _CUE * says(one.kind, at.said))
                + is_per(one, at.said),
                at,
            )
            for at in fitting
        ]
        best = max((worth for worth, _ in near), default=0.0)
        # Of many with nothing in common none is nearer than the others; a count may be one of anything.
        if best >= _LEAST or (counted and len(fitting) <= _MOST and one.kind in load("inside")["instead"]):
            likely = sorted((one for one in near if one[0] >= best * _AS_NEAR), key=lambda one: -one[0])
            found |= dict.fromkeys(at for _, at in likely[:_MOST])
    return tuple(found)


def _shared(signs: set[str], sentence: Sentence, text: Sequence[Sentence]) -> float:
    """Return how much a sentence shares with a question: of each sign the share of sentences that lack it."""
    shared = signs & set(sentence.said)
    under = (signs & set(sentence.heading)) - shared
    rare = {sign: 1 - sum(sign in one.said for one in text) / len(text) for sign in shared | under}
    return sum(rare[sign] for sign in shared) + _UNDER * sum(rare[sign] for sign in under)


def _words_in(asked: Asked, sentence: Sentence, title: str) -> float:
    """Return how many signs of whole words of a question, not of the title, a sentence has; its heading half."""
    said, under = (
        sum(len(word) for word in named(map(bare, asked.runs), text) if word not in title)
        for text in (sentence.said, sentence.heading)
    )
    return (said + _UNDER * under) * _WHOLE


def _signs(asked: Asked) -> set[str]:
    said = "".join(map(bare, asked.runs))
    words = {
        word
        for at in range(len(said))
        for end in range(at + 1, len(said) + 1)
        for word in others().get(said[at:end], ())
    }
    return {sign for word in (said, *words) for sign in telling(word)}


@cache
def _of_kind(kind: str) -> re.Pattern[str]:
    """Find whatever may be a value of a kind; for a kind that is not told by its units, anything at all."""
    instead = load("inside")["instead"].get(kind)
    if instead is None:
        return re.compile("")
    return re.compile(
        rf"(?:\d[余多万亿千百]*\s*|{_NUMERAL})(?:{alternation(units.forms(kind))})|{alternation(instead)}"
    )
