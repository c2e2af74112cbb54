"""Further numbers that one reply answers."""

import sqlalchemy as sa
from alembic import op

from bot.store.record_columns import more_numbers

revision = "0006"
down_revision = "0005"

_SOME = sa.text("more_numbers IS NOT NULL")


def upgrade() -> None:
    op.add_column("records", sa.Column("more_numbers", sa.Text()))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title FROM records WHERE number IS NOT NULL"))
    found = [{"id": row.id, "numbers": numbers} for row in rows if (numbers := more_numbers(row.title))]
    if found:
        connection.execute(sa.text("UPDATE records SET more_numbers = :numbers WHERE id = :id"), found)
    op.create_index("ix_records_more_numbers", "records", ["more_numbers"], sqlite_where=_SOME, postgresql_where=_SOME)
