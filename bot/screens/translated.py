"""Names of report figures in other languages than theirs; what has none is shown as the document prints it."""

from functools import cache
from typing import Any

from bot.answers.figure_parts import FigureGroup, FigureLine
from bot.resources import read_yaml

_TOTAL = "total"


def translated(language: str, line: FigureLine) -> str:
    """Return the name of a figure."""
    names = _names(language)
    if line.key in names["figures"]:
        return str(names["figures"][line.key])
    row, _, column = line.key.rpartition(".")
    if row not in names["rows"] or column not in names["columns"]:
        return line.label
    named = str(names["rows"][row])
    return named if column == _TOTAL else f"{named}: {names['columns'][column]}"


def translated_brief(language: str, line: FigureLine, leading: FigureLine | None = None) -> str:
    """Return the part of a figure's name that tells it from the figure that it belongs to."""
    named = translated(language, line)
    if leading is None:
        return named
    row, _, column = line.key.rpartition(".")
    if row == leading.key.rpartition(".")[0] and column in _names(language)["columns"]:
        return str(_names(language)["columns"][column])
    return named


def translated_title(language: str, group: FigureGroup) -> str:
    """Return the name of a group of figures: their row, or what their rows begin with (Refused)."""
    rows = {line.key.rpartition(".")[0] for line in group.lines}
    known = [str(_names(language)["rows"][row]) for row in sorted(rows) if row in _names(language)["rows"]]
    if len(known) != len(rows) or not known:
        return group.title
    begins = {name.partition(": ")[0] for name in known}
    return begins.pop() if len(begins) == 1 else group.title


@cache
def _names(language: str) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = read_yaml("labels", f"{language}.yaml")
    return loaded
