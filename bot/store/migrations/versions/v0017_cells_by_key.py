"""Cells by their key: one figure of many reports."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_SHORT = sa.text("length(raw) + length(coalesce(unit, '')) < 200")
_LONG = sa.text("NOT (length(raw) + length(coalesce(unit, '')) < 200)")
_READ = ["key", "report_id", "raw", "value", "semantic", "unit", "confidence"]


def upgrade() -> None:
    op.create_index("ix_cells_key", "cells", _READ, sqlite_where=_SHORT, postgresql_where=_SHORT)
    op.create_index("ix_cells_key_of_long", "cells", ["key"], sqlite_where=_LONG, postgresql_where=_LONG)
    op.drop_index("ix_cells_report_id", table_name="cells")
