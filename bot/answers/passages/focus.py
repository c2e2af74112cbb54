"""Which part of a sentence is asked for: it is set in bold."""

import re
from collections.abc import Sequence

from bot.answers.passages.quoting import Span
from bot.questions.question import Focus
from bot.records.model import Passage

_QUOTED = re.compile(r"《[^》]+》|“[^”]+”")
_CLAUSE = re.compile(r"[^。；，,;]+")
_BORDER = re.compile(r"[，。；,;]")
_CLOCK = re.compile(
    r"每(?:周|月|天|日|年)[一二三四五六日天]?|[上下]午|\d{1,2}[:：]\d{2}(?:\s*[-—~至到]+\s*\d{1,2}[:：]\d{2})?"
)
_REASON = re.compile(r"(?:为了?|根据|按照|由于|因为?|围绕|旨在|提升|提高|增强|促进|推动|助力)[^。；，,;]+")
_PLACE = re.compile(r"(?:在|到|走进|位于)([^。；，,;]{2,20})")


def bold_spans(passage: Passage, matched: Sequence[Span], focus: Focus) -> tuple[Span, ...]:
    """Return the part of a sentence that answers.

    Args:
        passage: The sentence.
        matched: Where the words of the question stand in it.
        focus: What kind of thing is asked for.

    Returns:
        Offsets in the text; the clause of the words where nothing of the asked kind stands there.
    """
    if focus is Focus.HOW_MANY:
        return _nearest(
            [(one.start, _with_unit(passage.text, one.end, one.unit)) for one in passage.quantities], matched
        )
    if focus is Focus.WHEN:
        dates = [(one.start, one.end) for one in passage.dates]
        clock = [found.span() for found in _CLOCK.finditer(passage.text)]
        return tuple(clock) if clock and not _near(dates, matched) else _nearest(dates or clock, matched)
    if focus is Focus.NAME:
        names = [found.span() for found in _QUOTED.finditer(passage.text)]
        own = [name for name in names if any(_in_one_clause(passage.text, name, word) for word in matched)]
        return _nearest(own or names, matched) or _clauses(passage.text, matched)
    if focus is Focus.WHY:
        reasons = [found.span() for found in _REASON.finditer(passage.text)]
        return tuple(reasons) or _clauses(passage.text, matched)
    if focus is Focus.WHERE:
        places = [found.span(1) for found in _PLACE.finditer(passage.text)]
        return _nearest(places, matched) or _clauses(passage.text, matched)
    return _clauses(passage.text, matched)


def has(passage: Passage, focus: Focus) -> bool:
    """Return whether a sentence holds anything of the asked kind."""
    if focus is Focus.HOW_MANY:
        return bool(passage.quantities)
    if focus is Focus.WHEN:
        return bool(passage.dates) or bool(_CLOCK.search(passage.text))
    if focus is Focus.NAME:
        return bool(_QUOTED.search(passage.text))
    if focus is Focus.WHERE:
        return bool(_PLACE.search(passage.text))
    if focus is Focus.WHY:
        return bool(_REASON.search(passage.text))
    return False


def _with_unit(text: str, end: int, unit: str | None) -> int:
    """Return where a quantity ends with its unit, which may stand after a space (65 条)."""
    if not unit:
        return end
    at = text.find(unit, end, end + len(unit) + 2)
    return at + len(unit) if at >= 0 else end


def _nearest(spans: Sequence[Span], matched: Sequence[Span]) -> tuple[Span, ...]:
    """Return the span nearest to the words, one after them before one ahead of them."""
    if not spans or not matched:
        return tuple(spans[:1])
    return (min(spans, key=lambda span: sum(_distance(span, word) for word in matched)),)


def _distance(span: Span, word: Span) -> int:
    if span[0] >= word[1]:
        return span[0] - word[1]
    if span[1] <= word[0]:
        return (word[0] - span[1]) * 3 + 5
    return 0


def _in_one_clause(text: str, one: Span, other: Span) -> bool:
    """Return whether no border of a clause stands between two stretches (以“…”为主题，就《…》)."""
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return _BORDER.search(between) is None


def _near(spans: Sequence[Span], matched: Sequence[Span]) -> bool:
    return any(_distance(span, word) < 40 for span in spans for word in matched)


def _clauses(text: str, matched: Sequence[Span]) -> tuple[Span, ...]:
    """Return the clauses that hold a word of the question."""
    return tuple(
        found.span()
        for found in _CLAUSE.finditer(text)
        if any(found.start() < end and start < found.end() for start, end in matched)
    )
