"""What a user supposes, held against the printed figure (听说满意率只有60%对吧)."""

from collections.abc import Sequence

from bot.answers.parts import FigureGroup
from bot.text.numerals import find


def agrees(claimed: str | None, groups: Sequence[FigureGroup]) -> bool | None:
    """Return whether a supposed value is that of the asked figure; None when none was supposed or it is no number."""
    if claimed is None:
        return None
    lines = [line for group in groups for line in group.lines]
    spans = find(claimed)
    if not lines or not spans or lines[0].value is None:
        return None
    return any(span.value == lines[0].value for span in spans)
