"""What a user supposes, held against the printed figure (听说满意率只有60%对吧)."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.answers.figure_parts import FigureGroup, FigureLine, Origin
from bot.questions.lexicon import finder
from bot.questions.operations import bound_in
from bot.questions.verdicts import supposes_not
from bot.records.model import Semantic
from bot.text.numerals import find

_DENIED = re.compile(r"(?<!有)(?:没有|没|无)(?!错|有错)[^，,。?？]*(?:吧|吗|对吗|对吧|是吧|是吗)[?？]?$")
_ASKED_FOR = re.compile("的.*有(?:没有)?[吗么]")
_ROUGH, _MONEY = re.compile("[多余来几]"), re.compile("[万亿元块]")


def denied(message: str) -> str | None:
    """Return the number that a message supposes where it supposes that there was none (没有人起诉吧)."""
    found = _DENIED.search(message.strip())
    # 没有不满意的吧 supposes that all are, 没下来的还有吗 asks for those.
    return "0" if found and "不" not in found[0] and not _ASKED_FOR.search(found[0]) else None


def unit_lacking(claimed: str | None, groups: Sequence[FigureGroup]) -> bool:
    """Return whether money is supposed of a figure whose unit the report does not print."""
    return bool(claimed and _MONEY.search(claimed)) and any(
        line.unit_missing for group in groups for line in (*group.lines, *group.breakdown)
    )


def verdict(claimed: str | None, groups: Sequence[FigureGroup], asked: int, said: str) -> bool | None:
    """Return whether a figure is as a message supposes; that it is not so may be what it supposes: 不是18件吧."""
    found = agrees(claimed, groups, asked)
    return found if found is None or not supposes_not(said) else not found


def agrees(claimed: str | None, groups: Sequence[FigureGroup], asked: int = 1) -> bool | None:
    """Return whether a supposed value is that of the asked figure; of several `asked` none is meant for certain.

    None when none was supposed, when it or the figure is no number or only a rough one, when it is an amount of money
    and the report prints no unit, or when it is that of another of several figures asked for.
    """
    if claimed is None:
        return None
    lines = [line for group in groups for line in group.lines]
    if _ROUGH.search(claimed) or unit_lacking(claimed, groups):
        return None
    bound, _ = bound_in(claimed) or (None, "")
    if bound and bound.relation != "equal":
        return bound.holds(lines[0].value) if asked == len(lines[:1]) and lines[0].value is not None else None
    spans = find(claimed)
    if not lines or not spans or lines[0].value is None or lines[0].semantic is Semantic.APPROXIMATE:
        return None
    supposed = {span.value for span in spans}
    firsts = [group.lines[0].value for group in groups if group.lines]
    if len(spans) > 1 and len(spans) == len(firsts):  # 主办6件协办6件是吧: each of them
        return [span.value for span in spans] == firsts
    return _are_as_supposed(lines, supposed, asked, every=finder("turns", "every").search(claimed) is not None)


def _are_as_supposed(
    lines: list[FigureLine], supposed: set[int] | set[Decimal], asked: int, *, every: bool
) -> bool | None:
    """Return whether figures have a supposed value: all of them, or the one that is meant."""
    same = [line for line in lines if line.value in supposed]
    if every or not same:
        return len(same) == len(lines) if every or asked == 1 else None  # of several none was meant for certain
    # Of several, the sum is what 一共 means: 提案建议一共30件.
    return True if lines[0] in same or any(line.origin is Origin.COMPUTED for line in same) else None
