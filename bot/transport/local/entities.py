"""Entities laid over a text, for whoever shows a message."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Json = dict[str, Any]


def styled_spans(text: str, entities: list[Json]) -> Iterator[tuple[str, list[Json]]]:
    """Cut a text where entities begin and end.

    Args:
        text: Text of a message.
        entities: Its entities, with offsets in UTF-16 units.

    Yields:
        Pieces in order, each with the entities that hold for it.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    edges = {0, len(units) // 2}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        piece = units[2 * start : 2 * end].decode("utf-16-le", "replace")
        if piece:
            active = [one for one in entities if one["offset"] <= start and end <= one["offset"] + one["length"]]
            yield piece, active
