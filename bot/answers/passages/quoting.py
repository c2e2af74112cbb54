"""From a stored sentence to a quotation: its source, the parts in bold, and no more of it than a phone shows."""

import re
from collections.abc import Iterable

from bot.answers.parts import QuotedPassage, Source
from bot.records.model import Mention
from bot.store.read.values import StoredPassage

LONGEST = 320  # characters of a sentence on a screen; a longer one is shown around what was asked
_NUMBER = re.compile(r"^\s*[（(]?[一二三四五六七八九十\d]+\s*[）)、.．]+\s*")  # said by the section already
_BORDERS = "。；，,;、"

Span = tuple[int, int]


def source(stored: StoredPassage) -> Source:
    """Return where a sentence stands."""
    passage = stored.passage
    section, heading = passage.section, without_number(passage.heading)
    if heading and heading not in section:
        section = f"{section}“{heading}”"
    return Source(
        agency=stored.agency.name,
        year=stored.year,
        section=section,
        document=passage.place.document,
        caveat=stored.caveat,
    )


def without_number(heading: str) -> str:
    """Return a heading without the number that its section is cited by."""
    return _NUMBER.sub("", heading)


def quoted(stored: StoredPassage, bold: Iterable[Span] = ()) -> QuotedPassage:
    """Return a sentence with its asked-for parts.

    Args:
        stored: The sentence.
        bold: Offsets in its text, in any order; those that overlap become one.
    """
    spans = joined(bold)
    text, spans = clipped(stored.passage.text, spans)
    return QuotedPassage(text=text, source=source(stored), bold=spans, inferred=_inferred(stored, spans))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(set(spans)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def clipped(text: str, spans: tuple[Span, ...], longest: int = LONGEST) -> tuple[str, tuple[Span, ...]]:
    """Return a text of at most about `longest` characters around its first bold part, cut at clauses."""
    if len(text) <= longest:
        return text, spans
    first = spans[0][0] if spans else 0
    start = _border(text, max(0, first - longest // 3), first)
    end = min(len(text), start + longest)
    if end < len(text):
        last = max((text.rfind(mark, start, end) for mark in _BORDERS), default=-1)
        end = last + 1 if last > start + longest // 2 else end
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shift = len(before) - start
    kept = tuple(
        (max(left, start) + shift, min(right, end) + shift) for left, right in spans if left < end and right > start
    )
    return before + text[start:end] + after, kept


def _border(text: str, low: int, high: int) -> int:
    """Return the start of the first clause that begins between two offsets, else the lower one."""
    if low == 0:
        return 0
    found = [at + 1 for mark in _BORDERS if (at := text.find(mark, low, high)) >= 0]
    return min(found, default=low)


def _inferred(stored: StoredPassage, spans: tuple[Span, ...]) -> str | None:
    """Return the year of a bold date whose year is not printed (domain.md §6, trap 32)."""
    dates: list[Mention] = [mention for mention in stored.passage.dates if mention.inferred_year]
    for mention in dates:
        if any(start < mention.end and mention.start < end for start, end in spans):
            return str(mention.day.year)
    return None
