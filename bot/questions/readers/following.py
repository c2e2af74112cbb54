"""A reading that goes on from what the chat was last shown, and one that finds nothing to go on from."""

import re
from functools import cache

from bot.questions.context import Context
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading
from bot.questions.question import Ask, Facets, LostContext, Understood

_NUMERAL = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_PERIOD_END = re.compile(r"[\s。.!！?？,，、~]+$")


def following(
    message: Message, context: Context, asks: tuple[Ask, ...], *, facets: Facets | None = None, page: int = 1
) -> Reading:
    """Return a reading with the facets of the question before, where none are given, that names this question."""
    before = context.question.follows or context.question.said
    return Reading(
        asks=asks,
        facets=facets if facets is not None else context.question.facets,
        page=page,
        follows=before,
        understood=(Understood(message.said, before, "context"),),
    )


def lost(message: Message) -> Reading:
    """Return the reading of a message that goes on from nothing."""
    return Reading(asks=(LostContext(said=message.said),))


def unended(text: str) -> str:
    """Return a text without the signs that end it."""
    return _PERIOD_END.sub("", text)


@cache
def patterns(name: str) -> re.Pattern[str]:
    """Return the patterns of `follow_ups.yaml` under a name as one; {n} in them is a numeral."""
    return re.compile("|".join(rf"(?:{pattern.replace('{n}', _NUMERAL)})" for pattern in words("follow_ups", name)))


@cache
def tail() -> re.Pattern[str]:
    """Return a pattern for the words with which a message goes on (…呢)."""
    return finder("follow_ups", "tail")
