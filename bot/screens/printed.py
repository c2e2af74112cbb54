"""What a Traditional screen leaves as it is printed: titles, texts and quotations of documents."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from markupsafe import escape

from bot.answers.parts import GuidanceLine, QuotedPassage, Source
from bot.questions.context import Context
from bot.records.model import Agency, Record
from bot.text.normalise import to_traditional

_SHORTEST = 8  # what is shorter (人大建议) is a word of ours as well


def in_traditional(markup: str, answer: Any) -> str:
    """Return markup in Traditional characters, with what documents print as they print it.

    Args:
        markup: Of a screen, simplified.
        answer: What it shows.
    """
    converted = to_traditional(markup)
    printed = {text.strip() for text in _printed(answer) if len(text.strip()) >= _SHORTEST}
    for text in sorted(printed, key=len, reverse=True):
        was, now = str(escape(text)), str(escape(to_traditional(text)))
        if was != now:
            converted = converted.replace(now, was)
    return converted


def _printed(value: Any) -> Iterator[str]:
    """Yield the printed texts in an answer, however deep."""
    if isinstance(value, Record):
        yield from filter(None, (value.title, value.topic, value.text))
    elif isinstance(value, QuotedPassage):
        edges = sorted({0, len(value.text), *(at for span in value.bold for at in span)})
        yield from (value.text[first:last] for first, last in pairwise(edges))
    elif isinstance(value, GuidanceLine):
        if value.printed:
            yield value.zh
    elif isinstance(value, Source):
        yield from filter(None, (value.quote, value.title))
    elif isinstance(value, tuple):
        for one in value:
            yield from _printed(one)
    elif is_dataclass(value) and not isinstance(value, Agency | Context | type):
        for field in fields(value):
            if field.name == "quote" and isinstance(said := getattr(value, field.name), str):
                yield said
            yield from _printed(getattr(value, field.name))
