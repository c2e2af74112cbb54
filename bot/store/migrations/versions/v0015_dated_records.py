"""The date that a record is ordered by is kept: of publication, else of the answer, else of issue."""

import sqlalchemy as sa
from alembic import op

from bot.store.record_dates import redate

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_records_newest": ("{}", "number", "key"),
    "ix_records_agency_newest": ("agency", "{}", "number", "key"),
    "ix_records_year_newest": ("year", "{}", "number", "key"),
}


def upgrade() -> None:
    op.add_column("records", sa.Column("dated_on", sa.Date(), nullable=True))
    redate(op.get_bind())
    _ordered_by("dated_on")


def downgrade() -> None:
    _ordered_by("published_on")
    records = sa.table("records", *(sa.column(name) for name in ("published_on", "month", "month_day")))
    op.execute(sa.update(records).where(records.c.published_on.is_(None)).values(month=None, month_day=None))
    op.drop_column("records", "dated_on")


def _ordered_by(day: str) -> None:
    for name, columns in _INDEXES.items():
        op.drop_index(name, table_name="records")
        op.create_index(name, "records", [column.format(day) for column in columns])
