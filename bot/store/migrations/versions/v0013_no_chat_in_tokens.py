"""No chat beside words: what an administrator was about to choose for a chat stood in `tokens` until /forget."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TOKENS = sa.table("tokens", sa.column("token"), sa.column("value"))
# As far as they were kept: a record's key (cppcc:371500:13-4:399) has no verb of these before its number.
_NAMES_A_CHAT = re.compile(r"(?:show|add|only|when|times|at|day|work|quiet|try|pause|resume|drop|stop):-?\d+:")


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_TOKENS).where(_TOKENS.c.value.like("%:%:%")))
    named = [row.token for row in rows if _NAMES_A_CHAT.match(row.value)]
    for token in named:
        connection.execute(sa.delete(_TOKENS).where(_TOKENS.c.token == token))
