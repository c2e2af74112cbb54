"""The bot's own office, for documents that name none, and what was taken for its own; the others have a name too."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MARKED = ("records", "reports")
_AGENCIES = sa.table("agencies", sa.column("slug"), sa.column("name"))


def upgrade() -> None:
    op.add_column("state", sa.Column("office", sa.Text(), nullable=True))
    for table in _MARKED:
        op.add_column(table, sa.Column("own_office", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.update(_AGENCIES).where(_AGENCIES.c.slug == "unknown").values(name="未注明单位"))


def downgrade() -> None:
    op.drop_column("state", "office")
    for table in _MARKED:
        op.drop_column(table, "own_office")
    op.execute(sa.update(_AGENCIES).where(_AGENCIES.c.slug == "unknown").values(name=""))
