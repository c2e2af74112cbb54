"""What is worked out: sums, differences, means, ranks and counts with a condition, over figures or listed replies.

A message is one where an operation, its operands and what says nothing are all that it holds: a word that is left would
limit what is counted, so another reader has it and nothing is worked out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.questions import handling
from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, keyed, words
from bot.questions.message import Message, Reading
from bot.questions.operands import (
    OF_REPLIES,
    PROCESSED,
    RECEIVED,
    NamedOperand,
    figures_in,
    for_each,
    joined,
    named_in,
    received,
    says_more,
    spaces,
)
from bot.questions.operations import Task, axis_of, operation, with_difference
from bot.questions.question import (
    Ask,
    Axis,
    CellReference,
    Computed,
    Facets,
    Figures,
    Measure,
    Operand,
    Operation,
    Statistics,
)
from bot.questions.telling import ASKED, unit_asked
from bot.questions.words import another_question
from bot.records.model import RecordKind

OF_EACH = re.compile("(?:[一每两三四五六七八九十]+|[0-9]+)[个项件条]|每")  # 平均一个采购项目多少钱
_SO_MANY = re.compile(
    "(?:[0-9]+|[一二两三四五六七八九十]+)[个件份](?=(?:公开|信息公开)?(?:申请|提案|建议))"
)  # 七个申请里
_MORE_BY = re.compile("[比较].*(?:[高低]|(?<!多)少|多(?!少))")
_OF = "占"
_MOST_WHOLES = 2
_OF_TWO = (Operation.DIFFERENCE, Operation.RATIO)
_HANDLED = ("cppcc.", "npc.")
_ENDS = (Operation.MOST, Operation.LEAST)
_OF_SHARES = (Axis.AGENCIES, Axis.YEARS)
# Figures that the form makes part of nothing that it prints.
_NO_WHOLE = ("art20_", "requests.carried_", "handling.handled")


def read(message: Message) -> Reading | None:
    """Read a message that asks for something worked out."""
    if another_question(message.core) or finder("measures", "highest", "lowest").search(message.core):
        return None
    text = _SO_MANY.sub(spaces, message.core)
    message = replace(message, core=text) if len(text) == len(message.core) else message
    asked = operation(message)
    text = finder("computed", "most").sub(spaces, message.core)  # 哪个占大头 is no share
    if finder("figures", "share").search(text) or _is_rate_of_requests(message.core):
        ranked = asked is not None and asked.operation is not Operation.SUM  # 办理结果总数 is a name
        return _rank_of_shares(message, asked) if asked and ranked else _share(message)
    pieces = unit_asked(ASKED.search(message.core)) in words("told", "pieces")[:2]
    if asked is None or (pieces and asked.operation is Operation.MEAN and axis_of(asked.rest)[0] in OF_REPLIES):
        return None  # 平均每月发几条 is of what sentences tell
    return _worked_out(message, asked)


def _is_rate_of_requests(text: str) -> bool:
    """Return whether a text asks for a rate that is one of proposals as well, of requests: 依申请公开办结率."""
    return (
        finder("share_rows", PROCESSED).search(text) is not None
        and finder("words", "requests").search(text) is not None
    )


def _worked_out(message: Message, asked: Task) -> Reading | None:
    over, rest = axis_of(asked.rest)
    if asked.operation in (Operation.MEAN, Operation.RATIO):  # 钱除以六个项目，平均一个多少
        rest = finder("computed", "mean", "of_a_row").sub(spaces, OF_EACH.sub(spaces, rest))
    named, rest = named_in(rest, over)
    of_units = not over and message.facets.apart and not message.facets.agencies
    matters = named and all(one.body or one.key.startswith(_HANDLED) for one in named)
    alone = of_units and message.vocabulary.reporting < 2  # a list over many offices, reported on by one
    if matters and (alone or (len(named) > 1 and (of_units or over in OF_REPLIES))) and asked.operation in _ENDS:
        named = [NamedOperand(0, 0)]  # 哪个单位答复的建议提案最多 ranks the units by what is listed
    if over is Axis.AGENCIES and len(message.facets.agencies) == len(named) == 1:
        return None  # 哪个单位比甲局多 is no rank of one
    period, verbs, several = message.facets.period, finder("computed", "handling"), len(message.facets.agencies) > 1
    replies = asked.operation in _ENDS and RecordKind.REPLY in message.vocabulary.kinds
    if not named and replies and (several or (of_units and (verbs.search(rest) or not message.vocabulary.reporting))):
        named, rest = [NamedOperand(0, 0)], verbs.sub(spaces, rest)  # 哪个局办得最多, 交通局跟水利局哪个多
    if not named and period and period.parts:
        named = [NamedOperand(0, 0)]  # 9月和10月哪个多 asks of what is listed
    if says_more(rest) or not joined(rest, named) or _one_within_another(message, asked, named):
        return None
    if message.limits and any(one.key.startswith(_HANDLED) for one in named):
        return None  # only what is listed bears a title or a result
    over = over or _along(message, named)
    computed = _of_figures(message, asked, over, named) or _of_replies(message, asked, over, named)
    return _reading(message, with_difference(computed, message.core)) if computed else None


def _one_within_another(message: Message, asked: Task, named: Sequence[NamedOperand]) -> bool:
    """Return whether things to be added up are said to stand one in the other: 行政诉讼里未经复议的总计."""
    within = words("computed", "within")
    gaps = (message.core[one.end : other.start] for one, other in pairwise(named))
    return asked.operation is Operation.SUM and any(gap.strip(" 的").endswith(within) for gap in gaps)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that is asked for: what names its part and its whole, and the row that the word for it means (同意率)."""

    part: str
    whole: str
    row: str | None


def _ways(text: str) -> Iterator[_Share]:
    """Yield the share that a text asks for: with its part named apart, then by one word for both (同意率)."""
    if finder("figures", "share").search(text):
        yield _parted(finder("figures", "share").sub(_without_share, text), None)
    bare = finder("figures", "headings").sub(spaces, text)
    found = [(match.end() - match.start(), row) for row, one in keyed("share_rows") if (match := one.search(bare))]
    if found:
        _, row = max(found)  # 不予公开率 holds 公开率
        rest = finder("share_rows", row).sub(_without_share, text)
        yield _parted(finder("figures", "share").sub(_without_share, rest), row)


def _parted(rest: str, row: str | None) -> _Share:
    """Return what stands before 占 or after 中 as the part, the other as the whole."""
    part, of, whole = rest.partition(_OF)
    if of and not says_more(whole) and not named_in(whole, None)[0]:
        whole = ""
    for mark in words("computed", "within"):
        first, of_this, second = part.partition(mark)
        said = first.strip() not in words("words", "requests")  # 七个申请里 says no more than which table
        if of_this and not whole and said and figures_in(first)[0] and (row or figures_in(second)[0]):
            return _Share(second, first, row)
    return _Share(part, whole, row)


def _without_share(found: re.Match[str]) -> str:
    """Return a word for a share as white space; 占 before its whole stays."""
    said = found[0]
    return " " * (len(said) - 1) + _OF if said.endswith(_OF) else " " * len(said)


def _share(message: Message) -> Reading | None:
    """Read a share of a figure, or of each of several: of what is named, else of what the form makes it part of."""
    if _MORE_BY.search(finder("figures", "share").sub(" ", message.core)):
        return None  # 比建议多百分之几 asks for no share
    text = finder("computed", "sum").sub(spaces, received(message.core))
    return next((found for way in _ways(text) if (found := _shares(message, way))), None)


def _shares(message: Message, share: _Share) -> Reading | None:
    parts, rest = named_in(share.part, None)
    wholes, left = named_in(share.whole, None) if share.whole.strip() else ([], "")
    if len(parts) == 1 and not wholes and (role := _role_within(share.part)):
        wholes = [NamedOperand(0, 0, f"handling.{role}")]  # 主办件里提案占多少
    of_replies = bool(wholes) and not wholes[0].key
    if says_more(rest + left) or len(wholes) > _MOST_WHOLES or (of_replies and wholes[0].body):
        return None
    keys = [one.key for one in parts if one.key]
    keys = [key for key in keys if not key.startswith(_HANDLED) or message.vocabulary.states(key)] or keys
    if len(wholes) == 1:  # 主办件占提案的比例: of that body's alone
        keys = [key for key in keys if key.partition(".")[0] == wholes[0].key.partition(".")[0]] or keys
    if len(wholes) != 1 or wholes[0].key.startswith("handling."):
        summed = finder("computed", "sum").search(message.core) is not None  # 牵头的提案跟建议加起来占几成
        keys = keys if handling.bodies_in(share.part) and not summed else _of_both(keys)
    if share.row:
        keys = [share.row] if not keys or keys == [RECEIVED] else []
    if not keys or of_replies:
        known = keys or any(one.key for one in wholes)
        return None if known else _share_of_replies(message, parts or [NamedOperand(0, 0)], share)
    asks = tuple(
        Computed(
            operation=Operation.SHARE,
            operands=tuple(Operand(said=share.part.strip(), key=key) for key in (part, _whole(part, wholes)) if key),
        )
        for part in keys
    )
    if not wholes and any(part == RECEIVED or part.startswith(_NO_WHOLE) for part in keys):
        return None
    return _figures(message, asks) if _stated(message, asks) else None


def _role_within(said: str) -> str | None:
    """Return the role of which the part of one body is meant: said first, the body after 里."""
    within = alternation(words("computed", "within"))
    match = re.match(rf"(?P<role>\S+?)(?:{within})(?P<body>.+)", said)
    roles = handling.roles_in(match["role"]) if match else []
    bodies = match is not None and handling.bodies_in(match["body"]) and not handling.bodies_in(match["role"])
    return roles[0] if len(roles) == 1 and bodies else None


def _of_both(keys: list[str]) -> list[str]:
    """Return the parts of both bodies in one: 主办件占全部办件的几成."""
    roles = {key.rpartition(".")[2] for key in keys}
    both = len(keys) > 1 and len(roles) == 1 and all(key.startswith(_HANDLED) for key in keys)
    return [f"handling.{roles.pop()}"] if both else keys


def _whole(part: str, wholes: Sequence[NamedOperand]) -> str | None:
    """Return the whole that is named; 承办 without a body is that of the part, or of both bodies (政协占总承办)."""
    if len(wholes) < _MOST_WHOLES:
        return wholes[0].key if wholes else None
    last = wholes[0].key.rpartition(".")[2]
    own = f"{part.partition('.')[0]}.{last}"
    return own if own != part and part.startswith(_HANDLED) else f"handling.{last}"


def _share_of_replies(message: Message, parts: Sequence[NamedOperand], share: _Share) -> Reading | None:
    body, period = (parts[0].body, message.facets.period) if len(parts) == 1 else (None, None)
    if len(parts) != 1 or parts[0].key or not (body or period or message.limits):
        return None
    body = body or (message.facets.body if message.limits else None)
    part = Operand(said=message.core.strip(), facets=Facets(body=body, period=period, limits=message.limits))
    operands: tuple[Operand, ...] = (part,)
    within = alternation(words("computed", "within"))
    if body and period and re.match(rf"[^\s]*?(?:{within})的?\s*{re.escape(period.said)}", message.clean):
        # 政协答复里10月的: of that body's, not of that month's.
        operands = (part, Operand(said=share.part, facets=Facets(body=body)))
    ask = Computed(operation=Operation.SHARE, operands=operands)
    facets = replace(message.facets, body=None, period=None, limits=())
    return Reading(asks=(ask,), facets=facets, claimed=(message.clean,))


def _rank_of_shares(message: Message, asked: Task) -> Reading | None:
    """Read 哪家公开率最高, 提案和建议谁的主办比例高: a rank, difference or count over shares."""
    over, rest = axis_of(asked.rest)
    for share in _ways(rest):
        parts, left = named_in(f"{share.part} {share.whole}", over)
        keys = [one.key for one in parts if one.key]
        if share.row and (not keys or keys == [RECEIVED]):
            keys = [share.row]
        along = over or _along(message, parts)
        alike = len(keys) > 1 and len({key.rpartition(".")[2] for key in keys}) == 1
        if says_more(left) or not (alike or (len(keys) == 1 and along in _OF_SHARES and not share.whole.strip())):
            continue
        operands = tuple(Operand(said=message.core.strip(), key=key, of="") for key in keys)
        if ask := _computed(asked, along, operands):
            return _figures(message, (ask,))
    return None


def shares_of_each(text: str) -> tuple[tuple[Operand, ...], str] | None:
    """Return the figures whose shares a text asks for, each with its whole where it names one, and what is left of it.

    None where no share is asked for, or none that the form makes part of a whole.
    """
    if not finder("figures", "share").search(text):
        return None
    for share in _ways(text):
        parts, left = named_in(share.part, None)
        wholes, rest = named_in(share.whole, None) if share.whole.strip() else ([], "")
        keys = [one.key for one in parts if one.key]
        keys = [share.row] if share.row and (not keys or keys == [RECEIVED]) else keys
        if (
            keys
            and len(wholes) < _MOST_WHOLES
            and not any(key == RECEIVED or key.startswith(_NO_WHOLE) for key in keys)
        ):
            of = wholes[0].key if wholes else ""
            return tuple(Operand(said=share.part.strip(), key=key, of=of) for key in keys), f"{left} {rest}"
    return None


def _along(message: Message, named: Sequence[NamedOperand]) -> Axis | None:
    """Return the axis that the filters name: several agencies, years or months of one thing."""
    facets = message.facets
    if len(named) > 1:
        return None
    if facets.apart or len(facets.agencies) > 1:
        return Axis.AGENCIES
    if facets.period and facets.period.parts:
        return Axis.MONTHS
    return Axis.YEARS if len(in_its_year(facets).years) > 1 else None


def _of_figures(message: Message, asked: Task, over: Axis | None, named: Sequence[NamedOperand]) -> Computed | None:
    operands = tuple(Operand(said=message.core[one.start : one.end].strip(), key=one.key) for one in named if one.key)
    if over is Axis.APPLICANTS and not operands:
        operands = (Operand(said=message.core.strip(), key=RECEIVED),)
    if asked.operation in (Operation.MEAN, Operation.RATIO) and over is None and (of_each := for_each(operands)):
        return Computed(operation=Operation.RATIO, operands=of_each)
    twice = len({operand.key for operand in operands}) < len(operands)
    if not operands or twice or over in OF_REPLIES:
        return None
    ask = _computed(asked, over, operands)
    return ask if ask and _stated(message, (ask,)) else None


def _of_replies(message: Message, asked: Task, over: Axis | None, named: Sequence[NamedOperand]) -> Computed | None:
    bodies = [one for one in named if not one.key]
    if not bodies or len(bodies) != len(named) or over in (Axis.PARTS, Axis.APPLICANTS):
        return None
    operands = tuple(
        Operand(said=message.core[one.start : one.end], facets=Facets(body=one.body) if one.body else None)
        for one in bodies
    )
    return _computed(asked, over, operands)


def _computed(asked: Task, over: Axis | None, operands: tuple[Operand, ...]) -> Computed | None:
    """Return what is asked of operands, where there are enough of them: two that are named, or one along something."""
    if len(operands) > 1:
        over = None
    if asked.operation in (Operation.COUNT, Operation.MEAN) and over is None:
        return None
    if asked.operation in _OF_TWO and over is None and not asked.picked and len(operands) != 2:
        return None
    if len(operands) < 2 and (over is None or (asked.operation is Operation.RATIO and not asked.picked)):
        return None
    return asked.of(operands, over)


def _reading(message: Message, asks: tuple[Computed, ...]) -> Reading:
    if any(operand.key for operand in asks[0].operands):
        return _figures(message, asks)
    bodies = [operand.facets for operand in asks[0].operands if operand.facets]
    facets = replace(message.facets, body=None) if bodies else None
    return Reading(asks=asks, facets=facets, claimed=(message.clean,))


def _figures(message: Message, asks: tuple[Computed, ...]) -> Reading:
    facets = replace(in_its_year(message.facets), body=None, term=None, session=None)
    return Reading(asks=asks, facets=facets, claimed=(message.clean,))  # no word of it was left


def _stated(message: Message, asks: Sequence[Computed]) -> bool:
    """Return whether the counts of what was handled that are asked for stand in some report."""
    keys = [operand.key for ask in asks for operand in ask.operands if operand.key.startswith(_HANDLED)]
    return all(message.vocabulary.states(key) for key in keys)


def uncomputed(ask: Computed) -> tuple[Ask, ...]:
    """Return the operands of something that is not to be worked out, each as a question of its own."""
    if told := tuple(one.told for one in ask.operands if one.told):
        return told
    cells = tuple(CellReference(keys=(one.key,), said=one.said) for one in ask.operands if one.key)
    return (Figures(cells=cells),) if cells else (Statistics(measures=(Measure.LISTED,)),)
