"""Records, reports with their parts, batches and what they overwrote."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("npc_number_scheme", sa.String(length=32), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("slug", name=op.f("uq_agencies_slug")),
    )
    op.create_index(op.f("ix_agencies_first_batch"), "agencies", ["first_batch"], unique=False)
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
    )
    op.create_index(op.f("ix_documents_first_batch"), "documents", ["first_batch"], unique=False)
    op.create_table(
        "removals",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_removals_revision"), "removals", ["revision"], unique=False)
    op.create_table(
        "state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state")),
    )
    op.create_table(
        "suppressions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("name", name=op.f("uq_suppressions_name")),
    )
    op.create_index(op.f("ix_suppressions_first_batch"), "suppressions", ["first_batch"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=32), nullable=False),
        sa.Column("row_id", BIG_ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_changes_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_batch_id"), "changes", ["batch_id"], unique=False)
    op.create_index("ix_changes_row", "changes", ["table_name", "row_id"], unique=False)
    op.create_table(
        "reports",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cover_title", sa.Text(), nullable=True),
        sa.Column("compiled", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agencies.slug"], name=op.f("fk_reports_agency")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_reports_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("agency", "year", name=op.f("uq_reports_agency")),
    )
    op.create_index(op.f("ix_reports_first_batch"), "reports", ["first_batch"], unique=False)
    op.create_index(op.f("ix_reports_revision"), "reports", ["revision"], unique=False)
    op.create_table(
        "cells",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("table_name", sa.String(length=32), nullable=False),
        sa.Column("row_label", sa.Text(), nullable=False),
        sa.Column("column_label", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("semantic", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("confidence", sa.String(length=16), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_cells_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_cells_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cells")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_cells_report_id")),
    )
    op.create_index(op.f("ix_cells_first_batch"), "cells", ["first_batch"], unique=False)
    op.create_index(op.f("ix_cells_report_id"), "cells", ["report_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("left_side", sa.Text(), nullable=False),
        sa.Column("right_side", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_findings_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_findings_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_first_batch"), "findings", ["first_batch"], unique=False)
    op.create_index(op.f("ix_findings_report_id"), "findings", ["report_id"], unique=False)
    op.create_table(
        "listings",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=True),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=8), nullable=True),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("total_pages", sa.Integer(), nullable=True),
        sa.Column("rows_in_source", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agencies.slug"], name=op.f("fk_listings_agency")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_listings_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_listings_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
    )
    op.create_index(op.f("ix_listings_agency"), "listings", ["agency"], unique=False)
    op.create_index(op.f("ix_listings_first_batch"), "listings", ["first_batch"], unique=False)
    op.create_index(op.f("ix_listings_report_id"), "listings", ["report_id"], unique=False)
    op.create_table(
        "narrative_figures",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("semantic", sa.String(length=16), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_narrative_figures_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_narrative_figures_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narrative_figures")),
    )
    op.create_index(op.f("ix_narrative_figures_first_batch"), "narrative_figures", ["first_batch"], unique=False)
    op.create_index(op.f("ix_narrative_figures_report_id"), "narrative_figures", ["report_id"], unique=False)
    op.create_table(
        "passages",
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_passages_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_passages_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_first_batch"), "passages", ["first_batch"], unique=False)
    op.create_index(op.f("ix_passages_report_id"), "passages", ["report_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("by_layout", sa.Boolean(), nullable=False),
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_people_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_people_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_first_batch"), "people", ["first_batch"], unique=False)
    op.create_index(op.f("ix_people_name"), "people", ["name"], unique=False)
    op.create_index(op.f("ix_people_report_id"), "people", ["report_id"], unique=False)
    op.create_table(
        "records",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("base_key", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("document_id", BIG_ID, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("report_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=8), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("term", sa.Integer(), nullable=True),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("number", BIG_ID, nullable=True),
        sa.Column("number_raw", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("doc_no_plain", sa.Text(), nullable=True),
        sa.Column("index_no", sa.Text(), nullable=True),
        sa.Column("index_no_plain", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("result_class", sa.Text(), nullable=True),
        sa.Column("effective_status", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("art20", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("listing", sa.Text(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("first_batch", sa.Integer(), nullable=False),
        sa.Column("last_batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agencies.slug"], name=op.f("fk_records_agency")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_records_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_records_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("key", name=op.f("uq_records_key")),
    )
    op.create_index("ix_records_agency_newest", "records", ["agency", "published_on", "number", "key"], unique=False)
    op.create_index(op.f("ix_records_base_key"), "records", ["base_key"], unique=False)
    op.create_index(op.f("ix_records_doc_no_plain"), "records", ["doc_no_plain"], unique=False)
    op.create_index(op.f("ix_records_first_batch"), "records", ["first_batch"], unique=False)
    op.create_index(op.f("ix_records_index_no_plain"), "records", ["index_no_plain"], unique=False)
    op.create_index("ix_records_month_day", "records", ["month_day"], unique=False)
    op.create_index("ix_records_newest", "records", ["published_on", "number", "key"], unique=False)
    op.create_index(op.f("ix_records_number"), "records", ["number"], unique=False)
    op.create_index(op.f("ix_records_revision"), "records", ["revision"], unique=False)
    op.create_index(
        "ix_records_session", "records", ["term", "session", "body", "agency", "region", "year", "status"], unique=False
    )
    op.create_index("ix_records_tally", "records", ["kind", "body", "agency", "year", "month", "status"], unique=False)
    op.create_index("ix_records_status", "records", ["status"], unique=False)
    op.create_index("ix_records_year_newest", "records", ["year", "published_on", "number", "key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_records_year_newest", table_name="records")
    op.drop_index("ix_records_status", table_name="records")
    op.drop_index("ix_records_tally", table_name="records")
    op.drop_index("ix_records_session", table_name="records")
    op.drop_index(op.f("ix_records_revision"), table_name="records")
    op.drop_index(op.f("ix_records_number"), table_name="records")
    op.drop_index("ix_records_newest", table_name="records")
    op.drop_index("ix_records_month_day", table_name="records")
    op.drop_index(op.f("ix_records_index_no_plain"), table_name="records")
    op.drop_index(op.f("ix_records_first_batch"), table_name="records")
    op.drop_index(op.f("ix_records_doc_no_plain"), table_name="records")
    op.drop_index(op.f("ix_records_base_key"), table_name="records")
    op.drop_index("ix_records_agency_newest", table_name="records")
    op.drop_table("records")
    op.drop_index(op.f("ix_people_report_id"), table_name="people")
    op.drop_index(op.f("ix_people_name"), table_name="people")
    op.drop_index(op.f("ix_people_first_batch"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_passages_report_id"), table_name="passages")
    op.drop_index(op.f("ix_passages_first_batch"), table_name="passages")
    op.drop_table("passages")
    op.drop_index(op.f("ix_narrative_figures_report_id"), table_name="narrative_figures")
    op.drop_index(op.f("ix_narrative_figures_first_batch"), table_name="narrative_figures")
    op.drop_table("narrative_figures")
    op.drop_index(op.f("ix_listings_report_id"), table_name="listings")
    op.drop_index(op.f("ix_listings_first_batch"), table_name="listings")
    op.drop_index(op.f("ix_listings_agency"), table_name="listings")
    op.drop_table("listings")
    op.drop_index(op.f("ix_findings_report_id"), table_name="findings")
    op.drop_index(op.f("ix_findings_first_batch"), table_name="findings")
    op.drop_table("findings")
    op.drop_index(op.f("ix_cells_report_id"), table_name="cells")
    op.drop_index(op.f("ix_cells_first_batch"), table_name="cells")
    op.drop_table("cells")
    op.drop_index(op.f("ix_reports_revision"), table_name="reports")
    op.drop_index(op.f("ix_reports_first_batch"), table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_changes_row", table_name="changes")
    op.drop_index(op.f("ix_changes_batch_id"), table_name="changes")
    op.drop_table("changes")
    op.drop_index(op.f("ix_suppressions_first_batch"), table_name="suppressions")
    op.drop_table("suppressions")
    op.drop_table("state")
    op.drop_index(op.f("ix_removals_revision"), table_name="removals")
    op.drop_table("removals")
    op.drop_index(op.f("ix_documents_first_batch"), table_name="documents")
    op.drop_table("documents")
    op.drop_table("batches")
    op.drop_index(op.f("ix_agencies_first_batch"), table_name="agencies")
    op.drop_table("agencies")
