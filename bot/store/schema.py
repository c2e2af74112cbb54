"""The schema's version: creating it, checking it, bringing an older one up to date."""

from itertools import chain

from sqlalchemy import Connection, insert, inspect, text

from bot.store.errors import StoreError

# The steps in `migrations/versions`, and the last of them. Kept here so that a start need not import Alembic (0.3 s)
# to learn that there is nothing to do; a test compares.
STEPS = tuple(f"{number:04}" for number in range(1, 21))
HEAD = STEPS[-1]


def prepare(connection: Connection) -> None:
    """Create the schema in an empty database, or migrate an older one; do nothing when it is up to date.

    Args:
        connection: In a transaction that holds the write lock.

    Raises:
        StoreError: The database was written by a newer version, or holds something else.
    """
    version = current(connection)
    if version == HEAD:
        return
    if version is None:
        if inspect(connection).get_table_names():
            raise StoreError("store.not_ours", database=_shown(connection))
        _create(connection)
        return
    if version not in STEPS:
        raise StoreError("store.newer_schema", database=_shown(connection), version=version, known=HEAD)
    migrate(connection)


def current(connection: Connection) -> str | None:
    """Return the version of the schema, None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Run the migrations up to a version, over this connection."""
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", "bot.store:migrations")
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, to)


def _create(connection: Connection) -> None:
    # Straight from the tables, which is quicker than all steps one after the other; a test proves both alike.
    import bot.store.chat_tables  # noqa: F401 - they are made too
    from bot.store.tables import METADATA, STATE

    for index in chain.from_iterable(table.indexes for table in METADATA.tables.values()):
        index.dialect_options[connection.dialect.name]["where"] = index.info.get("where")
    METADATA.create_all(connection)
    connection.execute(insert(STATE).values(id=1, revision=0))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": HEAD})


def _shown(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=True)
