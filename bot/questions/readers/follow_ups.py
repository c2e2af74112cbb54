"""What goes on from the answer before: 第二条, 下一页, 2019年呢, 只看人大的, 怎么答复的 (architecture.md §5)."""

import re
from dataclasses import replace
from functools import cache

from bot.questions import handling
from bot.questions.context import Context
from bot.questions.facets import prepare
from bot.questions.figure_names import Meaning, Part, find, fits
from bot.questions.lexicon import alternation, finder, first_key, phrases, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    Axis,
    ByKey,
    ByNumber,
    CellReference,
    Computed,
    Facets,
    Figures,
    Focus,
    InPassages,
    Listed,
    Measure,
    Operand,
    Operation,
    Question,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers import computed, figures, last_shown, statistics, told
from bot.questions.readers.following import following, lost
from bot.questions.readers.passages import COUNTED, synonyms_of, unit_of
from bot.questions.readers.remainders import with_reasons
from bot.questions.words import record_words, remaining
from bot.records.model import Body, RecordKind
from bot.text import numerals

_NUMERAL = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_SHORTEST_ROW = 3
_SOME = re.compile(r"[那这]?[0-9一二两三四五六七八九十几]*[件个份些]")
_MATTERS = ("cppcc.", "npc.")
_PARTS, _NO_PARTS = ("requests.", *_MATTERS), ("requests.received_new", "requests.processed_total", "requests.carried")
_LEFT = (Operation.ALL, Operation.REST)
_LONGEST_LIST = 50  # entries that are counted; a higher number is one of a record
_PERIOD_END = re.compile(r"[\s。.!！?？,，、~]+$")


def read(message: Message) -> Reading | None:
    """Read a follow-up; without anything to follow it is a LostContext."""
    text = _PERIOD_END.sub("", message.clean)
    on_figures = (_row, _column, _share, _details)
    for reader in (
        _entry,
        last_shown.entry,
        _rest,
        _paging,
        last_shown.sooner,
        _extreme,
        last_shown.added,
        last_shown.averaged,
        _monthly,
        _together,
        _role,
        _agency_alone,
        _compared,
        _narrowed,
        _of_bodies,
        _each,
        _about,
        *on_figures,
        _kind_alone,
        _unit,
        _aspect,
    ):
        reading = reader(message, text)
        if reading is not None:
            return reading
    return None


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern.replace('{n}', _NUMERAL)})" for pattern in words("follow_ups", name)))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words("follow_ups", name))


def _entry(message: Message, text: str) -> Reading | None:
    """Read 第二条, 2, 看第二个, 最后一条: of the last list, also when one of its entries was opened since."""
    context = message.context.of_list() if message.context else None
    match = _patterns("entry").fullmatch(text)
    order: int | None = None
    if match:
        said = next(group for group in match.groups() if group)
        order = numerals.read(said)
    elif (
        text.isascii() and text.isdigit() and context and 1 <= int(text) <= len(context.keys) and len(context.keys) > 1
    ):
        order = int(text)
    elif text in _listed("last_entry"):
        order = -1
    elif text in _listed("first_entry"):
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
    match = _patterns("page").fullmatch(text)
    if text in _listed("next_page"):
        page = context.page + 1 if context else 0
    elif text in _listed("previous_page"):
        page = context.page - 1 if context else 0
    elif match:
        page = numerals.read(next(group for group in match.groups() if group))
    elif text in _listed("all"):
        page = 1
    if page is None:
        return None
    if not context:
        return lost(message)
    last = max(context.pages, 1)
    return following(message, context, context.question.asks, page=min(max(page, 1), last))


def _agency_alone(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 洪泽 after 您问的是哪个单位: the question before, asked of this agency."""
    context = message.context
    slugs = message.place_alone or message.facets.agencies
    if not context or not slugs or (message.facets.agencies and remaining(message.core)):
        return None
    facets = message.facets
    if facets.years or facets.period or facets.body or facets.term or facets.session:
        return None
    asks = context.question.asks
    if not any(isinstance(ask, Figures | InPassages | Statistics) for ask in asks):
        return None
    return following(message, context, asks, facets=replace(context.question.facets, agencies=slugs, apart=False))


def _extreme(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 最早的是哪天, 最新的呢 after a list: of this list."""
    context = message.context.of_list() if message.context else None
    if not context or not any(isinstance(ask, Listed | Search) for ask in context.question.asks):
        return None
    if any(isinstance(ask, Search) for ask in context.question.asks) and message.facets.body:
        return None  # /latest 政协: of all, not of what was found
    ends = [
        measure for measure in (Measure.LATEST, Measure.EARLIEST) if finder("measures", measure).search(message.core)
    ]
    asked = [finder("focus", key) for key in phrases("focus")]
    tail = finder("follow_ups", "tail")
    if len(ends) != 1 or remaining(message.core, finder("measures", ends[0]), record_words(), *asked, tail):
        return None
    found = any(isinstance(ask, Search) for ask in context.question.asks)
    if found and len(context.keys) >= _LONGEST_LIST:
        return None  # of a longer list not all are remembered
    return following(message, context, (Statistics(measures=(ends[0],), keys=context.keys if found else ()),))


def _rest(message: Message, text: str) -> Reading | None:
    """Read 剩下那件怎么回事, 还有一件呢 after 公开了几件: what is left of the whole without what was shown."""
    context = message.context
    if not context or not all(isinstance(ask, Figures | Computed) for ask in context.question.asks):
        return None
    former = figures.read(_message(message, context.question.follows)) if context.question.follows else None
    left = left_of(context.question.asks, text, former.asks if former else ())
    return following(message, context, left) if left else None


def left_of(asks: tuple[Ask, ...], text: str, former: tuple[Ask, ...] = ()) -> tuple[Ask, ...] | None:
    """Return what a text asks for as what is left without the figures asked for before it.

    Args:
        asks: What was asked before.
        text: 剩下那件怎么回事, 其他6件是啥.
        former: What was asked before that: 主办几件, 协办的, 剩下那件 leaves out both.
    """
    asked = [finder("focus", key) for key in phrases("focus")]
    others, reasons = finder("turns", "rest", "others"), finder("turns", "reasons")
    said_beside = (others, finder("words", "question_words"), reasons, _tail(), *asked)
    if not others.search(text) or remaining(_SOME.sub(" ", text), *said_beside):
        return None
    parts = _parts(asks)
    if len(parts) != 1:
        return None
    whole = parts[0].partition(".")[0]
    before = [key for key in _parts(former) if key.startswith(f"{whole}.")]
    operands = tuple(Operand(said=text, key=key) for key in dict.fromkeys((*before, *parts)))
    found = Reading(asks=(Computed(operation=Operation.REST, operands=operands),))
    return (with_reasons(found) or found).asks if whole == "requests" and reasons.search(text) else found.asks


def _parts(asks: tuple[Ask, ...]) -> list[str]:
    """Return the figures asked for that are parts of what the form adds up."""
    keys = [key for ask in asks if isinstance(ask, Figures) for key in ask.cells[0].keys[:1]]
    keys += [ask.operands[0].key for ask in asks if isinstance(ask, Computed) and ask.operation in _LEFT]
    parts = [key.removesuffix(".*") for key in keys if key.startswith(_PARTS) and not key.startswith(_NO_PARTS)]
    return [key for key in parts if not key.endswith(".handled")]


def _message(message: Message, text: str) -> Message:
    """Return another text as a message in the place of this one."""
    return prepare(text, text, vocabulary=message.vocabulary, today=message.today)


def _monthly(message: Message, text: str) -> Reading | None:
    """Read 平均每月几件 after a figure of the year: this figure by its months, not the replies that are listed."""
    context, monthly = message.context, told.MONTHLY
    if not context or not context.figures or not monthly.search(text):
        return None
    if remaining(text, monthly, finder("words", "how_many"), _tail()):
        return None
    operand = Operand(said=context.question.clean, key=context.figures[0])
    return following(message, context, (Computed(operation=Operation.RATIO, operands=(operand,), over=Axis.MONTHS),))


def _together(message: Message, text: str) -> Reading | None:
    """Read 加起来呢, 哪个多 after two questions: worked out of what both asked for."""
    context = message.context
    if not context or not context.question.follows:
        return None
    asked = finder("computed", "sum", "difference", "most", "least")
    two = finder("follow_ups", "two")
    if not asked.search(text) or remaining(asked.sub(" ", message.core), finder("words", "how_many"), _tail(), two):
        return None
    both = "和".join(_ended().sub("", said) for said in (context.question.follows, context.question.said))
    joined = _message(message, f"{both}{two.sub('', text)}")
    whole = computed.read(joined) or told.compared(joined)
    return following(message, context, whole.asks, facets=context.question.facets) if whole else None


@cache
def _tail() -> re.Pattern[str]:
    return finder("follow_ups", "tail")


@cache
def _ended() -> re.Pattern[str]:
    return re.compile(rf"(?:的|呢|吗|啊|[?？。，,\s]|{_tail().pattern})+$")


def _role(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 协办的呢 after 提案主办几件: this part of what the same bodies' figure is of."""
    context = message.context
    roles = handling.roles_in(message.core)
    if not context or not roles or handling.bodies_in(message.core):
        return None
    bodies = dict.fromkeys(key.partition(".")[0] for key in context.figures if key.startswith(_MATTERS))
    named = finder("roles", "lead", "assist", "split")
    if not bodies or remaining(message.core, named, finder("words", "how_many"), _tail(), record_words()):
        return None
    cells = tuple(
        CellReference(keys=(f"{body}.{role}",), said=message.core.strip()) for body in bodies for role in roles
    )
    return following(message, context, (Figures(cells=cells),))


def _row(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 公开了几件 after 收到几件申请: a row of the same table, which alone would be asked of the lists."""
    context = message.context
    flat = solid(message.core)
    if not context or not context.figures or len(flat) < _SHORTEST_ROW:
        return None
    table = context.figures[0].partition(".")[0]
    hits = find(flat)
    rows = [meaning.key for hit in hits for meaning in hit.all(Part.ROW) if meaning.prefix == table]
    rest = flat
    for hit in hits:
        rest = rest.replace(hit.said, " ", 1)
    ends = (finder("words", "how_many"), finder("follow_ups", "tail"))
    if len(rows) != 1 or len(hits) != 1 or remaining(rest, *ends) or message.facets.agencies:
        return None
    facets = replace(context.question.facets, years=message.facets.years or context.question.facets.years, period=None)
    ask = Figures(cells=(CellReference(keys=(f"{rows[0]}.*",), said=flat),))
    return following(message, context, (ask,), facets=facets)


@cache
def _column_ends() -> re.Pattern[str]:
    ends = alternation((*words("follow_ups", "tail"), *words("words", "how_many")))
    return re.compile(rf"(?:{ends}|的|有)+$")


def _column(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 企业呢 after a figure: the same row's column of this name."""
    context = message.context
    if not context or not context.figures:
        return None
    flat = solid(message.core)
    tail = _column_ends().search(flat)
    if tail is None:
        return None
    flat = flat[: -len(tail.group())]
    hits = find(flat)
    row = Meaning(Part.ROW, context.figures[0].rpartition(".")[0])
    columns = [meaning for hit in hits for meaning in hit.all(Part.COLUMN) if fits(row, meaning)]
    if sum(len(hit.said) for hit in hits) != len(flat) or len(columns) != len(hits) or not columns:
        return None
    keys = tuple(f"{row.key}.{meaning.key.rpartition('.')[2]}" for meaning in columns)
    return following(message, context, (Figures(cells=(CellReference(keys=keys, said=flat),)),))


def _compared(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 比上年呢, 同比 after a figure: the same figure across the loaded years."""
    context, tail = message.context, finder("follow_ups", "tail")
    asked = finder("figures", "compare")
    if not context or not context.figures or not asked.search(message.clean) or message.facets.agencies:
        return None
    if remaining(message.clean, asked, finder("words", "relative_years"), tail):
        return None
    asks = tuple(replace(ask, compare=True) for ask in context.question.asks if isinstance(ask, Figures))
    facets = replace(context.question.facets, years=(), apart=False)
    return following(message, context, asks, facets=facets) if asks else None


def _share(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 占比呢, 占多少 after a figure: its share of the whole that it belongs to."""
    context, tail = message.context, finder("follow_ups", "tail")
    asked = finder("figures", "share")
    if not context or not context.figures or not asked.search(message.clean) or message.facets.agencies:
        return None
    if remaining(message.core, asked, tail):
        return None
    # 公开率 names its own part.
    part = Operand(said=message.said, key=first_key("share_rows", message.core) or context.figures[0])
    return following(message, context, (Computed(operation=Operation.SHARE, operands=(part,)),))


def _details(message: Message, text: str) -> Reading | None:
    """Read 哪些原因, 明细 after a figure: what it consists of."""
    context = message.context
    if not context or not context.figures or solid(text) not in _listed("details"):
        return None
    asks = tuple(ask for ask in context.question.asks if isinstance(ask, Figures) and not ask.compare)
    return following(message, context, asks) if asks else None


def _kind_alone(message: Message, text: str) -> Reading | None:
    """Read 哪天, 有几件 after an answer: the same matter, asked for its date or number."""
    context = message.context
    patterns = (*(finder("focus", key) for key in phrases("focus")), _counting(), finder("words", "listing"))
    left = remaining(COUNTED.sub(" ", message.core), *patterns)
    if context is None or not set(left) <= set(words("follow_ups", "attributes")):
        return None
    counted = _counting().search(text) is not None
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


@cache
def _counting() -> re.Pattern[str]:
    return finder("measures", "counting")


def _unit(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 单位是什么 after a figure."""
    context = message.context
    if not context or not context.figures or not finder("figures", "unit").search(message.clean):
        return None
    if remaining(message.core, finder("figures", "unit")):
        return None
    asks = tuple(
        replace(ask, cells=tuple(replace(cell, unit_asked=True) for cell in ask.cells))
        for ask in context.question.asks
        if isinstance(ask, Figures)
    )
    return following(message, context, asks) if asks else None


def inherited(message: Message, reading: Reading) -> Reading:
    """Return a reading with the agency that the question before named, where this one names none (行政处罚呢).

    Only figures and sentences need one; who goes on asking goes on about the same agency, and the answer names it.
    """
    context = message.context
    facets = message.facets if reading.facets is None else reading.facets
    if context and _of_the_same_body(message, reading, facets, context.question.facets):
        said = context.question.follows or context.question.said
        return replace(
            reading,
            facets=replace(facets, body=context.question.facets.body),
            follows=said,
            understood=(*reading.understood, Understood(message.said, said, "context")),
        )
    if not context or facets.agencies or facets.other_office or reading.follows or len(message.vocabulary.agencies) < 2:
        return reading
    before = context.question.facets
    if len(before.agencies) != 1 or not all(isinstance(ask, Figures | InPassages) for ask in reading.asks):
        return reading
    said = context.question.follows or context.question.said
    return replace(
        reading,
        facets=replace(facets, agencies=before.agencies, years=facets.years or before.years),
        follows=said,
        understood=(*reading.understood, Understood(message.said, said, "context")),
    )


def _of_the_same_body(message: Message, reading: Reading, facets: Facets, before: Facets) -> bool:
    """Return whether a list or count goes on about the body asked of before: 那答复有几份 after 人大建议有哪些."""
    if reading.follows or not before.body or facets != replace(Facets(), kinds=facets.kinds):
        return False
    listed = all(isinstance(ask, Listed | Statistics) for ask in reading.asks)
    return listed and _goes_on().match(message.plain) is not None and not _of_all().search(message.plain)


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('follow_ups', 'goes_on'))})(?![年月天周届次])")


@cache
def _of_all() -> re.Pattern[str]:
    return finder("follow_ups", "of_all")


def _narrowed(message: Message, text: str) -> Reading | None:
    """Read 2019年呢, 只看人大的: the question before, with other facets."""
    context = message.context
    if context and message.excluded and not remaining(message.core, record_words(), _tail()):
        return _without(message, context)
    if not context or not _asks_on(message, text):
        return None
    found = narrowed(message, context.question.asks, context.question.facets)
    return following(message, context, found[0], facets=found[1]) if found else None


def _about(message: Message, text: str) -> Reading | None:
    """Read 有几个讲企业的, 有没有说疫情的 after a list: which of it."""
    context = message.context
    match = _of_a_word().fullmatch(text)
    if not context or not match or not message.vocabulary.titles.holds(solid(match["word"])):
        return None
    if not all(isinstance(ask, Listed | Statistics) for ask in context.question.asks):
        return None
    return following(message, context, (Search(words=(match["word"],)),))


@cache
def _of_a_word() -> re.Pattern[str]:
    about, subject = alternation(words("turns", "about")), alternation(words("follow_ups", "subject"))
    asked = alternation((*words("words", "listing"), *words("words", "how_many"), "有没有", "有", "哪个", "哪件"))
    return re.compile(
        rf"(?:{subject}|{asked}|里面|其中)*(?:{about})(?P<word>[^\s,，的]{{2,8}})(?:的|有关的)?(?:{asked}|是|吗|[?？])*"
    )


def _of_bodies(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 都是人大的吗 after a list or a count: how many of it are of each body."""
    context = message.context
    if not context or not statistics.all_of_a_body().fullmatch(message.clean):
        return None
    if not all(isinstance(ask, Listed | Statistics) for ask in context.question.asks):
        return None
    facets = replace(context.question.facets, body=None)
    return following(message, context, (Statistics(measures=(Measure.BY_BODY,)),), facets=facets)


def _each(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 都是几号提案 after a count: the list of what was counted."""
    context = message.context
    if not context or not lists_the_same(message, context.question.asks, context.question.facets):
        return None
    facets = context.question.facets
    replies = replace(facets, kinds=facets.kinds or (RecordKind.REPLY,))
    return following(message, context, (Listed(),), facets=replies)


def _without(message: Message, context: Context) -> Reading | None:
    """Read 不要10月的, 除了轴承的呢 after a list or a count: the same without these."""
    asks, old = context.question.asks, context.question.facets
    if not all(isinstance(ask, Listed | Statistics | Search) for ask in asks):
        return None
    without = tuple(dict.fromkeys((*old.without, *message.facets.without)))
    body = message.facets.body if any(one.body for one in message.excluded) else old.body
    return following(message, context, asks, facets=replace(old, without=without, body=body))


def narrowed(message: Message, asks: tuple[Ask, ...], old: Facets) -> tuple[tuple[Ask, ...], Facets] | None:
    """Return a question with the facets that a message gives; None where it gives none, or they change nothing."""
    facets = message.facets
    given = facets.years or facets.period or facets.body or facets.agencies or facets.term or facets.session
    if not given or not any(isinstance(ask, Figures | Statistics | Listed | Search | InPassages) for ask in asks):
        return None
    return tuple(_for_body(ask, facets.body) for ask in asks) if facets.body else asks, _merged(old, facets)


def only_narrows(message: Message) -> bool:
    """Return whether a message is a limit on what is asked before it and nothing else: 只要政协的."""
    only = _patterns("only")
    return only.match(message.clean) is not None and not remaining(message.core, record_words(), only, _tail())


def of_the_other_body(message: Message, asks: tuple[Ask, ...], old: Facets) -> tuple[tuple[Ask, ...], Facets] | None:
    """Return what is asked of one body asked of the other, which is all that a message names: 人大建议呢."""
    counts = all(
        isinstance(ask, Statistics)
        or (isinstance(ask, Figures) and all(key.startswith(_MATTERS) for cell in ask.cells for key in cell.keys))
        for ask in asks
    )
    if not counts or message.facets.body is None or not _asks_on(message, _PERIOD_END.sub("", message.clean)):
        return None
    return narrowed(message, asks, old)


def lists_the_same(message: Message, asks: tuple[Ask, ...], old: Facets) -> bool:
    """Return whether a message asks which those are that were counted: 都是几号提案, 分别是哪几件."""
    if _merged(old, message.facets) != old or not all(isinstance(ask, Listed | Statistics) for ask in asks):
        return False
    named = (finder("words", "number_words"), finder("words", "listing"), finder("words", "question_words"))
    which = any(pattern.search(message.clean) for pattern in named)
    each = finder("follow_ups", "each").match(message.clean)
    return bool(each and which) and not remaining(message.core, finder("follow_ups", "each"), record_words(), *named)


def _asks_on(message: Message, text: str) -> bool:
    """Return whether facets are all that the message has, in words that go on (…呢, 只看…, 那…)."""
    only, tail = _patterns("only"), finder("follow_ups", "tail").pattern
    listed = message.context and any(isinstance(ask, Listed | Search) for ask in message.context.question.asks)
    goes_on = re.search(rf"(?:{tail})$|^(?:{tail})", text) or (listed and text.endswith("的"))
    if not goes_on and not re.match(rf"(?:{only.pattern})(?=.)", text):
        return False
    left = remaining(message.core, record_words(), only, finder("follow_ups", "tail"))
    return not left


def _merged(old: Facets, new: Facets) -> Facets:
    dated = bool(new.years or new.period)
    return replace(
        old,
        body=new.body or old.body,
        term=new.term or (old.term if not new.body else None),
        session=new.session or (old.session if not new.body else None),
        years=new.years if dated else old.years,
        period=new.period if dated else old.period,
        agencies=new.agencies or old.agencies,
        other_office=new.other_office,
    )


def _for_body(ask: Ask, body: Body) -> Ask:
    """Return an ask for the other body's figures (提案主办几件 … 人大呢)."""
    if not isinstance(ask, Figures):
        return ask
    prefixes = tuple(f"{one.value}." for one in Body)
    cells: list[CellReference] = []
    for cell in ask.cells:
        keys = dict.fromkeys(
            f"{body.value}.{key.partition('.')[2]}" if key.startswith(prefixes) else key for key in cell.keys
        )
        cells.append(replace(cell, keys=tuple(keys)))
    return replace(ask, cells=tuple(cells))


def _aspect(message: Message, text: str) -> Reading | None:
    """Read 怎么答复的, 原文呢, 什么时候发布的: about the record shown before."""
    name = first_key("aspects", text)
    context = message.context
    of_one = context is not None and len(context.keys) == 1  # 399, then 满意吗: of this one
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
            finder("follow_ups", "subject"),
        )
    )


def _short_of_subject(message: Message) -> bool:
    """Return whether the message can only be about something said before."""
    return finder("follow_ups", "needs_subject").search(message.clean) is not None


def _of_reports(question: Question) -> bool:
    return any(isinstance(ask, Figures | InPassages | Statistics) for ask in question.asks)


def _of_records(question: Question) -> bool:
    return any(isinstance(ask, ByNumber | ByKey | Search) for ask in question.asks)
