"""Updates that were fetched and are not answered yet, and the number of the one that was written down last."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import MOMENT, NUMBER, TEXT, key, may, must

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table("inbox_taken", *key(NUMBER, "id"), *must(sa.BigInteger(), "update_id"))
    op.create_table(
        "inbox",
        *key(sa.BigInteger(), "update_id"),
        *may(sa.BigInteger(), "chat_id", index=True),
        *must(MOMENT, "at"),
        *must(TEXT, "content"),
        *must(NUMBER, "starts"),
    )
