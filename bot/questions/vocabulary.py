"""What the loaded database makes known to the readers: agencies, sessions, years, people, words of the texts.

Rules of language are in `data/vocabulary`; names and facts come from here alone, so a reader knows 高峰 or 开放日 only
because a loaded document says it.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from bot.questions.lexicon import NOTHING, compiled
from bot.records.model import Agency, Body, RecordKind
from bot.store.values import Selection
from bot.text.normalise import compact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.queries import Store

# Prose figures are looked up report by report: beyond this many reports every known one is taken to be loaded.
_REPORTS_ASKED = 200
# A name of two characters is too often part of another word to be cut from a message.
_SHORTEST_ALIAS = 2
_PLACES = re.compile(r"[^省市县区旗州]{2,5}?[省市县区旗州]")
# 市科委 is 科委 to the people of the town; 市政府 is not 政府.
_TOWN = re.compile(r"[省市县区旗州](.*[局委厅院会处])")
_LONGEST_PIECE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """A session with loaded records, and the year it belongs to."""

    body: Body
    term: int
    session: int
    year: int | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts in which the readers look whether a word is loaded. All in compact form (`bot.text.normalise`)."""

    joined: str = ""
    bigrams: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: "Iterable[str]") -> Self:
        """Return a corpus of texts in any form."""
        joined = "\n".join(compact(text) for text in texts)
        return cls(joined, frozenset(_pairs(joined)))

    def holds(self, phrase: str) -> bool:
        """Return whether a compact phrase occurs in one text."""
        if not phrase or "\n" in phrase or any(pair not in self.bigrams for pair in _pairs(phrase)):
            return False
        return phrase in self.joined

    def pieces(self, phrase: str) -> list[str]:
        """Cut a compact phrase into the pieces of two characters or more that occur, the longest first taken."""
        for length in range(min(len(phrase), _LONGEST_PIECE), 1, -1):
            for start in range(len(phrase) - length + 1):
                if self.holds(phrase[start : start + length]):
                    before, after = phrase[:start], phrase[start + length :]
                    return [*self.pieces(before), phrase[start : start + length], *self.pieces(after)]
        return []

    def density(self, phrase: str) -> float:
        """Return how much of a compact phrase stands together, 0 to 1: one long piece says more than many short."""
        return float(sum(len(piece) ** 2 for piece in self.pieces(phrase)) / len(phrase) ** 2) if phrase else 0.0

    def coverage(self, phrase: str) -> float:
        """Return the share of a compact phrase that stands in the texts, 0 to 1."""
        return sum(map(len, self.pieces(phrase))) / len(phrase) if phrase else 0.0


def _called(name: str) -> "Iterable[str]":
    """Return a name and what is left of it without 市, 县, 区."""
    if len(name) >= _SHORTEST_ALIAS:
        yield name
    short = _TOWN.fullmatch(name)
    if short and len(short[1]) >= _SHORTEST_ALIAS:
        yield short[1]


def _pairs(text: str) -> "Iterable[str]":
    return map("".join, itertools.pairwise(text))


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Everything loaded that a reader may know.

    Attributes:
        revision: Revision of the store it was made from.
        agencies: Loaded agencies.
        sessions: Loaded sessions, newest first.
        years: Years of loaded records and reports, newest first.
        report_years: Years of loaded annual reports, newest first.
        people: Names of loaded persons.
        figures: Keys of the figures that loaded reports state in prose; None when there are too many to ask.
        kinds: Kinds of loaded records.
        titles: Titles of loaded records.
        passages: Sentences of loaded reports.
        headings: Headings of their sections.
        sections: Those of each section of the form, by its number (`五`).
    """

    revision: int = 0
    agencies: tuple[Agency, ...] = ()
    sessions: tuple[KnownSession, ...] = ()
    years: tuple[int, ...] = ()
    report_years: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    figures: frozenset[str] | None = None
    kinds: frozenset[RecordKind] = frozenset()
    titles: Corpus = field(default_factory=Corpus)
    passages: Corpus = field(default_factory=Corpus)
    headings: Corpus = field(default_factory=Corpus)
    sections: Mapping[str, Corpus] = field(default_factory=dict)

    @classmethod
    def of(cls, store: "Store") -> "Vocabulary":
        """Return the vocabulary of what a store holds; the last one again while the revision stands."""
        revision = store.revision()
        known = _LAST.get(id(store.database))
        if known is not None and known.revision == revision:
            return known
        made = _made(store, revision)
        _LAST.clear()
        _LAST[id(store.database)] = made
        return made

    @cached_property
    def agency_names(self) -> dict[str, tuple[str, ...]]:
        """Slugs of agencies by each of their names in plain form."""
        names: dict[str, dict[str, None]] = {}
        for agency in self.agencies:
            for name in (agency.name, agency.short_name, *agency.aliases):
                for called in _called(plain(name or "")):
                    names.setdefault(called, {})[agency.slug] = None
        return {name: tuple(slugs) for name, slugs in names.items()}

    @cached_property
    def agency_pattern(self) -> re.Pattern[str]:
        """Finds any name of a loaded agency, the longest first."""
        return compiled(self.agency_names)

    @cached_property
    def place_names(self) -> dict[str, tuple[str, ...]]:
        """Slugs of agencies by the places in their names: 洪泽区, 洪泽."""
        names: dict[str, dict[str, None]] = {}
        for agency in self.agencies:
            for place in _PLACES.findall(plain(agency.name)):
                for called in (place, place[:-1]):
                    if len(called) >= _SHORTEST_ALIAS:
                        names.setdefault(called, {})[agency.slug] = None
        return {name: tuple(slugs) for name, slugs in names.items()}

    @cached_property
    def place_pattern(self) -> re.Pattern[str]:
        """Finds any place of a loaded agency's name, the longest first."""
        return re.compile(rf"(?:{compiled(self.place_names).pattern})+") if self.place_names else NOTHING

    @cached_property
    def people_pattern(self) -> re.Pattern[str]:
        """Finds any loaded person's name."""
        return compiled(plain(name) for name in self.people)

    @cached_property
    def numbers_carry_sessions(self) -> bool:
        """Whether a loaded agency's 人大 numbers carry term and session (domain.md §4.1, rule 1)."""
        return any(agency.npc_number_scheme == "TTSNNN" for agency in self.agencies)

    def bodies_of(self, term: int, session: int | None) -> tuple[Body, ...]:
        """Return the bodies with a loaded session of this term (and session, if given)."""
        found = {known.body for known in self.sessions if known.term == term and session in (None, known.session)}
        return tuple(sorted(found))

    def states(self, figure: str) -> bool:
        """Return whether a loaded report states this figure in its prose."""
        return self.figures is None or figure in self.figures


_LAST: dict[int, Vocabulary] = {}


def _made(store: "Store", revision: int) -> Vocabulary:
    reports = store.reports()
    figures: frozenset[str] | None = None
    if len(reports) <= _REPORTS_ASKED:
        figures = frozenset(key for report in reports for key in store.figures(report.agency.slug, report.year))
    sections: dict[str, list[str]] = {}
    headings: dict[str, None] = {}
    for stored in store.passages():
        texts = sections.setdefault(stored.passage.section[:1], [])
        headings[stored.passage.heading] = None
        texts += [stored.passage.heading, stored.passage.text]
    return Vocabulary(
        revision=revision,
        agencies=store.agencies(),
        sessions=tuple(
            KnownSession(
                body=known.body, term=known.term, session=known.session, year=known.year, agency=known.agency.slug
            )
            for known in store.sessions()
        ),
        years=store.years(),
        report_years=tuple(sorted({report.year for report in reports}, reverse=True)),
        people=tuple(dict.fromkeys(stored.person.name for stored in store.people())),
        figures=figures,
        kinds=frozenset(RecordKind(kind) for kind in store.tally(Selection(), "kind") if kind),
        titles=Corpus.of(stored.record.title for stored in store.each_record()),
        passages=Corpus.of(text for texts in sections.values() for text in texts),
        headings=Corpus.of(headings),
        sections={number: Corpus.of(texts) for number, texts in sections.items()},
    )
