"""The date that a record is ordered by is kept: of publication, else of the answer, else of issue."""

import sqlalchemy as sa
from alembic import op

from bot.store.record_dates import redate

revision = "0015"
down_revision = "0014"

_INDEXES = {"ix_records_newest": (), "ix_records_agency_newest": ("agency",), "ix_records_year_newest": ("year",)}


def upgrade() -> None:
    op.add_column("records", sa.Column("dated_on", sa.Date()))
    redate(op.get_bind())
    for name, before in _INDEXES.items():
        op.drop_index(name, table_name="records")
        op.create_index(name, "records", [*before, "dated_on", "number", "key"])
