"""The sentence of a record's text in which a search found its words: a list shows why a record stands in it."""

import re

from bot.answers.inside.matching import PERSONAL
from bot.answers.parts import Entry, QuotedPassage, Source
from bot.answers.passages.quoting import clipped, joined

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SHORTEST = 15
_LONGEST = 60  # characters: two lines on a phone


def said_of(item: Entry, where: Source) -> QuotedPassage | None:
    """Return the sentence that has most of the words found, with them in bold; None where none has one as printed.

    Args:
        item: The record, as a search found it.
        where: Where it stands.
    """
    words = [re.escape(one.found) for one in item.words if one.found]
    if not words or not item.record.text:
        return None
    pattern = re.compile("|".join(words), re.IGNORECASE)
    best: tuple[tuple[int, bool], str, tuple[tuple[int, int], ...]] | None = None
    for match in _SENTENCE.finditer(item.record.text):
        text = match.group().strip()
        spans = joined(one.span() for one in pattern.finditer(text))
        # A heading says less than the sentence under it.
        worth = len({text[start:end].lower() for start, end in spans}), len(text) > _SHORTEST
        if spans and not PERSONAL.search(text) and (best is None or worth > best[0]):
            best = worth, text, spans
    if best is None:
        return None
    text, spans = clipped(best[1], best[2], _LONGEST)
    return QuotedPassage(text=text, source=where, bold=spans)
