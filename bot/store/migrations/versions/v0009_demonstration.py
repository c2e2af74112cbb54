"""The bundled report is a demonstration, and known as one where 0.1 loaded it: by its checksum.

Not where an import of the office's own built on it: then it is the office's. Whoever was still to be told of it is not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_BUNDLED = "194a2bdffc099d37ec390ffc228ef21e2377c2dc5e5ae239c2800919a7caf677"

_BATCHES = sa.table("batches", sa.column("id"), sa.column("action"), sa.column("documents", sa.JSON()))
_DOCUMENTS = sa.table("documents", sa.column("sha256"), sa.column("first_batch"))
_CHANGES = sa.table("changes", sa.column("batch_id"), sa.column("table_name"), sa.column("row_id"))
_EVENTS = sa.table("events", sa.column("id"), sa.column("batch_id"), sa.column("taken_back", sa.Boolean()))
_OUTBOX = sa.table("outbox", sa.column("event_id"), sa.column("state"))


def upgrade() -> None:
    connection = op.get_bind()
    batch = connection.execute(sa.select(_DOCUMENTS.c.first_batch).where(_DOCUMENTS.c.sha256 == _BUNDLED)).scalar()
    mine = sa.and_(_BATCHES.c.id == batch, _BATCHES.c.action == "import")
    names = connection.execute(sa.select(_BATCHES.c.documents).where(mine)).scalar()
    if not batch or names is None or len(names) != 1 or _is_built_on(connection, batch):
        return
    op.execute(sa.update(_BATCHES).where(mine).values(action="demo"))
    told = sa.select(_EVENTS.c.id).where(_EVENTS.c.batch_id == batch)
    waiting = _OUTBOX.c.event_id.in_(told) & (_OUTBOX.c.state == "waiting")
    op.execute(sa.update(_OUTBOX).where(waiting).values(state="taken_back"))
    op.execute(sa.update(_EVENTS).where(_EVENTS.c.batch_id == batch).values(taken_back=True))


def _is_built_on(connection: sa.Connection, batch: int) -> bool:
    """Return whether an import changed something that the batch brought."""
    imports = sa.select(_BATCHES.c.id).where(_BATCHES.c.action == "import")
    for name in ("records", "reports"):
        table = sa.table(name, sa.column("id"), sa.column("first_batch"))
        brought = sa.select(table.c.id).where(table.c.first_batch == batch)
        built = (_CHANGES.c.table_name == name) & _CHANGES.c.row_id.in_(brought) & _CHANGES.c.batch_id.in_(imports)
        if connection.execute(sa.select(_CHANGES.c.row_id).where(built).limit(1)).first() is not None:
            return True
    return False
