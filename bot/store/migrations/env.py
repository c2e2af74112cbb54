"""Run by Alembic: migrates over the connection that `bot.store.schema` hands in."""

from alembic import context

import bot.store.announcement_models
import bot.store.answered_models
import bot.store.chat_models
import bot.store.inbox_models
import bot.store.site_models  # noqa: F401 - their tables are compared too
from bot.store.models import Base

# render_as_batch: SQLite can alter a table only by copying it.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
