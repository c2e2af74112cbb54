"""What must not be shown: names that were suppressed (domain.md §5.2) and texts that were withdrawn (§5.3)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from bot.records.model import Cell, NarrativeFigure, Passage, Person, Record, Status
from bot.store.tables import RECORDS, SUPPRESSIONS
from bot.text.normalise import compact

# Shown in place of each character of a suppressed name, so that offsets into the text stay right.
MASK = "×"
# A title or topic shorter than this may stand in a sentence by chance.
_SHORTEST_PHRASE = 6

Shown = TypeVar("Shown", Record, Passage, NarrativeFigure, Cell)

_TEXTS: dict[type[Any], tuple[str, ...]] = {
    Record: ("title", "topic", "text", "publisher"),
    Passage: ("text", "heading"),
    NarrativeFigure: ("quote",),
    Cell: ("remark",),
}


@dataclass(frozen=True)
class Masks:
    """The suppressed names and the texts of withdrawn records, at one revision."""

    names: tuple[str, ...]
    withdrawn: tuple[str, ...]
    withdrawn_texts: tuple[str, ...] = ()

    @classmethod
    def read(cls, connection: Connection) -> "Masks":
        """Read them from the database."""
        gone = select(RECORDS.c.title, RECORDS.c.topic, RECORDS.c.text, RECORDS.c.report_id).where(
            RECORDS.c.status == Status.WITHDRAWN
        )
        names = tuple(connection.execute(select(SUPPRESSIONS.c.name)).scalars())
        return cls.of_records(connection.execute(gone).mappings(), names)

    @classmethod
    def of_records(cls, records: Iterable[Mapping[Any, Any]], names: tuple[str, ...] = ()) -> "Masks":
        """Return the masks for withdrawn records, given as their columns."""
        phrases: set[str] = set()
        texts: set[str] = set()
        for row in records:
            phrases |= {compact(row[name]) for name in ("title", "topic") if row[name]}
            if row["text"] and row["report_id"]:  # a document inside a report: its sentences are the report's too
                texts.add(compact(row["text"]))
        return cls(
            names=names,
            withdrawn=tuple(sorted(phrase for phrase in phrases if len(phrase) >= _SHORTEST_PHRASE)),
            withdrawn_texts=tuple(sorted(texts)),
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return name_pattern(self.names) if self.names else None

    def hidden(self, text: str) -> str:
        """Return a text with every suppressed name masked, also where the source spaces it out (高 峰)."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: MASK * len(found.group()), text)

    def shown(self, value: Shown) -> Shown:
        """Return a value with every suppressed name in its texts masked."""
        if self._pattern is None:
            return value
        masked: dict[str, Any] = {
            name: hidden
            for name in _TEXTS[type(value)]
            if (text := getattr(value, name)) is not None and (hidden := self.hidden(text)) != text
        }
        if isinstance(value, Record) and value.extras:
            masked["extras"] = tuple((label, self.hidden(text)) for label, text in value.extras)
        return replace(value, **masked) if masked else value

    def shows_person(self, person: Person) -> bool:
        """Return whether an official may be named."""
        return self._pattern is None or not self._pattern.search(person.name)

    def tells_withdrawn(self, text: str) -> bool:
        """Return whether a sentence gives the title, the topic or a sentence of a withdrawn record away."""
        if not self.withdrawn and not self.withdrawn_texts:
            return False
        words = compact(text)
        if any(phrase in words for phrase in self.withdrawn):
            return True
        return len(words) >= _SHORTEST_PHRASE and any(words in whole for whole in self.withdrawn_texts)


def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of the names, with or without white space between their characters."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(r"\s*".join(map(re.escape, re.sub(r"\s+", "", name))) for name in longest_first))
