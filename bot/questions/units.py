"""Units of an office that answer matters of its list, by a part of their names: 执法支队 of 市交通综合执法支队."""

import re
from functools import cache

from bot.questions.lexicon import alternation, words
from bot.questions.question import Understood
from bot.questions.vocabulary import Vocabulary

_LONGEST, _SHORTEST = 8, 3


def written_out(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return a plain text with the full names of the units that it means, and what was said for each.

    A unit is meant by signs of its name in their order, the last of them what it is (港航处 of 市港航管理处), where no
    other unit has them. Which of them (哪个科室) is which of the offices.
    """
    names = vocabulary.unit_names
    if not names:
        return text, ()
    text = _which().sub(rf"\g<which>{words('places', 'office')[0]}", text)
    found: list[tuple[int, int, str]] = []
    for match in _ends().finditer(text):
        end = match.end()
        for start in range(max(found[-1][1] if found else 0, end - _LONGEST), end - _SHORTEST + 1):
            said = text[start:end]
            meant = [name for name in names if name.endswith(match.group()) and _has_in_order(name, said)]
            if len(meant) == 1 and not vocabulary.titles.holds(said):
                found.append((start, end, meant[0]))
                break
            if meant:
                break
    understood = tuple(Understood(text[a:b], name, "office") for a, b, name in found if text[a:b] != name)
    for start, end, name in reversed(found):
        text = f"{text[:start]}{name}{text[end:]}"
    return text, understood


def _has_in_order(name: str, said: str) -> bool:
    signs = iter(name)
    return all(sign in signs for sign in said)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(alternation(words("places", "unit_ends")))


@cache
def _which() -> re.Pattern[str]:
    """Find what asks which of the units: 哪个科室, 各股室."""
    units = alternation((*words("places", "units"), *words("places", "unit_ends")))
    return re.compile(rf"(?P<which>哪一?[个家]|[各每]个?)(?:{units})(?!室|[\u4e00-\u9fff]?[0-9])")
