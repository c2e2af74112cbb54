"""What was wrong with a table while it was read: the checks turn it into findings."""

from dataclasses import dataclass

from bot.records.model import Cell


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that did not fit its columns, or whose label was not beside it.

    Attributes:
        reason: `width`, `order`, `repeated`, `digits`, `shift`, `unplaced`, or
            `position`: without a header, laid out as the form is, its sums agree; `form_order`: likewise, without sums.
        raw: The row as printed.
        keys: Its cells; empty where no key could be given.
    """

    reason: str
    raw: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Cells of a table, in the order of the source, and what was wrong with it."""

    cells: tuple[Cell, ...] = ()
    damage: tuple[Damage, ...] = ()
