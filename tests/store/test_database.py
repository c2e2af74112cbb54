"""Opening: new, older, newer, damaged, foreign; the schema of the models is that of the migrations."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from bot.errors import GongkaiError
from bot.store import schema
from bot.store.chat.chats import Chats
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.tables import METADATA

from .building import batch, reply


def scripts() -> ScriptDirectory:
    configuration = Config()
    configuration.set_main_option("script_location", "bot.store:migrations")
    return ScriptDirectory.from_config(configuration)


def test_head_is_the_last_migration() -> None:
    steps = [script.revision for script in scripts().walk_revisions()]
    assert (schema.HEAD, list(schema.STEPS)) == (steps[0], steps[::-1])


def migrated(url: str, to: str = schema.HEAD) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.migrate(connection, to)
    engine.dispose()


def described(url: str) -> dict[str, Any]:
    engine = create_engine(url)
    found = inspect(engine)
    tables = {
        table: (
            {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(table)},
            sorted((index["name"], tuple(index["column_names"])) for index in found.get_indexes(table)),
            sorted(tuple(key["constrained_columns"]) for key in found.get_foreign_keys(table)),
            sorted(tuple(key["column_names"]) for key in found.get_unique_constraints(table)),
        )
        for table in found.get_table_names()
    }
    engine.dispose()
    return tables


def test_a_new_database_and_a_migrated_one_are_alike(url: str, tmp_path: Path) -> None:
    Database.open(url).close()
    other = f"sqlite:///{tmp_path / 'migrated.db'}"
    migrated(other)
    assert described(other) == described(url)
    engine = create_engine(other)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_an_older_database_keeps_its_data(url: str) -> None:
    migrated(url, schema.STEPS[0])
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO state (id, revision) VALUES (1, 7)"))
    engine.dispose()
    database = Database.open(url)
    assert database.revision() == 7
    Chats(database).forget(1)
    assert load(database, [batch(reply(5))]).revision == 8
    database.close()


def test_no_chat_stays_beside_words_in_an_older_database(url: str) -> None:
    migrated(url, "0012")
    kept = {"a": "add:-1001:keywords=轴承", "b": "cppcc:371500:13-4:399@lc-gxj", "c": "轴承:7:提案"}
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO state (id, revision) VALUES (1, 0)"))
        for token, value in kept.items():
            connection.execute(text("INSERT INTO tokens VALUES (:token, :value)"), {"token": token, "value": value})
    engine.dispose()
    database = Database.open(url)
    with database.reading() as connection:
        left = dict(connection.execute(text("SELECT token, value FROM tokens")).all())
    database.close()
    assert left == {name: value for name, value in kept.items() if name != "a"}


def test_a_database_that_is_up_to_date_is_opened_without_alembic(url: str) -> None:
    Database.open(url).close()
    program = (
        "import sys; from bot.store.database import Database; from bot.store.read.queries import Store\n"
        f"Store(Database.open({url!r})).revision(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 500)
    with sqlite3.connect(tmp_path / "foreign.db") as foreign:
        foreign.execute("CREATE TABLE cars (id)")
    url = f"sqlite:///{tmp_path / 'newer.db'}"
    Database.open(url).close()
    with sqlite3.connect(tmp_path / "newer.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    (tmp_path / "folder.db").mkdir()
    for name, words in {
        "letter": "不是数据库文件",
        "foreign": "已有别的表",
        "newer": "升级 Gongkai",
        "folder": "无法使用",
    }.items():
        with pytest.raises(GongkaiError, match=words) as caught:
            Database.open(f"sqlite:///{tmp_path / name}.db")
        assert "\n" not in str(caught.value)
    assert (tmp_path / "letter.db").read_text().startswith("Dear reader")


@pytest.mark.parametrize(
    ("url", "words"), [("nonsense", "不是有效的数据库地址"), ("oracle://x/y", "没有安装数据库驱动")]
)
def test_addresses_that_are_none(url: str, words: str) -> None:
    with pytest.raises(GongkaiError, match=words):
        Database.open(url)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GongkaiError, match="无法使用"):
        Database.open(f"sqlite:///{tmp_path / 'file' / 'gongkai.db'}")


def test_an_error_while_writing_leaves_the_database_as_it_was(url: str) -> None:
    database = Database.open(url)

    def broken() -> Any:
        yield batch(reply(5))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        load(database, broken())
    assert (database.revision(), Store(database).years()) == (0, ())
    database.close()


def test_another_process_is_followed(url: str) -> None:
    reader, writer = Database.open(url), Database.open(url)
    store = Store(reader)
    assert store.by_number(5) == []
    load(writer, [batch(reply(5))])
    assert [found.record.number for found in store.by_number(5)] == [5]
    with store.reading():
        load(writer, [batch(reply(5), reply(6), name="two.tsv")])
        assert store.revision() == 1
        assert (store.count(Selection()), store.by_number(6), len(store.keys(Selection()))) == (1, [], 1)
        assert store.changes(0).revision == 1
        with store.reading():
            assert store.record("cppcc:13-4:6") is None
    assert store.revision() == 2
    assert (store.count(Selection()), len(store.by_number(6))) == (2, 1)
    reader.close()
    writer.close()


@contextmanager
def closed_to_writing(path: Path) -> Iterator[None]:
    """Let nothing be written to a file nor beside it; root, who may write anywhere, is nobody meanwhile."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        path.parent.chmod(0o755)


@pytest.fixture
def file() -> Iterator[Path]:
    """A file to be, in a folder that everybody may enter: pytest's own are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="公开 #% ") as folder:
        yield Path(folder) / "gongkai.db"


def test_what_cannot_be_written_can_be_read(file: Path) -> None:
    url = f"sqlite:///{file}"
    database = Database.open(url)
    load(database, [batch(reply(399))])
    database.close()
    with closed_to_writing(file):
        with pytest.raises(StoreError, match="无法使用"):
            Database.open(url)
        database = Database.open(url, reading=True)
        assert Store(database).count(Selection()) == 1
        with pytest.raises(StoreError, match="无法使用"):
            load(database, [batch(reply(400))])
        database.close()
    assert [left.name for left in file.parent.iterdir()] == ["gongkai.db"]


def test_what_cannot_be_written_and_is_older_is_refused(file: Path) -> None:
    url = f"sqlite:///{file}"
    migrated(url, schema.STEPS[0])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with closed_to_writing(file), pytest.raises(StoreError, match="旧版本的 Gongkai"):
        Database.open(url, reading=True)


def test_a_transaction_within_one_of_the_same_thread_is_part_of_it(database: Database) -> None:
    inbox = Inbox(database)

    def fail_half_way() -> None:
        with database.writing():
            inbox.keep([Arrival(1, 1, "{}")])
            raise StoreError("store.unusable", database="x", reason="y")

    with pytest.raises(StoreError):
        fail_half_way()
    assert inbox.mine() == []
    inbox.keep([Arrival(3, 1, "{}")])
    assert len(inbox.mine()) == 1
