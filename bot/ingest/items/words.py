"""The words around lists and pages, `data/ingest/lists.yaml`, as compiled patterns."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.records.model import Body, RecordKind
from bot.resources import read_yaml


@dataclass(frozen=True, slots=True)
class ListWords:
    """Patterns and names; see the comments of the file."""

    location: re.Pattern[str]
    location_steps: re.Pattern[str]
    location_ends: frozenset[str]
    bodies: dict[Body, re.Pattern[str]]
    kinds: tuple[tuple[re.Pattern[str], RecordKind], ...]
    unnamed: dict[str, str]
    column: str
    pager_rows: tuple[re.Pattern[str], ...]
    pager_pages: tuple[re.Pattern[str], ...]
    furniture: re.Pattern[str]
    page_end: re.Pattern[str]
    page_labels: frozenset[str]
    taken_up: tuple[re.Pattern[str], ...]
    page_metadata: dict[str, str]
    weak_publishers: frozenset[str]


@cache
def list_words() -> ListWords:
    """Return the words, compiled once."""
    loaded: dict[str, Any] = read_yaml("ingest", "lists.yaml")
    return ListWords(
        location=re.compile(loaded["location"]),
        location_steps=re.compile(loaded["location_steps"]),
        location_ends=frozenset(loaded["location_ends"]),
        bodies={Body(body): re.compile("|".join(words)) for body, words in loaded["bodies"].items()},
        kinds=tuple((re.compile("|".join(entry["words"])), RecordKind(entry["kind"])) for entry in loaded["kinds"]),
        unnamed=dict(loaded["unnamed"]),
        column=loaded["column"],
        pager_rows=tuple(map(re.compile, loaded["pager_rows"])),
        pager_pages=tuple(map(re.compile, loaded["pager_pages"])),
        furniture=re.compile("|".join(f"(?:{pattern})" for pattern in loaded["furniture"])),
        page_end=re.compile(loaded["page_end"]),
        page_labels=frozenset(loaded["page_labels"]),
        taken_up=tuple(re.compile(pattern) for pattern in loaded["taken_up"]),
        page_metadata=dict(loaded["page_metadata"]),
        weak_publishers=frozenset(loaded["weak_publishers"]),
    )
