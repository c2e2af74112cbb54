"""An index of the posts that do not show what they should: a look for what is to be sent passes over what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_UNSHOWN = sa.text("shown < version")


def upgrade() -> None:
    op.drop_index("ix_posts_state", table_name="posts")
    op.create_index("ix_posts_unshown", "posts", ["id"], sqlite_where=_UNSHOWN, postgresql_where=_UNSHOWN)
