"""What a sentence lists with a number each: 共249条，其中公文9条；重点工作39条.

Where it goes on with things that it gives no number, nothing is said of all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.answers.passages.ranking import stands
from bot.answers.passages.told import AROUND, Told, of_which, resolved, unit_class, variants_of
from bot.questions.question import InPassages
from bot.text.normalise import compact

_NOT_COUNTED = frozenset({"", "%"})
_MARKS = (re.compile("[；;]"), re.compile("[，,：:]"), re.compile("[、和及与]"))
_FEWEST, _FEWEST_OF_A_WHOLE = 3, 2


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The numbers that a sentence lists, and the one that it says they are of; None where it names no whole.

    `apart`: they stand in several sentences, each with a subject of its own.
    """

    parts: tuple[Told, ...]
    whole: Told | None = None
    apart: bool = False

    @property
    def text(self) -> str:
        """The compact words of the sentences that have them."""
        return "".join(dict.fromkeys(compact(one.stored.passage.text) for one in self.parts))

    @property
    def head(self) -> str:
        """The compact words that say what is listed."""
        first = self.whole or self.parts[0]
        return first.own + first.context


def enumerations(numbers: Sequence[Told]) -> list[Enumeration]:
    """Return the lists of one report, in their order."""
    found = []
    for _, told in groupby(numbers, key=lambda one: one.stored):
        found += _of_sentence([one for one in told if one.quantity.unit != "%"])
    return found


def _of_sentence(numbers: Sequence[Told]) -> list[Enumeration]:
    found: list[Enumeration] = []
    whole, parts, level = None, list(numbers[:1]), None
    for one, other in [*pairwise(numbers), (None, None)]:
        link = _link(one, other) if one and other else None
        if one and other and link is not None and of_which(one, other) and len(parts) == 1:
            whole, parts, level = one, [other], None
        elif other and link is not None and level in (None, link):
            level = link
            parts.append(other)
        else:
            if level is None or not _goes_on(parts[-1], level):
                _add(found, whole, parts, numbers)
            whole, parts, level = None, [other] if other else [], None
    return found


def _add(found: list[Enumeration], whole: Told | None, parts: Sequence[Told], numbers: Sequence[Told]) -> None:
    least = _FEWEST_OF_A_WHOLE if whole else _FEWEST
    units = {unit_class(one.quantity.unit or "") for one in parts}
    if len(parts) >= least and len(units) == 1 and not units & _NOT_COUNTED:
        total = sum(one.quantity.value for one in parts)
        if whole and whole.quantity.value != total:  # 调解176件，成功171件，其中邻里73件…: these are of the 176
            before = (one for one in numbers if one.quantity.start < whole.quantity.start)
            whole = next((one for one in before if one.quantity.value == total and of_which(one, parts[0])), whole)
        if whole is None:  # 查办案件2417件，罚没款3126万元，其中食品案件864件
            before = (one for one in reversed(numbers) if one.quantity.start < parts[0].quantity.start)
            same = (one for one in before if unit_class(one.quantity.unit or "") in units and of_which(one, parts[0]))
            whole = next((one for one in same if one.quantity.value >= total), None)
        found.append(Enumeration(tuple(parts), whole))


def _goes_on(last: Told, level: int) -> bool:
    """Return whether things without a number follow in a list."""
    text = last.stored.passage.text
    return _MARKS[level].search(text, last.end, text.find("。", last.end) + 1 or len(text)) is not None


def _link(one: Told, other: Told) -> int | None:
    """Return by which marks two numbers follow one another in a list; None where something uncounted stands between."""
    if unit_class(one.quantity.unit or "") != unit_class(other.quantity.unit or ""):
        return None
    between = one.stored.passage.text[one.end : other.quantity.start]
    if of_which(one, other):
        return 0
    for level, marks in enumerate(_MARKS):
        if found := marks.findall(between):
            within = found[0] == "、" and "、" not in found[1:]  # 医院19家、诊所和门诊部398家
            return level if len(found) == 1 or within else None
    return None


def fitting(listed: Sequence[Enumeration], ask: InPassages) -> list[Enumeration]:
    """Return the lists that a question is about: those that say all of its words, in their head before elsewhere."""
    variants = variants_of(ask)
    scored = []
    for one in listed:
        if all(any(stands(one.text, word) for word in options) for options in variants):
            near = sum(any(stands(one.head, word) for word in options) for options in variants)
            unit = ask.unit is not None and one.parts[0].quantity.unit == ask.unit
            # 投诉最多的是哪一类 asks of no list that has 投诉 beside 举报.
            beside = any(part.own.removeprefix("其中") == options[0] for part in one.parts for options in variants)
            scored.append(((near, not beside, unit), one))
    best = max((score for score, _ in scored), default=None)
    return [one for score, one in scored if score == best]


def part_of(one: Enumeration, item: InPassages) -> Told | None:
    """Return the one number of a list that words name; None where that is none, or several."""
    found = resolved(one.parts, item, around=AROUND)
    return found[0] if len(found) == 1 else None
