"""Elements of a page that may be the rows of a list: of one kind, below each other, with a link each."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from selectolax.lexbor import LexborNode

from bot.ingest.items.column_words import meaning_of
from bot.ingest.readers.html_text import collapse, is_element, is_shown
from bot.ingest.site.pieces import ancestors
from bot.ingest.site.words import site_words

_MOST_ROWS = 2000
_DEEPEST = 12  # elements between a link and its row, at most
_PARTS_WITHIN = 3  # elements around a row, at most, below which a list is in parts: by years, five by five
_BOXES = 3  # without a heading, from which they are the parts of one list and not lists beside each other
_COUNTED = re.compile(r"[\d一二三四五六七八九十]")
_LONGEST_LABEL = 12
_LINE = 80  # characters of a heading


def candidates(root: LexborNode) -> Iterator[list[LexborNode]]:
    """Yield elements of one kind below each other that hold links; those of several parents of one kind together."""
    children: dict[tuple[int, str], dict[int, LexborNode]] = {}
    shown: dict[int, bool] = {}
    for link in root.css("a,[onclick]"):
        chain = [link, *ancestors(link)]
        if not all(_is_shown(node, shown) for node in chain):
            continue
        for child, parent in pairwise(chain[: _DEEPEST + 1]):
            children.setdefault((parent.mem_id, child.tag or ""), {})[child.mem_id] = child
    together: dict[tuple[int | str, ...], list[LexborNode]] = {}
    for (_, tag), members in children.items():
        elements = list(members.values())[:_MOST_ROWS]
        yield elements
        path = [tag]
        for around in islice(ancestors(elements[0]), _PARTS_WITHIN + 1):
            if around.tag == "html":
                break  # the title of the page heads no rows
            if len(path) > 1:
                together.setdefault((around.mem_id, *path), []).extend(elements)
            path.append(around.tag or "")
    for (_, *tags), elements in together.items():
        # Boxes of one kind are those of one class where others stand beside them: years, and a column of notices.
        alike: dict[str, list[LexborNode]] = {}
        for one in elements:
            box = next(islice(ancestors(one), len(tags) - 2, None))
            alike.setdefault(box.attributes.get("class") or "", []).append(one)
        for some in [elements] if _is_one(elements, tags) else alike.values() if len(alike) > 1 else ():
            if some is elements or _is_one(some, tags):
                yield some[:_MOST_ROWS]


def _is_one(elements: Sequence[LexborNode], tags: Sequence[object]) -> bool:
    """Whether elements of several parents are the rows of one list."""
    parents = len({one.parent.mem_id for one in elements if one.parent is not None})
    alone = parents == len(elements) and len(tags) < _PARTS_WITHIN
    return parents > 1 and (alone or _are_parts(elements, len(tags) - 1))


def _are_parts(elements: Sequence[LexborNode], depth: int) -> bool:
    """Whether boxes of rows, so many elements around them, are parts of one list, of which none leads to more.

    They are counted (2023年), each is headed by what replies are to (提案, 建议), or there are several without heading.
    """
    boxes: dict[int, tuple[list[LexborNode], LexborNode]] = {}
    for one in elements:
        around = list(islice(ancestors(one), depth))
        boxes.setdefault(around[-1].mem_id, (around, one))
    tabs = any(not is_shown(around[-1]) for around, _ in boxes.values())
    for around, first in boxes.values():
        if any(site_words().teasers.match(collapse(link.text())) for link in around[-1].css("a")):
            return False
        over = [before for node in (first, *around) for before in elements_before(node, text=True)]
        over = [node for node in over if not is_header(node)]
        said = (node.text_content or "" if node.tag == "-text" else node.text(separator=" ") for node in over)
        heading = next((text for text in map(collapse, said) if re.search(r"\w", text)), "")
        told = _COUNTED.search(heading) or site_words().matters.search(heading[:_LINE])
        if tabs and not heading:  # a tab is headed by its button elsewhere: its first row tells what it holds
            heading = collapse(first.text())
            told = site_words().matters.search(heading)
        # Rows of a table are of one list, though each holds several of its rows.
        if not told if heading else len(boxes) < _BOXES and around[-1].tag != "tr":
            return False
    return True


def is_header(node: LexborNode) -> bool:
    """Return whether an element is a row of labels: 序号 标题 日期."""
    cells = [collapse(cell.text()) for cell in node.css("td,th")] if node.tag in {"tr", "thead"} else []
    return len(cells) > 1 and all(len(cell) <= _LONGEST_LABEL and meaning_of(cell) for cell in cells)


def _is_shown(node: LexborNode, known: dict[int, bool]) -> bool:
    if node.mem_id not in known:
        known[node.mem_id] = is_shown(node) or _is_tab(node)
    return known[node.mem_id]


def _is_tab(node: LexborNode) -> bool:
    """Whether an element is hidden until its tab is chosen: beside it one of its kind is shown, with links as well."""
    return (
        "style" in node.attributes
        and node.parent is not None
        and len(node.css("a")) > 1
        and any(
            one.tag == node.tag and one.mem_id != node.mem_id and len(one.css("a")) > 1 and is_shown(one)
            for one in node.parent.iter()
        )
    )


def elements_before(node: LexborNode, *, text: bool = False) -> Iterator[LexborNode]:
    """Yield the elements before one, the nearest first; with `text` what stands between them too."""
    before = node.prev
    while before is not None:
        if is_element(before) or (text and before.tag == "-text"):
            yield before
        before = before.prev
