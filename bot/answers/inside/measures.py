"""What a reply says was done or will be done: its own sentences, in their order, never in other words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from bot.answers.inside.clauses import ITEM, LONGEST_HEADING, Sentence
from bot.answers.inside.matching import is_frame
from bot.answers.passages.quoting import clipped
from bot.questions.lexicon import load

_MOST = 6
_LONGEST = 90  # characters: three lines on a phone


def measures(text: Sequence[Sentence], title: str, *, plans: bool) -> tuple[tuple[str, ...], int]:
    """Return the sentences that say what was or will be done, cut at clauses where long, and how many are left."""
    found: list[tuple[bool, int, str]] = []
    for place, (printed, said, above) in enumerate(_pieces(text, title)):
        if _signs("problems").search(above + said):
            continue
        listed = _is_listed(said)
        to_come = _signs("ahead").search(above + said) is not None
        if to_come if plans else (listed or to_come or _signs("done").search(said)):
            found.append((not (listed or to_come), place, clipped(printed, (), _LONGEST)[0]))
    shown = sorted(sorted(found)[:_MOST], key=lambda one: one[1])
    return tuple(said for *_, said in shown), len(found) - len(shown)


def _pieces(text: Sequence[Sentence], title: str) -> Iterator[tuple[str, str, str]]:
    """Yield what may be quoted, the same for comparing, and what it stands under: headings, how its paragraph begins.

    What numbers a paragraph and heads it (（一）加大投入。) is quoted with its first sentence.
    """
    for _, group in groupby(text, key=lambda one: one.paragraph):
        first, *others = group
        if others and _is_listed(first.said) and len(first.said) <= LONGEST_HEADING:
            yield first.text + others[0].text, first.said + others[0].said, first.heading
            others = others[1:]
        elif not is_frame(first, title):
            yield first.text, first.said, first.heading
        for one in others:
            if not is_frame(one, title):
                yield one.text, one.said, one.heading + first.said


def _is_listed(said: str) -> bool:
    return ITEM.match(said) is not None or _signs("listed").match(said) is not None


@cache
def _signs(key: str) -> re.Pattern[str]:
    return re.compile("|".join(load("inside")["measures_of"][key]))
