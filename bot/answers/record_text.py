"""What a loaded record's own text says in numbers, where its card alone would answer nothing (建议几件)."""

import re
from collections.abc import Iterator

from bot.answers.parts import Entry, QuotedPassage
from bot.answers.passages.quoting import quoted
from bot.answers.passages.told import resolved, told_in
from bot.ingest.report.quantities import mentions, quantities
from bot.questions.lexicon import finder
from bot.questions.question import Focus, InPassages
from bot.records.model import Passage
from bot.store.values import StoredPassage
from bot.text.normalise import compact

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SHORTEST = 2


def told_of(item: Entry, message: str, found_by: tuple[str, ...]) -> QuotedPassage | None:
    """Return the sentence of a record's text with the number that a message asks for, None where it says none.

    Args:
        item: The record.
        message: The message in plain form.
        found_by: The words by which the record was found: they say which one is meant, not what of it.
    """
    text = item.record.text
    if not text or finder("focus", "how_many").search(message) is None:
        return None
    rest = compact(message)
    for word in map(compact, found_by):
        rest = rest.replace(word, " ")
    terms = tuple(piece for part in rest.split() for piece in _shared(part, compact(text)))
    if not terms:
        return None
    found = resolved(tuple(told_in(list(_sentences(item, text)))), InPassages(terms=terms, focus=Focus.HOW_MANY))
    values = {one.quantity.value for one in found}
    return quoted(found[0].stored, [(found[0].quantity.start, found[0].end)]) if len(values) == 1 else None


def _sentences(item: Entry, text: str) -> Iterator[StoredPassage]:
    for order, match in enumerate(_SENTENCE.finditer(text)):
        said = match.group().strip()
        yield StoredPassage(
            key=f"{item.key}#{order}",
            agency=item.agency,
            year=item.year or 0,
            passage=Passage(
                order=order,
                section="",
                heading="",
                text=said,
                place=item.record.place,
                paragraph=order,
                quantities=quantities(said),
                dates=mentions(said, None),
            ),
        )


def _shared(part: str, text: str) -> Iterator[str]:
    """Yield the longest pieces of a part of the message that stand in the text."""
    at = 0
    while at < len(part):
        end = len(part)
        while end - at >= _SHORTEST and part[at:end] not in text:
            end -= 1
        if end - at >= _SHORTEST:
            yield part[at:end]
            at = end
        else:
            at += 1
