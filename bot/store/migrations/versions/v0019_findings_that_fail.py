"""The findings that fail by themselves: of thousands of reports few have one, and all others pass."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_FAILS = sa.text("status = 'fail'")


def upgrade() -> None:
    op.create_index("ix_findings_failed", "findings", ["report_id"], sqlite_where=_FAILS, postgresql_where=_FAILS)
