"""What is worked out of what was asked before: 加起来呢, 哪个多, 比协办多几件, 是公众号的几倍, 占建议的几成.

The operands are those of the last question, of the last two, or of the last and one that the message names.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from bot.questions import handling
from bot.questions.context import Context
from bot.questions.figure_names import Part, find
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import RECEIVED, for_each, named_in, says_more, spaces
from bot.questions.operations import Task, axis_of, operation, with_difference
from bot.questions.question import (
    Axis,
    Computed,
    Facets,
    Figures,
    Focus,
    InPassages,
    Listed,
    Measure,
    Operand,
    Operation,
    Persons,
    Question,
    Statistics,
    TurnedQuestion,
)
from bot.questions.readers import after_figures, computed, told
from bot.questions.readers.following import following, tail, unended
from bot.questions.words import remaining
from bot.records.model import RecordKind

_MATTERS = ("cppcc", "npc")
_OF_TWO = (Operation.SUM, Operation.DIFFERENCE, Operation.RATIO, Operation.MOST, Operation.LEAST, Operation.MEAN)
_LATTER_FIRST = re.compile("后(?:面|者|一).*前(?:面|者|一)")
_THAN = re.compile(
    r"(?:级别|职级)?[比跟和]\s+(?:比|相比)?(?:谁|的)?(?:级别|职级)?(?:还|更|要)?[高低大小](?:吗|么|还是低|还是高|[\s?？])*"
)
_OWN = (Operation.SUM, Operation.DIFFERENCE, Operation.RATIO, Operation.SHARE)


def read(message: Message) -> Reading | None:
    """Read an operation without its operands, or without the first of them."""
    context, text = message.context, unended(message.clean)
    why = after_figures.WHY_SO_MANY.search(message.core)  # 总数怎么是0 adds nothing
    if context is None or message.facets.agencies or message.excluded or message.limits or why:
        return None
    if message.facets.period:
        return _of_another_period(message, context)
    asked = _monthly(context, text) or _higher(message, context)
    task = None if asked else _task(message)
    if task is None:
        return following(message, context, (asked,)) if asked else None
    operands, bare = _operands(message, context, task)
    if not operands:
        return _of_people(message, context, task) if bare and context.people else None
    if bare and task.operation is Operation.MEAN and operands == for_each(operands[:1]):
        task = replace(task, operation=Operation.RATIO)
    over, _ = axis_of(task.rest)
    months = all(one.facets and one.facets.period for one in operands)
    if over and not (over is Axis.MONTHS and months):
        return None  # 哪个月最多 after two figures of the year
    asks = with_difference(task.of(operands), message.core)
    replies = not any(operand.key or operand.told for operand in operands)
    facets = _apart(context) if replies else None
    return following(message, context, asks, facets=facets)


def of_asked(message: Message, asked: Sequence[Question]) -> Reading | None:
    """Read an operation without its operands as one on what the message asked before it: 哪个多，差多少.

    Args:
        message: The part with the operation.
        asked: The questions before it, in their order.
    """
    former = asked[-2] if len(asked) > 1 else None
    if former and len(operands_of(former)) > 1 and len(operands_of(asked[-1])) > 1:
        return None  # 主办几件，协办几件，差几件 of both bodies
    context = Context(question=asked[-1], shown_at=datetime.now(UTC), former=former)
    found = read(replace(message, context=context))
    if found is None or not all(isinstance(ask, Computed) for ask in found.asks):
        return None
    return replace(found, follows=None, understood=())


def _of_another_period(message: Message, context: Context) -> Reading | None:
    """Read 比9月多几件 after a count of a month: the same of both months."""
    last, task = operands_of(context.question), operation(message)
    if len(last) != 1 or last[0].facets is None or task is None or task.operation not in _OWN:
        return None
    opening = _opening().match(task.rest)
    said = task.rest[opening.end() :] if opening else ""
    if not opening or last[0].facets.period is None or remaining(said, finder("words", "how_many"), tail(), _small()):
        return None
    other = replace(last[0], facets=replace(last[0].facets, period=message.facets.period))
    return following(message, context, (task.of((*last, other)),), facets=_apart(context))


def _apart(context: Context) -> Facets:
    """Return the filters of the question before without those that each operand has of its own."""
    return replace(context.question.facets, body=None, period=None, years=(), limits=(), kinds=())


def _higher(message: Message, context: Context) -> Persons | None:
    """Read 比张政高吗 after another official."""
    named = list(message.vocabulary.people_finder.find(message.core))
    if len(context.people) != 1 or len(named) != 1 or not _THAN.fullmatch(blank(message.core, *named[0][:2])):
        return None
    return Persons(only=(*context.people, named[0][2]), level=Operation.MOST.value)


def _of_people(message: Message, context: Context, task: Task) -> Reading:
    """Read 谁高 after two officials; any other operation on people is not understood."""
    before = context.former.asks[0] if context.former else None
    names = (*(before.people if isinstance(before, InPassages) else ()), *context.people)
    if task.operation in (Operation.MOST, Operation.LEAST) and len(names) == 2:
        return following(message, context, (Persons(only=names, level=task.operation.value),))
    turned = TurnedQuestion(turn=message.clean.strip(), nearest="", strange=True)
    return Reading(asks=(turned,), whole=True)


def _task(message: Message) -> Task | None:
    share = finder("figures", "share")
    if match := share.search(message.core):
        # 占建议的几成: 占 opens it.
        rest = share.sub(
            lambda found: "占".rjust(len(found[0])) if "占" in found[0] else " " * len(found[0]), message.core
        )
        return Task(Operation.SHARE, rest if "占" in rest else blank(rest, *match.span()))
    task = operation(message)
    return task if task and task.operation in _OF_TWO and not (task.bound or task.picked) else None


@cache
def _opening() -> re.Pattern[str]:
    """比协办, 是公众号的, 加上日报, 占建议的: the first operand is missing."""
    joins = alternation((*words("computed", "joins"), "算上", "除以", "减去", "占", "是"))
    return re.compile(rf"\s*(?:{alternation(words('follow_ups', 'openings'))})*(?:{joins})\s*")


@cache
def _small() -> re.Pattern[str]:
    return re.compile(alternation((*words("computed", "glue"), *words("follow_ups", "openings"))))


def _operands(message: Message, context: Context, task: Task) -> tuple[tuple[Operand, ...], bool]:
    """Return what an operation is of, and whether its message names nothing else."""
    opening = _opening().match(task.rest)
    said = task.rest[opening.end() :] if opening else task.rest
    each = task.operation is Operation.MEAN and computed.OF_EACH.search(said) is not None  # 平均一条多少
    said = computed.OF_EACH.sub(" ", said) if each else said
    paid = finder("follow_ups", "money").sub(" ", said) if each else said  # 平均一个多少钱
    bare = not remaining(paid, finder("words", "how_many"), tail(), finder("follow_ups", "two"), _small())
    if two := _two_roles(context, said):
        return two, bare
    if not bare:
        own = _with_own(message, context, task, said) if opening else ()
        return own or (_part_of_it(message, context, task.rest) if task.operation is Operation.SHARE else ()), bare
    if task.operation is Operation.MEAN and (of_each := for_each(operands_of(context.question))):
        return of_each, bare
    operands = () if each else _both(context, task)
    return (operands[::-1] if _LATTER_FIRST.search(message.core) else operands), bare


def _two_roles(context: Context, said: str) -> tuple[Operand, ...]:
    """Return the two parts that words name of what was handled for the body asked of before: 主办是协办的几倍."""
    last = operands_of(context.question)
    body = last[0].key.partition(".")[0] if last else ""
    roles = tuple(dict.fromkeys(handling.roles_in(said)))
    rest = finder("roles", *roles).sub(spaces, said) if roles else said
    if body not in _MATTERS or len(roles) != 2 or handling.bodies_in(said) or says_more(rest):
        return ()
    return tuple(Operand(said=said.strip(), key=f"{body}.{role}") for role in roles)


def _both(context: Context, task: Task) -> tuple[Operand, ...]:
    """Return the operands of the last question where they are several, else those of the last two."""
    last = operands_of(context.question)
    if task.operation is Operation.SHARE:
        if len(last) == 1 and last[0].key:  # of what the form makes it part of
            return () if last[0].key.startswith(after_figures.WHOLES) else last
        return _with_whole(last[0]) if len(last) == 1 and not last[0].told else ()
    if len(last) > 1:
        return last if _alike(last) else ()
    former = operands_of(context.former) if context.former else ()
    if context.former is None or len(former) != 1 or len(last) != 1:
        return ()
    one, other = context.former.facets, context.question.facets
    if (one.years, one.agencies) != (other.years, other.agencies):
        return ()
    both = (*former, *last)
    return both if former != last and _alike(both) else ()


def _with_whole(part: Operand) -> tuple[Operand, ...]:
    """Return listed replies with all of those that they are some of: without their days and limits, or their body."""
    facets = part.facets or Facets()
    if facets.without:
        return ()
    narrow = facets.period or facets.limits
    whole = replace(facets, period=None, limits=()) if narrow else replace(facets, body=None)
    return (part, replace(part, facets=whole)) if whole != facets else ()


def _part_of_it(message: Message, context: Context, rest: str) -> tuple[Operand, ...]:
    """Return 主办占几成 after a figure: this part of it; 其中 and 里面 name the figure as the whole, whatever it is."""
    part, of, whole = rest.partition("占")
    last = operands_of(context.question)
    if not of or says_more(whole) or len(last) != 1 or not last[0].key:
        return ()
    own = _named(message, _within().sub(spaces, part), last[0], Operation.DIFFERENCE)
    if own is None or own.key == last[0].key:
        return ()
    row, _, column = own.key.rpartition(".")
    if row == RECEIVED and column != "total" and last[0].key.startswith("requests."):
        own = replace(own, key=f"{last[0].key.rpartition('.')[0]}.{column}")  # 其中自然人 is of the row asked before
    whole_named = _within().search(part) or last[0].key.endswith(".handled")
    return (own, *last) if whole_named or last[0].key.startswith(after_figures.WHOLES) else (own,)


@cache
def _within() -> re.Pattern[str]:
    return re.compile(alternation(("其中", "这里面", *words("computed", "within"))))


def _with_own(message: Message, context: Context, task: Task, said: str) -> tuple[Operand, ...]:
    """Return the one operand of the last question with the one that a message names."""
    last = operands_of(context.question)
    if len(last) != 1 or task.operation not in _OWN:
        return ()
    other = _named(message, said, last[0], task.operation)
    return (*last, other) if other and other != last[0] and _alike((*last, other)) else ()


def _named(message: Message, said: str, like: Operand, operation: Operation) -> Operand | None:
    """Return the figure or number that words name, as far as they leave it open of the kind that was asked before."""
    if like.told:
        read = next((term for term in like.told.terms if finder("told", "read").search(term)), "")
        unit = like.told.unit
        return told.operand_of(message, f"{said.strip(' 的')} {read}".strip(), unit)
    if like.facets:
        return None
    body, _, part = like.key.partition(".")
    roles, bodies = handling.roles_in(said), handling.bodies_in(said)
    if body in _MATTERS and len(roles) == 1 and not bodies:
        rest = finder("roles", *roles).sub(spaces, said)
        return Operand(said=said.strip(), key=f"{body}.{roles[0]}") if not says_more(rest) else None
    if body in _MATTERS and not roles and len(bodies) == 1 and operation is not Operation.SHARE:
        start, end, other = bodies[0]
        return (
            Operand(said=said.strip(), key=f"{other.value}.{part}") if not says_more(blank(said, start, end)) else None
        )
    named, rest = named_in(said, None)
    if len(named) == 1 and named[0].key and not says_more(rest):
        return Operand(said=said.strip(), key=named[0].key)
    # 公开的 after 收到几件申请: of the same table.
    rows = [one.key for hit in find(solid(said)) for one in hit.all(Part.ROW) if one.prefix == body]
    return Operand(said=said.strip(), key=f"{rows[0]}.*") if len(rows) == 1 else None


def _monthly(context: Context, text: str) -> Computed | None:
    """Read 平均每月几件 after a figure or number of the year: this by its months, not the replies that are listed."""
    match = told.OVER_TIME.search(text)
    if match is None or remaining(blank(text, *match.span()), finder("words", "how_many"), tail(), _small()):
        return None
    last = operands_of(context.question)
    if len(last) != 1 or last[0].facets:
        return None
    return Computed(operation=Operation.RATIO, operands=last, over=told.axis_of_time(match))


def operands_of(question: Question) -> tuple[Operand, ...]:
    """Return what a question asked for as operands: figures, numbers of sentences, counts of replies."""
    found: list[Operand] = []
    for ask in question.asks:
        if isinstance(ask, Figures):
            found += [Operand(said=cell.said, key=key) for cell in ask.cells for key in cell.keys]
        elif isinstance(ask, Computed) and ask.operation is Operation.SHARE and len(ask.operands) == 1:
            found.append(replace(ask.operands[0], of=""))
        elif isinstance(ask, Computed) and ask.operation in _OF_TWO and ask.over is None and not ask.picked:
            found += ask.operands
        elif isinstance(ask, InPassages) and ask.focus is Focus.HOW_MANY and not ask.people:
            found.append(Operand(said="".join(ask.terms), told=ask))
        elif (isinstance(ask, Listed) and not ask.latest) or (
            isinstance(ask, Statistics) and ask.measures == (Measure.LISTED,) and not ask.keys
        ):
            if question.facets.kinds not in ((), (RecordKind.REPLY,)):
                return ()
            found.append(Operand(said=question.clean, facets=replace(question.facets, kinds=())))
        else:
            return ()
    return tuple(found)


def _alike(operands: tuple[Operand, ...]) -> bool:
    """Return whether operands are of one kind: figures, numbers of sentences, or counts that filters tell apart."""
    kinds = {(bool(one.key), one.told is not None, one.facets is not None, one.of) for one in operands}
    return len(kinds) == 1 and all(one.facets != Facets() for one in operands)
