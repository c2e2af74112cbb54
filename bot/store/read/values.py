"""What the store hands out: frozen values, so that they can be cached and passed between threads."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.records.changes import FieldChange
from bot.records.model import (
    Agency,
    Body,
    Caveat,
    Cell,
    Finding,
    Listing,
    Passage,
    Person,
    Record,
    RecordKind,
    Role,
    Status,
)
from bot.records.wanted import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as loaded.

    Attributes:
        record: The record; of a withdrawn one only key, kind, body, region, term, session, number, published_on and
            place are kept, its title is empty (domain.md §5.3).
        agency: Whose publication it is.
        year: Year of its session, else of its publication; None when neither is known.
        status: `published`, `corrected` (some field had another value before) or `withdrawn`.
        document: Name of the document it was loaded from.
        imported_at: When its present values were loaded (UTC).
        previous: Former values, newest first; empty unless corrected.
        withdrawn_on: The day it was withdrawn.
        reason: Why it was withdrawn, as the operator put it.
        caveat: What is said with it as a source; of a report and its sentences likewise.
    """

    record: Record
    agency: Agency
    year: int | None
    status: Status
    document: str
    imported_at: datetime
    previous: tuple[FieldChange, ...] = ()
    withdrawn_on: date | None = None
    reason: str | None = None
    caveat: Caveat | None = None


class IndexedRecord(NamedTuple):
    """What the search index takes of a record that is not withdrawn: names as in `Record` and `StoredRecord`.

    A plain tuple, without what no search asks for: reading a million of them takes a third of the time.
    """

    key: str
    title: str
    topic: str | None
    text: str | None
    publisher: str | None
    agency: str
    kind: RecordKind
    body: Body | None
    term: int | None
    session: int | None
    number: int | None
    number_raw: str | None
    year: int | None
    published_on: date | None
    replied_on: date | None
    issued_on: date | None
    doc_no: str | None
    index_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """An annual report without its contents; `agency.slug` and `year` name it."""

    agency: Agency
    year: int
    form: str
    title: str
    cover_title: str | None
    compiled: str | None
    period_start: date | None
    period_end: date | None
    document: str
    imported_at: datetime
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCell:
    """A cell, the findings that concern it (also those that pass), and what it said before, newest first."""

    cell: Cell
    findings: tuple[Finding, ...] = ()
    previous: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage:
    """A sentence with the report it stands in. `key` is stable for the index: `<agency>/<year>#<order>`."""

    key: str
    passage: Passage
    agency: Agency
    year: int
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """An official with the report that names him or her."""

    person: Person
    agency: Agency
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredListing:
    """A list's pager facts. `year` is None for a list that was loaded apart from a report."""

    listing: Listing
    agency: Agency
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSession:
    """A session of a body that has records, with how many of one agency (withdrawn ones not counted)."""

    body: Body
    region: str | None
    term: int
    session: int
    year: int | None
    count: int
    agency: Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection(Wanted):
    """Which records are wanted; every part that is empty holds for any. Withdrawn records are never selected.

    Attributes:
        keys: Stored keys.
        number: Exact number.
        number_from: Least number, included.
        number_to: Greatest number, included.
        doc_no: 发文字号, compared without white space and with any kind of brackets.
        index_no: 索引号, compared likewise.
        title: Words that the title holds, all of them.
        role: The agency's part in handling it.
        cells: Of each of these one stands in a column: text with its label, empty for a result's letter.
        without: Records that any of these selects are left out.
    """

    keys: tuple[str, ...] = ()
    number: int | None = None
    number_from: int | None = None
    number_to: int | None = None
    doc_no: str | None = None
    index_no: str | None = None
    title: tuple[str, ...] = ()
    role: Role | None = None
    cells: tuple[tuple[tuple[str, str], ...], ...] = ()
    listed: bool = False
    without: "tuple[Selection, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed after a revision, for the search index and whatever else follows the database.

    Attributes:
        revision: The revision that these changes lead to.
        changed: Stored keys of records that are new or read differently now.
        removed: Stored keys of records that are gone or withdrawn.
        reports: (agency slug, year) of reports whose contents are new or changed.
        removed_reports: (agency slug, year) of reports that are gone.
        everything: Start anew: the changes are too many to name, or the revision is not on record.
    """

    revision: int
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reports: tuple[tuple[str, int], ...] = ()
    removed_reports: tuple[tuple[str, int], ...] = ()
    everything: bool = field(default=False)
