"""Upsert of records: who is who, what is new, what differs (architecture.md §4, identity is for ever)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count, islice
from typing import Any

from sqlalchemy import select

from bot.records.keys import family, stored_key
from bot.records.model import Agency, Record, Status
from bot.store.journal import Journal, table_of
from bot.store.models import DocumentRow, RecordRow
from bot.store.preview import Line, Tracker
from bot.store.record_columns import (
    Row,
    derived_columns,
    differences,
    field_changes,
    is_correction,
    place_columns,
    record_columns,
)
from bot.text.normalise import compact

# Returns the stored rows that incoming ones may be compared with.
Comparable = Callable[[list[Row]], list[Row]]
# Records looked up and inserted at once: large enough to be quick, small enough to keep the memory flat.
CHUNK = 1000

_RECORDS = table_of(RecordRow)


class Marks:
    """Row ids that were met, one bit each: a million of them take 125 kB."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, row_id: int) -> None:
        """Mark a row."""
        byte, bit = divmod(row_id, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits) + 4096))
        self._bits[byte] |= 1 << bit

    def __contains__(self, row_id: int) -> bool:
        byte, bit = divmod(row_id, 8)
        return byte < len(self._bits) and bool(self._bits[byte] >> bit & 1)


class RecordLoader:
    """Loads the records of one import, document after document."""

    def __init__(
        self, journal: Journal, tracker: Tracker, progress: Callable[[int], None], comparable: Comparable
    ) -> None:
        self._journal = journal
        self._tracker = tracker
        self._progress = progress
        self._comparable = comparable
        self._met = Marks()  # in this import, by an earlier document or this one
        self._taken = Marks()  # by a row of this document
        self._lists: set[tuple[str, str | None, str]] = set()
        self._document: Row = {}

    def begin(self, document: Row) -> None:
        """Begin a document: two of its rows are never the same record."""
        self._document = document
        self._taken = Marks()

    def load(
        self, records: Iterable[Record], agency_for: Callable[[Record], Agency], report_id: int | None = None
    ) -> None:
        """Load records of the document that was begun."""
        flow = iter(records)
        while chunk := list(islice(flow, CHUNK)):
            self._load_chunk([(record, agency_for(record)) for record in chunk], report_id)
            self._progress(len(chunk))

    def end(self) -> None:
        """Find what the lists of this import had before and have on none of their pages now; it stays."""
        for agency, listing, document in sorted(self._lists, key=str):
            wanted = select(_RECORDS.c.id, _RECORDS.c.key, _RECORDS.c.title, _RECORDS.c.place).where(
                _RECORDS.c.agency == agency,
                _RECORDS.c.status != Status.WITHDRAWN.value,
                _RECORDS.c.first_batch != self._journal.batch_id,
            )
            if listing:
                wanted = wanted.where(_RECORDS.c.listing == listing)
            else:
                wanted = wanted.join(DocumentRow, DocumentRow.id == _RECORDS.c.document_id).where(
                    DocumentRow.name == document, _RECORDS.c.listing.is_(None)
                )
            for row in self._journal.connection.execute(wanted.order_by(_RECORDS.c.id)):
                if row.id not in self._met:
                    self._tracker.missing.add(Line(what="record", key=row.key, label=row.title))

    def _load_chunk(self, chunk: Sequence[tuple[Record, Agency]], report_id: int | None) -> None:
        bases = [family(record.key) if record.key else stored_key(record, agency) for record, agency in chunk]
        known = self._known(set(bases))
        groups: dict[str, list[int]] = defaultdict(list)
        for position, base in enumerate(bases):
            groups[base].append(position)
        rows = [{**record_columns(record, agency), "key": record.key} for record, agency in chunk]
        matches: dict[int, Row] = {}
        for base, positions in groups.items():
            if base in known:
                matches.update(self._match(positions, rows, known[base]))
        added: list[Row] = []
        # Oldest first: of several rows that share a number the oldest has the plain key, however the list is ordered.
        for position in sorted(range(len(chunk)), key=lambda each: _age(rows[each])):
            record, agency = chunk[position]
            row, base = rows[position], bases[position]
            row["report_id"] = report_id
            self._lists.add((agency.slug, record.listing, "" if record.listing else self._document["name"]))
            if position in matches:
                self._compare(matches[position], row, record)
                continue
            if self._repeated(row, known[base]):
                self._tracker.refused.add(
                    Line(what="row", key=base, label=record.title, place=record.place, reason="loading.repeated_row")
                )
                continue
            row |= self._new(base, record.key, agency, known[base])
            known[base].append(row)
            added.append(row)
            if self._tracker.new.full():
                self._tracker.new.count("record")
            else:
                self._tracker.new.add(Line(what="record", key=row["key"], label=record.title, place=record.place))
        self._journal.add(RecordRow, added)

    def _known(self, bases: set[str]) -> defaultdict[str, list[Row]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        wanted = select(_RECORDS).where(_RECORDS.c.base_key.in_(bases)).order_by(_RECORDS.c.id)
        for row in self._comparable([dict(row) for row in self._journal.connection.execute(wanted).mappings()]):
            found[row["base_key"]].append(row)
        return found

    def _match(self, positions: list[int], rows: list[Row], known: list[Row]) -> dict[int, Row]:
        """Pair incoming rows with stored ones of the same number: by title and date, then title, then what is left.

        A row that names its key (an export that comes back) is the record of that key, whatever else it says.
        Only within a kind is a row with another title the same record (a correction): the opinion and the reply on one
        matter share its number. Two lists of one import that give a number two titles have two records.
        """
        free = [row for row in known if row["id"] not in self._taken]
        pairs: dict[int, Row] = {}
        for alike in (_same_key, _same_title_and_date, _same_title, self._corrected):
            for position in positions:
                if position in pairs:
                    continue
                if rows[position]["key"] and alike is not _same_key:
                    continue
                found = next((row for row in free if alike(row, rows[position])), None)
                if found is not None:
                    pairs[position] = found
                    free.remove(found)
                    self._taken.add(found["id"])
        return pairs

    def _corrected(self, stored: Row, row: Row) -> bool:
        if stored["kind"] != row["kind"] or (stored["number"] is None and _same_words(stored, row)):
            return False
        return stored["id"] not in self._met or bool(stored["listing"]) != bool(row["listing"])

    def _repeated(self, row: Row, known: list[Row]) -> bool:
        """Whether this document has this very row already: a list saved with its hidden copy for small screens."""
        return any(
            other["id"] in self._taken
            and all(other[name] == row[name] for name in ("kind", "title", "published_on", "publisher", "source_url"))
            for other in known
        )

    def _new(self, base: str, named: str, agency: Agency, known: list[Row]) -> Row:
        row_id = self._journal.new_id(RecordRow)
        self._met.add(row_id)
        self._taken.add(row_id)
        return {
            "id": row_id,
            "key": _free_key(named or base, base, known),
            "base_key": base,
            "agency": agency.slug,
            "document_id": self._document["id"],
            "revision": self._journal.revision,
            "status": Status.PUBLISHED.value,
            "withdrawn_on": None,
            "reason": None,
            "imported_at": self._journal.at,
        }

    def _compare(self, stored: Row, row: Row, record: Record) -> None:
        if stored["status"] == Status.WITHDRAWN.value:
            self._tracker.withdrawn.add(Line(what="record", key=stored["key"], label="", place=record.place))
            return
        changed = differences(stored, row)
        if stored["id"] in self._met:
            self._refuse_contradiction(stored, changed, record)
            changed = {name: value for name, value in changed.items() if stored[name] in (None, "")}
        self._met.add(stored["id"])
        if not changed:
            self._tracker.unchanged.count("record")
            return
        values: Row = {
            **changed,
            "document_id": self._document["id"],
            "place": place_columns(record.place),
            "imported_at": self._journal.at,
            "revision": self._journal.revision,
        }
        if is_correction(stored, changed):
            values["status"] = Status.CORRECTED.value
        values.update(_differing(stored, derived_columns({**stored, **changed})))
        self._tracker.changed.add(
            Line(
                what="record",
                key=stored["key"],
                label=record.title,
                place=record.place,
                changes=field_changes(stored, changed),
            )
        )
        self._journal.change(RecordRow, stored, values)
        stored.update(values, last_batch=self._journal.batch_id)

    def _refuse_contradiction(self, stored: Row, changed: Row, record: Record) -> None:
        """Say that two documents of one import disagree: the first is kept, whichever is right."""
        against = {name: value for name, value in changed.items() if stored[name] not in (None, "")}
        if against:
            self._tracker.refused.add(
                Line(
                    what="row",
                    key=stored["key"],
                    label=record.title,
                    place=record.place,
                    changes=field_changes(stored, against),
                    reason="loading.contradicts_earlier_document",
                )
            )


def _differing(stored: Mapping[str, Any], values: Row) -> Row:
    return {name: value for name, value in values.items() if stored[name] != value}


def _free_key(wanted: str, base: str, known: list[Row]) -> str:
    """Return a free key: rows of one source that share a number stay two (architecture.md §4; `bot.records.keys`)."""
    taken = {row["key"] for row in known}
    if wanted not in taken:
        return wanted
    head, at, agency = base.rpartition("@")
    copies = (f"{head}.{number}{at}{agency}" for number in count(2))
    return next(key for key in copies if key not in taken)


def _same_key(stored: Row, row: Row) -> bool:
    return bool(stored["key"] == row["key"])


def _same_words(stored: Row, row: Row) -> bool:
    title, other = stored["title"], row["title"]
    return bool(title == other) or compact(title) == compact(other)


def _same_title(stored: Row, row: Row) -> bool:
    if stored["number"] is None and stored["status"] != Status.WITHDRAWN.value:
        # Without a number, the same words on another day are another item, unless its address is the same.
        days = {stored["published_on"], row["published_on"]} - {None}
        same_address = bool(row["source_url"]) and stored["source_url"] == row["source_url"]
        if len(days) == 2 and not same_address:
            return False
    return _same_words(stored, row)


def _same_title_and_date(stored: Row, row: Row) -> bool:
    return stored["kind"] == row["kind"] and stored["published_on"] == row["published_on"] and _same_words(stored, row)


def _age(row: Row) -> date:
    return row["published_on"] or date.max
