"""Which of some records are of a topic: what a topic asks for are sets of records, and it is what they share."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from bot.announce.topics import Topic
from bot.records.keys import short_key
from bot.records.model import RecordKind
from bot.search.source import of_record
from bot.search.wording import Wording
from bot.store.events import report_key
from bot.store.read.values import IndexedRecord

_ANSWERS = frozenset({RecordKind.REPLY, RecordKind.OPINION})
_NONE: frozenset[str] = frozenset()


class TopicMatching:
    """Some records, by all that a topic can ask for: each of many topics costs no more than it matches."""

    def __init__(self, records: Iterable[IndexedRecord], reports: Iterable[tuple[str, int]] = ()) -> None:
        """Take in records, and annual reports by agency and year: those are asked for by agency, or all."""
        self._records = tuple(records)
        having: defaultdict[tuple[str, object], set[str]] = defaultdict(set)
        for one in self._records:
            facets: list[tuple[str, object]] = [("body", one.body), ("agency", one.agency), ("kind", one.kind)]
            facets += [("session", (one.term, one.session)), ("record", one.key), ("record", short_key(one.key))]
            if one.kind in _ANSWERS:
                facets.append(("number", one.number))
            for facet in facets:
                having[facet].add(one.key)
        loaded = {report_key(agency, year): agency for agency, year in reports}
        for key, agency in loaded.items():
            having["agency", agency].add(key)
            having["kind", RecordKind.ANNUAL_REPORT].add(key)
        self._all = frozenset(one.key for one in self._records) | frozenset(loaded)
        self._having = {facet: frozenset(keys) for facet, keys in having.items()}
        self._worded: dict[str, frozenset[str]] = {}

    def of(self, topic: Topic) -> frozenset[str]:
        """Return the keys of the records that are of a topic."""
        if topic.record is not None:
            return self._has("record", topic.record)
        asked = (("body", topic.body), ("agency", topic.agency), ("session", topic.session), ("number", topic.number))
        parts = [self._has(name, value) for name, value in asked if value is not None]
        if topic.kinds:
            parts.append(_NONE.union(*(self._has("kind", kind) for kind in topic.kinds)))
        if topic.keywords and all(parts):
            parts.append(_NONE.union(*map(self._with, topic.keywords)))
        return frozenset.intersection(*parts) if parts else self._all

    def _has(self, name: str, value: object) -> frozenset[str]:
        return self._having.get((name, value), _NONE)

    def _with(self, keyword: str) -> frozenset[str]:
        if keyword not in self._worded:
            self._worded[keyword] = self._wording.find(keyword.split())
        return self._worded[keyword]

    @cached_property
    def _wording(self) -> Wording:
        return Wording(map(of_record, self._records))
