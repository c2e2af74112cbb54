"""Asking the engine: queries as small functions, its errors as ours."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any

import tantivy

from bot.search.bigrams import stored
from bot.search.error import SearchError
from bot.search.fields import EXACT, GROUP, PASSAGE, WITH_PLACES, IndexedFields, exact, of_group, ranks
from bot.search.results import Filters, Scope

Query = tantivy.Query
Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

FACETS = ("body", "year", "agency", "kind")
"""What is counted."""
_MUCH = 3
_FEW_TERMS = 32
"""So many terms are asked for one by one: quicker than by a regular expression, of many it is the other way round."""
_FEW = 20
"""So many entries are looked through at a glance."""
_COUNTING = {name: {"terms": {"field": name, "size": most}} for name, most in ((GROUP, 5000), ("agency", 200))}


@contextmanager
def failing() -> Iterator[None]:
    """Turn what the engine raises into a SearchError: a failure never looks like nothing found (architecture.md §7).

    Raises:
        SearchError: The engine raised.
    """
    try:
        yield
    except SearchError:
        raise
    except BaseException as error:
        # A panic of the engine is no Exception to Python: a damaged file must not end a thread of ours.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise SearchError("searching.engine", reason=f"{type(error).__name__}: {error}"[:200]) from error


class Engine:
    """One state of the index, for one search: later commits do not change what it sees."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, filters: Filters) -> None:
        self._schema = schema
        self._searcher = searcher
        self._frequencies: dict[tuple[str, str], int] = {}  # each is asked for several times in one search
        self._filters = self._of_filters(filters)
        self._exact = True

    def loose(self) -> "Engine":
        """Return the same engine, but one that asks for bigrams wherever they stand instead of for phrases.

        What it finds includes all that this one finds, nearly always nothing else, and takes a quarter of the time.
        """
        loose = copy(self)
        loose._exact = False
        return loose

    # Queries

    def term(self, field: str, token: str | int) -> Query:
        """Return what holds for entries with a token in a field."""
        return Query.term_query(self._schema, field, _stored(field, token), "basic")

    def unit(self, field: str, unit: str) -> Query | None:
        """Return what holds for entries with a unit in a field of bigrams, or None when it occurs nowhere.

        A character is the beginning of a bigram; a run of letters and digits is a token of its own, or 20 would be
        found in 2020.
        """
        if unit.isascii():
            return self.whole("text_run" if field.startswith("body_") else "run", unit)
        first = stored(unit)
        beginnings = self._searcher.terms_with_prefix(field, first, limit=_FEW_TERMS + 1)
        if len(beginnings) > _FEW_TERMS:
            return self.pattern(field, f"{re.escape(first)}.*")
        found = [Query.term_query(self._schema, field, token, "basic") for token, _ in beginnings]
        return any_of(found) if found else None

    def pattern(self, field: str, pattern: str) -> Query:
        """Return what holds for entries with a token in a field that a regular expression matches."""
        return constant(Query.regex_query(self._schema, field, pattern))

    def whole(self, kind: str, value: object) -> Query | None:
        """Return what holds for entries with a whole value (`bot.search.fields.exact`), or None when there is none."""
        token = exact(kind, value)
        return self.term(EXACT, token) if self.frequency(EXACT, token) else None

    def keys(self, entries: Iterable[IndexedFields]) -> Query:
        """Return what holds for these entries alone."""
        return any_of([self.term(EXACT, exact("key", shown.key)) for shown in entries])

    def phrase(self, field: str, tokens: Sequence[str], *more: tuple[int, Sequence[str]]) -> Query:
        """Return what holds for entries with these bigrams one after another, and more of them further on.

        Args:
            field: A field of bigrams.
            tokens: Bigrams of neighbouring units, each beginning where the one before ends.
            more: Further bigrams, with the place of their first one counted from the first of `tokens`.
        """
        if not self._exact or field not in WITH_PLACES:
            return all_of([self.term(field, token) for token in (*tokens, *(one for _, part in more for one in part))])
        placed = self._needed(field, 0, tokens)
        for start, others in more:
            placed += self._needed(field, start, others)
        if len(placed) == 1:
            return self.term(field, placed[0][1])
        return Query.phrase_query(self._schema, field, [(place, stored(token)) for place, token in placed])

    def _needed(self, field: str, start: int, tokens: Sequence[str]) -> list[tuple[int, str]]:
        """Return bigrams that together cover all units, with their places: every other one says it all.

        The rarest is taken too where it is much rarer than those: it spares the engine most of the work.
        """
        last = len(tokens) - 1
        even, odd = {*range(0, last, 2), last}, {0, *range(1, last, 2), last}
        common = [self.frequency(field, token) for token in tokens]
        chosen = min((even, odd), key=lambda places: (len(places), min(common[place] for place in places)))
        rarest = min(range(last + 1), key=lambda place: common[place])
        if common[rarest] * _MUCH < min(common[place] for place in chosen):
            chosen = chosen | {rarest}
        return [(start + place, tokens[place]) for place in sorted(chosen)]

    def frequency(self, field: str, token: str) -> int:
        """Return how many entries have a token in a field, whatever the filters."""
        known = self._frequencies.get((field, token))
        if known is None:
            known = self._frequencies[field, token] = int(self._searcher.doc_freq(field, _stored(field, token)))
        return known

    def has_all(self, field: str, tokens: Iterable[str]) -> bool:
        """Return whether each token occurs somewhere."""
        return all(self.frequency(field, token) for token in tokens)

    def has_texts(self) -> bool:
        """Return whether any entry has a text besides its subject."""
        return bool(self._searcher.terms_with_prefix("body_pairs", "", limit=1))

    def occurs(self, query: Query) -> bool:
        """Return whether anything at all is found, whatever the filters."""
        return bool(self._searcher.search(query, 1, count=False).hits)

    def is_common(self, query: Query) -> bool:
        """Return whether more than 20 entries are found, and more than a tenth of all, whatever the filters."""
        return _count(self._searcher.search(query, 1, count=True)) > max(_FEW, self._searcher.num_docs // 10)

    # Answers, within the filters

    def count(self, query: Query) -> int:
        """Return how many there are."""
        return _count(self._searcher.search(self._within(query), 1, count=True))

    def newest(self, query: Query, limit: int, offset: int = 0) -> tuple[list[IndexedFields], int]:
        """Return entries in the order of rank (newest, then number), and how many there are in all."""
        found = self._searcher.search(constant(self._within(query)), limit, offset=offset, order_by_field="rank")
        return [self._shown(address) for _, address in found.hits], _count(found)

    def likeliest(self, query: Query, limit: int) -> list[tuple[float, int, IndexedFields]]:
        """Return entries by the engine's own score: (score, rank, entry)."""
        found = self._searcher.search(self._within(query), limit, count=False).hits
        ranks = self._searcher.fast_field_values("rank", [address for _, address in found])
        return [
            (score, int(rank or 0), self._shown(address)) for (score, address), rank in zip(found, ranks, strict=True)
        ]

    def tally(self, query: Query) -> dict[str, dict[str, int]]:
        """Return counts by facet."""
        counted = self._searcher.aggregate(self._within(query), _COUNTING)
        found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for bucket in counted["agency"]["buckets"]:
            found["agency"][bucket["key"]] = bucket["doc_count"]
        for bucket in counted[GROUP]["buckets"]:
            for name, value in of_group(int(bucket["key"])).items():
                found[name][value] += bucket["doc_count"]
        return {name: dict(counts.most_common()) for name, counts in found.items()}

    def _shown(self, address: tantivy.DocAddress) -> IndexedFields:
        stored: Any = self._searcher.doc(address).get_first("shown")
        return IndexedFields(bytes(stored))

    def _within(self, query: Query) -> Query:
        return Query.boolean_query([(Must, query), *self._filters]) if self._filters else query

    def _of_filters(self, filters: Filters) -> list[tuple[tantivy.Occur, Query]]:
        wanted: list[Query] = []
        if filters.agencies:
            wanted.append(any_of([self.term("agency", agency) for agency in filters.agencies]))
        for kind, values in (
            ("year", filters.years),
            ("kind", tuple(kind.value for kind in filters.kinds)),
            ("body", (filters.body.value,) if filters.body else ()),
            ("term", (filters.term,) if filters.term is not None else ()),
            ("session", (filters.session,) if filters.session is not None else ()),
        ):
            if values:
                wanted.append(any_of([self.term(EXACT, exact(kind, value)) for value in values]))
        first, last = filters.published_from, filters.published_to
        if first or last:
            wanted.append(self._range("rank", *ranks(first, last)))
        if filters.window:
            (month, day), (last_month, last_day) = filters.window
            start, end = month * 100 + day, last_month * 100 + last_day
            spans = [(start, end)] if start <= end else [(start, 1231), (101, end)]
            wanted.append(any_of([self._range("month_day", low, high) for low, high in spans]))
        clauses = [(Must, constant(query)) for query in wanted]
        if filters.scope is not Scope.ALL:
            only_passages = filters.scope is Scope.PASSAGES
            token = exact("kind", PASSAGE)
            if only_passages or self.frequency(EXACT, token):
                clauses.append((Must if only_passages else MustNot, constant(self.term(EXACT, token))))
        return clauses

    def _range(self, field: str, low: int, high: int) -> Query:
        return Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, low, high)


def _stored(field: str, token: Any) -> Any:
    """Return a token as it stands in a field."""
    return stored(token) if field in WITH_PLACES else token


def _count(found: Any) -> int:
    # The engine's type stub leaves the attribute out.
    return int(found.count)


def constant(query: Query) -> Query:
    """Return a query that scores the same for all it holds for."""
    return Query.const_score_query(query, 0.0)


def all_of(queries: Sequence[Query]) -> Query:
    """Return what holds where all of them hold."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Must, query) for query in queries])


def any_of(queries: Sequence[Query]) -> Query:
    """Return what holds where one of them holds."""
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Should, query) for query in queries])


def at_least(count: int, queries: Sequence[Query]) -> Query:
    """Return what holds where `count` of them hold."""
    return Query.boolean_query([(Should, query) for query in queries], minimum_number_should_match=count)


def but_not(query: Query, others: Sequence[Query]) -> Query:
    """Return what holds where the query does and none of the others."""
    return Query.boolean_query([(Must, query), *((MustNot, other) for other in others)]) if others else query


def preferring(query: Query, hints: Sequence[Query]) -> Query:
    """Return what holds where the query does, scored by the hints that hold too."""
    return Query.boolean_query([(Must, constant(query)), *((Should, hint) for hint in hints)])
