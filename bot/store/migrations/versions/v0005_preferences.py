"""Preferences: what is set for a chat."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import FLAG, NUMBER, TEXT, key, may, must

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "preferences",
        *key(sa.BigInteger(), "chat_id"),
        *may(sa.String(8), "language"),
        *must(FLAG, "plain"),
        *may(TEXT, "agency"),
        *may(NUMBER, "year"),
    )
