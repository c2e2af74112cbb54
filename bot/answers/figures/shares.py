"""A part of a whole, computed and labelled so (domain.md §7, D07)."""

from decimal import ROUND_HALF_UP, Decimal

from bot.answers.figures.report import OpenReport
from bot.answers.parts import FigureLine, Share
from bot.questions.question import CellReference
from bot.records.model import Semantic

_WHOLE = "requests.processed_total.total"


def share_of(report: OpenReport, reference: CellReference) -> Share | None:
    """Return the share asked for; None when the report lacks part or whole.

    Args:
        report: Where to look.
        reference: Numerator first, denominator second; without a second all handled requests are the whole.
    """
    first, *rest = reference.keys
    part, whole = _leading(report, first), _leading(report, rest[0] if rest else _WHOLE)
    if part is None or whole is None:
        return None
    return Share(part=part, whole=whole, percent=percentage(part, whole))


def percentage(part: FigureLine, whole: FigureLine) -> str | None:
    """Return a share in percent with one decimal, rounded half up; None when it is no share of exact numbers."""
    exact = (Semantic.ZERO, Semantic.NUMERIC)
    if part.semantic not in exact or whole.semantic is not Semantic.NUMERIC:
        return None
    if part.value is None or not whole.value or part.value > whole.value:
        return None
    share = (part.value * 100 / whole.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = format(share, "f")
    return text.removesuffix(".0")


def _leading(report: OpenReport, reference: str) -> FigureLine | None:
    keys = report.keys_of(reference)
    line = report.line(keys[0]) if keys else None
    return line.filled or line if line else None
