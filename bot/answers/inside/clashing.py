"""What a question names and a text says otherwise of a value: another year, another of what excludes each other."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.answers.inside.asked import Asked
from bot.answers.inside.clauses import Sentence, Value
from bot.questions.lexicon import load

_YEAR = re.compile(r"(?<![\d比较与])((?:19|20)\d\d)(?!\d)")  # 比2022年增长 is said of another year
_CLAUSES = re.compile("[，；。,;]")


def clashes(asked: Asked, text: Sequence[Sentence], place: int, value: Value, years: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a question that what is said of a value contradicts.

    Args:
        asked: What is asked.
        text: The text.
        place: Where the sentence of the value stands in it.
        value: The value.
        years: Years that the text is of: its 今年.
    """
    return (*_other_years(asked, text, place, value, years), *_other_kinds(asked, text[place], value))


def _other_years(
    asked: Asked, text: Sequence[Sentence], place: int, value: Value, years: frozenset[str]
) -> tuple[str, ...]:
    wanted = {found for run in asked.runs for found in _YEAR.findall(run)}
    if not wanted:
        return ()
    sentence = text[place]
    before = [one.said for one in text[:place] if one.paragraph == sentence.paragraph]
    said = (*reversed(_CLAUSES.split(sentence.said[: value.end])), *reversed(before))
    told = next((found for clause in said if (found := _years_in(clause, years))), frozenset())
    return tuple(f"{year}年" for year in sorted(wanted)) if told and not told & wanted else ()


def _years_in(text: str, years: frozenset[str]) -> frozenset[str]:
    relative = load("inside")["years"].items()
    shifted = {str(int(year) + int(shift)) for word, shift in relative if word in text for year in years}
    return frozenset({*_YEAR.findall(text), *shifted})


def _other_kinds(asked: Asked, sentence: Sentence, value: Value) -> Iterator[str]:
    for contrast in _contrasts():
        wanted = {name: match.group() for name, one in contrast if (match := one.search(asked.clause))}
        if not wanted:
            continue
        nearest = (value.own, *reversed(_CLAUSES.split(sentence.said[: value.start])))
        told = next((found for clause in nearest if (found := _told(contrast, clause))), frozenset())
        if told and not told & wanted.keys():
            yield from wanted.values()


def _told(contrast: tuple[tuple[int, re.Pattern[str]], ...], text: str) -> frozenset[int]:
    return frozenset(name for name, one in contrast if one.search(text))


@cache
def _contrasts() -> tuple[tuple[tuple[int, re.Pattern[str]], ...], ...]:
    return tuple(tuple((at, re.compile(one)) for at, one in enumerate(group)) for group in load("inside")["contrasts"])
