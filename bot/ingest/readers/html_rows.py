"""Rows of a page that are no table: elements of one shape below each other, each with its cells."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborNode

from bot.ingest.document import Link, TableCell
from bot.ingest.readers.html_text import BLOCKS, collapse, is_element, is_shown, link_text

_TEXT = "-text"
_MOST_CELLS = 40
_MOST_INSIDE = 80  # elements of a row
_OF_ONE_SHAPE = 0.8  # share of rows that have the same number of cells

#: The cells of the row that begins with an element; none inside of a row that has begun.
Rows = dict[int, tuple[TableCell, ...]]


def rows_of(container: LexborNode) -> Rows:
    """Return the rows that the children of an element are, by `mem_id` of their first element."""
    if container.tag == "dl":
        return _of_definitions(container)
    children = [(child, _cells(child)) for child in _children(container) if child.tag in BLOCKS]
    found = [(child, cells) for child, cells in children if cells]
    widths = Counter(len(cells) for _, cells in found)
    if len(found) < 2 or max(widths.values()) < len(found) * _OF_ONE_SHAPE:
        # The header of rows that an element beside it holds.
        found = [one for one, (beside, _) in pairwise(children) if one[1] and _width(beside) == len(one[1])]
    return {child.mem_id: tuple(map(_cell, cells)) for child, cells in found}


def _width(container: LexborNode) -> int:
    """Return how many cells the first row in an element has."""
    first = next(_children(container), None)
    return len(_cells(first)) if first is not None else 0


def _of_definitions(container: LexborNode) -> Rows:
    """Return a label (dt) and what stands with it (dd) as one row."""
    rows: Rows = {}
    label: LexborNode | None = None
    for child in _children(container):
        if child.tag == "dt":
            label = child
        elif label is not None:
            rows[label.mem_id] = (*rows.get(label.mem_id, (_cell(label),)), _cell(child))
            rows[child.mem_id] = ()
    return rows


def _cells(row: LexborNode) -> list[LexborNode]:
    """Return the cells of an element; none where it has text of its own, one cell, or is no mere row."""
    inside = _only_elements(row)
    while len(inside) == 1:
        inside = _only_elements(inside[0])
    cells = [
        cell for child in inside for cell in (_only_elements(child) if len(_only_elements(child)) > 1 else [child])
    ]
    return cells if 2 <= len(cells) <= _MOST_CELLS and _is_small(row) else []


def _only_elements(node: LexborNode) -> list[LexborNode]:
    """Return the elements in an element that has nothing else, none in another."""
    child = node.child
    while child is not None:
        if child.tag == _TEXT and (child.text_content or "").strip():
            return []
        child = child.next
    return list(_children(node))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if is_element(child) and is_shown(child):
            yield child
        child = child.next


def _is_small(node: LexborNode) -> bool:
    """Whether an element has few others in it, and no table."""
    waiting, seen = [node], 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if seen > _MOST_INSIDE or node.tag == "table":
            return False
        waiting += _children(node)
    return True


def _cell(node: LexborNode) -> TableCell:
    links = [link for link in node.css("a") if link.attributes.get("href")]
    return TableCell(
        collapse(node.text()), links=tuple(Link(link_text(a), (a.attributes["href"] or "").strip()) for a in links)
    )
