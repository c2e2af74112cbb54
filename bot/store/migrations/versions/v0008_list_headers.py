"""Labels of the columns of a list, as printed: 提案列表有哪些列."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("listings", sa.Column("header", sa.Text()))
