"""Words that stand for an official who was shown: 他什么职务, 上面说的那个人, 第二个是谁 after a list of officials."""

import re
from functools import cache

from bot.questions.context import Context
from bot.questions.lexicon import alternation, finder, words
from bot.questions.question import Understood
from bot.text import numerals
from bot.text.normalise import plain

_LATEST = 3  # where a pronoun may begin: later it is mostly of a story
_PLACE = r"(?:排(?:名|在)?)?第(?P<place>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:个|位|名)?(?:人|的)*"


def named(text: str, context: Context | None) -> tuple[str, tuple[Understood, ...]]:
    """Return a plain text with the name of the official whom it means by a pronoun, or by a place in the list shown."""
    people = context.people if context else ()
    match = _pronoun().search(text) if len(people) == 1 else _one_of_them().match(text) if people else None
    if match is None or match.start() > _LATEST:
        return text, ()
    name = people[0] if len(people) == 1 else _at(match, people)
    if name is None:
        return text, ()
    said = match.group()
    return f"{text[: match.start()]}{plain(name)}{text[match.end() :]}", (Understood(said.strip(), name, "name"),)


def _at(match: re.Match[str], people: tuple[str, ...]) -> str | None:
    place = numerals.read(match["place"]) if match["place"] else len(people) if match["last"] else 1
    return people[place - 1] if place and place <= len(people) else None


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(rf"(?<!其)(?:{alternation(words('follow_ups', 'the_person'))})(?![们人妈奶俩两])")


@cache
def _one_of_them() -> re.Pattern[str]:
    """第二个是谁, 排第三的什么职务, 最后那个呢: nothing but a question for the person follows."""
    first, last = (alternation(words("follow_ups", key)) for key in ("first_place", "last_place"))
    asks = "|".join(finder("focus", key).pattern for key in ("who", "post", "name"))
    rest = rf"(?=(?:是|叫|的|呢|又|{asks}|[,，\s?？])*$)"
    return re.compile(rf"(?:那|这)?(?:{_PLACE}|(?P<first>{first})|(?P<last>{last})){rest}")
