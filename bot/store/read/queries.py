"""Reading: everything that an answer, the search index or an export asks of the database."""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, func, select, union

from bot.records.agencies import is_nameless, known_agencies
from bot.records.model import Agency, Body, Finding, NarrativeFigure, Status
from bot.store import demonstration
from bot.store.database import Database
from bot.store.engines import revision_of
from bot.store.masking import Masks
from bot.store.part_columns import part_of
from bot.store.read import reports as report_queries
from bot.store.read.cache import RevisionCache
from bot.store.read.changes import read_changes
from bot.store.read.counts import Counts
from bot.store.read.records import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    conditions,
    each_indexed,
    each_result,
    each_title,
    numbered,
    numbered_near,
    read_records,
    read_sessions,
    rows_wanted,
    stored_record,
    tally,
)
from bot.store.read.values import (
    Changes,
    IndexedRecord,
    LoadedSession,
    Selection,
    StoredCell,
    StoredListing,
    StoredPassage,
    StoredPerson,
    StoredRecord,
    StoredReport,
)
from bot.store.tables import AGENCIES, LISTINGS, RECORDS, REPORTS

Value = TypeVar("Value")

# Single values kept in memory: a record takes about 2 kB, the figures of a report about 150 kB.
_RECORDS_KEPT = 4096
_REPORTS_KEPT = 128
# What other readers keep: a figure of three thousand offices, or their table, takes half a megabyte.
_OTHERS_KEPT = 512
# Longer lists of records are read again each time instead of being kept.
_LONGEST_LIST_KEPT = 500
# The newest of more records than this are found by walking through the newest of all.
_MANY = 2000


class Store:
    """Read access to a database, safe to share between threads. Values are cached by the database's revision.

    Names that were suppressed (domain.md §5.2) are masked in whatever is handed out, and withdrawn records come without
    their title, topic and text (domain.md §5.3).
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._small = RevisionCache(_RECORDS_KEPT)
        self._large = RevisionCache(_REPORTS_KEPT)
        self._others = RevisionCache(_OTHERS_KEPT)
        self._pinned = threading.local()

    def revision(self) -> int:
        """Return the revision: it rises with every change, whichever process makes it."""
        pinned: int | None = getattr(self._pinned, "revision", None)
        return self.database.revision() if pinned is None else pinned

    def forget(self) -> None:
        """Forget all values kept: to measure reading without them."""
        self._small.clear()
        self._large.clear()
        self._others.clear()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within this context, in this thread, all is read of one revision: for one answer that asks many things."""
        if getattr(self._pinned, "revision", None) is not None:
            yield
            return
        with self.database.snapshot() as connection:
            self._pinned.revision = revision_of(connection)
            try:
                yield
            finally:
                self._pinned.revision = None

    def agencies(self) -> tuple[Agency, ...]:
        """Return the agencies that have anything loaded, by slug."""

        def read(connection: Connection) -> tuple[Agency, ...]:
            held = [select(table.c.agency).distinct() for table in (RECORDS, REPORTS)]
            used = set(connection.execute(union(*held)).scalars())
            lists = connection.execute(select(LISTINGS.c.agency).distinct()).scalars()
            used |= {slug for slug in lists if not is_nameless(slug)}  # a list over many offices is of nobody
            return tuple(agency for slug, agency in sorted(self.by_slug().items()) if slug in used)

        return self._once("agencies", read)

    def record(self, key: str) -> StoredRecord | None:
        """Return the record of a stored key, a withdrawn one too; None when there is none."""

        def read(connection: Connection) -> StoredRecord | None:
            wanted = rows_wanted().where(RECORDS.c.key == key)
            return next(iter(read_records(connection, wanted, self.by_slug(), self.masks())), None)

        return self._once(("record", key), read)

    def left(self, key: str) -> StoredRecord | None:
        """Return what a record of the demonstration was that left with it; None for any other key, and one loaded."""

        def read(connection: Connection) -> dict[str, StoredRecord]:
            rows = demonstration.left_records(connection)
            return {one: stored_record(row, self.by_slug(), self.masks()) for one, row in rows.items()}

        return None if self.record(key) else self._once("left", read).get(key)

    def only_demonstrated(self, moment: datetime) -> bool:
        """Return whether what was answered at a moment was the demonstration's, which has left since."""
        with self.database.reading() as connection:
            return demonstration.alone_at(connection, moment)

    def records(
        self, selection: Selection, *, limit: int | None = None, offset: int = 0, oldest_first: bool = False
    ) -> list[StoredRecord]:
        """Return the selected records: newest first, then the highest number; undated ones last.

        The date is the one that there is: of publication, else of the answer, else of issue. With `oldest_first` they
        come the other way round, and undated ones are left out.
        """
        many = limit is not None and self.count(selection) > _MANY

        def read(connection: Connection) -> list[StoredRecord]:
            asked = conditions(selection, many=many)
            wanted = rows_wanted().where(asked).offset(offset)
            if oldest_first:
                wanted = wanted.where(RECORDS.c.dated_on.is_not(None)).order_by(*OLDEST_FIRST)
            else:
                wanted = wanted.order_by(*NEWEST_FIRST)
            if limit is not None:
                wanted = wanted.limit(limit)
            return read_records(connection, wanted, self.by_slug(), self.masks())

        if limit is not None and limit <= _LONGEST_LIST_KEPT:
            return list(self._once(("records", selection, limit, offset, oldest_first), read))
        with self.database.reading() as connection:
            return read(connection)

    def numbers(self, selection: Selection) -> tuple[int, int] | None:
        """Return the lowest and the highest number of the selected records; None where none has one."""

        def read(connection: Connection) -> tuple[int, int] | None:
            number = RECORDS.c.number
            least, greatest = connection.execute(
                select(func.min(number), func.max(number)).where(conditions(selection))
            ).one()
            return None if least is None else (least, greatest)

        return self._once(("numbers", selection), read)

    def keys(self, selection: Selection) -> tuple[str, ...]:
        """Return the stored keys of the selected records, in the order of `records`."""

        def read(connection: Connection) -> tuple[str, ...]:
            wanted = select(RECORDS.c.key).where(conditions(selection)).order_by(*NEWEST_FIRST)
            return tuple(connection.execute(wanted).scalars())

        return self._once(("keys", selection), read, self._large)

    def with_texts(self, most: int) -> tuple[str, ...]:
        """Return the keys of at most so many records whose texts are loaded."""

        def read(connection: Connection) -> tuple[str, ...]:
            wanted = select(RECORDS.c.key).where(RECORDS.c.text.is_not(None), RECORDS.c.text != "")
            return tuple(connection.execute(wanted.order_by(RECORDS.c.key).limit(most)).scalars())

        return self._once(("texts", most), read)

    def each_indexed(self, keys: Sequence[str] | None = None) -> Iterator[IndexedRecord]:
        """Yield what is searched of every record that is not withdrawn, or of those of `keys`, in no order.

        It does not fill the memory.
        """
        with self.database.reading() as connection:
            yield from each_indexed(connection, self.masks(), keys)

    def titles(self, keys: Sequence[str] | None = None) -> Iterator[str]:
        """Yield the titles of the records that are not withdrawn, or of those of `keys` among them, in no order."""
        masks = self.masks()
        with self.database.reading() as connection:
            yield from each_title(connection, masks, keys)

    def sentences(self) -> Iterator[tuple[str, str, str]]:
        """Yield section, heading and text of every sentence of `passages`, without filling the memory."""
        masks = self.masks()
        with self.database.reading() as connection:
            yield from report_queries.each_sentence(connection, masks)

    def count(self, selection: Selection) -> int:
        """Return how many records are selected."""
        if Counts.answers(selection):
            return self._counts().count(selection)

        def read(connection: Connection) -> int:
            return int(connection.execute(select(func.count(RECORDS.c.id)).where(conditions(selection))).scalar_one())

        return self._once(("count", selection), read)

    def tally(self, selection: Selection, by: str) -> dict[str, int]:
        """Return how many selected records there are per value.

        Args:
            selection: Which records.
            by: `body`, `kind`, `year`, `month` (`2020-11`), `day` (`2020-11-03`), `agency` (slug),
                `session` (`cppcc:13-4`), `listing`, `role` or `result_class`.

        Returns:
            Counts by value, in the order of the values; the empty string stands for records without one.
        """
        if Counts.answers(selection, by):
            return self._counts().tally(selection, by)
        return dict(self._once(("tally", selection, by), lambda connection: tally(connection, selection, by)))

    def results(self, labels: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return the results that records bear, each with its label, empty for a letter: of these columns of lists."""
        return self._once(("results", *labels), lambda connection: each_result(connection, labels))

    def by_number(
        self,
        number: int,
        *,
        body: Body | None = None,
        term: int | None = None,
        session: int | None = None,
        agency: str | None = None,
    ) -> list[StoredRecord]:
        """Return the records that bear exactly this number, withdrawn ones too, latest session first.

        A reply to several numbers is found by each of them.
        """

        def read(connection: Connection) -> list[StoredRecord]:
            wanted = numbered(number, body=body and body.value, term=term, session=session, agency=agency)
            return read_records(connection, wanted, self.by_slug(), self.masks())

        return list(self._once(("number", number, body, term, session, agency), read))

    def near_numbers(
        self, number: int, *, body: Body | None = None, agency: str | None = None, limit: int = 3
    ) -> list[StoredRecord]:
        """Return records with the nearest other numbers, nearest first: only ever shown as a labelled hint."""

        def read(connection: Connection) -> list[StoredRecord]:
            near = numbered_near(number, Selection(body=body, agencies=(agency,) if agency else ()), limit)
            read_each = (read_records(connection, wanted, self.by_slug(), self.masks()) for wanted in near)
            found = [stored for some in read_each for stored in some]
            found.sort(key=lambda stored: (abs((stored.record.number or 0) - number), stored.record.key))
            return found[:limit]

        return list(self._once(("near", number, body, agency, limit), read))

    def sessions(self) -> tuple[LoadedSession, ...]:
        """Return the sessions that have records, latest first."""
        return self._once("sessions", lambda connection: read_sessions(connection, self.by_slug()))

    def years(self) -> tuple[int, ...]:
        """Return the years that have a report or records, latest first."""

        def read(connection: Connection) -> tuple[int, ...]:
            shown = select(RECORDS.c.year).where(RECORDS.c.status != Status.WITHDRAWN).distinct()
            years = set(connection.execute(shown).scalars()) | {report.year for report in self.reports()}
            return tuple(sorted((year for year in years if year is not None), reverse=True))

        return self._once("years", read)

    def reports(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredReport, ...]:
        """Return the loaded annual reports, by agency, latest year first."""
        found = self._once("reports", lambda connection: report_queries.read_reports(connection, self.by_slug()))
        if agency is not None:
            found = self._once("by agency", lambda _: report_queries.by_agency(found)).get(agency, ())
        return found if year is None else tuple(report for report in found if report.year == year)

    def cells(self, agency: str, year: int) -> dict[str, StoredCell]:
        """Return a report's cells by key, in the order of the form."""
        return dict(self._figures(agency, year).cells)

    def figures(self, agency: str, year: int) -> dict[str, NarrativeFigure]:
        """Return the figures that a report states in prose, by key."""
        return dict(self._figures(agency, year).prose)

    def rows(
        self, reports: Sequence[StoredReport], rows: Collection[str]
    ) -> dict[tuple[str, int], report_queries.ReportFigures]:
        """Return the figures of a few rows in many reports, by agency and year: one query in place of one for each."""
        wanted = frozenset((report.agency.slug, report.year) for report in reports)
        return self._once(
            ("rows", wanted, frozenset(rows)),
            lambda connection: report_queries.read_figures(connection, wanted, sorted(rows), self.masks()),
            self._large,
        )

    def passages(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredPassage, ...]:
        """Return the sentences of reports in their order; those that name a withdrawn record's topic are left out."""
        return self._once(
            ("passages", agency, year),
            lambda connection: report_queries.read_passages(connection, self.by_slug(), self.masks(), agency, year),
            self._large,
        )

    def people(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredPerson, ...]:
        """Return the officials that reports name; suppressed ones are left out."""
        return self._once(
            ("people", agency, year),
            lambda connection: report_queries.read_people(connection, self.by_slug(), self.masks(), agency, year),
        )

    def listings(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredListing, ...]:
        """Return what the lists say about themselves."""
        return self._once(
            ("listings", agency, year),
            lambda connection: report_queries.read_listings(connection, self.by_slug(), agency, year),
        )

    def findings(self, agency: str, year: int) -> tuple[Finding, ...]:
        """Return the findings on a report."""
        return self._figures(agency, year).findings

    def changes(self, since_revision: int) -> Changes:
        """Return what changed after a revision."""
        with self.reading(), self.database.reading() as connection:
            revision = self.revision()
            if since_revision == revision:
                return Changes(revision=revision)
            return read_changes(connection, since_revision, revision)

    def prepare(self) -> None:
        """Read what most answers ask, so that the first question after an import need not wait for it."""
        with self.reading():
            self.agencies()
            self.sessions()
            self.years()
            self.reports()
            self.people()
            self.listings()
            self._counts()

    def by_slug(self) -> dict[str, Agency]:
        """Return every agency; of one that has a file of its own, the names that the file gives now."""

        def read(connection: Connection) -> dict[str, Agency]:
            on_file = {agency.slug: agency for agency in known_agencies()}
            rows = connection.execute(select(AGENCIES)).mappings()
            stored = [part_of(Agency, dict(row)) for row in rows]
            return {
                agency.slug: replace(on_file[agency.slug], name=agency.name) if agency.slug in on_file else agency
                for agency in stored
            }

        return self._once("by_slug", read)

    def kept(self, key: Hashable, read: Callable[[Connection], Value]) -> Value:
        """Return what `read` reads, or what it read before at the same revision: for readers in files of their own."""
        return self._once(key, read, self._others)

    def masks(self) -> Masks:
        """Return what must not be shown."""
        return self._once("masks", Masks.read)

    def _counts(self) -> Counts:
        return self._once("counts", Counts.read)

    def _figures(self, agency: str, year: int) -> report_queries.ReportFigures:
        def read(connection: Connection) -> report_queries.ReportFigures:
            found = report_queries.read_figures(connection, {(agency, year)}, (), self.masks())
            return found.get((agency, year), report_queries.ReportFigures())

        return self._once(("figures", agency, year), read, self._large)

    def _once(self, key: Hashable, read: Callable[[Connection], Value], keeper: RevisionCache | None = None) -> Value:
        """Return what `read` reads, or what it read before at the same revision."""

        def make() -> Value:
            with self.database.reading() as connection:
                return read(connection)

        cache = keeper or self._small
        revision = self.revision()
        if cache.holds(revision, key):
            return cache.get(revision, key, make)
        with self.reading():
            return cache.get(self.revision(), key, make)
