"""Ruled tables of a PDF page: from lines that are drawn to cells with spans."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from bot.ingest.readers.limits import PDF_PAGE_EDGES

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Edge = dict[str, Any]

_THIN = 3.0  # points: a filled rectangle thinner than this is drawn as a line
_NEAR = 3.0  # points: lines that are nearer than this are meant to meet
_SHORT = 4.0  # points: a shorter line is a tick or a corner


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one ruled table on one page: boxes in no order."""

    page: int
    box: Box
    cells: tuple[Box, ...]


def grids_of(page: Any) -> list[Grid]:
    """Return the ruled tables of a page, from top to bottom; frames around one column of text are none.

    Args:
        page: As pdfplumber opens it.
    """
    edges = _edges(page)
    if not edges or len(edges) > PDF_PAGE_EDGES:
        return []
    edges = [edge for edge in merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR) if _length(edge) >= _SHORT]
    edges += _missing_ends(edges)
    edges += _missing_sides(edges)
    cells = intersections_to_cells(edges_to_intersections(edges, _NEAR, _NEAR))
    found = []
    for group in cells_to_tables(cells):
        boxes = tuple(cell for cell in group if cell[2] - cell[0] > _THIN and cell[3] - cell[1] > _THIN)
        columns = positions(box[0] for box in boxes)
        if len(columns) >= 2 and len(boxes) >= 2:
            found.append(Grid(page.page_number, _around(boxes), boxes))
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _edges(page: Any) -> list[Edge]:
    """Return the lines that a reader of the page sees, each as horizontal or vertical."""
    edges: list[Edge] = []
    for line in page.lines:
        if not _is_white(line.get("stroking_color")):
            edges.extend(_edge(line["x0"], line["top"], line["x1"], line["bottom"]))
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        thin = x1 - x0 < _THIN or bottom - top < _THIN
        if rect.get("stroke") and not _is_white(rect.get("stroking_color")):
            edges.extend(_outline(x0, top, x1, bottom))
        elif thin and rect.get("fill") and not _is_white(rect.get("non_stroking_color")):
            edges.extend(_edge(x0, top, x1, bottom))
    for curve in page.curves:
        points = curve.get("pts") or ()
        if curve.get("stroke") and len(points) <= 8 and not _is_white(curve.get("stroking_color")):
            for (ax, ay), (bx, by) in pairwise(points):
                edges.extend(_edge(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return edges


def _edge(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    width, height = x1 - x0, bottom - top
    if width < _THIN <= height or (width < height and height > 1):
        middle = (x0 + x1) / 2
        return [_made("v", middle, top, middle, bottom)] if width < _THIN else []
    if height < _THIN and width > 0:
        middle = (top + bottom) / 2
        return [_made("h", x0, middle, x1, middle)]
    return []


def _outline(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    if x1 - x0 < _THIN or bottom - top < _THIN:
        return _edge(x0, top, x1, bottom)
    return [
        _made("h", x0, top, x1, top),
        _made("h", x0, bottom, x1, bottom),
        _made("v", x0, top, x0, bottom),
        _made("v", x1, top, x1, bottom),
    ]


def _made(orientation: str, x0: float, top: float, x1: float, bottom: float) -> Edge:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _length(edge: Edge) -> float:
    return float(edge["width"] if edge["orientation"] == "h" else edge["height"])


def _is_white(colour: Any) -> bool:
    """Whether a colour is that of the paper: word processors paint backgrounds of lines so."""
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) in {1, 3}:
        return all(part >= 0.98 for part in colour)
    return len(colour) == 4 and all(part <= 0.02 for part in colour)


def _missing_sides(edges: Sequence[Edge]) -> list[Edge]:
    """Return the sides of tables that are open at the left or the right: many end their lines there without a frame."""
    across = [edge for edge in edges if edge["orientation"] == "h"]
    down = [edge for edge in edges if edge["orientation"] == "v"]
    added = []
    for end in ("x0", "x1"):
        for position in positions(edge[end] for edge in across):
            ending = sorted((e for e in across if abs(e[end] - position) <= _NEAR), key=lambda e: float(e["top"]))
            for upper, lower in pairwise(ending):
                top, bottom = upper["top"], lower["top"]
                crossed = [e for e in down if e["top"] <= top + _NEAR and e["bottom"] >= bottom - _NEAR]
                inside = [e for e in crossed if upper["x0"] - _NEAR <= e["x0"] <= upper["x1"] + _NEAR]
                closed = any(abs(e["x0"] - position) <= _NEAR for e in inside)
                if inside and not closed and abs(upper["x0"] - lower["x0"]) + abs(upper["x1"] - lower["x1"]) <= _NEAR:
                    added.append(_made("v", position, top, position, bottom))
    return added


def _missing_ends(edges: Sequence[Edge]) -> list[Edge]:
    """Return the upper and lower ends of tables that a page break left open: lines down that end at one height."""
    across = [edge for edge in edges if edge["orientation"] == "h"]
    down = [edge for edge in edges if edge["orientation"] == "v"]
    added = []
    for end in ("top", "bottom"):
        for position in positions(edge[end] for edge in down):
            ending = sorted({float(edge["x0"]) for edge in down if abs(edge[end] - position) <= _NEAR})
            level = [edge for edge in across if abs(edge["top"] - position) <= _NEAR]
            passing = [e["x0"] for e in down if e["top"] < position - _NEAR and e["bottom"] > position + _NEAR]
            if len(ending) < 3:
                continue
            for left, right in pairwise(ending):
                closed = any(e["x0"] <= left + _NEAR and e["x1"] >= right - _NEAR for e in level)
                if not closed and not any(left < x < right for x in passing):
                    added.append(_made("h", left, position, right, position))
    return added


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def positions(values: Iterable[float], tolerance: float = _NEAR) -> list[float]:
    """Return the distinct positions among values: those nearer than the tolerance are one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > tolerance:
            found.append(value)
    return found


def index_of(value: float, ordered: Sequence[float], tolerance: float = _NEAR) -> int:
    """Return how many positions are before a value (it may be one of them)."""
    return bisect_left(ordered, value - tolerance)
