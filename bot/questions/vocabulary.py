"""What the loaded database makes known to the readers: agencies, sessions, years, people, words of the texts.

Rules of language are in `data/vocabulary`; names and facts come from here alone, so a reader knows 高峰 or 开放日 only
because a loaded document says it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.questions.corpus import Corpus
from bot.questions.lexicon import finder, words
from bot.questions.naming import NameFinder
from bot.questions.results import is_of_results
from bot.records.model import Agency, Body, RecordKind, Role
from bot.store.read.values import Selection
from bot.text.normalise import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.read.queries import Store

# Prose figures are looked up report by report: beyond this many reports every known one is taken to be loaded.
_REPORTS_ASKED = 200
# A name of two characters is too often part of another word to be cut from a message.
_SHORTEST_ALIAS = 2
_SESSIONS_ASKED = 60
# A column with longer texts, or more different ones, tells each record's story, not how it ended.
_LONGEST_RESULT, _MOST_RESULTS = 12, 16
_MOST_HELPERS = 500
_NAMES = re.compile(r"[\s、,;/|]+")
# Beyond this many agencies their names sound like too much else.
_AGENCIES_SPELLED = 200
_TOWNS = "镇乡道木"
# 泗水县, and 杏树镇 where its government follows: 景德镇市 is one place.
_PLACES = re.compile(r"[^省市县区旗州]{2,5}?(?:[省市县区旗州]|(?:镇|乡|街道|苏木)(?=人民政府|政府|办事处|党工委|$))")
# 市科委 is 科委 to the people of the town; 市政府 is not 政府.
_TOWN = re.compile(r"[省市县区旗州](.*[局委厅院会处])")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """A session with loaded records, and the year it belongs to."""

    body: Body
    term: int
    session: int
    year: int | None = None
    agency: str | None = None


def _called(name: str) -> "Iterable[str]":
    """Return a name and what is left of it without 市, 县, 区."""
    if len(name) >= _SHORTEST_ALIAS:
        yield name
    short = _TOWN.fullmatch(name)
    if short and len(short[1]) >= _SHORTEST_ALIAS:
        yield short[1]


@dataclass(frozen=True, kw_only=True, eq=False)  # one is made for each revision: it is equal to itself alone
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
        roles: Parts that an agency has in a loaded matter, where lists print them.
        results: Results of loaded matters, each with the label of its column, empty for a letter.
        helpers: The cells of lists that name an office which helped, each with the label of its column, by its name.
        reporting: How many agencies have annual reports.
        withheld: A list marks rows as not for the public.
        carrying: A loaded 人大 number is printed with its term and session (174205), whoever's it is.
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
    roles: frozenset[Role] = frozenset()
    results: tuple[tuple[str, str], ...] = ()
    helpers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    withheld: bool = False
    reporting: int = 0
    carrying: bool = False
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
        made = _made(store, revision, known)
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
    def agency_finder(self) -> NameFinder:
        """Finds any name of a loaded agency."""
        return NameFinder.of(self.agency_names)

    @cached_property
    def place_names(self) -> dict[str, tuple[str, ...]]:
        """Slugs of agencies by the places in their names: 洪泽区, 洪泽."""
        names: dict[str, dict[str, None]] = {}
        for agency in self.agencies:
            for place in _places_in(agency.name):
                for called in (place, place[:-1]):
                    if len(called) >= _SHORTEST_ALIAS:
                        names.setdefault(called, {})[agency.slug] = None
        return {name: tuple(slugs) for name, slugs in names.items()}

    @cached_property
    def own_places(self) -> dict[str, tuple[str, ...]]:
        """Names of the place of each agency by its slug, the last in its name: 洪泽区 and 洪泽, not 淮安市.

        A town is also reached by its county, where nothing loaded is the county's own.
        """
        split = {agency.slug: _places_in(agency.name) for agency in self.agencies}
        last = {places[-1] for places in split.values() if places}
        found: dict[str, tuple[str, ...]] = {}
        for slug, places in split.items():
            joined = "".join(places)
            called = [joined] if len(places) > 1 else []
            called += places[-1:]
            if len(places) > 1 and places[-1][-1] in _TOWNS and places[-2] not in last:
                called.append(places[-2])
            names = (
                name
                for place in called
                for name in (place, place.removesuffix("街道") if place.endswith("街道") else place[:-1])
            )
            found[slug] = tuple(name for name in names if len(name) >= _SHORTEST_ALIAS)
        return found

    @cached_property
    def unit_names(self) -> tuple[str, ...]:
        """Names in plain form of loaded agencies that are units of an office: 局运输管理科."""
        ends = words("places", "unit_ends")
        return tuple(name for one in self.agencies if (name := plain(one.name)).endswith(ends))

    def are_units(self, slugs: "Iterable[str]") -> bool:
        """Return whether these agencies, of which there is one at least, are units of an office alone."""
        named = [plain(one.name) in self.unit_names for one in self.agencies if one.slug in slugs]
        return bool(named) and all(named)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names of agencies and of their own places, as people spell them by sound (hongze, fagaiju)."""
        if len(self.agencies) > _AGENCIES_SPELLED:
            return ()
        found = dict.fromkeys(name for called in self.own_places.values() for name in called)
        for name, slugs in self.agency_names.items():
            found[name] = None
            for place in (place for slug in slugs for place in self.own_places[slug]):
                if name.startswith(place) and len(name) - len(place) >= _SHORTEST_ALIAS:
                    found[name[len(place) :]] = None
        return tuple(found)

    @cached_property
    def place_spellings(self) -> tuple[str, ...]:
        """Names of the own places of all agencies, each once."""
        return tuple(dict.fromkeys(name for called in self.own_places.values() for name in called))

    @cached_property
    def place_finder(self) -> NameFinder:
        """Finds any place of a loaded agency's name."""
        return NameFinder.of(self.place_names)

    @cached_property
    def helper_names(self) -> dict[str, str]:
        """Names of offices that helped, with and without what they are of: 县水利局 and 水利局."""
        short = {match[1]: name for name in self.helpers if (match := _TOWN.fullmatch(name))}
        return short | {name: name for name in self.helpers}

    @cached_property
    def helper_finder(self) -> NameFinder:
        """Finds any name of an office that helped."""
        return NameFinder.of(self.helper_names)

    @cached_property
    def people_finder(self) -> NameFinder:
        """Finds any loaded person's name."""
        return NameFinder.of(plain(name) for name in self.people)

    @cached_property
    def numbers_carry_sessions(self) -> bool:
        """Whether a loaded agency's 人大 numbers carry term and session (domain.md §4.1, rule 1)."""
        return self.carrying or any(agency.npc_number_scheme == "TTSNNN" for agency in self.agencies)

    def bodies_of(self, term: int, session: int | None) -> tuple[Body, ...]:
        """Return the bodies with a loaded session of this term (and session, if given)."""
        found = {known.body for known in self.sessions if known.term == term and session in (None, known.session)}
        return tuple(sorted(found))

    def states(self, figure: str) -> bool:
        """Return whether a loaded report states this figure in its prose."""
        return self.figures is None or figure in self.figures


_LAST: dict[int, Vocabulary] = {}


def _made(store: "Store", revision: int, before: Vocabulary | None) -> Vocabulary:
    reports = store.reports()
    figures: frozenset[str] | None = None
    if len(reports) <= _REPORTS_ASKED:
        figures = frozenset(key for report in reports for key in store.figures(report.agency.slug, report.year))
    changes = store.changes(before.revision) if before else None
    if before is None or changes is None or changes.everything:
        titles = Corpus.of(store.titles())
        passages, headings, sections = _prose(store.sentences())
    else:
        titles, passages, headings, sections = before.titles, before.passages, before.headings, before.sections
        if changes.changed:
            titles = titles.with_more(store.titles(changes.changed))
        if changes.reports or changes.removed_reports:
            passages, headings, sections = _prose(store.sentences())
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
        carrying=_carrying(store),
        kinds=frozenset(RecordKind(kind) for kind in store.tally(Selection(), "kind") if kind),
        roles=frozenset(Role(role) for role in store.tally(Selection(), "role") if role),
        results=_results(store),
        helpers=_helpers(store),
        reporting=len({report.agency.slug for report in reports}),
        withheld=any(stored.listing.withheld for stored in store.listings()),
        titles=titles,
        passages=passages,
        headings=headings,
        sections=sections,
    )


def _results(store: "Store") -> tuple[tuple[str, str], ...]:
    """Return the results that lists print: letters, and the words of columns that say how a matter ended."""
    labels = {label for stored in store.listings() for label in stored.listing.columns if is_of_results(label)}
    found = store.results(tuple(sorted(labels)))
    told = Counter(label for label, _ in found)
    return tuple(
        (label, text) for label, text in found if len(text) <= _LONGEST_RESULT and told[label] <= _MOST_RESULTS
    )


def _helpers(store: "Store") -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the cells that name who helped by each name in them; none where there are too many."""
    assisting = finder("results", "assisting")
    labels = {label for stored in store.listings() for label in stored.listing.columns if assisting.search(label)}
    cells = store.results(tuple(sorted(labels))) if labels else ()
    found: dict[str, list[tuple[str, str]]] = {}
    for label, text in cells if len(cells) <= _MOST_HELPERS else ():
        for name in filter(None, _NAMES.split(plain(text))) if label else ():
            found.setdefault(name, []).append((label, text))
    return {name: tuple(of_it) for name, of_it in found.items()}


def _carrying(store: "Store") -> bool:
    """Return whether the newest number of a loaded 人大 session is printed as term, session and three digits."""
    for known in store.sessions()[:_SESSIONS_ASKED]:
        if known.body is not Body.NPC:
            continue
        chosen = Selection(body=Body.NPC, term=known.term, session=known.session)
        for stored in store.records(chosen, limit=1):
            record = stored.record
            if record.number is not None and record.number_raw == f"{known.term}{known.session}{record.number:03d}":
                return True
    return False


def _prose(sentences: "Iterable[tuple[str, str, str]]") -> tuple[Corpus, Corpus, Mapping[str, Corpus]]:
    """Return the sentences of reports with their headings, the headings alone, and the sentences of each section."""
    sections: dict[str, dict[str, None]] = {}
    headings: dict[str, None] = {}
    for section, heading, text in sentences:
        texts = sections.setdefault(section[:1], {})
        headings[heading] = None
        texts[heading] = texts[text] = None
    return (
        Corpus.of(text for texts in sections.values() for text in texts),
        Corpus.of(headings),
        {number: Corpus.of(texts) for number, texts in sections.items()},
    )


def _places_in(name: str) -> list[str]:
    """Return the places that an agency's name begins with, one after another: 河阳市住房保障和城市管理局 has one."""
    text = plain(name)
    found: list[str] = []
    match = _PLACES.search(text)
    while match is not None:
        found.append(match.group())
        match = _PLACES.match(text, match.end())
    return found
