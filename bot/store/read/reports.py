"""Reading reports: cells with their findings and former values, prose, people, lists."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, and_, cast, or_, select

from bot.records.changes import FieldChange
from bot.records.model import Agency, Cell, Finding, Listing, NarrativeFigure, Passage, Person
from bot.store import demonstration
from bot.store.journal import column_value, plain_rows
from bot.store.masking import Masks
from bot.store.part_columns import HEADER, part_of
from bot.store.read.values import StoredCell, StoredListing, StoredPassage, StoredPerson, StoredReport
from bot.store.record_columns import caveat_of
from bot.store.tables import CELLS, CHANGES, DOCUMENTS, FIGURES, FINDINGS, LISTINGS, PASSAGES, PEOPLE, REPORTS

Rows = Sequence[dict[str, Any]]
_DEMONSTRATION = demonstration.brought(REPORTS)
# Rows read at once where all of them are wanted.
_AT_ONCE = 2000
_SAID = ("raw", "value", "semantic", "unit")


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The figures of one report."""

    cells: dict[str, StoredCell] = field(default_factory=dict)
    prose: dict[str, NarrativeFigure] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_reports(connection: Connection, agencies: Mapping[str, Agency]) -> tuple[StoredReport, ...]:
    """Return all reports without their contents, by agency, latest year first."""
    wanted = (
        select(REPORTS, DOCUMENTS.c.name.label("document_name"), _DEMONSTRATION)
        .join(DOCUMENTS, DOCUMENTS.c.id == REPORTS.c.document_id)
        .order_by(REPORTS.c.agency, REPORTS.c.year.desc())
    )
    return tuple(
        StoredReport(
            agency=agencies[row["agency"]],
            document=row["document_name"],
            caveat=caveat_of(dict(row)),
            **{name: row[name] for name in ("year", "imported_at", *HEADER)},
        )
        for row in connection.execute(wanted).mappings()
    )


def by_agency(reports: Sequence[StoredReport]) -> dict[str, tuple[StoredReport, ...]]:
    """Return each agency's reports, of reports in the order of `read_reports`."""
    return {slug: tuple(listed) for slug, listed in groupby(reports, key=attrgetter("agency.slug"))}


def read_figures(
    connection: Connection, wanted: Collection[tuple[str, int]], rows: Collection[str], masks: Masks
) -> dict[tuple[str, int], ReportFigures]:
    """Return the cells, prose figures and findings of reports by agency and year; of those that are not loaded, none.

    Args:
        connection: An open connection.
        wanted: Agencies and years.
        rows: Rows, groups or bodies whose figures alone are wanted (`requests.granted_full`, `review`, `cppcc`); all of
            them where it is empty.
        masks: What must not be shown.
    """
    asked = select(REPORTS.c.id, REPORTS.c.agency, REPORTS.c.year).where(
        REPORTS.c.agency.in_({agency for agency, _ in wanted}), REPORTS.c.year.in_({year for _, year in wanted})
    )
    there = {row.id: (row.agency, row.year) for row in connection.execute(asked) if (row.agency, row.year) in wanted}
    of_rows = [f"{row}." for row in rows]
    findings = _parts(connection, FINDINGS, there, [cast(FINDINGS.c.cells, String).contains(row) for row in of_rows])
    cells = _parts(connection, CELLS, there, [CELLS.c.key.startswith(row) for row in of_rows])
    prose = _parts(connection, FIGURES, there, [FIGURES.c.key.startswith(row) for row in of_rows])
    previous = _previous(connection, there, {row["id"]: row for listed in cells.values() for row in listed})
    return {named: _figures(findings[own], cells[own], prose[own], previous, masks) for own, named in there.items()}


def _figures(
    findings: Rows, cells: Rows, prose: Rows, previous: Mapping[int, tuple[FieldChange, ...]], masks: Masks
) -> ReportFigures:
    found = tuple(part_of(Finding, row) for row in findings)
    concerning: dict[str, list[Finding]] = {}
    for finding in found:
        for key in finding.cells:
            concerning.setdefault(key, []).append(finding)
    return ReportFigures(
        cells={
            row["key"]: StoredCell(
                cell=masks.shown(part_of(Cell, row)),
                findings=tuple(concerning.get(row["key"], ())),
                previous=previous.get(row["id"], ()),
            )
            for row in cells
        },
        prose={row["key"]: masks.shown(part_of(NarrativeFigure, row)) for row in prose},
        findings=found,
    )


def read_passages(
    connection: Connection, agencies: Mapping[str, Agency], masks: Masks, agency: str | None, year: int | None
) -> tuple[StoredPassage, ...]:
    """Return sentences with their reports, without those that give a withdrawn record away."""
    found = []
    for row in _of_reports(connection, PASSAGES, agency, year):
        if masks.tells_withdrawn(row["text"]):
            continue
        found.append(
            StoredPassage(
                key=f"{row['report_agency']}/{row['report_year']}#{row['position']}",
                passage=masks.shown(part_of(Passage, row)),
                agency=agencies[row["report_agency"]],
                year=row["report_year"],
                caveat=caveat_of(dict(row)),
            )
        )
    return tuple(found)


def each_sentence(connection: Connection, masks: Masks) -> Iterator[tuple[str, str, str]]:
    """Yield section, heading and text of every sentence that `read_passages` would return, in pieces."""
    wanted = select(PASSAGES.c.section, PASSAGES.c.heading, PASSAGES.c.text).order_by(
        PASSAGES.c.report_id, PASSAGES.c.position
    )
    for rows in connection.execution_options(yield_per=_AT_ONCE).execute(wanted).partitions():
        for section, heading, text in rows:
            if not masks.tells_withdrawn(text):
                yield section, masks.hidden(heading), masks.hidden(text)


def read_people(
    connection: Connection, agencies: Mapping[str, Agency], masks: Masks, agency: str | None, year: int | None
) -> tuple[StoredPerson, ...]:
    """Return officials with the reports that name them, without suppressed ones."""
    people = ((part_of(Person, row), row) for row in _of_reports(connection, PEOPLE, agency, year))
    return tuple(
        StoredPerson(person=person, agency=agencies[row["report_agency"]], year=row["report_year"])
        for person, row in people
        if masks.shows_person(person)
    )


def read_listings(
    connection: Connection, agencies: Mapping[str, Agency], agency: str | None, year: int | None
) -> tuple[StoredListing, ...]:
    """Return what lists say about themselves; those loaded apart from a report only when no year is asked."""
    wanted = select(LISTINGS, REPORTS.c.year.label("report_year")).outerjoin(
        REPORTS, REPORTS.c.id == LISTINGS.c.report_id
    )
    if agency is not None:
        wanted = wanted.where(LISTINGS.c.agency == agency)
    if year is not None:
        wanted = wanted.where(REPORTS.c.year == year)
    rows = connection.execute(wanted.order_by(LISTINGS.c.id)).mappings()
    return tuple(
        StoredListing(listing=part_of(Listing, dict(row)), agency=agencies[row["agency"]], year=row["report_year"])
        for row in rows
    )


def _parts(
    connection: Connection, table: Table, reports: Collection[int], chosen: Sequence[ColumnElement[bool]]
) -> dict[int, list[dict[str, Any]]]:
    """Return the parts of reports, by report and in their order: those that any of `chosen` fits, all where none."""
    wanted = select(table).where(table.c.report_id.in_(reports)).order_by(table.c.position, table.c.id)
    found: dict[int, list[dict[str, Any]]] = {report: [] for report in reports}
    for row in plain_rows(connection.execute(wanted.where(or_(*chosen)) if chosen else wanted)):
        found[row["report_id"]].append(row)
    return found


def _of_reports(connection: Connection, table: Table, agency: str | None, year: int | None) -> Sequence[dict[str, Any]]:
    wanted: Select[Any] = select(
        table,
        REPORTS.c.agency.label("report_agency"),
        REPORTS.c.year.label("report_year"),
        REPORTS.c.own_office,
        _DEMONSTRATION,
    ).join(REPORTS, REPORTS.c.id == table.c.report_id)
    if agency is not None:
        wanted = wanted.where(REPORTS.c.agency == agency)
    if year is not None:
        wanted = wanted.where(REPORTS.c.year == year)
    wanted = wanted.order_by(REPORTS.c.agency, REPORTS.c.year.desc(), table.c.position, table.c.id)
    return plain_rows(connection.execute(wanted))


def _previous(
    connection: Connection, reports: Collection[int], rows: Mapping[int, Mapping[str, Any]]
) -> dict[int, tuple[FieldChange, ...]]:
    """Return what cells of reports said before, newest first (domain.md §5.3: both values are kept)."""
    wanted = (
        select(CHANGES.c.row_id, CHANGES.c.before, CHANGES.c.at)
        .join(CELLS, and_(CELLS.c.id == CHANGES.c.row_id, CELLS.c.report_id.in_(reports)))
        .where(CHANGES.c.table_name == CELLS.name, CHANGES.c.undone.is_(False))
        .order_by(CHANGES.c.id.desc())
    )
    found: dict[int, tuple[FieldChange, ...]] = {}
    then: dict[int, dict[str, Any]] = {}
    for change in connection.execute(wanted):
        if change.row_id not in rows:
            continue
        state = then.setdefault(change.row_id, dict(rows[change.row_id]))
        state.update({name: column_value(CELLS, name, value) for name, value in change.before.items()})
        if any(name in change.before for name in _SAID):
            old = FieldChange(field=state["key"], was=state["raw"], until=change.at)
            found[change.row_id] = (*found.get(change.row_id, ()), old)
    return found
