"""The question before with other filters: 2019年呢, 只看人大的, 不要10月的, 都是几号提案, 有几个讲企业的."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.context import Context
from bot.questions.handling import MATTERS, only_body
from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Computed,
    Facets,
    Figures,
    InPassages,
    Limit,
    Listed,
    Measure,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers import statistics
from bot.questions.readers.following import following, merged, patterns, tail, unended
from bot.questions.readers.slots import names_alone
from bot.questions.words import record_words, remaining
from bot.records.model import Body, RecordKind, Role

_SO_MANY = re.compile("有?(?:几|多少)[件个条份]|有?哪些")
_OF_WHOM = re.compile("都?是?哪[些个几]?[家个]?(?:单位|部门|局|机关)的?")  # 都是哪些单位的


def agency_alone(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
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


def limited(message: Message, text: str) -> Reading | None:
    """Read 2019年呢, 只看人大的: the question before, with other facets."""
    context = _of_lists(message)
    counted = (finder("measures", "counting"), finder("words", "how_many"), finder("turns", "rest"), patterns("only"))
    if context and message.excluded and not remaining(message.core, _SO_MANY, record_words(), tail(), *counted):
        return _without(message, context)
    if context and message.limits and (ask := _of_the_list(message, context)):
        return following(message, context, (ask,))
    if context and message.facets.period and names_alone(message) and (body := _handled_by(context.question.asks)):
        facets = merged(replace(context.question.facets, body=body), message.facets)
        return following(message, context, (Statistics(measures=(Measure.LISTED,)),), facets=facets)
    if not context or not _asks_on(message, text):
        return None
    found = narrowed(message, context.question.asks, context.question.facets)
    return following(message, context, found[0], facets=found[1]) if found else None


def _of_lists(message: Message) -> Context | None:
    """Return what a turn goes on from; a part that a report counts as that part in lists, where they alone tell on."""
    context = message.context
    on = message.limits or message.excluded or message.facets.period or message.facets.agencies
    if context is None or not on or not all(map(_of_matters, context.question.asks)):
        return context
    keys = [key for ask in context.question.asks if isinstance(ask, Figures) for cell in ask.cells for key in cell.keys]
    parts = {key.rpartition(".")[2] for key in keys}
    role = next((role for role in Role if parts == {role.value}), None)
    if role is None or role not in message.vocabulary.roles:
        return context
    limit = Limit(said=min(phrases("roles")[role.value], key=len), role=role)
    facets = replace(context.question.facets, body=only_body(keys), limits=(limit,))
    question = replace(context.question, asks=(Statistics(measures=(Measure.LISTED,)),), facets=facets)
    return replace(context, question=question)


def about(message: Message, text: str) -> Reading | None:
    """Read 有几个讲企业的, 有没有说疫情的 after a list: which of it."""
    context = message.context
    match = _of_a_word().fullmatch(text)
    if not match or not message.vocabulary.titles.holds(solid(match["word"])):
        return None
    if not context and match["counted"]:
        return Reading(asks=(Search(words=(match["word"],)),), claimed=(message.clean,))
    if not context or not all(isinstance(ask, Listed | Statistics) for ask in context.question.asks):
        return None
    return following(message, context, (Search(words=(match["word"],)),))


@cache
def _of_a_word() -> re.Pattern[str]:
    about, subject = alternation(words("turns", "about")), alternation(words("follow_ups", "subject"))
    asked = alternation((*words("words", "listing"), *words("words", "how_many"), "有没有", "有", "哪个", "哪件"))
    return re.compile(
        rf"(?:{subject}|{asked}|里面|其中)*(?:{about})(?P<word>[^\s,，的]{{2,8}})(?:的|有关的)?(?P<counted>{asked})?(?:{asked}|是|吗|[?？])*"
    )


def of_bodies(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 都是人大的吗 after a list or a count: how many of it are of each body."""
    context = message.context
    if not context or not statistics.all_of_a_body().fullmatch(message.clean):
        return None
    if not all(isinstance(ask, Listed | Statistics) for ask in context.question.asks):
        return None
    facets = replace(context.question.facets, body=None)
    return following(message, context, (Statistics(measures=(Measure.BY_BODY,)),), facets=facets)


def each(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
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
    if finder("measures", "counting").search(message.core) and all(isinstance(ask, Listed) for ask in asks):
        asks = (Statistics(measures=(Measure.LISTED,)),)  # 除了教育局的还剩几件 after a list
    return following(message, context, asks, facets=replace(old, without=without, body=body))


def _of_the_list(message: Message, context: Context) -> Ask | None:
    """Read 标题带企业的有几件 after a list or a count: of the same."""
    count = finder("measures", "counting")
    named = (finder("words", key) for key in ("listing", "how_many", "question_words"))
    around = (record_words(), *named, count, tail())
    lists = all(isinstance(ask, Listed | Statistics) for ask in context.question.asks)
    if not lists or any(one.key for one in message.limits) or message.facets.body or remaining(message.core, *around):
        return None
    if count.search(message.core):
        return Statistics(measures=(Measure.LISTED,))
    asked = finder("words", "listing").search(message.core) or finder("words", "how_many").search(message.core)
    return Listed() if asked or len(context.question.asks) > 1 else context.question.asks[0]  # B类呢 after A类几件


def narrowed(message: Message, asks: tuple[Ask, ...], old: Facets) -> tuple[tuple[Ask, ...], Facets] | None:
    """Return a question with the facets that a message gives; None where it gives none, or they change nothing."""
    facets = message.facets
    given = replace(facets, other_office=None, kinds=(), apart=False, without=()) != Facets()
    if not given or not any(map(_can_be_narrowed, asks)):
        return None
    return tuple(_for_body(ask, facets.body) for ask in asks) if facets.body else asks, merged(old, facets)


def _can_be_narrowed(ask: Ask) -> bool:
    """Return whether an ask has the filters of its question alone."""
    if isinstance(ask, Computed):
        return not any(operand.facets or operand.told for operand in ask.operands)
    return isinstance(ask, Figures | Statistics | Listed | Search | InPassages)


def only_narrows(message: Message) -> bool:
    """Return whether a message is a limit on what is asked before it and nothing else: 只要政协的."""
    only = patterns("only")
    return only.match(message.clean) is not None and not remaining(message.core, record_words(), only, tail())


def of_the_other_body(message: Message, asks: tuple[Ask, ...], old: Facets) -> tuple[tuple[Ask, ...], Facets] | None:
    """Return what is asked of one body asked of the other, which is all that a message names: 人大建议呢."""
    counts = all(isinstance(ask, Statistics) or _of_matters(ask) for ask in asks)
    if not counts or message.facets.body is None or not _asks_on(message, unended(message.clean)):
        return None
    return narrowed(message, asks, old)


def _of_matters(ask: Ask) -> bool:
    """Return whether figures are asked for that each body has."""
    return isinstance(ask, Figures) and all(key.startswith(MATTERS) for cell in ask.cells for key in cell.keys)


def lists_the_same(message: Message, asks: tuple[Ask, ...], old: Facets) -> bool:
    """Return whether a message asks which those are that were counted: 都是几号提案, 分别是哪几件."""
    if merged(old, message.facets) != old or not all(isinstance(ask, Listed | Statistics) for ask in asks):
        return False
    named = (_OF_WHOM, finder("words", "number_words"), finder("words", "listing"), finder("words", "question_words"))
    which = any(pattern.search(message.clean) for pattern in named)
    each = any(
        pattern.match(message.clean) for pattern in (finder("follow_ups", "each"), _OF_WHOM, finder("words", "listing"))
    )
    return bool(each and which) and not remaining(message.core, finder("follow_ups", "each"), record_words(), *named)


def _handled_by(asks: tuple[Ask, ...]) -> Body | None:
    """Return the body whose matters are counted as a report does, for the year: of a month they are told by lists."""
    keys = [key for ask in asks if isinstance(ask, Figures) for cell in ask.cells for key in cell.keys]
    return only_body(keys) if all(_of_matters(ask) for ask in asks) else None


def _asks_on(message: Message, text: str) -> bool:
    """Return whether facets are all that the message has, in words that go on (…呢, 只看…, 那…) or none."""
    only, tail = patterns("only"), finder("follow_ups", "tail").pattern
    asks = message.context.question.asks if message.context else ()
    listed = any(isinstance(ask, Listed | Search | Statistics) for ask in asks)
    goes_on = re.search(rf"(?:{tail})$|^(?:{tail})", text) or (listed and _some_of_them().search(text))
    bare = names_alone(message) and all(_takes(ask, message.facets) for ask in asks) and bool(asks)
    if not goes_on and not bare and not re.match(rf"(?:{only.pattern})(?=.)", text):
        return False
    core = _some_of_them().sub(" ", message.core) if listed else message.core
    by_whom = (finder("computed", "handling"),) if message.facets.agencies and listed else ()
    left = remaining(core, *by_whom, _SO_MANY, record_words(), only, finder("follow_ups", "tail"))
    return bare or not left


def _takes(ask: Ask, facets: Facets) -> bool:
    """Return whether an ask has filters of the kind that a turn names: 政协 says nothing of a table on requests."""
    if isinstance(ask, Figures):
        return facets.period is None and (facets.body is None or _of_matters(ask))
    return isinstance(ask, Statistics | Listed | Search)


@cache
def _some_of_them() -> re.Pattern[str]:
    """Find what asks for some of a list: 政协的那件, 有人大的吗, 10月的有哪些."""
    asked = alternation((*words("words", "listing"), *words("words", "how_many"), *words("frames", "whether"), "没有?"))
    return re.compile(rf"的(?:[那这]?[0-9几一两二三]?[件个条份些])?(?:是?哪[个件条]|有)?(?:{asked})*$")


def _for_body(ask: Ask, body: Body) -> Ask:
    """Return an ask for the other body's figures (提案主办几件 … 人大呢)."""
    if isinstance(ask, Computed):
        return replace(ask, operands=tuple(replace(one, key=_of_body(one.key, body)) for one in ask.operands))
    if not isinstance(ask, Figures):
        return ask
    cells = (replace(cell, keys=tuple(dict.fromkeys(_of_body(key, body) for key in cell.keys))) for cell in ask.cells)
    return replace(ask, cells=tuple({cell.keys: cell for cell in cells}.values()))


def _of_body(key: str, body: Body) -> str:
    return f"{body.value}.{key.partition('.')[2]}" if key.startswith(MATTERS) else key


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
