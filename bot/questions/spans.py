"""What stands where in a message: every word of the lexicon, the form and the loaded names, tagged once.

A message is cut into the fewest spans that leave the fewest characters unknown. Later steps look at spans, not at text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from bot.questions.figure_names import names as figure_names
from bot.questions.lexicon import phrases, synonyms
from bot.questions.message import Message
from bot.questions.vocabulary import Vocabulary
from bot.text.normalise import compact

_PERCENT = re.compile("(?<=[0-9])%")
_MOST = 4  # words that are tried at one place
_ORDINAL = "第"
_ROUGHLY = ("多", "余", "来", "几")
_HAN_DIGITS = "〇○零一二三四五六七八九十百千两幺佰拾壹贰叁肆伍陆柒捌玖"


class Kind(StrEnum):
    """What a span is."""

    NUMBER = "number"
    QUANTITY = "quantity"  # 6件, 60%: no number of a record
    FACET = "facet"  # an agency, a session, a date: taken out before
    BODY = "body"
    RECORD = "record"
    FIGURE = "figure"
    ROLE = "role"
    PERSON = "person"
    CONCEPT = "concept"
    MEASURE = "measure"
    ASKED = "asked"
    ASPECT = "aspect"
    LISTING = "listing"
    TURN = "turn"  # whether, not
    OPENER = "opener"
    VERB = "verb"
    COURTESY = "courtesy"
    FILLER = "filler"
    LOADED = "loaded"
    UNKNOWN = "unknown"


# What a question can be about, and what asks of it.
SUBJECTS = frozenset(
    {Kind.NUMBER, Kind.BODY, Kind.RECORD, Kind.FIGURE, Kind.ROLE, Kind.PERSON, Kind.CONCEPT, Kind.LOADED}
)
HEADS = SUBJECTS | {Kind.FACET}
QUESTIONS = frozenset({Kind.MEASURE, Kind.ASKED, Kind.ASPECT, Kind.LISTING, Kind.TURN})
# What limits nothing beside what is listed, counted and when.
LIMITLESS = QUESTIONS | {Kind.FACET, Kind.BODY, Kind.RECORD, Kind.FILLER, Kind.COURTESY, Kind.VERB, Kind.OPENER}
# A measure that ends so is followed by what is counted: 几个小时, 多少斤.
OPEN_MEASURES = ("几个", "多少", "几", "多少个")
# Files of the vocabulary whose words are of one kind, whatever their key.
_FILES = {
    "roles": Kind.ROLE,
    "share_rows": Kind.ASKED,
    "bodies_strong": Kind.BODY,
    "bodies_weak": Kind.BODY,
    "kinds": Kind.RECORD,
    "aspects": Kind.ASPECT,
    "focus": Kind.ASKED,
    "focus_hints": Kind.ASKED,
}
_KEYS = {
    **{
        ("measures", key): Kind.MEASURE
        for key in (
            *(
                "counting",
                "by_day",
                "which_day",
                "by_month",
                "by_body",
                "by_year",
                "latest",
                "earliest",
                "highest",
                "lowest",
                "most",
                "least",
            ),
            *("list_columns", "site_total", "loaded", "years", "overview", "sessions"),
        )
    },
    ("measures", "listed"): Kind.FILLER,
    ("measures", "handled"): Kind.FILLER,
    ("measures", "other_things"): Kind.CONCEPT,
    ("measures", "published"): Kind.CONCEPT,
    ("words", "records"): Kind.RECORD,
    ("words", "listing"): Kind.LISTING,
    ("words", "several"): Kind.LISTING,
    ("words", "how_many"): Kind.MEASURE,
    ("words", "politeness"): Kind.COURTESY,
    ("frames", "courtesy"): Kind.COURTESY,
    ("frames", "verbs"): Kind.VERB,
    ("frames", "speakers"): Kind.FILLER,
    ("frames", "back"): Kind.FILLER,
    ("frames", "self"): Kind.FILLER,
    ("frames", "openers"): Kind.OPENER,
    ("frames", "particles"): Kind.FILLER,
    ("figures", "share"): Kind.ASKED,
    ("figures", "unit"): Kind.ASKED,
    ("figures", "compare"): Kind.ASKED,
    ("figures", "claim"): Kind.TURN,
    ("figures", "by_applicant"): Kind.FIGURE,
    ("figures", "organisations"): Kind.FIGURE,
    ("figures", "report_names"): Kind.FIGURE,
    ("figures", "reports"): Kind.FIGURE,
    ("words", "people_words"): Kind.CONCEPT,
    ("words", "question_words"): Kind.ASKED,
    **{
        ("words", key): Kind.FILLER
        for key in (
            "fillers",
            "edges",
            "publishing",
            "list_fillers",
            "statistics_fillers",
            "number_words",
            "figure_fillers",
            "handling_fillers",
            "passage_fillers",
            "report_words",
            "supposing",
            "asking_for",
        )
    },
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the message's core, and what it can be."""

    start: int
    end: int
    said: str
    kinds: frozenset[Kind]


def tagged(message: Message) -> tuple[Span, ...]:
    """Return the spans of a message, in order; white space and punctuation belong to none."""
    return _tagged(message.core, message.clean, message.vocabulary)


@lru_cache(maxsize=64)  # a message is asked for its spans by each part of the reading
def _tagged(core: str, clean: str, vocabulary: Vocabulary) -> tuple[Span, ...]:
    edges = _given(core, clean)
    for start, end, _ in vocabulary.people_finder.find(core):
        edges[start] = (end, frozenset({Kind.PERSON}))
    found: list[Span] = []
    at = 0
    while at < len(core):
        if at in edges:
            end, kinds = edges[at]
            found.append(Span(at, end, clean[at:end], kinds))
            at = end
            continue
        end = at
        while end < len(core) and end not in edges and (core[end].isalnum() or _PERCENT.match(core, end)):
            end += 1
        if end == at:
            at += 1
            continue
        found += _with_loaded(core, _cut(core, at, end), vocabulary)
        at = end
    return tuple(found)


def _given(core: str, clean: str) -> dict[int, tuple[int, frozenset[Kind]]]:
    """Return where what was blanked out stands: agencies, sessions, dates; none after words told anew (各几件)."""
    found, at = {}, 0
    while at < min(len(core), len(clean)):
        if core[at] == clean[at]:
            at += 1
            continue
        end = at
        while end < len(core) and core[end] == " ":
            end += 1
        if end == at:
            break
        found[at] = (end, frozenset({Kind.FACET}))
        at = end
    return found


def _cut(core: str, first: int, last: int) -> list[Span]:
    """Cut a stretch without gaps into words of the lexicon and what is unknown between them."""
    trie = _trie()
    size = last - first
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (size + 1)  # unknown characters, spans, the end of the first one
    kinds_at: list[frozenset[Kind] | None] = [None] * (size + 1)
    kinds: frozenset[Kind] | None
    for at in range(size - 1, -1, -1):
        unknown, count, _ = best[at + 1]
        chosen = (unknown + 1, count + 1, at + 1)
        kinds = None
        for end, own in _words(core, first + at, last, trie):
            unknown, count, _ = best[end - first]
            candidate = (unknown, count + 1, end - first)
            if candidate[:2] < chosen[:2]:
                chosen, kinds = candidate, own
        best[at], kinds_at[at] = chosen, kinds
    found: list[Span] = []
    at = 0
    while at < size:
        end = best[at][2]
        known = kinds_at[at]
        if known is None:
            while end < size and kinds_at[end] is None:
                end = best[end][2]
            found.append(_unknown(core, first + at, first + end))
        else:
            found.append(Span(first + at, first + end, core[first + at : first + end], known))
        at = end
    return found


@cache
def _measures() -> tuple[str, ...]:
    return phrases("number_context")["measures"]


def _words(core: str, start: int, last: int, trie: dict[str, Any]) -> list[tuple[int, frozenset[Kind]]]:
    """Return where the words of the lexicon that begin here end, the longest first; a run of digits is one word."""
    if core[start].isdigit() or core[start] in _HAN_DIGITS:
        end = start
        while end < last and (core[end].isdigit() or core[end] in _HAN_DIGITS or core[end] in ".%"):
            end += 1
        at = end + (core[end : end + 1] in _ROUGHLY)
        counted = (core[end - 1] == "%" or core.startswith(_measures(), at)) and not core.startswith(
            _ORDINAL, start - 1
        )
        numeral = [(end, frozenset({Kind.QUANTITY if counted else Kind.NUMBER}))]
    else:
        numeral = []
    found: list[tuple[int, frozenset[Kind]]] = []
    node, at = trie, start
    while at < last and (below := node.get(core[at])) is not None:
        node, at = below, at + 1
        if (kinds := node.get("")) is not None:
            found.append((at, kinds))
    return [*numeral, *reversed(found[-_MOST:])]


def _with_loaded(core: str, spans: list[Span], vocabulary: Vocabulary) -> list[Span]:
    """Return spans with those that are unknown, and the particles beside them, as pieces of what is loaded."""
    found: list[Span] = []
    place = 0
    while place < len(spans):
        end = place
        while end < len(spans) and _is_loose(spans[end]):
            end += 1
        run = spans[place:end]
        if not any(Kind.UNKNOWN in span.kinds for span in run):
            found += run or [spans[place]]
            place = max(end, place + 1)
            continue
        found += _strange(core, run, vocabulary)
        place = end
    return found


def _is_loose(span: Span) -> bool:
    return Kind.UNKNOWN in span.kinds or (
        Kind.FILLER in span.kinds and (span.end - span.start == 1 or span.kinds == {Kind.FILLER})
    )


def _strange(core: str, run: list[Span], vocabulary: Vocabulary) -> list[Span]:
    """Cut a run of unknown signs and particles at the pieces that are loaded."""
    start, end = run[0].start, run[-1].end
    text = core[start:end]
    pieces = vocabulary.titles.pieces(text) or vocabulary.passages.pieces(text)
    taken: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        place = text.find(piece, at)
        at = place + len(piece)
        if any(Kind.UNKNOWN in span.kinds and span.start < start + at and span.end > start + place for span in run):
            taken.append((start + place, start + at))
    found = [Span(first, last, core[first:last], frozenset({Kind.LOADED})) for first, last in taken]
    for span in run:
        first = span.start
        for begin, finish in (*taken, (span.end, span.end)):
            if finish <= first or begin < first:
                first = max(first, finish if begin < span.end else first)
                continue
            if (cut := min(begin, span.end)) > first:
                found.append(Span(first, cut, core[first:cut], span.kinds))
            first = max(first, finish)
            if first >= span.end:
                break
    return sorted(found, key=lambda span: span.start)


def _unknown(core: str, start: int, end: int) -> Span:
    return Span(start, end, core[start:end], frozenset({Kind.UNKNOWN}))


@cache
def _trie() -> dict[str, Any]:
    listed: dict[str, set[Kind]] = {}
    for kind, words in _lexicon():
        for word in words:
            if bare := compact(word):
                listed.setdefault(bare, set()).add(kind)
    root: dict[str, Any] = {}
    for word, kinds in listed.items():
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = frozenset(kinds)
    return root


def _lexicon() -> Iterable[tuple[Kind, Iterable[str]]]:
    yield Kind.FIGURE, figure_names()
    yield Kind.CONCEPT, (word for group in synonyms() for word in group if len(word) > 1)
    for name, kind in _FILES.items():
        for words in phrases(name).values():
            yield kind, words
    for (name, key), kind in _KEYS.items():
        yield kind, phrases(name)[key]
