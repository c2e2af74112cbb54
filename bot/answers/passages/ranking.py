"""Which sentences answer: those with the question's words, the rare ones counting most."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log

from bot.answers.passages.focus import has
from bot.answers.passages.quoting import Span
from bot.questions import lexicon
from bot.questions.question import Focus, InPassages
from bot.records.form import sections
from bot.records.model import Passage
from bot.store.read.values import StoredPassage
from bot.text.normalise import compact

DEPUTY = "副"  # turns a post or role into its deputy, which is another person
_ALTERNATIVE = 0.85  # another word for the same thing counts a little less than the word itself
_WIDER = 0.6  # a shorter one means more than was asked (政策 for 惠企政策)
_TOPIC = 0.3  # a word of the sentence that is its section's subject counts more
_GAPPED = 0.8  # the word stands there with something in between (公文主动公开率 for 公文公开率)
_HEADING = 0.6  # the word stands in the heading above the sentence
_ELSEWHERE = 0.5  # the word is the subject of a section, and this is another: 培训请了谁
_PARAGRAPH = 0.75  # it stands in another sentence of the paragraph: sentences of one are read together
_PARAGRAPH_WORD = 0.5  # and is half a word of this one
_EXACT = (Focus.HOW_MANY, Focus.WHEN, Focus.WHERE)
_GAP, _SHORTEST_HALF = 6, 2
_UNIT = 2.0  # the sentence counts what is asked for (几期)
_AVOIDED = 0.6  # it tells of a neighbouring matter
_SECTION = 1.5  # the question points to this section
_KIND = 1.0  # the sentence holds the kind of thing that is asked for (a date for when)
_CLOSE = 0.75  # sentences within this part of the best one's score are shown too
_OF_IT = 0.9  # and less, where it goes on about what the best one tells
_CLOSE_UNIT = 0.5  # a sentence that counts in the asked unit may be this far behind
_OFFICE = re.compile("[\u4e00-\u9fff]{0,3}科(?![研学技目创普室])")  # how the name of an office goes on
_CLOSE_REASON = 0.55  # a reason often stands in the sentence before


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with its score and where the words of the question stand in it."""

    stored: StoredPassage
    score: float
    matched: tuple[Span, ...]
    words: float
    own: int = 0  # words of the question, or others for them, that stand in the sentence itself
    literal: int = 0  # those of them that stand there as they were asked


# A sentence is folded sign by sign, because offsets are needed; the same few thousand signs come again and again.
_folded_sign = lru_cache(maxsize=20_000)(compact)


@lru_cache(maxsize=20_000)
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text in compact form, and for each of its characters the offset in the text."""
    signs, offsets = [], []
    for offset, sign in enumerate(text):
        for plain in _folded_sign(sign):
            signs.append(plain)
            offsets.append(offset)
    return "".join(signs), tuple(offsets)


def ranked(passages: Sequence[StoredPassage], ask: InPassages) -> list[Ranked]:
    """Return the sentences that have something of the question, the best first.

    Args:
        passages: Candidates, in the order of their documents.
        ask: Words, other words for them, kind, sections.
    """
    around = _paragraphs(passages)
    headings = {folded(stored.passage.heading)[0] for stored in passages}
    standing = "\n".join((*around.values(), *headings))
    # Of dozens of other words for a thing most stand nowhere.
    variants = [[words[0], *(one for one in words[1:] if one[0] in standing)] for words in _variants(ask)]
    weights = _weights(passages, variants)
    numbers = {section.number for section in sections() if section.key in ask.sections}
    avoided = [compact(word) for word in ask.avoid]
    # What stands in several headings (信息公开) is no section's own subject.
    subjects = [words for words in variants if sum(words[0][0] in one for one in headings) == 1]
    found = []
    for stored in passages:
        one = _rank(stored, ask, variants, weights, (around[_paragraph(stored)], numbers))
        if one.score and any(word in folded(stored.passage.text)[0] for word in avoided):
            one = replace(one, score=one.score * _AVOIDED)
        if one.score and not all(_tells_of(stored, words) for words in subjects):
            one = replace(one, score=one.score * _ELSEWHERE)
        found.append(one)
    kept = [one for one in found if one.score > 0]
    return sorted(kept, key=lambda one: -one.score)


def _tells_of(stored: StoredPassage, words: Sequence[tuple[str, float]]) -> bool:
    """Return whether a sentence, or the heading above it, has one of some words for a thing."""
    (text, offsets), heading = folded(stored.passage.text), folded(stored.passage.heading)[0]
    return any(word in heading or _occurrences(text, offsets, word) for word, _ in words)


def best(found: Sequence[Ranked], most: int, focus: Focus, unit: str | None = None) -> list[Ranked]:
    """Return the best sentence and those that come close to it, in the order of the document."""
    if not found:
        return []
    top = found[0]
    if focus in _EXACT and not _tells(top.stored.passage, focus, unit):
        # 公文公开率: a sentence that is as near and holds a number says more than one with the very words.
        near = (one for one in found if one.own >= top.own and one.score >= top.score * _CLOSE)
        top = next((one for one in near if _tells(one.stored.passage, focus, unit)), top)
    if unit and not _counts(top.stored.passage, unit):
        near = (one for one in found if one.own and one.score >= top.score * _CLOSE_UNIT)
        top = next((one for one in near if _counts(one.stored.passage, unit)), top)
    least = top.score * (_CLOSE_REASON if focus is Focus.WHY else _CLOSE)
    close = [
        one
        for one in found
        if one.score >= (least * _OF_IT if focus is Focus.WHAT and _goes_with(one, top) else least)
        and (one.words >= top.words or focus is Focus.WHY)
    ]
    # Another section's sentence with other words for the question's is another matter: 节目主题, 培训 …为主题.
    close = [one for one in close if _beside(one, top) or (one.own >= top.own and one.literal >= max(1, top.literal))]
    if _tells(top.stored.passage, focus, unit):
        close = [one for one in close if _tells(one.stored.passage, focus, unit)]
    close = close[:most]
    return sorted(close, key=lambda one: (one.stored.agency.slug, -one.stored.year, one.stored.passage.order))


def _counts(passage: Passage, unit: str) -> bool:
    """Return whether a sentence counts in a unit (多少条)."""
    return any(quantity.unit == unit for quantity in passage.quantities)


def _tells(passage: Passage, focus: Focus, unit: str | None) -> bool:
    """Return whether a sentence holds anything of the asked kind; what counts 249条 says nothing of 几个人."""
    counted = focus is Focus.HOW_MANY and unit in lexicon.words("told", "measures")
    return _counts(passage, unit or "") if counted else has(passage, focus)


def _goes_with(one: Ranked, other: Ranked) -> bool:
    """Return whether two sentences stand in one paragraph, each with a word of the question in it."""
    return one.own > 0 and _paragraph(one.stored) == _paragraph(other.stored)


def _beside(one: Ranked, other: Ranked) -> bool:
    """Return whether two sentences stand in one section."""
    return (one.stored.agency.slug, one.stored.passage.section) == (
        other.stored.agency.slug,
        other.stored.passage.section,
    )


def _variants(ask: InPassages) -> list[list[tuple[str, float]]]:
    variants = []
    for place, term in enumerate(ask.terms):
        others = ask.alternatives[place] if place < len(ask.alternatives) else ()
        words = [(compact(term), 1.0)]
        for other in others:
            words.append((compact(other), _ALTERNATIVE if len(other) >= len(term) else _WIDER))
        variants.append([(word, weight) for word, weight in words if word])
    return [words for words in variants if words]


def weighed(passages: Sequence[StoredPassage], ask: InPassages) -> list[float]:
    """Return how telling each word of a question is among some sentences."""
    return _weights(passages, _variants(ask))


def _weights(passages: Sequence[StoredPassage], variants: list[list[tuple[str, float]]]) -> list[float]:
    """Return how telling each word is: one that stands in every second sentence says little."""
    total, texts = len(passages), [folded(stored.passage.text)[0] for stored in passages]
    weights = []
    for words in variants:
        without = texts
        for word, _ in words:
            without = [text for text in without if word not in text]
        having = total - len(without)
        weights.append(log(1 + total / (1 + having)) * min(len(words[0][0]), 6) ** 0.5)
    return weights


def _paragraph(stored: StoredPassage) -> tuple[str, int, int]:
    return stored.agency.slug, stored.year, stored.passage.paragraph


def _paragraphs(passages: Sequence[StoredPassage]) -> dict[tuple[str, int, int], str]:
    """Return the sentences of each paragraph as one folded text."""
    found: dict[tuple[str, int, int], str] = {}
    for stored in passages:
        place = _paragraph(stored)
        found[place] = found.get(place, "") + folded(stored.passage.text)[0]
    return found


def _rank(
    stored: StoredPassage,
    ask: InPassages,
    variants: list[list[tuple[str, float]]],
    weights: list[float],
    surroundings: tuple[str, set[str]],
) -> Ranked:
    passage = stored.passage
    text, offsets = folded(passage.text)
    heading = folded(passage.heading)[0]
    paragraph, numbers = surroundings
    kind = _tells(passage, ask.focus, ask.unit)
    score, words, matched, own, literal = 0.0, 0.0, [], 0, 0
    absent = []
    for options, weight in zip(variants, weights, strict=True):
        for word, factor in options:
            if word in text and (spans := _occurrences(text, offsets, word)):
                score += weight * factor * (1 + _TOPIC * any(other in heading for other, _ in options))
                words += 1
                own += 1
                literal += factor == 1.0
                matched += spans
                break
        else:
            spans = _apart(text, offsets, options[0][0])
            if spans:
                score += weight * _GAPPED
                words += _GAPPED
                own += 1
                matched += spans
            else:
                absent.append((options, weight))
    told = kind or words > 0
    for options, weight in absent:
        if told and any(word in paragraph for word, _ in options):
            score += weight * _PARAGRAPH
            words += _PARAGRAPH_WORD
        elif any(word in heading for word, _ in options):
            score += weight * _HEADING
    if passage.section[:1] in numbers:
        score += _SECTION
    if score and kind:
        score += _KIND
    if score and ask.unit and _counts(passage, ask.unit):
        score += _UNIT
    return Ranked(stored, score, tuple(matched), words, own, literal)


def _apart(text: str, offsets: tuple[int, ...], word: str) -> list[Span]:
    """Return where the two halves of a word stand near each other, whatever is said in between; of the first such."""
    found = _halves(word).search(text) if len(word) >= 2 * _SHORTEST_HALF else None
    if found is None:
        return []
    return [(offsets[found.start()], offsets[found.end() - 1] + 1)]


@lru_cache(maxsize=2_000)
def _halves(word: str) -> re.Pattern[str]:
    cuts = range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1)
    return re.compile("|".join(f"{re.escape(word[:cut])}.{{1,{_GAP}}}?{re.escape(word[cut:])}" for cut in cuts))


def stands(text: str, word: str) -> bool:
    """Return whether a compact word stands in a compact text, as it is or in two halves near each other."""
    return word in text or (len(word) >= 2 * _SHORTEST_HALF and _halves(word).search(text) is not None)


def _occurrences(text: str, offsets: tuple[int, ...], word: str) -> list[Span]:
    """Return where a word stands; not within the word for its deputy (组长 in 副组长), nor an office's (培训交流科)."""
    found, at = [], text.find(word)
    while at >= 0:
        if (not at or text[at - 1] != DEPUTY) and not _OFFICE.match(text, at + len(word)):
            found.append((offsets[at], offsets[at + len(word) - 1] + 1))
        at = text.find(word, at + len(word))
    return found
