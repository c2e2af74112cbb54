"""The tables of what is answered from. Nothing here that PostgreSQL could not do (architecture.md §4).

Columns that a dataclass of `bot.records.model` has follow from it (`bot.store.columns.of`): a new one is its field
there, and a migration. Rows that an import can change carry the batch that made them and the batch that last changed
them; what a change overwrote stands in `changes`, so that every batch can be undone exactly and a correction keeps both
values.
"""

from typing import Any

from sqlalchemy import Column, Index, MetaData, String, Table, UniqueConstraint, false, text

from bot.records.model import (
    Agency,
    Body,
    Cell,
    Finding,
    Listing,
    NarrativeFigure,
    Passage,
    Person,
    Record,
    RecordKind,
    Status,
)
from bot.store.columns import (
    BIG_ID,
    DAY,
    FLAG,
    JSON,
    MOMENT,
    NUMBER,
    TEXT,
    EnumColumn,
    Kept,
    key,
    may,
    must,
    of,
    refers,
)

# Constraints have names, so that a migration can alter them on every database.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of_rows(condition: str) -> dict[str, Any]:
    """Return the `info` of an index over the rows alone for which a condition holds; `bot.store.schema` creates it so.

    The arguments of SQLAlchemy for it, one a database, import what it knows of that database: a start on SQLite would
    import PostgreSQL's, too.
    """
    return {"where": text(condition)}


def _versioned() -> tuple[Column[Any], ...]:
    """Return the columns of every row that a batch can change."""
    return *key(BIG_ID, "id"), *must(NUMBER, "first_batch", index=True), *must(NUMBER, "last_batch")


def _part(*, index: bool = True) -> tuple[Column[Any], ...]:
    """Return the columns of every row that belongs to a report: which, and from which document."""
    return *_versioned(), refers("report_id", "reports.id", index=index), refers("document_id", "documents.id")


# The one row that every writer locks and raises. `office` is the bot's own, for documents that name none.
STATE = Table("state", METADATA, *key(NUMBER, "id"), *must(BIG_ID, "revision"), *may(TEXT, "office"))

# One change of the public state each: an import, a withdrawal, a suppression, or the undoing of one. `counts` holds
# what the preview counted; `undone_by` is the batch that took this one back; `actor` is who did it: `command`,
# `source:` and its name, or `chat:` and a numeric id.
BATCHES = Table(
    "batches",
    METADATA,
    *key(NUMBER, "id"),
    *must(String(16), "action"),
    *must(MOMENT, "at"),
    *must(BIG_ID, "revision"),
    *must(Kept(tuple[str, ...]), "documents"),
    *must(JSON, "counts"),
    *may(TEXT, "note", "actor"),
    *may(NUMBER, "undone_by"),
)

# What was said of the columns of a list: for the next list of that office with that header.
COLUMN_ANSWERS = Table(
    "column_answers",
    METADATA,
    *key(TEXT, "office"),
    *key(String(32), "header"),
    *must(JSON, "answers"),
    *must(MOMENT, "at"),
)

# Files that were imported: the name then, and the hash of the bytes.
DOCUMENTS = Table(
    "documents",
    METADATA,
    *_versioned(),
    *must(String(64), "sha256", unique=True),
    *must(TEXT, "name"),
    *must(String(32), "media_type"),
    *must(MOMENT, "imported_at"),
)

# Offices whose publications are loaded.
AGENCIES = Table(
    "agencies",
    METADATA,
    *_versioned(),
    *must(TEXT, "slug", unique=True),
    *of(Agency, "slug", npc_number_scheme=String(32)),
)

# Published items. `key` is the stored key; `base_key` the same without the suffix that tells apart rows of one source
# that share a number. `dated_on` is the date that there is: of publication, else of the answer, else of issue. `month`
# (2020-11) and `month_day` (1103) are of it, for counting and for days without a year. `more_numbers` (`,15,21,`) are
# those that the title names after `number`, when one reply answers several. `extras` holds the chosen columns of its
# list: label → text. `own_office`: its document names no office, and the bot's own was taken, as for a report.
# `doc_no_plain` and `index_no_plain` are in the form in which they are compared; `revision` is of the last change.
RECORDS = Table(
    "records",
    METADATA,
    *_versioned(),
    *must(TEXT, "key", unique=True),
    *must(TEXT, "base_key", index=True),
    refers("agency", "agencies.slug", TEXT),
    refers("document_id", "documents.id"),
    refers("report_id", "reports.id", nullable=True),
    *must(BIG_ID, "revision", index=True),
    *must(EnumColumn(Status), "status"),
    *may(DAY, "withdrawn_on", "dated_on"),
    *may(TEXT, "reason", "more_numbers"),
    *must(MOMENT, "imported_at"),
    *must(FLAG, "own_office", server_default=false()),
    *may(NUMBER, "year", "month_day"),
    *may(String(7), "month"),
    *may(BIG_ID, "number", index=True),
    *may(TEXT, "doc_no_plain", "index_no_plain", index=True),
    *may(JSON, "extras"),
    *of(Record, "key", "number", "extras", kind=EnumColumn(RecordKind, 32), body=EnumColumn(Body, 8)),
    Index("ix_records_newest", "dated_on", "number", "key"),
    Index("ix_records_agency_newest", "agency", "dated_on", "number", "key"),
    Index("ix_records_session", "term", "session", "body", "agency", "region", "year", "status"),
    Index("ix_records_tally", "kind", "body", "agency", "year", "month", "status"),
    Index("ix_records_month_day", "month_day"),
    Index("ix_records_more_numbers", "more_numbers", info=of_rows("more_numbers IS NOT NULL")),
    Index("ix_records_status", "status"),
    Index("ix_records_year_newest", "year", "dated_on", "number", "key"),
)

# Annual reports, each of one agency and year, without their contents.
REPORTS = Table(
    "reports",
    METADATA,
    *_versioned(),
    refers("agency", "agencies.slug", TEXT),
    *must(NUMBER, "year"),
    refers("document_id", "documents.id"),
    *must(BIG_ID, "revision", index=True),
    *must(MOMENT, "imported_at"),
    *must(FLAG, "own_office", server_default=false()),
    *must(String(64), "form"),
    *must(TEXT, "title"),
    *may(TEXT, "cover_title", "compiled"),
    *may(DAY, "period_start", "period_end"),
    UniqueConstraint("agency", "year"),
)

#: What is a finding that contradicts a report.
FAILS = "status = 'fail'"
#: What is a short cell.
SHORT = "length(raw) + length(coalesce(unit, '')) < 200"

# Parts of reports, in their `position`.
CELLS = Table(
    "cells",
    METADATA,
    *_part(index=False),  # the constraint below is one
    *must(NUMBER, "position"),
    *of(Cell, table_name=String(32)),
    UniqueConstraint("report_id", "key"),
    # One figure of thousands of reports is read from the first alone: of the table each were a page of its own.
    # PostgreSQL takes no long text into an index, so a long cell is in the second.
    Index("ix_cells_key", "key", "report_id", "raw", "value", "semantic", "unit", "confidence", info=of_rows(SHORT)),
    Index("ix_cells_key_of_long", "key", info=of_rows(f"NOT ({SHORT})")),
)
PASSAGES = Table("passages", METADATA, *_part(), *of(Passage))
FIGURES = Table("narrative_figures", METADATA, *_part(), *must(NUMBER, "position"), *of(NarrativeFigure))
PEOPLE = Table(
    "people",
    METADATA,
    *_part(),
    *must(NUMBER, "position"),
    *must(TEXT, "name", index=True),
    *of(Person, "name"),
)
FINDINGS = Table(
    "findings",
    METADATA,
    *_part(),
    *must(NUMBER, "position"),
    *must(JSON, "place"),
    *of(Finding, relation=String(16)),
    Index("ix_findings_failed", "report_id", info=of_rows(FAILS)),  # few do, of those that most reports have
)

PARTS = (CELLS, PASSAGES, FIGURES, PEOPLE, FINDINGS)

# What lists say about themselves; of a report, or loaded apart from one. `header`: labels of the columns, between tabs.
LISTINGS = Table(
    "listings",
    METADATA,
    *_versioned(),
    refers("agency", "agencies.slug", TEXT, index=True),
    refers("report_id", "reports.id", nullable=True, index=True),
    refers("document_id", "documents.id"),
    *may(TEXT, "header"),
    *may(JSON, "withheld"),
    *of(Listing, "columns", "withheld", body=EnumColumn(Body, 8)),
)

# Persons whose names are shown nowhere (domain.md §5.2).
SUPPRESSIONS = Table(
    "suppressions",
    METADATA,
    *_versioned(),
    *must(TEXT, "name", unique=True),
    *may(TEXT, "reason"),
    *must(MOMENT, "at"),
)

# What a batch overwrote: the audit, and what undo puts back. `before` and `after` hold the columns that changed;
# `after` is null where the row was deleted, and then `before` is the whole row. A row that a batch added has no change
# row: its `first_batch` says it.
CHANGES = Table(
    "changes",
    METADATA,
    *key(BIG_ID, "id"),
    refers("batch_id", "batches.id", NUMBER, index=True),
    *must(String(32), "table_name"),
    *must(BIG_ID, "row_id"),
    *must(JSON, "before"),
    *may(JSON, "after"),
    *must(MOMENT, "at"),
    *must(FLAG, "undone"),
    Index("ix_changes_row", "table_name", "row_id"),
)

# Records and reports that are gone since a revision, so that a search index can follow.
REMOVALS = Table(
    "removals",
    METADATA,
    *key(BIG_ID, "id", counted=True),
    *must(BIG_ID, "revision", index=True),
    *must(String(8), "kind"),
    *must(TEXT, "key"),
)
