"""The bot's own office, for documents that name none, and what was taken for its own; the others have a name too."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_MARKED = ("records", "reports")
_AGENCIES = sa.table("agencies", sa.column("slug"), sa.column("name"))


def upgrade() -> None:
    op.add_column("state", sa.Column("office", sa.Text()))
    for table in _MARKED:
        op.add_column(table, sa.Column("own_office", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.update(_AGENCIES).where(_AGENCIES.c.slug == "unknown").values(name="未注明单位"))
