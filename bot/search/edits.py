"""The ways in which one character of a word can be wrong: what is left of the word, and the hole between."""

from enum import IntEnum
from typing import NamedTuple

from bot.search.subject import Units


class Edit(NamedTuple):
    """What must stand in a subject: units on the left, `hole` units of any kind, units on the right."""

    left: Units
    right: Units
    hole: int


class Likely(IntEnum):
    """How likely a reading of a wrong word is: the more of what was typed stands there, the likelier."""

    ALL_TYPED = 0
    ONE_INSIDE = 1
    ONE_AT_AN_END = 2


def one_edit(units: Units) -> dict[Edit, Likely]:
    """Return each way in which one character of a word can be wrong, the likelier first.

    Digits are never wrong: a number is not text (architecture.md §1, promise 2).
    """
    last = len(units) - 1
    places = [at for at, unit in enumerate(units) if not any(character.isdigit() for character in unit)]
    edits: dict[Edit, Likely] = {}

    def add(likely: Likely, left: Units, right: Units, hole: int) -> None:
        edits.setdefault(Edit(left, right, hole), likely)

    for at in places:
        if at and at - 1 in places:  # swapped with the one before
            swapped = _joined(units[: at - 1], units[at], units[at - 1], units[at + 1 :])
            add(Likely.ALL_TYPED, swapped, "", 0)
    for at in range(1, len(units)):  # one was left out
        add(Likely.ALL_TYPED, units[:at], units[at:], 1)
    for at in places:
        if 0 < at < last:  # another one stands there, or none: it is too many, or doubled
            add(Likely.ONE_INSIDE, units[:at], units[at + 1 :], 1)
            add(Likely.ONE_INSIDE, _joined(units[:at], units[at + 1 :]), "", 0)
    if 0 in places:
        add(Likely.ONE_AT_AN_END, units[1:], "", 0)
    if last in places:
        add(Likely.ONE_AT_AN_END, units[:-1], "", 0)
    return edits


def _joined(*parts: Units) -> Units:
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)  # type: ignore[arg-type]
    return tuple(unit for part in parts for unit in ((part,) if isinstance(part, str) else part))


def span(edit: Edit, subject: Units) -> tuple[int, int] | None:
    """Return where an edited word stands in a subject, without a hole at its ends; None when it does not."""
    left, right, hole = edit
    if isinstance(subject, str) and isinstance(left, str) and isinstance(right, str):  # nearly always
        at = subject.find(left)
        while at >= 0 and not subject.startswith(right, at + len(left) + hole):
            at = subject.find(left, at + 1)
        if at < 0 or not right:
            return (at, at + len(left)) if at >= 0 else None
        return at, at + len(left) + hole + len(right)
    at = position(left, subject)
    while at >= 0:
        end = at + len(left)
        if not right:
            return at, end
        if tuple(subject[end + hole : end + hole + len(right)]) == tuple(right):
            return at, end + hole + len(right)
        at = position(left, subject, at + 1)
    return None


def position(part: Units, whole: Units, start: int = 0) -> int:
    """Return where units stand one after another in others, or -1."""
    if isinstance(whole, str) and isinstance(part, str):
        return whole.find(part, start)
    length = len(part)
    for at in range(start, len(whole) - length + 1):
        if tuple(whole[at : at + length]) == tuple(part):
            return at
    return -1
