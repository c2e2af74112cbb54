"""Which message answers which, and words that nothing was found for."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import DAY, MOMENT, NUMBER, key, must

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "answered",
        *key(sa.BigInteger(), "chat_id", "question"),
        *must(sa.BigInteger(), "answer"),
        *must(MOMENT, "at", index=True),
    )
    op.create_table("misses", *key(sa.String(64), "word"), *key(DAY, "day"), *must(NUMBER, "count"))
