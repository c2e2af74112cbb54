"""The day of the answer, the chosen columns of a list, and what was answered about columns in doubt."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import DAY, JSON, MOMENT, TEXT, key, must

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("records", sa.Column("replied_on", DAY))
    op.add_column("records", sa.Column("extras", JSON))
    op.add_column("batches", sa.Column("actor", TEXT))
    op.create_table(
        "column_answers",
        *key(TEXT, "office"),
        *key(sa.String(32), "header"),
        *must(JSON, "answers"),
        *must(MOMENT, "at"),
    )
