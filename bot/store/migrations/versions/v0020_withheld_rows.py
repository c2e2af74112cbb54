"""How many rows of a list are marked as not for the public, by body."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import JSON

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("listings", sa.Column("withheld", JSON))
