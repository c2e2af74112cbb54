"""What goes on from the answer before: 第二条, 下一页, 2019年呢, 只看人大的, 怎么答复的 (architecture.md §5)."""

from dataclasses import replace

from bot.questions.lexicon import finder, first_key, phrases, words
from bot.questions.message import Message, Reading
from bot.questions.operations import operation
from bot.questions.question import (
    Aspect,
    ByKey,
    ByNumber,
    Figures,
    Focus,
    InPassages,
    Listed,
    Measure,
    Operation,
    Question,
    Search,
    Statistics,
)
from bot.questions.readers import after_figures, figures, last_shown, narrowing, slots, statistics
from bot.questions.readers.following import following, lost, patterns, unended
from bot.questions.readers.passages import COUNTED, synonyms_of, unit_of
from bot.questions.words import record_words, remaining
from bot.text import numerals

_LONGEST_LIST = 50  # entries that are counted; a higher number is one of a record


def read(message: Message) -> Reading | None:
    """Read a follow-up; without anything to follow it is a LostContext."""
    text = unended(message.clean)
    if found := slots.read(message):
        return found
    on_figures = (after_figures.row, after_figures.column, after_figures.share, after_figures.details)
    for reader in (
        _entry,
        last_shown.entry,
        after_figures.rest,
        after_figures.all_nothing,
        after_figures.all_answered,
        after_figures.denied,
        after_figures.given,
        after_figures.applicants,
        _paging,
        last_shown.sooner,
        _extreme,
        last_shown.averaged,
        narrowing.agency_alone,
        after_figures.compared,
        narrowing.of_bodies,
        after_figures.year_before,
        narrowing.limited,
        narrowing.each,
        narrowing.about,
        *on_figures,
        _kind_alone,
        after_figures.money,
        after_figures.unit,
        _aspect,
    ):
        reading = reader(message, text)
        if reading is not None:
            return reading
    return None


def _entry(message: Message, text: str) -> Reading | None:
    """Read 第二条, 2, 看第二个, 最后一条: of the last list, also when one of its entries was opened since."""
    context = message.context.of_list() if message.context else None
    match = patterns("entry").fullmatch(text)
    order: int | None = None
    if match:
        said = next(group for group in match.groups() if group)
        order = numerals.read(said)
    elif (
        text.isascii() and text.isdigit() and context and 1 <= int(text) <= len(context.keys) and len(context.keys) > 1
    ):
        order = int(text)
    elif text in words("follow_ups", "last_entry"):
        order = -1
    elif text in words("follow_ups", "first_entry"):
        order = 1
    if order is None or (order > _LONGEST_LIST and (not context or order > len(context.keys))):
        return None  # 第267 is a number
    if not context or not context.keys:
        return lost(message)
    index = order - 1 if order > 0 else len(context.keys) - 1
    if not 0 <= index < len(context.keys):
        return lost(message) if match and not text.isdigit() else None
    return following(message, context, (ByKey(key=context.keys[index]),))


def _paging(message: Message, text: str) -> Reading | None:
    """Read 下一页, 上一页, 第3页, 全部: of the last list."""
    context = message.context.of_list() if message.context else None
    page: int | None = None
    match = patterns("page").fullmatch(text)
    if text in words("follow_ups", "next_page"):
        page = context.page + 1 if context else 0
    elif text in words("follow_ups", "previous_page"):
        page = context.page - 1 if context else 0
    elif match:
        page = numerals.read(next(group for group in match.groups() if group))
    elif text in words("follow_ups", "all"):
        page = 1
    if page is None:
        return None
    if not context:
        return lost(message)
    last = max(context.pages, 1)
    return following(message, context, context.question.asks, page=min(max(page, 1), last))


def _extreme(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 最早的是哪天, 第二新的呢 after a list or the newest of some: of the same."""
    context = message.context.of_list() if message.context else None
    if not context or not any(isinstance(ask, Listed | Search | Statistics) for ask in context.question.asks):
        return None
    if any(isinstance(ask, Search) for ask in context.question.asks) and message.facets.body:
        return None  # /latest 政协: of all, not of what was found
    ends, rank = statistics.ends_of(message.core), statistics.rank_of(message.core)
    core = statistics.RANKED.sub(" ", message.core)
    asked = [*(finder("focus", key) for key in phrases("focus")), finder("words", "question_words")]
    tail = finder("follow_ups", "tail")
    if len(ends) != 1 or remaining(core, finder("measures", ends[0]), record_words(), *asked, tail):
        return None
    found = any(isinstance(ask, Search) for ask in context.question.asks)
    if found and len(context.keys) >= _LONGEST_LIST:
        return None  # of a longer list not all are remembered
    ask = Statistics(measures=(ends[0],), keys=context.keys if found else (), rank=rank)
    return following(message, context, (ask,))


def _kind_alone(message: Message, text: str) -> Reading | None:
    """Read 哪天, 有几件 after an answer: the same matter, asked for its date or number."""
    context = message.context
    counting = finder("measures", "counting")
    asked_for = (*(finder("focus", key) for key in phrases("focus")), counting, finder("words", "listing"))
    told = context is not None and all(isinstance(ask, InPassages) for ask in context.question.asks)
    around = (finder("told", "counting"),) if told else ()  # 到年底发了多少
    left = remaining(COUNTED.sub(" ", message.core), *around, *asked_for)
    worked = operation(message)
    of_several = worked is not None and worked.operation is not Operation.SUM
    if context is None or of_several or not set(left) <= set(words("follow_ups", "attributes")):
        return None
    counted = counting.search(text) is not None
    asks = context.question.asks
    kind = first_key("focus", text)
    if kind and all(isinstance(ask, InPassages) for ask in asks):
        found = tuple(_of_kind(ask, Focus(kind), left, unit_of(message)) for ask in asks if isinstance(ask, InPassages))
        return following(message, context, found)
    if left:
        return None
    count, whole = Statistics(measures=(Measure.LISTED,)), Listed()
    listing = finder("words", "listing").search(text) is not None
    for asked, former, then in ((listing, count, whole), (counted, whole, count)):
        if asked and all(ask == former for ask in asks):
            return following(message, context, (then,))
    if counted and all(isinstance(ask, Figures | Statistics | Search) for ask in asks):
        return following(message, context, asks)
    return None


def _of_kind(ask: InPassages, focus: Focus, more: list[str], unit: str | None) -> InPassages:
    """Return a question about the same matter for another kind of thing, with the words that say what of it."""
    return replace(
        ask,
        focus=focus,
        topic=None,
        unit=unit,
        terms=(*ask.terms, *more),
        alternatives=(*ask.alternatives, *synonyms_of(more)),
    )


def _aspect(message: Message, text: str) -> Reading | None:
    """Read 怎么答复的, 原文呢, 什么时候发布的: about the record shown before."""
    name = first_key("aspects", text)
    context = message.context
    of_one = context is not None and len(context.keys) == 1  # 399, then 满意吗: of this one
    numbered = context and of_one and not remaining(message.core, finder("words", "number_words"))
    which = finder("words", "joins").search(message.core) and finder("words", "proposals").search(message.core)
    numbered = numbered or (which and of_one and not remaining(message.core, record_words(), finder("words", "joins")))
    if name is None and context and numbered:
        return following(message, context, (ByKey(key=context.keys[0]),))  # 几号: the card says it
    if name is None or _more_than_an_aspect(message) or (figures.names_any(message) and not of_one):
        return None
    if context and not context.keys and Aspect(name) is Aspect.ORIGINAL and _of_reports(context.question):
        return following(message, context, context.question.asks)  # its source is named there
    if not context or not (context.keys or _of_records(context.question)):
        about_a_list = message.facets.body is not None
        return lost(message) if _short_of_subject(message) and not about_a_list else None
    aspect = Aspect(name)
    if len(context.keys) == 1:
        return following(message, context, (ByKey(key=context.keys[0], aspect=aspect),))
    asks = tuple(
        replace(ask, aspect=aspect) if isinstance(ask, ByNumber | ByKey | Search) else ask
        for ask in context.question.asks
    )
    return following(message, context, asks)


def _more_than_an_aspect(message: Message) -> bool:
    patterns = [finder("aspects", key) for key in phrases("aspects")]
    facets = message.facets
    filtered = facets.years or facets.period or facets.agencies or facets.term or facets.other_office
    return bool(filtered) or bool(
        remaining(
            message.core,
            *patterns,
            record_words(),
            finder("frames", "more"),
            finder("turns", "others"),
            finder("words", "listing"),
            finder("focus", "who"),
            finder("follow_ups", "subject", "published"),
            finder("computed", "joins"),
        )
    )


def _short_of_subject(message: Message) -> bool:
    """Return whether the message can only be about something said before."""
    return finder("follow_ups", "needs_subject").search(message.clean) is not None


def _of_reports(question: Question) -> bool:
    return any(isinstance(ask, Figures | InPassages | Statistics) for ask in question.asks)


def _of_records(question: Question) -> bool:
    return any(isinstance(ask, ByNumber | ByKey | Search) for ask in question.asks)
