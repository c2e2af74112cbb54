"""What is said where no sentence of a text answers: the nearest ones, or a denial, which needs certainty."""

import re
from collections.abc import Sequence
from functools import cache

from bot.answers.inside.asked import Asked
from bot.answers.inside.clauses import Sentence
from bot.answers.inside.matching import fits, is_frame
from bot.answers.inside.wordings import bare, others, telling
from bot.questions.lexicon import alternation, load
from bot.text import units

_MOST, _SHARED = 2, 2
_NUMERAL = "[一二两三四五六七八九十百千万亿几数半]余?"


def denied(wanted: Sequence[Asked], text: str) -> bool:
    """Return whether a text certainly says nothing of what is asked: no value in any unit of the kind stands in it."""
    return all(_of_kind(one.kind).search(text) is None for one in wanted)


def nearest(wanted: Sequence[Asked], text: Sequence[Sentence], title: str) -> tuple[Sentence, ...]:
    """Return the sentences with a value of the kind that share most with the question, or all of them if there are few.

    What is asked may be said in words that nothing tells to be the same.
    """
    found: dict[Sentence, None] = {}
    for one in wanted:
        valued = [
            sentence
            for sentence in text
            if any(fits(one, value) for value in sentence.values) and not is_frame(sentence, title)
        ]
        shared = [len(_signs(one) & set(sentence.said + sentence.heading)) for sentence in valued]
        most = max(shared, default=0)
        # Of many with nothing in common none is nearer than the others; a count may be one of anything.
        if most >= _SHARED or (len(valued) <= _MOST and one.kind in load("inside")["instead"]):
            near = [sentence for sentence, count in zip(valued, shared, strict=True) if count == most]
            found |= dict.fromkeys(near[:_MOST])
    return tuple(found)


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
