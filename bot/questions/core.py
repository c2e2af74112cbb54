"""What the words of a message ask that are known, where the others make it a search for what no title has.

What is left out is named where nothing explains it. Nothing is left out that turns or compares. Where no question is
left, the message was not understood: that is no reason to deny what it may ask for (docs/reading.md).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.questions.asked import Reader
from bot.questions.claims import MATTERS, stretches, sure, unapplied
from bot.questions.clauses import is_head
from bot.questions.facets import in_its_year, prepare
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.question import (
    ByNumber,
    Computed,
    Figures,
    Focus,
    InPassages,
    Listed,
    LostContext,
    Question,
    Search,
    Statistics,
    TurnedQuestion,
)
from bot.questions.readers.guessing import guessed
from bot.questions.readers.passages import focus_of, synonyms_of, unit_of
from bot.questions.spans import QUESTIONS, SUBJECTS, Kind, Span
from bot.questions.turns import turning
from bot.records.model import RecordKind

_MOST_UNKNOWN = 3
_CORE = SUBJECTS | {Kind.FACET, Kind.MEASURE, Kind.ASKED, Kind.ASPECT, Kind.LISTING, Kind.TURN}
_AROUND = frozenset({Kind.COURTESY, Kind.OPENER, Kind.VERB})
# Kinds of thing that a message asks for, rather than searches.
KINDS = (Focus.WHEN, Focus.WHERE, Focus.WHO, Focus.HOW_MANY)
_PARTLY = 0.4  # of the characters of a word, from which what is loaded may explain it: a slip, a compound


_A_NAME = 4  # characters of words that say nothing by themselves and stand together in a sentence


def settled(message: Message, reading: Reading, spans: Sequence[Span], read: Reader) -> tuple[Message, Reading]:
    """Return a search with the question that what is known of it makes; one that makes none was not understood."""
    strange = [place for place, span in enumerate(spans) if Kind.UNKNOWN in span.kinds]
    named = tuple(stretches(message, spans, strange))
    if strange and len(strange) <= _MOST_UNKNOWN:
        core, clean = message.core, message.clean
        for span in (spans[place] for place in strange):
            core, clean = blank(core, span.start, span.end), blank(clean, span.start, span.end)
        found = read(replace(message, core=core, clean=clean))
        if isinstance(found.asks[0], Figures | Statistics | Computed):
            return message, unapplied(found, named, message.facets)
    others = None if sure(message, reading) else _but_what_is_left_out(message, reading)
    if _names_nothing(message, spans):
        others = replace(reading, asks=(LostContext(said=message.said, vague=True),))
    if others is None and focus_of(message) in KINDS and all(map(_says_nothing, spans)) and (said := _named(message)):
        others = _sentences_on(message, said, focus_of(message))
    if others or sure(message, reading):
        return message, others or reading
    told = [span for span in spans if _is_told(message, span)]
    named = (*named, *(span.said for span in spans if told and _is_absent(message, span)))
    subjects = [span for span in spans if span.kinds & SUBJECTS and is_head(span) and Kind.FILLER not in span.kinds]
    only_told = bool(told and not strange) and all(one in told and Kind.FIGURE not in one.kinds for one in subjects)
    focus, holds = focus_of(message), message.vocabulary.titles.holds
    if not (
        focus in KINDS
        or (focus and not all(holds(solid(span.said)) for span in told))  # 跟哪些媒体搭伙搞宣传的
        or (only_told and not any(holds(solid(span.said)) for span in told))
        or any(span.kinds & {Kind.ASPECT, Kind.TURN} for span in spans)
        or finder("frames", "whether").search(message.clean)  # 节目是天天播吗
    ):
        return message, _not_understood(message, reading, spans)
    inner = _only(message, [span for span in spans if _is_core(span)])
    found = read(inner)
    said_around = words("words", "passage_fillers")  # 发布之前 of 发布之前谁把关
    turns = [span.said for span in spans if not _is_core(span) and turning(span.said) and span.said not in said_around]
    if not turns and not any(map(turning, named)) and _answers(inner, found, strange=bool(strange)):
        return message, unapplied(replace(found, facets=found.facets or inner.facets), named, inner.facets)
    if (named or turns) and told:
        if not isinstance(found.asks[0], Figures | InPassages):
            inner = _only(message, told)
            found = read(inner)
        if not isinstance(found.asks[0], Figures | InPassages):
            found = _sentences_on(inner, told)
        near = not _is_of_requests(spans, found)
        instead = asked_instead(inner, found) if near else None
        return message, _unread(reading, named or turns, instead)
    # 网民在网上提问他们接了几个: what is not told of it says nothing.
    return message, _sentences_on(message, told, focus) if only_told else _not_understood(message, reading, spans)


def _names_nothing(message: Message, spans: Sequence[Span]) -> bool:
    """Return whether a message has nothing but words that ask and function words: 一共多少条, 情况怎么样."""
    said = solid(message.clean)
    loaded = message.vocabulary.titles.holds(said) or message.vocabulary.passages.holds(said) or _named(message)
    asks = any(span.kinds & {Kind.MEASURE, Kind.ASKED} for span in spans)
    counted = message.said.isascii() or any(map(str.isdigit, said))
    if not asks or loaded or counted or message.context or not all(map(_says_nothing, spans)):
        return False
    return guessed(message.plain, office=bool(message.facets.agencies)) is None  # 这号是谁在管 asks of the bot


def _named(message: Message) -> tuple[str, ...]:
    """Return names that sentences have and that are of words which say nothing by themselves: 公开清单什么时候出来."""
    report = finder("words", "report_words")
    found = message.vocabulary.passages.pieces(solid(message.clean))
    return tuple(piece for piece in found if len(piece) >= _A_NAME and not report.search(piece.removeprefix("公开")))


def _says_nothing(span: Span) -> bool:
    around = QUESTIONS | {Kind.FILLER, Kind.COURTESY, Kind.VERB}
    return bool(span.kinds & around) and (Kind.FILLER in span.kinds or not span.kinds & SUBJECTS)


def _but_what_is_left_out(message: Message, reading: Reading) -> Reading | None:
    """Return a list of the records that are not left out, where no title has the other words: 哪个前头没写关于."""
    ask, titles = reading.asks[0], message.vocabulary.titles
    if not message.excluded or not isinstance(ask, Search):
        return None
    if any(titles.coverage(solid(word)) >= _PARTLY for word in ask.words):
        return None
    facets = reading.facets or message.facets
    listed = Reading(asks=(Listed(),), facets=replace(facets, kinds=facets.kinds or (RecordKind.REPLY,)))
    return unapplied(listed, ask.words, facets)


def _is_of_requests(spans: Sequence[Span], reading: Reading) -> bool:
    """Return whether a figure is one of requests though the message is about proposals: another subject."""
    ask = reading.asks[0]
    if not isinstance(ask, Figures) or not any(
        span.kinds & {Kind.BODY, Kind.RECORD} and is_head(span) for span in spans
    ):
        return False
    return not any(key.startswith(MATTERS) for cell in ask.cells for key in cell.keys)


def asked_instead(message: Message, reading: Reading) -> Question:
    """Return the question of what was understood of a message, which is another than its own."""
    facets = reading.facets or message.facets
    return Question(said=message.clean.strip(), clean=message.plain, asks=reading.asks, facets=facets)


def _unread(reading: Reading, said: Sequence[str], instead: Question | None = None) -> Reading:
    """Return a search that says what was not understood where it finds nothing."""
    turned = TurnedQuestion(
        turn="”“".join(dict.fromkeys(said)), nearest=instead.said if instead else "", strange=True, instead=instead
    )
    return replace(
        reading, asks=tuple(replace(ask, unread=turned) if isinstance(ask, Search) else ask for ask in reading.asks)
    )


def _sentences_on(message: Message, named: Sequence[Span | str], focus: Focus | None = None) -> Reading:
    """Return a question to sentences for what spans or words name."""
    terms = tuple(dict.fromkeys(solid(one if isinstance(one, str) else one.said) for one in named))
    ask = InPassages(terms=terms, focus=focus or Focus.WHAT, alternatives=synonyms_of(terms), unit=unit_of(message))
    return Reading(asks=(ask,), facets=in_its_year(replace(message.facets, body=None, term=None, session=None)))


def _is_absent(message: Message, span: Span) -> bool:
    """Return whether a span is a word for a thing that nothing loaded has, by that or another name: 主持人."""
    if span.kinds != {Kind.CONCEPT}:
        return False
    said = solid(span.said)
    corpora = (message.vocabulary.titles, message.vocabulary.passages)
    return not any(corpus.holds(solid(one)) for one in (said, *synonyms_of((said,))[0]) for corpus in corpora)


def _is_told(message: Message, span: Span) -> bool:
    """Return whether a span names a figure, a person, or what a sentence tells."""
    if span.kinds & {Kind.FIGURE, Kind.PERSON}:
        return is_head(span)
    said, holds = solid(span.said), message.vocabulary.passages.holds
    told = bool(span.kinds & {Kind.CONCEPT, Kind.LOADED}) and any(map(holds, (said, *synonyms_of((said,))[0])))
    return told and is_head(span)


def _is_core(span: Span) -> bool:
    if span.kinds & _AROUND and not span.kinds & SUBJECTS:
        return False
    return bool(span.kinds & _CORE) and (len(span.said) > 1 or bool(span.kinds & {Kind.FACET, Kind.ASKED}))


def _only(message: Message, spans: Sequence[Span]) -> Message:
    """Return a message of nothing but these spans; those that stood apart still do."""
    text, end = "", 0
    for span in spans:
        text += (" " if text and solid(message.clean[end : span.start]) else "") + message.clean[span.start : span.end]
        end = span.end
    own = prepare(text, text, vocabulary=message.vocabulary, today=message.today)
    given = message.facets
    facets = replace(
        own.facets, without=given.without, limits=given.limits, agencies=given.agencies, other_office=given.other_office
    )
    own = replace(own, said=message.said, context=message.context, facets=facets)
    return replace(own, excluded=message.excluded, limits=message.limits)


def _answers(message: Message, reading: Reading, *, strange: bool) -> bool:
    """Return whether what is left is a question: a list or a count only where nothing strange was left out."""
    ask = reading.asks[0]
    if isinstance(ask, Search):
        return sure(message, reading) and not strange
    if isinstance(ask, Listed):
        return not strange or message.facets.period is not None
    if isinstance(ask, Computed):
        return not strange
    return isinstance(ask, Figures | Statistics | InPassages | ByNumber)


def _not_understood(message: Message, reading: Reading, spans: Sequence[Span]) -> Reading:
    """Return a search for function words (两个加一块, 发得多) as not understood: what they ask for is not denied."""
    ask = reading.asks[0]
    if (
        not isinstance(ask, Search)
        or ask.document
        or not (message.context or any(span.kinds & SUBJECTS and is_head(span) for span in spans))
    ):
        return reading
    corpora = (message.vocabulary.titles, message.vocabulary.passages)
    names = [solid(span.said) for span in spans if Kind.UNKNOWN in span.kinds]
    for word in map(solid, ask.words):
        loaded = any(corpus.coverage(word) >= _PARTLY for corpus in corpora)
        if loaded or not word.isalpha() or word.isascii() or any(name in word for name in names):
            return reading
    return _unread(reading, ask.words)
