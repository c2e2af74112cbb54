"""The day of the answer, the chosen columns of a list, and what was answered about columns in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("records", sa.Column("replied_on", sa.Date(), nullable=True))
    op.add_column("records", sa.Column("extras", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("batches", sa.Column("actor", sa.Text(), nullable=True))
    op.create_table(
        "column_answers",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("header", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office", "header", name=op.f("pk_column_answers")),
    )


def downgrade() -> None:
    op.drop_table("column_answers")
    op.drop_column("batches", "actor")
    op.drop_column("records", "extras")
    op.drop_column("records", "replied_on")
