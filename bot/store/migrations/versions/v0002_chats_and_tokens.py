"""What chats were last shown, and the tokens of buttons."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import MOMENT, TEXT, key, must

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "chats", *key(sa.BigInteger(), "chat_id"), *must(MOMENT, "shown_at", index=True), *must(TEXT, "context")
    )
    op.create_table("tokens", *key(sa.String(22), "token"), *must(TEXT, "value"))
