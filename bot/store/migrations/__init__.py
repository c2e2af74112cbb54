"""Alembic migrations, bundled with the package. `bot.store.schema` runs them on a database that is behind."""
