"""Making findings: relation, outcome, both sides, and the cells that are involved, no others (architecture.md §6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from bot.messages import message
from bot.records.model import Cell, Confidence, Finding, FindingStatus, Semantic

#: Findings are stored, so their words are of one language; screens in others word them by relation and numbers.
LANGUAGE = "zh"
_language = ContextVar("language", default=LANGUAGE)


@contextmanager
def worded_in(language: str) -> Iterator[None]:
    """Within this context findings, which nobody stores, are worded in a language."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def finding(
    relation: str,
    status: FindingStatus,
    cells: Iterable[str],
    words: str,
    sides: tuple[Decimal | str, Decimal | str],
    **values: Any,
) -> Finding:
    """Return a finding.

    Args:
        relation: K1 to K11.
        status: Its outcome.
        cells: Keys of the cells that it involves.
        words: Name of its message in `data/messages/*/checking.yaml`.
        sides: Left and right side; empty texts where the relation could not be worked out.
        values: Further fields of the message.
    """
    left, right = sides
    both = isinstance(left, Decimal) and isinstance(right, Decimal)
    shown = {"left": plain(left), "right": plain(right)}
    return Finding(
        relation=relation,
        status=status,
        cells=tuple(dict.fromkeys(cells)),
        left=shown["left"],
        right=shown["right"],
        difference=plain(left - right) if both and left != right else None,  # type: ignore[operator]
        message=worded(words, **shown, **values),
    )


def worded(words: str, **values: Any) -> str:
    """Return a message of `data/messages/*/checking.yaml` in the language that findings are worded in."""
    return message(f"checking.{words}", _language.get(), **values)


def plain(value: Decimal | str) -> str:
    """Return a number without exponent and trailing zeros; text as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def printed_sum(cells: Iterable[Cell | None]) -> Decimal:
    """Add up what is printed; blank cells and `/` count nothing."""
    return sum((cell.value for cell in cells if cell is not None and cell.value is not None), Decimal(0))


def is_blank(cell: Cell | None) -> bool:
    """Return whether nothing is printed there (absent or blank); `/` and 无 are something."""
    return cell is None or cell.semantic is Semantic.BLANK


def is_unknown(cell: Cell | None) -> bool:
    """Return whether a value stands there that could not be told (ambiguous without value)."""
    if cell is None or cell.value is not None or cell.semantic is Semantic.BLANK:
        return False
    return cell.semantic is Semantic.TEXT or cell.confidence is Confidence.AMBIGUOUS


def chosen(cells: Mapping[str, Cell], keys: Sequence[str]) -> list[Cell | None]:
    """Return the cells of keys, None for those that are not there."""
    return [cells.get(key) for key in keys]
