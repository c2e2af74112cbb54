"""Which words of a message a reading has used, so that none of them is passed over in silence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bot.questions.figure_names import Part, names, official_labels
from bot.questions.lexicon import finder, phrases
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    Axis,
    BadDate,
    ByNumber,
    Computed,
    Days,
    Facets,
    Figures,
    Focus,
    Guard,
    Guarded,
    Help,
    InPassages,
    Listed,
    LostContext,
    Measure,
    NotPublished,
    Operation,
    Overview,
    Persons,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers.computed import uncomputed
from bot.questions.readers.passages import known_in_sentences
from bot.questions.spans import HEADS, OPEN_MEASURES, QUESTIONS, Kind, Span
from bot.questions.words import remaining, trimmed
from bot.records.model import RecordKind

_COUNT = re.compile(r"[0-9.一二两三四五六七八九十百千万]+[件个份条项次]?")
_GLUE = frozenset({Kind.FILLER, Kind.COURTESY, Kind.VERB, Kind.OPENER, Kind.FACET})
_QUESTIONS = QUESTIONS | _GLUE
_LONG_NUMBER = 3
MATTERS = ("cppcc.", "npc.", "handling.")
_LISTS = _QUESTIONS | {Kind.RECORD, Kind.BODY}
_OF_NUMBERS = _LISTS | {Kind.NUMBER, Kind.QUANTITY, Kind.LOADED}
PROCEDURES = (Guard.APPEAL, Guard.FEE, Guard.DEADLINE, Guard.REUSE, Guard.APPLY, Guard.COMPLAINT)
OF_PERSONS = (Guard.CONTACT, Guard.PERSONAL, Guard.IDENTITY_CHECK, Guard.USER_DATA)
# Guards that are the answer to a question of their own beside others.
_SERIOUS = (*OF_PERSONS, Guard.IDENTITY, *PROCEDURES)
# Guards that a question may stand beside, as frame: an insult, a greeting.
FRAMES = (Guard.INSULT, Guard.THANKS, Guard.GREETING, Guard.LAUGHTER)
# Guards of the message as a whole.
ALONE = (Guard.PROMPT, Guard.EMPTY, Guard.SYMBOLS, Guard.TOO_LONG, Guard.CODE, Guard.LINK)


def sure(message: Message, reading: Reading) -> bool:
    """Return whether a reading stands by itself: not what is left when nothing else fits."""
    ask = reading.asks[0]
    if reading.follows or isinstance(ask, Overview | Help | BadDate):
        return True
    if isinstance(ask, Guarded):
        return ask.guard in (*_SERIOUS, *ALONE)
    if isinstance(ask, LostContext):
        return True
    if isinstance(ask, Computed) and ask.over is Axis.KINDS and ask.operation is Operation.SUM:
        return any(operand.told and operand.told.terms for operand in ask.operands)  # 发了多少条 leans on what is named
    if isinstance(ask, Search):
        titles = message.vocabulary.titles
        words = [solid(word) for word in ask.words if len(solid(word)) > 1]
        return ask.document or (bool(words) and all(map(titles.holds, words)))
    return True


def unclaimed(message: Message, reading: Reading, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return the words between the first and the last that a reading uses which it does not use."""
    if reading.follows or any(
        isinstance(ask, Search | Overview | Help | LostContext | Computed | Persons | Days) for ask in reading.asks
    ):
        return ()
    if any(isinstance(ask, Guarded) and sure(message, reading) for ask in reading.asks):
        return ()
    used = [any(_uses(message, reading, ask, span) for ask in reading.asks) for span in spans]
    heads = [place for place, span in enumerate(spans) if used[place] and span.kinds & (HEADS | QUESTIONS)]
    if not heads:
        return tuple(span.said for span in spans if span.kinds & HEADS)
    first, last = heads[0], heads[-1]
    inside = [place for place in range(first + 1, last) if not used[place]]
    before = _run(spans, used, range(first - 1, -1, -1))
    after = _run(spans, used, range(last + 1, len(spans)))
    found = [*stretches(message, spans, [*before, *inside, *after])]
    told = {*before, *after}
    beside = [place for place in range(len(spans)) if (place < first or place > last) and place not in told]
    return (*found, *(spans[at].said for at in beside if not used[at] and _is_strong(spans[at])))


def unapplied(reading: Reading, words: Sequence[str], facets: Facets) -> Reading:
    """Return a reading that names the words it has not applied."""
    ask = reading.asks[0]
    if (
        not words
        or isinstance(ask, NotPublished)
        or (isinstance(ask, Figures) and any(cell.no_share for cell in ask.cells))
    ):
        return reading
    if isinstance(ask, Computed):
        ask, *others = uncomputed(ask)
        reading = replace(reading, asks=(ask, *others))
    if isinstance(ask, Statistics) and ask.measures != (Measure.SITE_TOTAL,):
        # A count of something else would be no answer; what is counted are replies.
        reading = replace(reading, asks=(Listed(), *reading.asks[1:]), facets=_of_replies(reading.facets or facets))
    how = "unsaid" if isinstance(ask, ByNumber | InPassages) else "unapplied"
    said = "”“".join(dict.fromkeys(words))
    return replace(reading, understood=(*reading.understood, Understood(said, "", how)))


def _of_replies(facets: Facets) -> Facets:
    return facets if facets.kinds else replace(facets, kinds=(RecordKind.REPLY,))


def outweighed(message: Message, reading: Reading, spans: Sequence[Span], left: Sequence[str]) -> bool:
    """Return whether more of what a message says is unused than used: it asks of something else.

    Function words, question words and filters say nothing here: 广播节目 of 办广播节目花了多少钱 against 钱.
    """
    used = [span for span in spans if span.kinds & HEADS and Kind.FACET not in span.kinds]
    used = [span for span in used if is_used(message, reading, span) and not any(span.said in word for word in left)]
    cells = [cell.said for ask in reading.asks if isinstance(ask, Figures) for cell in ask.cells]
    said = max(sum(weight(span.said) for span in used), *(sum(map(weight, one)) for one in (cells, reading.claimed)))
    # One word before a label of the form limits it (残疾人申请几件); a synonym may be another word altogether.
    plain = len(left) == 1 and any(span.kinds & {Kind.RECORD, Kind.BODY} or _is_label(span.said) for span in spans)
    heaviest = 2 * said if plain else said
    return 0 < heaviest < sum(map(weight, left))


def _is_label(said: str) -> bool:
    return said in official_labels() or solid(said) in _headings()


def counted_otherwise(spans: Sequence[Span]) -> tuple[str, ...]:
    """Return what is counted that no figure counts: 小时 of 几个小时."""
    found = []
    for place, (one, other) in enumerate(pairwise(spans)):
        if Kind.UNKNOWN in other.kinds and one.end == other.start and one.said.endswith(OPEN_MEASURES):
            rest = [span for span in spans[place + 2 : place + 3] if span.start == other.end and _is_loose(span)]
            said = trimmed(other.said + "".join(span.said for span in rest))
            found += [said] if len(said) > 1 else []
    return tuple(found)


def weight(said: str) -> int:
    """Return how many signs of some words say what is asked of."""
    patterns = (
        _COUNT,
        finder("words", "how_many"),
        finder("words", "question_words"),
        finder("frames", "particles"),
        finder("turns", "rest"),
    )
    return sum(map(len, remaining(solid(said), *patterns)))


def _run(spans: Sequence[Span], used: Sequence[bool], places: range) -> list[int]:
    """Return the places beside the core, up to a pause, where one of them is a word that nothing explains."""
    run: list[int] = []
    last = places.start - places.step
    for place in places:
        touching = spans[last].end == spans[place].start if places.step > 0 else spans[place].end == spans[last].start
        if not touching or spans[place].kinds & (HEADS | QUESTIONS):
            break
        run.append(place)
        last = place
    least = 1 if places.step < 0 else 2  # 批, 拒 before a name; a last syllable is none
    if not any(Kind.UNKNOWN in spans[place].kinds and len(spans[place].said) >= least for place in run):
        return []
    return [place for place in run if not used[place]]


def stretches(message: Message, spans: Sequence[Span], places: Iterable[int]) -> Iterator[str]:
    """Yield the words at these places, each with what stands beside it without a pause: 残疾人 for 残疾."""
    done = -1
    for place in sorted(places):
        if place <= done:
            continue
        first = last = place
        while first - 1 > done and spans[first - 1].end == spans[first].start and _is_loose(spans[first - 1]):
            before = spans[first - 2] if first > 1 and spans[first - 2].end == spans[first - 1].start else None
            if before and before.kinds & {Kind.NUMBER, Kind.QUANTITY}:
                break  # 号 of 267号, 件 of 26件
            first -= 1
        while last + 1 < len(spans) and _is_loose(spans[last + 1]) and spans[last + 1].start == spans[last].end:
            last += 1
        done = last
        end = spans[last].end
        said = message.clean[spans[first].start : end]
        yield trimmed(said) or spans[place].said


def _is_loose(span: Span) -> bool:
    return not span.kinds & (HEADS | QUESTIONS | {Kind.VERB, Kind.OPENER}) and span.end - span.start == 1


def _is_strong(span: Span) -> bool:
    """Return whether a span asks of something whatever stands around it."""
    long = span.end - span.start
    return (bool(span.kinds & {Kind.NUMBER, Kind.QUANTITY}) and long >= _LONG_NUMBER) or (
        bool(span.kinds & {Kind.FIGURE, Kind.PERSON, Kind.CONCEPT, Kind.LOADED, Kind.MEASURE}) and long > 1
    )


def is_used(message: Message, reading: Reading, span: Span) -> bool:
    """Return whether one of the asks of a reading has used a span."""
    return any(_uses(message, reading, ask, span) for ask in reading.asks)


def _uses(message: Message, reading: Reading, ask: Ask, span: Span) -> bool:
    """Return whether an ask has used a span."""
    kinds = span.kinds
    said = solid(span.said)
    if any(said in solid(claimed) for claimed in reading.claimed):
        return True
    if isinstance(ask, ByNumber):
        counts = Kind.MEASURE in kinds and Kind.ASPECT not in kinds and ask.aspect is Aspect.CARD
        counts = counts and finder("frames", "counts").search(said) is not None
        used = not counts and (bool(kinds & _OF_NUMBERS) or len(said) == 1 or said in _letters())
    elif isinstance(ask, Listed | Statistics):
        counted = bool(kinds & {Kind.NUMBER, Kind.QUANTITY}) and len(said) < _LONG_NUMBER
        used = bool(kinds & _LISTS) or counted or not remaining(said, *_counting())
    elif isinstance(ask, Figures):
        used = _in_figures(ask, span, said)
    elif isinstance(ask, InPassages):
        used = _in_passages(message, ask, span, said)
    elif isinstance(ask, NotPublished):
        used = not kinds & {Kind.PERSON, Kind.BODY} and not (Kind.NUMBER in kinds and len(said) >= _LONG_NUMBER)
    else:
        used = bool(kinds & _GLUE) and not isinstance(ask, Guarded | LostContext | BadDate)
    return used


def _in_figures(ask: Figures, span: Span, said: str) -> bool:
    kinds = span.kinds
    keys = [key for cell in ask.cells for key in cell.keys]
    of_matters = any(key.startswith(MATTERS) for key in keys)
    if kinds & {Kind.BODY, Kind.RECORD, Kind.ROLE}:
        return of_matters or bool(kinds & (_GLUE | {Kind.FIGURE}))
    if Kind.FIGURE in kinds:
        return bool(kinds & _GLUE) or _named(said, keys)
    if kinds & _QUESTIONS:
        return True
    if kinds & {Kind.NUMBER, Kind.QUANTITY}:
        return ask.claimed is not None or len(said) < _LONG_NUMBER
    # 危及 of 危及“三安全一稳定” is part of a name that marks stand in.
    within = [solid(cell.said) for cell in ask.cells if said in solid(cell.said)]
    return any(whole in names() or not kinds & {Kind.UNKNOWN, Kind.LOADED} for whole in within)


@cache
def _headings() -> frozenset[str]:
    figures = phrases("figures")
    return frozenset(solid(word) for key in ("headings", "counted", "reports", "report_names") for word in figures[key])


def _named(said: str, keys: Iterable[str]) -> bool:
    """Return whether a name of the form is of a row or column among these keys, or only says which table is meant."""
    meanings = names().get(said)
    if meanings is None or said in _headings():
        return True
    listed = list(keys)
    for meaning in meanings:
        if meaning.part is Part.COLUMN:
            blocks = [key.partition(".")[0] for key in listed]  # 起诉 is both of its tables
            if any(meaning.prefix.startswith(block) for block in blocks) or any(key.endswith("*") for key in listed):
                return True
        elif any(key == meaning.key or key.startswith(f"{meaning.key}.") for key in listed):
            return True
    return False


def _in_passages(message: Message, ask: InPassages, span: Span, said: str) -> bool:
    kinds = span.kinds
    if Kind.PERSON in kinds:
        return any(said in solid(name) for name in (*ask.people, *ask.terms, ask.claimed or ""))
    if kinds & _QUESTIONS or kinds & {Kind.BODY, Kind.RECORD} or len(said) == 1:
        return True
    if ask.focus is Focus.HOW_MANY and finder("told", "money").search(said):
        return True
    if kinds & {Kind.NUMBER, Kind.QUANTITY}:
        return len(said) < _LONG_NUMBER or ask.claimed is not None or any(said in solid(term) for term in ask.terms)
    terms = [*ask.terms, *(word for others in ask.alternatives for word in others)]
    if any(said in solid(term) or solid(term) in said for term in terms):
        return True
    return said in _hints() or (ask.focus is not Focus.REPORT and known_in_sentences(message, said))


@cache
def _hints() -> frozenset[str]:
    return frozenset(solid(word) for listed in phrases("focus_hints").values() for word in listed)


@cache
def _letters() -> frozenset[str]:
    return frozenset(solid(word) for listed in phrases("number_letters").values() for word in listed)


@cache
def _counting() -> tuple[re.Pattern[str], ...]:
    return tuple(
        finder(*name)
        for name in (("measures", "listed"), ("words", "how_many"), ("words", "publishing"), ("figures", "disclosing"))
    )
