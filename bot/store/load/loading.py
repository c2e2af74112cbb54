"""Loading: what documents yield goes in together or not at all; it is previewed, kept, and can be undone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection, func, insert, select, update

from bot.records.agencies import is_nameless
from bot.records.model import Agency, Batch, Finding, Listing, Record, Report
from bot.store import demonstration, events
from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.load.agencies import AgencyLoader
from bot.store.load.column_answers import keep_answers
from bot.store.load.lists import ListingLoader
from bot.store.load.preview import Preview, PreviewLine
from bot.store.load.records import RecordLoader
from bot.store.load.reports import ReportLoader
from bot.store.read.whole_report import read_report
from bot.store.record_columns import Row
from bot.store.tables import BATCHES, DOCUMENTS, STATE

# An import of so many things changes which index is the best.
_LARGE = 1000


class Recheck(Protocol):
    """The checks of domain.md §1.6, done again on what a report says after an import."""

    def __call__(self, report: Report, earlier: Report | None) -> tuple[Finding, ...]:
        """Return the findings on a report, with the same agency's report of the year before where there is one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was loaded: the batch's number (None: nothing changed), what it did, and the revision after it."""

    batch_id: int | None
    preview: Preview
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    keep: bool
    recheck: Recheck | None
    progress: Callable[[int], None]
    now: datetime | None = None
    demonstration: bool = False
    note: str | None = None
    actor: str | None = None
    told: bool = True


def preview(
    database: Database,
    batches: Iterable[Batch],
    *,
    recheck: Recheck | None = None,
    progress: Callable[[int], None] | None = None,
) -> Preview:
    """Return what `load` would do with the same batches and options, without doing it.

    It does it and takes it back, so that a dry run and a real run cannot differ.
    """
    options = _Options(keep=False, recheck=recheck, progress=progress or _no_progress)
    return _run(database, batches, options).preview


def load(  # noqa: PLR0913 - what is loaded, and how
    database: Database,
    batches: Iterable[Batch],
    *,
    recheck: Recheck | None = None,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
    actor: str | None = None,
    told: bool = True,
) -> Loaded:
    """Load batches, all or nothing, in one transaction.

    Args:
        database: Where.
        batches: What documents yield. Successive batches with the same hash are one document: a long list can come in
            pieces, so that it never is in memory as a whole.
        recheck: Checks again the reports that change, and those of the years after them.
        progress: Called with the number of records just done.
        now: The moment of loading; the clock's when not given.
        actor: Who loads: `command`, `source:` and its name, `chat:` and a numeric id.
        told: Whether anybody is told of it: what a source has at first sight is no news.

    Returns:
        What was done. The revision rises if, and only if, anything changed.

    Raises:
        StoreError: Two contradicting reports of one agency and year, or the database cannot be written.
    """
    options = _Options(keep=True, recheck=recheck, progress=progress or _no_progress, now=now, actor=actor, told=told)
    return _run(database, batches, options)


def load_demonstration(database: Database, batches: Iterable[Batch], *, note: str | None = None) -> Loaded:
    """Load the demonstration where none is loaded (`bot.store.demonstration`).

    Raises:
        StoreError: Something of it is the office's own already, or the database cannot be written.
    """
    options = _Options(keep=True, recheck=None, progress=_no_progress, now=None, demonstration=True, note=note)
    return _run(database, batches, options)


def _no_progress(_: int) -> None:
    pass


class _Rollback(Exception):  # noqa: N818 - no error: a way out of a transaction
    pass


def _run(database: Database, batches: Iterable[Batch], options: _Options) -> Loaded:
    result: Loaded | None = None
    try:
        with database.writing() as connection:
            if options.demonstration and demonstration.standing(connection) is not None:
                batches = ()
            action = demonstration.ACTION if options.demonstration else "import"
            journal = begin_batch(connection, action, options.now, options.actor)
            done = Preview()
            _Import(journal, done, options).run(batches)
            result = Loaded(batch_id=journal.batch_id, preview=done, revision=journal.revision)
            if not options.keep or not done.changes_anything:
                raise _Rollback
            told = options.told and not options.demonstration
            note = options.note or _said_of_columns(done)
            finish_batch(journal, documents=done.documents, counts=done.counts(), note=note, told=told)
    except _Rollback:
        pass
    assert result is not None  # noqa: S101 - either set, or an error left this function
    if options.keep and result.preview.changes_anything:
        if result.preview.new.total + result.preview.changed.total >= _LARGE:
            database.settle()
        return result
    return Loaded(batch_id=None, preview=result.preview, revision=result.revision - 1)


def _said_of_columns(done: Preview) -> str | None:
    """Return what was said of columns, as the note of the batch: who loaded it said so."""
    said = dict.fromkeys(f"{label}={meaning}" for reading in done.readings for label, meaning in reading.answers)
    return ", ".join(said) or None


def begin_batch(connection: Connection, action: str, now: datetime | None = None, actor: str | None = None) -> Journal:
    """Begin a batch: the state row is locked, and the journal has the next batch number and revision."""
    revision = connection.execute(select(STATE.c.revision).with_for_update()).scalar_one()
    last = connection.execute(select(func.max(BATCHES.c.id))).scalar() or 0
    at = now or datetime.now(UTC)
    begun = {"id": last + 1, "action": action, "at": at, "revision": revision + 1, "documents": [], "counts": {}}
    connection.execute(insert(BATCHES).values(**begun, note=None, undone_by=None, actor=actor))
    return Journal(connection, last + 1, revision + 1, at)


def finish_batch(
    journal: Journal,
    *,
    documents: Sequence[str] = (),
    counts: dict[str, Any] | None = None,
    note: str | None = None,
    told: bool = True,
) -> None:
    """End a batch: what it overwrote is written, the revision rises, events tell of it (unless not `told`)."""
    journal.close()
    if told:
        events.tell(journal)
    values = {"documents": list(documents), "counts": counts or {}, "note": note}
    journal.connection.execute(update(BATCHES).where(BATCHES.c.id == journal.batch_id).values(values))
    journal.connection.execute(update(STATE).values(revision=journal.revision))


def _same_agency(agency: Agency, _: Record) -> Agency:
    return agency


class _Import:
    """One import from its first batch to its last."""

    def __init__(self, journal: Journal, preview: Preview, options: _Options) -> None:
        self._journal = journal
        self._preview = preview
        self._recheck = options.recheck
        self._demonstration = demonstration.Demonstration(journal, loading=options.demonstration)
        self._agencies = AgencyLoader(journal)
        self._of_rows: defaultdict[str | None, set[Agency]] = defaultdict(set)
        self._records = RecordLoader(journal, preview, options.progress, self._demonstration.without)
        self._reports = ReportLoader(journal, preview, self._demonstration.without)
        self._listings = ListingLoader(journal, preview, self._demonstration.without)

    def run(self, batches: Iterable[Batch]) -> None:
        self._demonstration.make_way()
        document: Row | None = None
        for batch in batches:
            if document is None or document["sha256"] != batch.sha256:
                document = self._document(batch)
                self._records.begin(document)
                self._of_rows.clear()
            self._load(batch, document)
            self._understood(batch)
        self._records.end()
        self._listings.end()
        self._check()
        self._preview.demonstration_left = self._demonstration.left

    def _load(self, batch: Batch, document: Row) -> None:
        batch, nameless = self._agencies.settled(batch), document["nameless"]
        document["own_office"] = batch.own_office
        if batch.own_office:
            self._preview.own_office = batch.agency_name
        for report in batch.reports:
            agency = self._agencies.find(None, report.agency_name or batch.agency_name, nameless)
            report_id = self._reports.load(report, agency, document)
            self._records.load(report.embedded, partial(_same_agency, agency), report_id)
        self._records.load(batch.records, partial(self._agency_of, batch.agency_name, nameless))
        self._records.withhold(batch.withheld, partial(self._known_agency, batch.agency_name, nameless))
        for listing in batch.listings:
            agency = self._agency_of_list(listing, batch.agency_name, nameless)
            self._listings.load(listing, agency, document)
        for refusal in batch.refusals:
            self._preview.refused.add(
                PreviewLine(what="row", key="", label=refusal.quote, place=refusal.place, reason=refusal.reason)
            )

    def _understood(self, batch: Batch) -> None:
        """Keep how lists were read for the preview, and what was said of their columns for the next of them."""
        self._preview.readings += batch.readings
        self._preview.passed += [one for one in batch.passed if one not in self._preview.passed]
        for reading in batch.readings:
            if reading.answers:
                keep_answers(self._journal, reading.asked_of, reading.header, dict(reading.answers))

    def _agency_of(self, document_agency: str | None, nameless: Agency, record: Record) -> Agency:
        named = self._agencies.of_key(record.key) if record.key else None
        agency = named or self._agencies.find(record.publisher, document_agency, nameless)
        self._preview.nameless = self._preview.nameless or is_nameless(agency.slug)
        self._of_rows[record.listing].add(agency)
        return agency

    def _known_agency(self, document_agency: str | None, nameless: Agency, record: Record) -> Agency | None:
        named = self._agencies.of_key(record.key) if record.key else None
        return named or self._agencies.known(record.publisher, document_agency, nameless)

    def _agency_of_list(self, listing: Listing, document_agency: str | None, nameless: Agency) -> Agency:
        """Return whose a list is: the document's, or that of all its rows where they are of one."""
        agencies = self._of_rows[listing.name]
        if document_agency is None and len(agencies) == 1:
            return next(iter(agencies))
        return self._agencies.find(None, document_agency, nameless)

    def _document(self, batch: Batch) -> Row:
        """Return the row of a document, with whose its rows are that name nobody."""
        self._preview.documents.append(batch.document)
        wanted = select(DOCUMENTS).where(DOCUMENTS.c.sha256 == batch.sha256)
        stored = self._journal.connection.execute(wanted).mappings().first()
        if stored is not None:
            nameless = self._agencies.nameless(batch, stored["id"])
            return {**stored, "name": batch.document, "nameless": nameless}
        row: Row = {
            "sha256": batch.sha256,
            "name": batch.document,
            "media_type": batch.media_type,
            "imported_at": self._journal.at,
        }
        self._journal.add(DOCUMENTS, [row])
        return {**row, "nameless": self._agencies.nameless(batch, None)}

    def _check(self) -> None:
        """Check again what changed, and the year after it: some relations span two years (K5, K7, K8)."""
        if self._recheck is None:
            return
        touched = self._reports.touched
        for agency, year in sorted(touched | {(agency, year + 1) for agency, year in touched}):
            report = read_report(self._journal.connection, agency, year)
            if report is not None:
                earlier = read_report(self._journal.connection, agency, year - 1)
                self._reports.replace_findings(agency, year, self._recheck(report, earlier))
