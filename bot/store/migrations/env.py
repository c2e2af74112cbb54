"""Run by Alembic: migrates over the connection that `bot.store.schema` hands in."""

from alembic import context

import bot.store.chat_tables  # noqa: F401 - they are compared too
from bot.store.tables import METADATA

# render_as_batch: SQLite can alter a table only by copying it.
context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
