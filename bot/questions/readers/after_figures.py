"""What goes on from figures that were shown: 协办的呢, 占多少, 企业呢, 比上年呢, 剩下那件, 加起来呢."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.facets import prepare
from bot.questions.figure_names import Meaning, Part, blocks_of, find, fits
from bot.questions.handling import MATTERS
from bot.questions.lexicon import alternation, finder, first_key, phrases, words
from bot.questions.message import Message, Reading, solid
from bot.questions.operands import PROCESSED, RECEIVED, for_each
from bot.questions.question import Ask, CellReference, Computed, Figures, Operand, Operation
from bot.questions.readers import figures, remainders
from bot.questions.readers.following import following, tail
from bot.questions.readers.remainders import with_reasons
from bot.questions.words import compares_years, remaining

_SHORTEST_ROW = 3
_YUAN = re.compile("[万亿百]?元")
_SOME = re.compile(r"[那这]?[0-9一二两三四五六七八九十几]*[件个份些]")
WHOLES = (RECEIVED, PROCESSED, "requests.carried")
_PARTS = ("requests.", *MATTERS)
# 总数怎么是0: the number is asked for, whatever is wondered at.
WHY_SO_MANY = re.compile("(?:怎么|为什么|为何|哪来的?)(?:会|才|就|只|还|都)*(?:是|有|成)?[0-9零]+[件个条项]?")
_ALL_APPLICANTS = ("total", "*")
_LEFT = (Operation.ALL, Operation.REST)


def rest(message: Message, text: str) -> Reading | None:
    """Read 剩下那件怎么回事, 还有一件呢 after 公开了几件: what is left of the whole without what was shown."""
    context = message.context
    if not context or not all(isinstance(ask, Figures | Computed) for ask in context.question.asks):
        return None
    former = figures.read(_message(message, context.question.follows)) if context.question.follows else None
    left = left_of(context.question.asks, text, former.asks if former else ())
    return following(message, context, left) if left else None


def all_nothing(message: Message, text: str) -> Reading | None:
    """Read 没有吗, 都是零啊 after figures: whether it is none, in the last two questions where all are meant."""
    context, match = message.context, _all_nothing().fullmatch(text)
    if not context or not context.figures or not match:
        return None
    asked = [one for one in (context.former, context.question) if one and one.facets == context.question.facets]
    claimed = f"{words('turns', 'every')[-1]}0"
    found = asked if match["every"] else asked[-1:]
    asks = tuple(replace(ask, claimed=claimed) for one in found for ask in one.asks if isinstance(ask, Figures))
    return following(message, context, tuple(dict.fromkeys(asks))) if asks else None


@cache
def _all_nothing() -> re.Pattern[str]:
    every, whether = alternation(words("turns", "every")), alternation(words("told", "whether"))
    return re.compile(
        rf"[那这]?(?:真的?|难道|就|一[件个次条])*(?P<every>{every})?(?:(?:是|为)?(?:零|0)[件个]?|没有)(?:{whether}|啊|呀|哦)+\W*"
    )


def all_answered(message: Message, text: str) -> Reading | None:
    """Read 都答复了没, 都给了吗 after figures of requests: how many were handled, granted, carried into the next year.

    Of one kind of applicant these are those of this kind; of all whether all were granted is worked out.
    """
    context = message.context
    if not context or not context.figures or not all(key.startswith("requests.") for key in context.figures):
        return None
    done, granted = alternation((*words("words", "answers"), "办", "处理")), alternation(words("turns", "given"))
    whether, every = alternation(words("told", "whether")), alternation(words("turns", "every"))
    asked = rf"[那这]?(?:{every})?给?(?:(?P<done>{done})|(?P<granted>(?:{granted})+))[完结好]?了?(?:{whether})\W*"
    match, column = re.fullmatch(asked, text), context.figures[0].rpartition(".")[2]
    if match is None or (match["granted"] and column in _ALL_APPLICANTS):
        return None
    rows = ("processed_total", "granted_full" if match["granted"] else "carried_out")
    column = "*" if column in _ALL_APPLICANTS else column
    cells = tuple(CellReference(keys=(f"requests.{row}.{column}",), said=text) for row in rows)
    return following(message, context, (Figures(cells=cells),))


def denied(message: Message, text: str) -> Reading | None:
    """Read 没公开的呢 after figures of requests: what is left without those."""
    context = message.context
    if not context or not context.figures or not all(key.startswith("requests.") for key in context.figures):
        return None
    asked = f"{words('computed', 'received')[-1]}{tail().sub('', text)}"
    left = remainders.read(_message(message, asked)) if text.startswith(words("turns", "negations")) else None
    return following(message, context, left.asks) if left else None


def left_of(asks: tuple[Ask, ...], text: str, former: tuple[Ask, ...] = ()) -> tuple[Ask, ...] | None:
    """Return what a text asks for as what is left without the figures asked for before it.

    Args:
        asks: What was asked before.
        text: 剩下那件怎么回事, 其他6件是啥.
        former: What was asked before that: 主办几件, 协办的, 剩下那件 leaves out both.
    """
    asked = [finder("focus", key) for key in phrases("focus")]
    others, reasons = finder("turns", "rest", "others"), finder("turns", "reasons")
    said_beside = (others, finder("words", "question_words"), reasons, tail(), *asked)
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
    parts = [key.removesuffix(".*") for key in keys if key.startswith(_PARTS) and not key.startswith(WHOLES)]
    return [key for key in parts if not key.endswith(".handled")]


def _message(message: Message, text: str) -> Message:
    """Return another text as a message in the place of this one."""
    return prepare(text, text, vocabulary=message.vocabulary, today=message.today)


def row(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
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
    return re.compile(rf"(?:{ends}|的|有)")


def given(message: Message, text: str) -> Reading | None:
    """Read 给了几件 after figures of requests: how many of them were granted."""
    context = message.context
    if not context or not context.figures or not all(key.startswith("requests.") for key in context.figures):
        return None
    counts = finder("words", "how_many")
    granted = re.fullmatch(rf"[那就]?(?:{alternation(words('turns', 'given'))})+了?(?:{counts.pattern})[呢啊]?", text)
    columns = {key.rpartition(".")[2] for key in context.figures}
    column = columns.pop() if len(columns) == 1 else "*"
    cell = CellReference(keys=(f"requests.granted_full.{column if column != 'total' else '*'}",), said=text)
    return following(message, context, (Figures(cells=(cell,)),)) if granted else None


def applicants(message: Message, text: str) -> Reading | None:
    """Read 都谁提的 after figures of requests: how many came from each kind of applicant."""
    context = message.context
    if not context or not context.figures or not all(key.startswith("requests.") for key in context.figures):
        return None
    who, put = finder("focus", "who").pattern, alternation(words("follow_ups", "putting"))
    if not re.fullmatch(rf"[都全]?是?(?:{who})(?:{put})+[的了]*", text):
        return None
    cell = CellReference(keys=("requests.received_new.*",), said=text, by_applicant=True)
    return following(message, context, (Figures(cells=(cell,)),))


def column(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 企业呢 after a figure: the same row's column of this name."""
    context = message.context
    if not context or not context.figures:
        return None
    row = Meaning(Part.ROW, context.figures[0].rpartition(".")[0])
    said = re.sub(
        rf"^(?:[那这它]的?|有没?有?)|(?:{tail().pattern}|的?(?:没有?|吗))+$",
        "",
        solid(WHY_SO_MANY.sub("", message.core)),
    )
    bare = re.sub(rf"(?:{_column_ends().pattern})+$", "", said)
    for flat in (said, bare):  # 公开总数呢 names a column as it stands
        hits = find(flat)
        columns = [[one for one in hit.all(Part.COLUMN) if fits(row, one)] for hit in hits]
        if columns and sum(len(hit.said) for hit in hits) == len(flat) and all(len(found) == 1 for found in columns):
            keys = tuple(f"{row.key}.{meaning.key.rpartition('.')[2]}" for (meaning,) in columns)
            return following(message, context, (Figures(cells=(CellReference(keys=keys, said=flat),)),))
    every = [column for block in blocks_of(row.prefix) for column in block.columns]
    for flat in filter(None, (said, bare)):  # 公开几件: each column that counts what is public
        if keys := tuple(f"{row.key}.{column.key}" for column in every if flat in column.label):
            return following(message, context, (Figures(cells=(CellReference(keys=keys, said=flat),)),))
    return None


def compared(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 比上年呢, 同比 after a figure: the same figure across the loaded years, or beside the year that is named."""
    context, tail = message.context, finder("follow_ups", "tail")
    asked = finder("figures", "compare")
    if not context or not context.figures or message.facets.agencies:
        return None
    if not compares_years(message) and (
        not asked.search(message.clean) or remaining(message.clean, asked, finder("words", "relative_years"), tail)
    ):
        return None
    asks = tuple(replace(ask, compare=True) for ask in context.question.asks if isinstance(ask, Figures))
    named = any(not span.relative for span in message.dates)
    years = {*message.facets.years, context.year} if named and context.year else ()
    facets = replace(context.question.facets, years=tuple(sorted(years)), apart=False)
    return following(message, context, asks, facets=facets) if asks else None


def share(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 占比呢, 占多少 after a figure: its share of the whole that it belongs to."""
    context, asked = message.context, finder("figures", "share")
    if not context or not context.figures or not asked.search(message.clean) or message.facets.agencies:
        return None
    if remaining(message.core, asked, tail(), finder("computed", "sum"), finder("words", "listing")):
        return None
    # 公开率 names its own part.
    part = Operand(said=message.said, key=first_key("share_rows", message.core) or context.figures[0])
    return following(message, context, (Computed(operation=Operation.SHARE, operands=(part,)),))


def details(message: Message, text: str) -> Reading | None:
    """Read 哪些原因, 明细 after a figure: what it consists of."""
    context = message.context
    if not context or not context.figures or solid(text) not in words("follow_ups", "details"):
        return None
    asks = tuple(ask for ask in context.question.asks if isinstance(ask, Figures) and not ask.compare)
    return following(message, context, asks) if asks else None


def year_before(message: Message, text: str) -> Reading | None:
    """Read 上一年呢, 上一年那次呢: the same question of the year before the report's."""
    context = message.context
    asked = finder("follow_ups", "year_before")
    told = message.facets.years and not all(span.relative for span in message.dates)  # 上年 is the one before it
    if not context or not context.year or not asked.search(text) or told:
        return None
    if remaining(asked.sub(" ", text), tail(), finder("follow_ups", "that_time")):
        return None
    facets = replace(context.question.facets, years=(context.year - 1,))
    return replace(following(message, context, context.question.asks, facets=facets), anew=True)


def money(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 花了多少, 总共多少钱 after a figure: the money of its row."""
    context = message.context
    asked = finder("follow_ups", "money")
    if not context or not context.figures or not asked.search(message.core):
        return None
    if remaining(message.core, asked, finder("words", "how_many"), finder("computed", "sum"), tail()):
        return None
    of_row = for_each((Operand(said=message.core.strip(), key=context.figures[0]),))
    cells = tuple(CellReference(keys=(one.key,), said=one.said) for one in of_row[:1])
    return following(message, context, (Figures(cells=cells),)) if cells else None


def unit(message: Message, text: str) -> Reading | None:  # noqa: ARG001 - as its fellows
    """Read 单位是什么 after a figure."""
    context = message.context
    if not context or not context.figures or not finder("figures", "unit").search(message.clean):
        return None
    if remaining(message.core, finder("figures", "unit"), finder("computed", "joins"), _YUAN):
        return None
    asks = tuple(
        replace(ask, cells=tuple(replace(cell, unit_asked=True) for cell in ask.cells))
        for ask in context.question.asks
        if isinstance(ask, Figures)
    )
    return following(message, context, asks) if asks else None
