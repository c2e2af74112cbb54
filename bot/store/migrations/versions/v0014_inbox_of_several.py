"""Which process answers an update that waits, and which updates were answered: several processes share one inbox."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import MOMENT, NUMBER, key, must

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table("inbox_answered", *key(sa.BigInteger(), "update_id"), *must(MOMENT, "at", index=True))
    op.drop_table("inbox_taken")
    op.add_column("inbox", sa.Column("owner", NUMBER))
