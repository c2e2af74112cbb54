"""What is exported: replies, items and figures as plain rows. Two of these are an interface (docs/exports.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from bot.plain_json import to_plain
from bot.records.model import Finding, RecordKind
from bot.store.read.queries import Store
from bot.store.read.records import NEWEST_FIRST, rows_wanted, stored_record
from bot.store.read.values import StoredCell, StoredRecord, StoredReport
from bot.store.tables import RECORDS

ExportRow = dict[str, Any]

# Kinds that `export replies` names; a row of a reply list that is of any other kind is there as `other`.
REPLY_KINDS = (
    RecordKind.REPLY,
    RecordKind.OPINION,
    RecordKind.PROPOSAL,
    RecordKind.WORK_SUMMARY,
    RecordKind.PORTAL_PAGE,
    RecordKind.OTHER,
)
_MATTERS = (RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL)
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScope:
    """What part is exported: of one agency (slug), of one year; None means all."""

    agency: str | None = None
    year: int | None = None


def replies(store: Store, scope: ExportScope) -> Iterator[ExportRow]:
    """Yield every row of reply lists, withdrawn ones too (without title and topic), newest first."""
    lists = select(RECORDS.c.agency, RECORDS.c.listing).where(
        RECORDS.c.kind.in_(_MATTERS), RECORDS.c.listing.is_not(None)
    )
    with store.database.reading() as connection:
        pairs = {(row.agency, row.listing) for row in connection.execute(lists.distinct())}
    wanted = or_(
        RECORDS.c.kind.in_(REPLY_KINDS),
        *(and_(RECORDS.c.agency == agency, RECORDS.c.listing == listing) for agency, listing in sorted(pairs)[:200]),
    )
    for stored in _records(store, scope, wanted):
        row = record_row(stored)
        if stored.record.kind not in REPLY_KINDS:
            row["kind"] = RecordKind.OTHER.value
        yield row


def items(store: Store, scope: ExportScope) -> Iterator[ExportRow]:
    """Yield every disclosure item that is no reply, opinion or proposal, newest first."""
    for stored in _records(store, scope, RECORDS.c.kind.not_in(_MATTERS)):
        yield record_row(stored)


def figures(store: Store, scope: ExportScope) -> Iterator[ExportRow]:
    """Yield every table cell of every report, in the order of the form."""
    for report in store.reports(agency=scope.agency, year=scope.year):
        for stored in store.cells(report.agency.slug, report.year).values():
            yield _figure_row(report, stored)


EXPORTS = {"replies": replies, "items": items, "figures": figures}

# The fields of the two interfaces, in order. The JSON of replies and figures has these and no others.
INTERFACE = {
    "replies": (
        "key",
        "kind",
        "body",
        "region",
        "term",
        "session",
        "number",
        "number_raw",
        "topic",
        "title",
        "publisher",
        "published_on",
        "doc_no",
        "role",
        "status",
        "replied_on",
        "issued_on",
        "result_class",
        "extras",
    ),
    "figures": (
        "agency",
        "year",
        "form",
        "key",
        "label",
        "raw",
        "value",
        "unit",
        "semantic",
        "confidence",
        "place",
        "findings",
    ),
}


def _records(store: Store, scope: ExportScope, wanted: ColumnElement[bool]) -> Iterator[StoredRecord]:
    asked = [wanted]
    if scope.agency is not None:
        asked.append(RECORDS.c.agency == scope.agency)
    if scope.year is not None:
        asked.append(RECORDS.c.year == scope.year)
    agencies, masks = store.by_slug(), store.masks()
    statement = rows_wanted().where(and_(*asked)).order_by(*NEWEST_FIRST)
    with store.database.reading() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(statement).mappings()
        for row in rows:
            yield stored_record(dict(row), agencies, masks)


def record_row(stored: StoredRecord) -> ExportRow:
    """Return the row of a record, as it stands in the exports of replies and of items."""
    record = stored.record
    told = {"title": record.title or None, "extras": dict(record.extras) or None, "status": stored.status.value}
    return {**to_plain(record), **told}


def _figure_row(report: StoredReport, stored: StoredCell) -> ExportRow:
    cell = stored.cell
    return {
        "agency": report.agency.name,
        "year": report.year,
        "form": report.form,
        "key": cell.key,
        "label": cell.label,
        "raw": cell.raw,
        "value": _number(cell.value),
        "unit": cell.unit,
        "semantic": cell.semantic.value,
        "confidence": cell.confidence.value,
        "place": to_plain(cell.place),
        "findings": [_finding(finding) for finding in stored.findings],
    }


def _finding(finding: Finding) -> ExportRow:
    return {
        "relation": finding.relation,
        "status": finding.status.value,
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
