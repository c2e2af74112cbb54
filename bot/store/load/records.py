"""Upsert of records: who is who, what is new, what differs (architecture.md §4, identity is for ever)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import select

from bot.records.agencies import NAMELESS
from bot.records.changes import FieldChange
from bot.records.keys import family, stored_key
from bot.records.model import FEED, PAGE, Agency, Record, RecordKind, Status
from bot.store.journal import Journal, pieces
from bot.store.load.identity import Family, RowIdSet, contradicts, said_again, same_words, words_of
from bot.store.load.preview import LINES_KEPT, Preview, PreviewLine
from bot.store.load.unpaired import Unpaired
from bot.store.record_columns import (
    Row,
    derived_columns,
    differences,
    field_changes,
    is_correction,
    record_columns,
    record_of,
)
from bot.store.tables import DOCUMENTS, RECORDS

# Returns the stored rows that incoming ones may be compared with.
Comparable = Callable[[list[Row]], list[Row]]
# Records looked up and inserted at once: large enough to be quick, small enough to keep the memory flat.
CHUNK = 1000
_LARGE_FAMILY = 50
_NUMBERED_KINDS = {RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL}


class RecordLoader:
    """Loads the records of one import, document after document."""

    def __init__(
        self, journal: Journal, preview: Preview, progress: Callable[[int], None], comparable: Comparable
    ) -> None:
        self._journal = journal
        self._preview = preview
        self._progress = progress
        self._comparable = comparable
        self._met = RowIdSet()  # in this import, by an earlier document or this one
        self._taken = RowIdSet()  # by a row of this document
        self._unpaired = Unpaired(journal, preview, self._met)
        self._lists: set[tuple[str, str | None, str, bool]] = set()
        self._document: Row = {}
        self._kept_families: dict[str, Family] = {}

    def begin(self, document: Row) -> None:
        """Begin a document: two of its rows are never the same record."""
        self._document = document
        self._taken = RowIdSet()

    def load(
        self, records: Iterable[Record], agency_for: Callable[[Record], Agency], report_id: int | None = None
    ) -> None:
        """Load records of the document that was begun."""
        for chunk in pieces(records, CHUNK):
            self._load_chunk([(record, agency_for(record)) for record in chunk], report_id)
            self._progress(len(chunk))

    def withhold(self, records: Iterable[Record], agency_for: Callable[[Record], Agency | None]) -> None:
        """Take rows of the document that was begun which its list says are not for the public."""
        for chunk in pieces(records, CHUNK):
            known = [(record, agency) for record in chunk if (agency := agency_for(record)) is not None]
            self._unpaired.withhold(known, self._document["name"])
            for record, agency in known:
                self._goes_on(record, agency)

    def end(self) -> None:
        """Find what the lists of this import had before and have on none of their pages now.

        It stays, unless the file says that its title was wrong, or that it is not for the public.
        """
        missing: list[int] = []
        whole: list[int] = []
        for agency, listing, document, of_whole in sorted(self._lists, key=str):
            wanted = select(RECORDS.c.id).where(
                RECORDS.c.agency == agency,
                RECORDS.c.status != Status.WITHDRAWN,
                RECORDS.c.first_batch != self._journal.batch_id,
            )
            if listing:
                wanted = wanted.where(RECORDS.c.listing == listing)
            else:
                wanted = wanted.join(DOCUMENTS, DOCUMENTS.c.id == RECORDS.c.document_id).where(
                    DOCUMENTS.c.name == document, RECORDS.c.listing.is_(None)
                )
            stored = self._journal.connection.execute(wanted.order_by(RECORDS.c.id)).scalars()
            gone = [row_id for row_id in stored if row_id not in self._met]
            missing += gone
            whole += gone if of_whole else ()
        self._unpaired.settle(whole, self._compare)
        self._miss([row_id for row_id in missing if row_id not in self._met])

    def _goes_on(self, record: Record, agency: Agency) -> None:
        """Note which list a row is of, to tell what it has no more."""
        media_type = self._document.get("media_type")
        if media_type != PAGE:  # which comes row by row, and its sweeps tell what is gone
            name = "" if record.listing else self._document["name"]
            # A feed lets go of its oldest.
            self._lists.add((agency.slug, record.listing, name, media_type != FEED))

    def _miss(self, ids: Sequence[int]) -> None:
        """Name records that are in none of the lists now, as they are stored."""
        named = ids[: LINES_KEPT - len(self._preview.missing.lines)]
        for some in pieces(named, CHUNK):
            wanted = select(RECORDS).where(RECORDS.c.id.in_(some)).order_by(RECORDS.c.id)
            for row in self._journal.connection.execute(wanted).mappings():
                line = PreviewLine(what="record", key=row["key"], label=row["title"], record=record_of(dict(row)))
                self._preview.missing.add(line)
        self._preview.missing.count("record", len(ids) - len(named))

    def _load_chunk(self, chunk: Sequence[tuple[Record, Agency]], report_id: int | None) -> None:
        bases = [family(record.key) if record.key else stored_key(record, agency) for record, agency in chunk]
        rows = [
            {**record_columns(record, agency), "key": record.key, "agency": agency.slug} for record, agency in chunk
        ]
        families = self._families(set(bases))
        matches, asked = self._matches(bases, rows, families)
        self._match_elsewhere([p for p in range(len(chunk)) if p not in matches and p not in asked], rows, matches)
        added: list[Row] = []
        # Oldest first: of several rows that share a number the oldest has the plain key, however the list is ordered.
        with self._journal.together():
            for position in sorted(range(len(chunk)), key=lambda each: _age(rows[each])):
                record, agency = chunk[position]
                row, base = rows[position], bases[position]
                row["report_id"] = report_id
                self._goes_on(record, agency)
                if position in matches:
                    self._compare(matches[position], row, record)
                elif position in asked:
                    self._refuse(record, "loading.which_of_several")
                elif families[base].repeats(row, self._taken):
                    self._refuse(record, "loading.repeated_row")
                else:
                    row |= self._new(base, record.key, agency, families[base])
                    families[base].add(row)
                    added.append(row)
                    if self._preview.new.is_full:
                        self._preview.new.count("record")
                    else:
                        new = PreviewLine(
                            what="record", key=row["key"], label=record.title, place=record.place, record=record
                        )
                        self._preview.new.add(new)
        self._journal.add(RECORDS, added)

    def _refuse(self, record: Record, reason: str, key: str = "", changes: tuple[FieldChange, ...] = ()) -> None:
        self._preview.refused.add(
            PreviewLine(what="row", key=key, label=record.title, place=record.place, changes=changes, reason=reason)
        )

    def _families(self, bases: set[str]) -> dict[str, Family]:
        found = {base: self._kept_families.get(base) or Family(base) for base in bases}
        wanted = select(RECORDS).where(RECORDS.c.base_key.in_(set(bases) - self._kept_families.keys()))
        stored = self._journal.connection.execute(wanted.order_by(RECORDS.c.id)).mappings()
        for row in self._comparable([dict(row) for row in stored]):
            found[row["base_key"]].add(row)
        # A list may give one number to thousands of rows: its family is not read again for each piece of the list.
        self._kept_families = {base: family for base, family in found.items() if len(family.rows) > _LARGE_FAMILY}
        return found

    def _matches(
        self, bases: Sequence[str], rows: list[Row], families: dict[str, Family]
    ) -> tuple[dict[int, Row], set[int]]:
        """Pair incoming rows with stored ones of the same identity; return those pairs, and rows that must be asked of.

        By key, by title and date, by title, then what is left: another title of the only record of its identity is a
        correction. Where an identity has several records and no title agrees, nobody can tell which is meant. A row
        that names its key (an export that comes back) is the record of that key, whatever else it says. Records of the
        one unknown office of 0.1 are the same only where nothing contradicts it: they may be another office's.
        """
        pairs: dict[int, Row] = {}
        asked: set[int] = set()
        for find in (Family.by_key, Family.by_title_and_date, Family.by_title):
            for position, row in enumerate(rows):
                if position in pairs or (row["key"] and find is not Family.by_key):
                    continue
                self._pair(position, row, find(families[bases[position]], row, self._taken), pairs)
        free = {base: list(family.free(self._taken)) for base, family in families.items()}
        for position, row in enumerate(rows):
            if position in pairs or row["key"] or not free[bases[position]]:
                continue
            fitting = (one for one in free[bases[position]] if one["id"] not in self._taken)
            left = list(islice((one for one in fitting if self._corrected(one, row)), 2))
            if len(left) > 1:
                asked.add(position)
            elif left:
                self._pair(position, row, left[0], pairs)
        return pairs, asked

    def _pair(self, position: int, row: Row, found: Row | None, pairs: dict[int, Row]) -> None:
        if found is None or (row["agency"] == NAMELESS and contradicts(found, row)):
            return
        pairs[position] = found
        self._taken.add(found["id"])

    def _corrected(self, stored: Row, row: Row) -> bool:
        if stored["kind"] != row["kind"] or (stored["number"] is None and same_words(stored, row)):
            return False
        return stored["id"] not in self._met or bool(stored["listing"]) != bool(row["listing"])

    def _match_elsewhere(self, positions: list[int], rows: list[Row], matches: dict[int, Row]) -> None:
        """Pair rows with records of the same number and words that have no session yet, or another key of old.

        A session that is filled in, or a place that is said now, makes no second record where the words agree.
        """
        wanted = [p for p in positions if rows[p]["number"] is not None and not rows[p]["key"] and _numbered(rows[p])]
        if not wanted:
            return
        numbers = {rows[position]["number"] for position in wanted}
        offices = {rows[position]["agency"] for position in wanted} - {NAMELESS}
        asked = select(RECORDS).where(RECORDS.c.number.in_(numbers), RECORDS.c.agency.in_(offices))
        if all(rows[position]["session"] is not None for position in wanted):
            coded = {rows[position]["region"] for position in wanted} | {None}
            elsewhere = RECORDS.c.region.not_in(coded - {None})
            unanswered = RECORDS.c.kind == RecordKind.PROPOSAL
            asked = asked.where(RECORDS.c.session.is_(None) | elsewhere | unanswered)
        # By words too: a list may give one number to thousands of rows.
        by_words: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
        found = self._journal.connection.execute(asked.order_by(RECORDS.c.id)).mappings()
        for stored in self._comparable([dict(row) for row in found if row["id"] not in self._met]):
            for words in words_of(stored):
                by_words[stored["agency"], stored["number"], words].append(stored)
        for position in wanted:
            row = rows[position]
            alike = [
                one
                for words in words_of(row)
                for one in by_words.get((row["agency"], row["number"], words), ())
                if one["id"] not in self._taken and said_again(one, row)
            ]
            self._pair(position, row, min(alike, key=itemgetter("id"), default=None), matches)

    def _new(self, base: str, named: str, agency: Agency, known: Family) -> Row:
        row_id = self._journal.new_id(RECORDS)
        self._met.add(row_id)
        self._taken.add(row_id)
        return {
            "id": row_id,
            "key": known.free_key(named or base),
            "base_key": base,
            "agency": agency.slug,
            "document_id": self._document["id"],
            "own_office": self._document["own_office"],
            "revision": self._journal.revision,
            "status": Status.PUBLISHED,
            "withdrawn_on": None,
            "reason": None,
            "imported_at": self._journal.at,
        }

    def _compare(self, stored: Row, row: Row, record: Record) -> None:
        if stored["status"] == Status.WITHDRAWN:
            self._preview.withdrawn.add(PreviewLine(what="record", key=stored["key"], label="", place=record.place))
            return
        changed = differences(stored, row)
        if stored["id"] in self._met:
            self._refuse_contradiction(stored, changed, record)
            changed = {name: value for name, value in changed.items() if stored[name] in (None, "")}
        self._met.add(stored["id"])
        if not changed:
            self._preview.unchanged.count("record")
            return
        values: Row = {
            **changed,
            "document_id": row.get("document_id", self._document["id"]),
            "place": record.place,
            "imported_at": self._journal.at,
            "revision": self._journal.revision,
        }
        if is_correction(stored, changed):
            values["status"] = Status.CORRECTED
        values.update(_differing(stored, derived_columns({**stored, **changed})))
        self._preview.changed.add(
            PreviewLine(
                what="record",
                key=stored["key"],
                label=record.title,
                place=record.place,
                changes=field_changes(stored, changed),
                record=record,
            )
        )
        self._journal.change(RECORDS, stored, values)
        stored.update(values, last_batch=self._journal.batch_id)

    def _refuse_contradiction(self, stored: Row, changed: Row, record: Record) -> None:
        """Say that two documents of one import disagree: the first is kept, whichever is right."""
        against = {name: value for name, value in changed.items() if stored[name] not in (None, "")}
        if against:
            changes = field_changes(stored, against)
            self._refuse(record, "loading.contradicts_earlier_document", stored["key"], changes)


def _differing(stored: Mapping[str, Any], values: Row) -> Row:
    return {name: value for name, value in values.items() if stored[name] != value}


def _numbered(row: Row) -> bool:
    return row["kind"] in _NUMBERED_KINDS and bool(row["number_raw"])


def _age(row: Row) -> date:
    return row["published_on"] or date.max
