"""Pages of watched sites: each row of a list, and what became of it; what the button under a notice asks."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BIG_ID, FLAG, JSON, MOMENT, NUMBER, TEXT, key, may, must

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("posts", sa.Column("ask", TEXT))
    op.create_table(
        "site_pages",
        *key(BIG_ID, "id", counted=True),
        *must(sa.String(64), "source", "name"),
        *must(TEXT, "address", "title"),
        *must(sa.String(8), "state"),
        *must(JSON, "said"),
        *must(FLAG, "quiet"),
        *must(NUMBER, "tries", "seen", "swept", "missed"),
        *may(TEXT, "etag", "modified", "record_key"),
        *may(sa.String(64), "sha256"),
        *may(MOMENT, "read_at"),
        sa.UniqueConstraint("source", "name"),
    )
    op.create_index("ix_site_pages_state", "site_pages", ["source", "state"])
