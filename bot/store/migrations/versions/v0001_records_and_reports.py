"""Records, reports with their parts, batches and what they overwrote."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BIG_ID, DAY, FLAG, JSON, MOMENT, NUMBER, TEXT, key, may, must, refers

revision = "0001"
down_revision = None

SHORT = sa.String(16)
EXACT = sa.String(40)
INDEXES = {
    "newest": ("published_on", "number", "key"),
    "agency_newest": ("agency", "published_on", "number", "key"),
    "year_newest": ("year", "published_on", "number", "key"),
    "session": ("term", "session", "body", "agency", "region", "year", "status"),
    "tally": ("kind", "body", "agency", "year", "month", "status"),
    "month_day": ("month_day",),
    "status": ("status",),
}


def upgrade() -> None:
    op.create_table(
        "agencies",
        *_versioned(),
        *must(TEXT, "slug", unique=True),
        *must(TEXT, "name", "region"),
        *may(TEXT, "short_name"),
        *must(JSON, "aliases"),
        *may(sa.String(32), "npc_number_scheme"),
    )
    op.create_table(
        "batches",
        *key(NUMBER, "id"),
        *must(SHORT, "action"),
        *must(MOMENT, "at"),
        *must(BIG_ID, "revision"),
        *must(JSON, "documents", "counts"),
        *may(TEXT, "note"),
        *may(NUMBER, "undone_by"),
    )
    op.create_table(
        "documents",
        *_versioned(),
        *must(sa.String(64), "sha256", unique=True),
        *must(TEXT, "name"),
        *must(sa.String(32), "media_type"),
        *must(MOMENT, "imported_at"),
    )
    op.create_table(
        "removals",
        *key(BIG_ID, "id", counted=True),
        *must(BIG_ID, "revision", index=True),
        *must(sa.String(8), "kind"),
        *must(TEXT, "key"),
    )
    op.create_table("state", *key(NUMBER, "id"), *must(BIG_ID, "revision"))
    op.create_table(
        "suppressions", *_versioned(), *must(TEXT, "name", unique=True), *may(TEXT, "reason"), *must(MOMENT, "at")
    )
    op.create_table(
        "changes",
        *key(BIG_ID, "id"),
        refers("batch_id", "batches.id", NUMBER, index=True),
        *must(sa.String(32), "table_name"),
        *must(BIG_ID, "row_id"),
        *must(JSON, "before"),
        *may(JSON, "after"),
        *must(MOMENT, "at"),
        *must(FLAG, "undone"),
    )
    op.create_index("ix_changes_row", "changes", ["table_name", "row_id"])
    op.create_table(
        "reports",
        *_versioned(),
        refers("agency", "agencies.slug", TEXT),
        *must(NUMBER, "year"),
        refers("document_id", "documents.id"),
        *must(BIG_ID, "revision", index=True),
        *must(MOMENT, "imported_at"),
        *must(sa.String(64), "form"),
        *must(TEXT, "title"),
        *may(TEXT, "cover_title", "compiled"),
        *may(DAY, "period_start", "period_end"),
        sa.UniqueConstraint("agency", "year"),
    )
    op.create_table(
        "cells",
        *_part(),
        *must(TEXT, "key", "row_label", "column_label", "raw"),
        *must(sa.String(32), "table_name"),
        *may(EXACT, "value"),
        *must(SHORT, "semantic", "confidence"),
        *may(TEXT, "unit", "remark"),
        sa.UniqueConstraint("report_id", "key"),
    )
    op.create_table(
        "findings",
        *_part(),
        *must(SHORT, "relation", "status"),
        *must(JSON, "cells"),
        *must(TEXT, "left_side", "right_side", "message"),
        *may(TEXT, "difference"),
    )
    op.create_table(
        "listings",
        *_versioned(),
        refers("agency", "agencies.slug", TEXT, index=True),
        refers("report_id", "reports.id", nullable=True, index=True),
        refers("document_id", "documents.id"),
        *must(TEXT, "name"),
        *may(sa.String(8), "body"),
        *may(NUMBER, "total_rows", "total_pages"),
        *must(NUMBER, "rows_in_source"),
        *may(TEXT, "quote"),
        *must(JSON, "place"),
    )
    op.create_table(
        "narrative_figures",
        *_part(),
        *must(TEXT, "key", "raw", "quote"),
        *may(EXACT, "value"),
        *may(TEXT, "unit"),
        *must(SHORT, "semantic"),
    )
    op.create_table(
        "passages",
        *_part(),
        *must(TEXT, "section", "heading", "text"),
        *must(NUMBER, "paragraph"),
        *must(JSON, "quantities", "dates"),
    )
    op.create_table(
        "people",
        *_part(),
        *must(TEXT, "name", index=True),
        *may(TEXT, "post"),
        *must(TEXT, "role", "group_name"),
        *must(FLAG, "by_layout"),
    )
    op.create_table(
        "records",
        *_versioned(),
        *must(TEXT, "key", unique=True),
        *must(TEXT, "base_key", index=True),
        refers("agency", "agencies.slug", TEXT),
        refers("document_id", "documents.id"),
        refers("report_id", "reports.id", nullable=True),
        *must(BIG_ID, "revision", index=True),
        *must(SHORT, "status"),
        *must(MOMENT, "imported_at"),
        *must(sa.String(32), "kind"),
        *must(TEXT, "title"),
        *must(JSON, "place"),
        *may(DAY, "withdrawn_on", "published_on", "issued_on"),
        *may(NUMBER, "year", "month_day", "term", "session"),
        *may(sa.String(7), "month"),
        *may(sa.String(8), "body"),
        *may(SHORT, "role"),
        *may(BIG_ID, "number", index=True),
        *may(TEXT, "doc_no_plain", "index_no_plain", index=True),
        *may(TEXT, "reason", "region", "number_raw", "topic", "publisher", "doc_no", "index_no", "result_class"),
        *may(TEXT, "effective_status", "theme", "art20", "source_url", "text", "listing"),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_records_{name}", "records", list(columns))


def _versioned() -> tuple[sa.Column[Any], ...]:
    return *key(BIG_ID, "id"), *must(NUMBER, "first_batch", index=True), *must(NUMBER, "last_batch")


def _part() -> tuple[sa.Column[Any], ...]:
    return (
        *_versioned(),
        refers("report_id", "reports.id", index=True),
        refers("document_id", "documents.id"),
        *must(NUMBER, "position"),
        *must(JSON, "place"),
    )
