"""The tables. Nothing here that PostgreSQL could not do (architecture.md §4).

Rows that an import can change carry the batch that made them and the batch that last changed them; what a change
overwrote stands in `changes`, so that every batch can be undone exactly and a correction keeps both values.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no time zones, gets it naive and gives it back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn any aware moment into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Name the zone of what comes back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept as text: SQLite would turn it into a binary fraction."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write it in full, without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it back."""
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """Base of all tables. Constraints have names, so that a migration can alter them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment(),
        date: Date(),
        Decimal: Exact(),
        str: Text(),
        Json: JSON(none_as_null=True),
        list[Json]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


def of_rows(condition: str) -> dict[str, Any]:
    """Return the `info` of an index over the rows alone for which a condition holds; `bot.store.schema` creates it so.

    The arguments of SQLAlchemy for it, one a database, import what it knows of that database: a start on SQLite would
    import PostgreSQL's, too.
    """
    return {"where": text(condition)}


#: What is a short cell.
SHORT = "length(raw) + length(coalesce(unit, '')) < 200"
# SQLite numbers rows by itself only where the type is INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")


class StateRow(Base):
    """The one row that every writer locks and raises. `office` is the bot's own, for documents that name none."""

    __tablename__ = "state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigId)
    office: Mapped[str | None]


class BatchRow(Base):
    """One change of the public state: an import, a withdrawal, a suppression, or the undoing of one.

    `counts` holds what the preview counted; `undone_by` is the batch that took this one back; `actor` is who did it:
    `command`, `source:` and its name, or `chat:` and a numeric id.
    """

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(BigId)
    documents: Mapped[list[str]]
    counts: Mapped[Json]
    note: Mapped[str | None]
    undone_by: Mapped[int | None]
    actor: Mapped[str | None]


class ColumnAnswerRow(Base):
    """What was said of the columns of a list: for the next list of that office with that header."""

    __tablename__ = "column_answers"

    office: Mapped[str] = mapped_column(primary_key=True)
    header: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[Json]
    at: Mapped[datetime]


class Versioned:
    """Columns of every row that a batch can change."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    first_batch: Mapped[int] = mapped_column(Integer, index=True)
    last_batch: Mapped[int] = mapped_column(Integer)


class DocumentRow(Versioned, Base):
    """A file that was imported: its name then, and the hash of its bytes."""

    __tablename__ = "documents"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(32))
    imported_at: Mapped[datetime]


class AgencyRow(Versioned, Base):
    """An office whose publications are loaded."""

    __tablename__ = "agencies"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    region: Mapped[str]
    short_name: Mapped[str | None]
    aliases: Mapped[list[str]]
    npc_number_scheme: Mapped[str | None] = mapped_column(String(32))


class RecordRow(Versioned, Base):
    """A published item (`bot.records.model.Record`).

    `key` is the stored key; `base_key` the same without the suffix that tells apart rows of one source that share a
    number. `dated_on` is the date that there is: of publication, else of the answer, else of issue.
    `month` (2020-11) and `month_day` (1103) are of it, for counting and for days without a year.
    `more_numbers` (`,15,21,`) are those that the title names after `number`, when one reply answers several.
    `extras` holds the chosen columns of its list: label → text.
    `own_office`: its document names no office, and the bot's own was taken, as for a report.
    `doc_no_plain` and `index_no_plain` are in the form in which they are compared; `revision` is of the last change.
    """

    __tablename__ = "records"

    key: Mapped[str] = mapped_column(unique=True)
    base_key: Mapped[str] = mapped_column(index=True)
    agency: Mapped[str] = mapped_column(ForeignKey("agencies.slug"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    revision: Mapped[int] = mapped_column(BigId, index=True)
    status: Mapped[str] = mapped_column(String(16))
    withdrawn_on: Mapped[date | None]
    reason: Mapped[str | None]
    imported_at: Mapped[datetime]
    own_office: Mapped[bool] = mapped_column(server_default=false())
    year: Mapped[int | None]
    dated_on: Mapped[date | None]
    month: Mapped[str | None] = mapped_column(String(7))
    month_day: Mapped[int | None]
    more_numbers: Mapped[str | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None]
    term: Mapped[int | None]
    session: Mapped[int | None]
    number: Mapped[int | None] = mapped_column(BigId, index=True)
    number_raw: Mapped[str | None]
    title: Mapped[str]
    topic: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    issued_on: Mapped[date | None]
    doc_no: Mapped[str | None]
    doc_no_plain: Mapped[str | None] = mapped_column(index=True)
    index_no: Mapped[str | None]
    index_no_plain: Mapped[str | None] = mapped_column(index=True)
    role: Mapped[str | None] = mapped_column(String(16))
    result_class: Mapped[str | None]
    effective_status: Mapped[str | None]
    theme: Mapped[str | None]
    art20: Mapped[str | None]
    source_url: Mapped[str | None]
    text: Mapped[str | None]
    listing: Mapped[str | None]
    extras: Mapped[Json | None]
    place: Mapped[Json]

    __table_args__ = (
        Index("ix_records_newest", "dated_on", "number", "key"),
        Index("ix_records_agency_newest", "agency", "dated_on", "number", "key"),
        Index("ix_records_session", "term", "session", "body", "agency", "region", "year", "status"),
        Index("ix_records_tally", "kind", "body", "agency", "year", "month", "status"),
        Index("ix_records_month_day", "month_day"),
        Index("ix_records_more_numbers", "more_numbers", info=of_rows("more_numbers IS NOT NULL")),
        Index("ix_records_status", "status"),
        Index("ix_records_year_newest", "year", "dated_on", "number", "key"),
    )


class ReportRow(Versioned, Base):
    """An annual report of one agency and year, without its contents."""

    __tablename__ = "reports"

    agency: Mapped[str] = mapped_column(ForeignKey("agencies.slug"))
    year: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    revision: Mapped[int] = mapped_column(BigId, index=True)
    imported_at: Mapped[datetime]
    own_office: Mapped[bool] = mapped_column(server_default=false())
    form: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    cover_title: Mapped[str | None]
    compiled: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]

    __table_args__ = (UniqueConstraint("agency", "year"),)


class Part(Versioned):
    """Columns of every row that belongs to a report: which, its position, where it stands and from which document."""

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    position: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    place: Mapped[Json]


class CellRow(Part, Base):
    """A number cell (`bot.records.model.Cell`)."""

    __tablename__ = "cells"

    key: Mapped[str]
    table: Mapped[str] = mapped_column("table_name", String(32))
    row_label: Mapped[str]
    column_label: Mapped[str]
    raw: Mapped[str]
    value: Mapped[Decimal | None]
    semantic: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str | None]
    remark: Mapped[str | None]
    confidence: Mapped[str] = mapped_column(String(16))
    # The constraint below is its index.
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))

    __table_args__ = (
        UniqueConstraint("report_id", "key"),
        # One figure of thousands of reports is read from the first alone: of the table each were a page of its own.
        # PostgreSQL takes no long text into an index, so a long cell is in the second.
        Index(
            "ix_cells_key", "key", "report_id", "raw", "value", "semantic", "unit", "confidence", info=of_rows(SHORT)
        ),
        Index("ix_cells_key_of_long", "key", info=of_rows(f"NOT ({SHORT})")),
    )


class PassageRow(Part, Base):
    """A sentence (`bot.records.model.Passage`)."""

    __tablename__ = "passages"

    section: Mapped[str]
    heading: Mapped[str]
    text: Mapped[str]
    paragraph: Mapped[int]
    quantities: Mapped[list[Json]]
    dates: Mapped[list[Json]]


class FigureRow(Part, Base):
    """A figure stated in prose (`bot.records.model.NarrativeFigure`)."""

    __tablename__ = "narrative_figures"

    key: Mapped[str]
    raw: Mapped[str]
    value: Mapped[Decimal | None]
    unit: Mapped[str | None]
    semantic: Mapped[str] = mapped_column(String(16))
    quote: Mapped[str]


class PersonRow(Part, Base):
    """An official (`bot.records.model.Person`)."""

    __tablename__ = "people"

    name: Mapped[str] = mapped_column(index=True)
    post: Mapped[str | None]
    role: Mapped[str]
    group: Mapped[str] = mapped_column("group_name")
    by_layout: Mapped[bool]


class FindingRow(Part, Base):
    """The outcome of a check (`bot.records.model.Finding`)."""

    __tablename__ = "findings"

    relation: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    cells: Mapped[list[str]]
    left: Mapped[str] = mapped_column("left_side")
    right: Mapped[str] = mapped_column("right_side")
    difference: Mapped[str | None]
    message: Mapped[str]


class ListingRow(Versioned, Base):
    """What a list says about itself (`bot.records.model.Listing`); of a report, or loaded apart from one."""

    __tablename__ = "listings"

    agency: Mapped[str] = mapped_column(ForeignKey("agencies.slug"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    name: Mapped[str]
    body: Mapped[str | None] = mapped_column(String(8))
    total_rows: Mapped[int | None]
    total_pages: Mapped[int | None]
    rows_in_source: Mapped[int]
    quote: Mapped[str | None]
    header: Mapped[str | None]  # labels of the columns, between tabs
    place: Mapped[Json]


class SuppressionRow(Versioned, Base):
    """A person whose name is shown nowhere (domain.md §5.2)."""

    __tablename__ = "suppressions"

    name: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str | None]
    at: Mapped[datetime]


class ChangeRow(Base):
    """What a batch overwrote: the audit, and what undo puts back.

    `before` and `after` hold the columns that changed; `after` is null where the row was deleted, and then `before` is
    the whole row. A row that a batch added has no change row: its `first_batch` says it.
    """

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), index=True)
    table: Mapped[str] = mapped_column("table_name", String(32))
    row_id: Mapped[int] = mapped_column(BigId)
    before: Mapped[Json]
    after: Mapped[Json | None]
    at: Mapped[datetime]
    undone: Mapped[bool]

    __table_args__ = (Index("ix_changes_row", "table_name", "row_id"),)


class RemovalRow(Base):
    """A record or report that is gone since a revision, so that a search index can follow."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    revision: Mapped[int] = mapped_column(BigId, index=True)
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str]
