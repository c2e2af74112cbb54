"""Tabs of a page: parts of which it shows one at a time, each by a click on its label."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.readers.html_text import collapse, is_element, is_hidden

_LONGEST_LABEL = 40
_FARTHEST = 3  # levels that the labels may stand above their parts
_DAY = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}")


def open_tabs(tree: LexborHTMLParser) -> list[str]:
    """Show every tab of a page under its label, as a heading.

    Args:
        tree: The page; it is changed.

    Returns:
        What is hidden and no tab, though it has rows: by its `id` or class, else its element.
    """
    passed = []
    for node in list(tree.css("[style],[hidden]")):
        if not is_hidden(node) or not _has_rows(node):
            continue
        parts = _parts(node)
        labels = _labels(parts, tree) if len(parts) > 1 else []
        if not labels:
            passed.append(node.attributes.get("id") or node.attributes.get("class") or str(node.tag))
            continue
        for part, label in zip(parts, labels, strict=True):
            heading = tree.create_node("h6")
            heading.insert_child(collapse(label.text()))
            part.insert_before(heading)
            for mark in {"style", "hidden", "aria-hidden"} & part.attributes.keys():
                del part.attrs[mark]
        for label in labels:
            label.decompose()
    return passed


def _has_rows(node: LexborNode) -> bool:
    return len(node.css("tr")) > 1 or sum(bool(_DAY.search(item.text())) for item in node.css("li")) > 1


def _parts(node: LexborNode) -> list[LexborNode]:
    """Return an element and those beside it that hold rows like it."""
    return [one for one in _elements(node.parent) if one.tag == node.tag and (_has_rows(one) or is_hidden(one))]


def _elements(node: LexborNode | None) -> Iterator[LexborNode]:
    return filter(is_element, node.iter()) if node is not None else iter(())


def _labels(parts: list[LexborNode], tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the label of each part: links to them, else as many words beside each other before them; or nothing."""
    names = [part.attributes.get("id") for part in parts]
    links = [
        next((link for link in tree.css("a") if link.attributes.get("href") == f"#{name}"), None) for name in names
    ]
    if all(names) and (found := [link for link in links if link is not None]) and len(found) == len(parts):
        return found
    before: LexborNode | None = parts[0]
    for _ in range(_FARTHEST):
        strip = before.prev if before is not None else None
        while strip is not None:
            words = list(_elements(strip)) if is_element(strip) else []
            while len(words) == 1:
                words = list(_elements(words[0]))
            if len(words) == len(parts) and all(0 < len(collapse(word.text())) <= _LONGEST_LABEL for word in words):
                return words
            strip = strip.prev
        before = before.parent if before is not None else None
    return []
