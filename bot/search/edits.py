"""The ways in which one character of a word can be wrong: what is left of the word, and the hole between."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.search.subject import Units


class Edit(NamedTuple):
    """What must stand in a subject: units on the left, `hole` units of any kind, units on the right."""

    left: Units
    right: Units
    hole: int

    def simplest(self) -> "Edit":
        """Return the same without a side that is empty."""
        return self if self.left and self.right else Edit(self.left or self.right, "", 0)


def one_edit(units: Units) -> Iterator[Edit]:
    """Yield each way in which one character of a word can be wrong, the likelier first.

    Digits are never wrong: a number is not text (design §1).
    """
    places = [at for at, unit in enumerate(units) if not any(character.isdigit() for character in unit)]
    for at in places:  # two neighbours are swapped
        if at and at - 1 in places:
            yield Edit(_joined(units[: at - 1], units[at], units[at - 1], units[at + 1 :]), units[:0], 0)
    for at in places:  # another one stands there
        yield Edit(units[:at], units[at + 1 :], 1)
    for at in range(1, len(units)):  # one was left out
        yield Edit(units[:at], units[at:], 1)
    for at in places:  # it is too many, or doubled
        yield Edit(_joined(units[:at], units[at + 1 :]), units[:0], 0)


def _joined(*parts: Units) -> Units:
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)  # type: ignore[arg-type]
    return tuple(unit for part in parts for unit in ((part,) if isinstance(part, str) else part))


def span(edit: Edit, subject: Units) -> tuple[int, int] | None:
    """Return where an edited word stands in a subject, without a hole at its ends; None when it does not."""
    left, right, hole = edit
    at = position(left or right, subject)
    while at >= 0:
        end = at + len(left or right)
        if not left or not right:
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
