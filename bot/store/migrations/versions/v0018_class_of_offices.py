"""The class of offices that a chat has chosen."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import TEXT

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("preferences", sa.Column("offices", TEXT))
