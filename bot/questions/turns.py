"""Words that turn a question (没给公开的, 不算主办, 除了自然人) and that its answer would leave unsaid.

What such a word leaves out is applied where the records can (`bot.questions.exclusions`). Where it cannot, the thing
that was left out would come as the answer: then there is none, and the nearest question is offered (docs/reading.md).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.questions.facets import body_words
from bot.questions.handling import parts_in
from bot.questions.lexicon import alternation, finder, first_key, synonyms, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Aspect,
    Axis,
    Computed,
    Figures,
    Focus,
    InPassages,
    Listed,
    Persons,
    Statistics,
    TurnedQuestion,
    Understood,
)
from bot.questions.spans import HEADS, LIMITLESS, QUESTIONS, Kind, Span
from bot.records.model import Role

_OPERANDS = HEADS | {Kind.FACET, Kind.ROLE, Kind.BODY, Kind.ASPECT}
_OF_PARTS = (Aspect.ROLE, Aspect.ASSISTING)
_ATTRIBUTE = re.compile("[^\\s,，。;；]{1,4}的(?=[提建答回申])")
_LISTS = frozenset({Kind.FACET, Kind.LISTING, Kind.MEASURE, Kind.ASKED, Kind.ASPECT})
LISTED = ("topic", "published_on", "publisher")  # what a list says of each record
_NAMED = HEADS | QUESTIONS | {Kind.ROLE}


def checked(message: Message, reading: Reading, spans: Sequence[Span]) -> Reading:
    """Return a reading; where it passes over a word that turns the question, one that says so.

    Args:
        message: What was read; what could be left out stands in its facets and no longer in its text.
        reading: As what.
        spans: The message's spans.
    """
    ask = reading.asks[0]
    reading = _naming_parts(message, reading)
    of_persons = isinstance(ask, InPassages) and (
        ask.focus is Focus.WHO or _which_not().search(message.clean) is not None
    )
    if isinstance(ask, InPassages) and not ask.people and _besides().search(message.clean):
        of_persons = finder("computed", "posts", "listed_persons").search(message.clean) is not None
    named = isinstance(ask, Persons) and (ask.besides or ask.without)
    held = isinstance(ask, Figures) and ask.holding is not None  # 哪些格不是0
    if reading.follows or named or held or not isinstance(ask, Figures | Statistics | Listed | Persons | InPassages):
        return reading
    of_sentences = isinstance(ask, InPassages) and not of_persons
    operands = frozenset(Kind) if of_persons else _OPERANDS
    found = None if of_sentences else _turn(message, spans, operands, reading)
    if found is None:
        # What records alone can leave out (除了399号, 不含企业的) is not left out of a report's figures.
        left_out = [one.said for one in message.excluded if not (one.body or one.agencies)]
        left_out += [one.said for one in message.limits]
        if (of_sentences and not message.limits) or (of_persons and not left_out):
            return _naming_what_is_left_out(message, reading)
        if not left_out or isinstance(ask, Statistics | Listed):
            return reading
        turned = TurnedQuestion(turn="、".join(left_out), nearest=message.clean.strip())
        return replace(reading, asks=(turned,), understood=())
    start, end, last = found
    nearest = (message.clean[:start] + message.clean[end:]).strip()
    turned = TurnedQuestion(turn=message.clean[start:last].strip(), nearest=nearest)
    return replace(reading, asks=(turned,), understood=())


def _naming_parts(message: Message, reading: Reading) -> Reading:
    """Return a list, or a count of one, that names the part in handling which it does not tell apart."""
    ask = reading.asks[0]
    aspect = getattr(ask, "aspect", None)
    applied = (*(one.role for one in message.limits), *(one.role for one in message.excluded))
    counts = isinstance(ask, Statistics | Listed) or (isinstance(ask, Computed) and ask.over is Axis.AGENCIES)
    if not counts or aspect in _OF_PARTS or any(applied):
        return reading
    counted = tuple(Role) if isinstance(ask, Statistics | Listed) else (Role.ASSIST, Role.SPLIT)
    parts = [match.group() for match in parts_in(message.core) if match.lastgroup in counted]
    named = tuple(Understood(part, "", "unapplied") for part in parts[:1])
    return replace(reading, understood=(*reading.understood, *named))


def _naming_what_is_left_out(message: Message, reading: Reading) -> Reading:
    """Return a question to sentences that names what it was to leave out: no sentence is cut (除了日报，还跟谁合作)."""
    left_out = _besides().search(message.clean)
    if left_out is None:
        return reading
    return replace(reading, understood=(*reading.understood, Understood(left_out[0], "", "unapplied")))


@cache
def _besides() -> re.Pattern[str]:
    pause, besides = r"\s,，。;；?？", alternation(words("turns", "besides"))
    after = alternation((*words("turns", "except_after"), "外"))
    return re.compile(rf"(?:{besides})[^{pause}]+?(?=[{pause}]|还|{after})|除[^{pause}]{{1,12}}?(?:{after})")


def _turn(
    message: Message, spans: Sequence[Span], operands: frozenset[Kind], reading: Reading
) -> tuple[int, int, int] | None:
    """Return where a turning word begins and ends, and where what it turns ends: a span of one of these kinds.

    What a phrase of the form holds turns nothing: 没被受理 is 不予处理.
    """
    text, of_records = message.clean, isinstance(reading.asks[0], Listed | Statistics)
    whether = finder("frames", "whether").search(text) is not None
    named = _NAMED - {Kind.FIGURE} if of_records else _NAMED  # 没公开 is a figure's name, and leaves out replies
    for match in _turning().finditer(text):
        start, end = match.span()
        if any(
            phrase != solid(text) and phrase in text[start:] and match[0].strip() in phrase
            for phrase in reading.claimed
        ):
            continue
        if any(span.start <= start < span.end and span.end > end and span.kinds & named for span in spans):
            continue  # 不予公开, 有没有
        if any(span.start < start < span.end and span.kinds & _NAMED for span in spans):
            continue
        attributes = _ATTRIBUTE.match(text, end) and not body_words().match(text, end)  # 9月没有人大的答复吧
        asked = whether or text[:start].endswith((*words("focus", "why"), *words("turns", "how_come")))
        if asked and match["word"] in _denials() and not attributes:
            continue  # 没有人复议吗 asks whether, 为什么没有2021的 why; 没公布的答复有吗 for those
        said = (span for span in spans if span.start <= end < span.end)
        operand = next((span for span in said if span.kinds & operands or _is_published(span.said)), None)
        if operand is not None:
            return start, end, operand.end
    return None


@cache
def leaving_out() -> tuple[str, ...]:
    """Return the words before what is left out: 除了, 不算, and the verbs of taking away (刨掉)."""
    return (*words("turns", "except_before"), *_taken_away())


def leaves_out(text: str) -> bool:
    """Return whether a clause leaves something out, and is no talk: 刨去轴承那件, not 不要生气."""
    return _leaves_out().match(text) is not None


@cache
def _leaves_out() -> re.Pattern[str]:
    return re.compile(alternation((*words("turns", "besides"), *_taken_away())))


@cache
def taken_off() -> tuple[str, ...]:
    """Return the words after what is left out, with 把 before it: 算进来, and the verbs of taking away."""
    return (*words("turns", "taken_off"), *_taken_away(), *(f"{verb}了" for verb in words("turns", "removing")[1:]))


def _taken_away() -> tuple[str, ...]:
    return tuple(f"{verb}{end}" for verb in words("turns", "removing") for end in words("turns", "away"))


def turning(text: str) -> bool:
    """Return whether a word turns or compares: what is left out as saying nothing has none."""
    return _turns_or_compares().search(text) is not None


def limits_nothing(spans: Sequence[Span]) -> bool:
    """Return whether spans ask for records by body and day in function words alone, none of which turns or compares."""
    asks = any(span.kinds & _LISTS for span in spans)
    return asks and all(_says_nothing(span) for span in spans)


def _is_published(said: str) -> bool:
    return publishes(said) or said.startswith(words("figures", "disclosing"))


def publishes(said: str) -> bool:
    """Return whether words only say that something was published: 发了, 放了, 发了几件."""
    return said.startswith(_publishing())


@cache
def _publishing() -> tuple[str, ...]:
    group = next(group for group in synonyms() if words("told", "publishing")[1] in group)
    return tuple(word for word in group if word.endswith(("了", "过"))) + words("words", "publishing")


def _says_nothing(span: Span) -> bool:
    if span.said in _publishing():
        return True
    if Kind.ASPECT in span.kinds:
        return first_key("aspects", span.said) in LISTED
    return span.kinds <= LIMITLESS | {Kind.QUANTITY} and bool(span.kinds & QUESTIONS or not turning(span.said))


@cache
def _turns_or_compares() -> re.Pattern[str]:
    bounds = ("over", "under", "at_least", "at_most", "above", "below")
    compared = [word for key in ("mean", "difference", "most", "least", *bounds) for word in words("computed", key)]
    compared += [word for word in words("computed", "sum") if word not in words("words", "how_many")]
    turns = (*leaving_out(), *words("turns", "negations"), *words("turns", "comparing"))
    return re.compile(alternation((*compared, *turns)))


@cache
def _which_not() -> re.Pattern[str]:
    """Find a question for those who are not: 哪几个不是局领导."""
    return re.compile(rf"(?:{alternation((*words('computed', 'who'), *words('computed', 'heads')))})不是")


@cache
def _turning() -> re.Pattern[str]:
    before, bare = leaving_out(), words("turns", "negations")
    return re.compile(rf"(?P<word>{alternation((*before, *bare))})(?:{alternation(words('turns', 'between'))})?\s*")


@cache
def _denials() -> frozenset[str]:
    return frozenset(("不是", *words("turns", "negations")))
