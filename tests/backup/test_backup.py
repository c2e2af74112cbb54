"""A backup is whole or is none; what it replaces is kept, and what was taken down or forgotten stays so."""

import io
import itertools
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.announce.subscription import Subscriptions
from bot.announce.switch import paused_since, resume
from bot.announce.topics import Topic
from bot.backup.archive import check, write
from bot.backup.error import BackupError
from bot.backup.replacing import look_at, restore
from bot.database_address import sqlite_url
from bot.records.model import Status
from bot.store import schema
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.chat.preferences import AllPreferences
from bot.store.chat.tokens import Tokens
from bot.store.chat_tables import EVENTS
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.loading import load
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from bot.store.tables import BATCHES
from tests.announce.chats import Town
from tests.store.building import batch, reply
from tests.store.state import state
from tests.store.test_database import migrated

SAID = "绝密的提问"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a?b%41" / "gongkai.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.zip"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    database = Database.open(sqlite_url(path))
    load(database, [batch(reply(5), reply(12))])
    yield database
    database.close()


def again(path: Path) -> Database:
    return Database.open(sqlite_url(path))


def whole(path: Path) -> object:
    """The public state of a file, which nobody has open afterwards."""
    with closing(again(path)) as database:
        return state(database)


def statuses(database: Database) -> dict[int | None, Status]:
    found = {}
    store = Store(database)
    for number in (5, 6, 12):
        for each in store.by_number(number):
            found[number] = each.status
    return found


def test_what_is_backed_up_comes_back(opened: Database, path: Path, file: Path) -> None:
    old = state(opened)
    made = write(path, file)
    assert (made.revision, made.schema, check(file)) == (1, schema.HEAD, made)
    load(opened, [batch(reply(5, "另一个题目"), reply(6), name="more.tsv")])
    assert state(opened) != old
    opened.close()
    done = restore(file, path, thorough=True)
    assert whole(path) == old
    assert done.kept is not None
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT count(*) FROM records").fetchone() == (3,)
    assert {f"{each.stat().st_mode & 0o777:o}" for each in (file, path, done.kept)} == {"600"}
    assert sorted(each.name for each in path.parent.iterdir() if "restoring" in each.name) == []


def test_it_is_of_one_moment_while_others_write(opened: Database, path: Path, file: Path) -> None:
    with opened.writing() as connection:
        connection.execute(text("UPDATE state SET revision = 99"))
        assert write(path, file).revision == 1
    assert write(path, file).revision == 99


def test_any_tool_reads_it_and_nothing_that_was_said_is_in_it(opened: Database, path: Path, file: Path) -> None:
    inbox = Inbox(opened)
    inbox.keep([Arrival(number, 7, f'{{"text": "{SAID * 50}"}}') for number in range(1, 50)])
    inbox.delete([3, 4])
    write(path, file)
    with zipfile.ZipFile(file) as archive:
        content = archive.read("gongkai.db")
    assert SAID.encode() not in content
    copy = file.with_name("copy.db")
    copy.write_bytes(content)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM inbox_answered").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (2,)
    opened.close()
    done = restore(file, path)
    fresh = again(path)
    # What nobody has answered yet waits on.
    assert len(Inbox(fresh).mine()) == 47
    fresh.close()
    assert done.kept is not None
    assert SAID.encode() not in done.kept.read_bytes()


def damaged(file: Path) -> Iterator[tuple[str, bytes]]:
    content = file.read_bytes()
    yield "empty", b""
    yield "no archive", b"SQLite format 3\0" + bytes(4000)
    yield "cut", content[: len(content) // 2]
    yield "one byte", content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
    with zipfile.ZipFile(file) as archive:
        about, database = json.loads(archive.read("backup.json")), archive.read("gongkai.db")
    for name, other, inside in (
        ("another database", about, database[:-1] + bytes([database[-1] ^ 1])),
        ("longer", about, database + b"x"),
        ("of the future", about | {"format": 2}, database),
        ("of newer tables", about | {"schema": "9999"}, database),
        ("nothing said", {}, database),
        ("strange", [], database),
    ):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("backup.json", json.dumps(other))
            archive.writestr("gongkai.db", inside)
        yield name, made.getvalue()


def test_a_damaged_backup_replaces_nothing(opened: Database, path: Path, file: Path) -> None:
    write(path, file)
    suppress(opened, "张三")
    before = state(opened)
    opened.close()
    for name, content in list(damaged(file)):
        other = file.with_name("damaged.zip")
        other.write_bytes(content)
        for attempt in (restore, look_at):
            with pytest.raises(BackupError):
                attempt(other, path)
        assert whole(path) == before, name
    with pytest.raises(BackupError, match="读不了"):
        restore(file.with_name("absent.zip"), path)


def test_a_backup_that_cannot_be_written_leaves_the_earlier_one(opened: Database, path: Path, file: Path) -> None:
    made = write(path, file)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'alembic_version'")
        connection.commit()
    with pytest.raises(BackupError):
        write(path, file)
    assert check(file) == made
    with pytest.raises(BackupError, match="没有数据库"):
        write(path.with_name("absent.db"), file)
    with pytest.raises(BackupError, match="未写成"):
        write(path, file / "below.zip")
    assert [each.name for each in file.parent.iterdir() if each.name.startswith(".")] == []


OPEN = """
import sys
from pathlib import Path
from bot.database_address import sqlite_url
from bot.store.database import Database
database = Database.open(sqlite_url(Path(sys.argv[1])))
database.revision()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_process_that_has_it_open_is_not_robbed_of_it(opened: Database, path: Path, file: Path) -> None:
    write(path, file)
    load(opened, [batch(reply(6), name="more.tsv")])
    before = state(opened)
    opened.close()
    arguments = [sys.executable, "-c", OPEN, str(path)]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(BackupError, match="正在使用"):
            restore(file, path)
        process.kill()
    assert whole(path) == before
    restore(file, path)
    assert whole(path) != before


def test_what_was_taken_down_since_stays_so(opened: Database, path: Path, file: Path) -> None:
    write(path, file)
    load(opened, [batch(reply(6), name="more.tsv")])
    withdraw(opened, "cppcc:9-2:5", "第三方权利")
    withdraw(opened, "cppcc:9-2:6", "误发")
    suppress(opened, "张三", "本人要求")
    opened.close()
    done = restore(file, path, thorough=True)
    assert done.carried is not None
    assert (len(done.carried.withdrawn), done.carried.suppressed) == (2, ("张三",))
    fresh = again(path)
    withdrawn = Status.WITHDRAWN
    assert statuses(fresh) == {5: withdrawn, 6: withdrawn, 12: Status.PUBLISHED}
    assert Store(fresh).masks().names == ("张三",)
    # Whoever imports again what was imported since does not bring it back.
    load(fresh, [batch(reply(5), reply(6), name="more.tsv")])
    assert statuses(fresh)[6] == statuses(fresh)[5] == withdrawn
    with fresh.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    fresh.close()


def test_what_was_forgotten_since_stays_so_and_what_was_set_since_stays_set(
    opened: Database, path: Path, file: Path
) -> None:
    forgets, keeps, comes = 70_001, 70_002, 70_003
    for chat in (forgets, keeps):
        Subscriptions(opened).add(chat, Topic.read("政协"), kind="private", language="zh")
        AllPreferences(opened).change(chat, plain=True)
    old_token = Tokens(opened).keep("以前的长词")
    write(path, file)
    Subscriptions(opened).forget(forgets)
    AllPreferences(opened).forget(forgets)
    Subscriptions(opened).add(comes, Topic.read("人大"), kind="private", language="zh")
    AllPreferences(opened).change(keeps, plain=False)
    token = Tokens(opened).keep("后来的长词")
    opened.close()
    done = restore(file, path)
    assert done.carried is not None
    assert done.carried.forgotten == 1
    fresh = again(path)
    followed = {chat: Subscriptions(fresh).of(chat) is not None for chat in (forgets, keeps, comes)}
    assert followed == {forgets: False, keeps: True, comes: True}
    assert not AllPreferences(fresh).of(keeps).plain
    assert [Tokens(fresh).value(each) for each in (old_token, token)] == ["以前的长词", "后来的长词"]
    fresh.close()
    with closing(sqlite3.connect(path)) as connection:
        assert str(forgets) not in "".join(connection.iterdump())


async def test_nobody_is_told_twice_and_nothing_leaves_before_it_is_resumed(path: Path, file: Path) -> None:
    town = Town(again(path))
    town.subscribes(1)
    town.loads(reply(1))
    await town.settles()
    write(path, file)
    town.loads(reply(2))
    await town.settles()
    assert len(town.chats.texts(1)) == 2
    town.store.database.close()
    restore(file, path)

    fresh = Town(again(path))
    fresh.chats.shown[1] |= town.chats.shown[1]
    assert paused_since(fresh.store.database) is not None
    fresh.loads(reply(1), reply(2), reply(3))
    await fresh.settles()
    assert len(fresh.chats.texts(1)) == 2
    resume(fresh.store.database)
    fresh.chats._numbers = itertools.count(3)
    await fresh.settles()
    *before, told = fresh.chats.texts(1)
    assert before == town.chats.texts(1)
    assert "第3号" in told
    fresh.store.database.close()


async def test_undoing_takes_nothing_back_that_the_time_between_told(path: Path, file: Path) -> None:
    town = Town(again(path))
    town.subscribes(1)
    town.loads(reply(1))
    write(path, file)
    town.loads(reply(2))
    await town.settles()
    town.store.database.close()
    restore(file, path)
    with closing(again(path)) as fresh:
        assert undo(fresh, load(fresh, [batch(reply(3), name="more.tsv")]).batch_id or 0) is False
        with fresh.reading() as connection:
            taken_back = connection.execute(select(EVENTS.c.key).where(EVENTS.c.taken_back)).scalars().all()
    assert [key.split(":")[3].split("@")[0] for key in taken_back] == ["3"]


def test_where_another_database_was_nothing_is_known(opened: Database, path: Path, file: Path, tmp_path: Path) -> None:
    Subscriptions(opened).add(70_001, Topic.read("政协"), kind="private", language="zh")
    write(path, file)
    other = tmp_path / "other" / "gongkai.db"
    done = restore(file, other)
    assert (done.kept, done.carried) == (None, None)
    stranger = tmp_path / "stranger" / "gongkai.db"
    database = again(stranger)
    load(database, [batch(reply(77), name="theirs.tsv")], now=datetime(2020, 1, 1, tzinfo=UTC))
    database.close()
    done = restore(file, stranger)
    assert done.carried is None
    for place in (other, stranger):
        fresh = again(place)
        assert Subscriptions(fresh).of(70_001) is not None
        assert paused_since(fresh) is not None
        assert set(statuses(fresh)) == {5, 12}
        fresh.close()


@pytest.mark.parametrize("how", ["no database", "cut", "empty", "newer"])
def test_a_damaged_database_is_kept_and_replaced(opened: Database, path: Path, file: Path, how: str) -> None:
    write(path, file)
    before = state(opened)
    opened.close()
    if how == "newer":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
    else:
        content = {"no database": b"x" * 9000, "cut": path.read_bytes()[:10_000], "empty": b""}[how]
        path.write_bytes(content)
    done = restore(file, path)
    assert done.carried is None
    assert done.kept is not None
    assert whole(path) == before
    if how == "no database":
        assert done.kept.read_bytes() == content


def test_an_older_backup_is_migrated(tmp_path: Path, file: Path) -> None:
    old = tmp_path / "old.db"
    migrated(f"sqlite:///{old}", schema.STEPS[0])
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO state (id, revision) VALUES (1, 7)")
        connection.commit()
    made = write(old, file)
    assert (made.schema, made.revision) == (schema.STEPS[0], 7)
    there = tmp_path / "new" / "gongkai.db"
    restore(file, there)
    fresh = again(there)
    assert fresh.revision() == 7
    fresh.close()


def test_undoing_and_importing_go_on_after_a_restore(opened: Database, path: Path, file: Path) -> None:
    write(path, file)
    withdraw(opened, "cppcc:9-2:5", "第三方权利")
    opened.close()
    restore(file, path)
    fresh = again(path)
    with fresh.reading() as connection:
        last = connection.execute(select(BATCHES.c.id).order_by(BATCHES.c.id.desc())).scalar()
    assert last == 2
    undo(fresh, last)
    assert statuses(fresh)[5] is Status.PUBLISHED
    loaded = load(fresh, [batch(reply(6), name="more.tsv")])
    assert loaded.batch_id == 4
    fresh.close()
