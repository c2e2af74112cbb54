"""Which process answers an update that waits, and which updates were answered: several processes share one inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_answered",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox_answered")),
    )
    op.create_index(op.f("ix_inbox_answered_at"), "inbox_answered", ["at"])
    op.drop_table("inbox_taken")
    op.add_column("inbox", sa.Column("owner", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("inbox", "owner")
    op.create_table(
        "inbox_taken",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_taken")),
    )
    op.drop_table("inbox_answered")
