"""The demonstration: it is there until own documents come, nobody is told, it comes back, and it never mixes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.announce.collecting import collect
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.errors import GongkaiError
from bot.ingest import bundled
from bot.ingest.checks.again import recheck
from bot.records.model import Caveat, Status
from bot.search.index import Index
from bot.store import demonstration
from bot.store.chat_tables import EVENTS, OUTBOX
from bot.store.database import Database
from bot.store.load.batches import batches, undo
from bot.store.load.loading import load, load_demonstration, preview
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from tests.own_report import load_as_own

from .building import batch, reply, report
from .state import state
from .test_database import migrated

OTHERS = {"agency_name": "临邑县教育局"}
SHOWN = [
    batch(reply(5), reply(6), sha256="d", name="demo.txt", reports=(report(),)),
    batch(reply(7), sha256="d", name="demo.txt"),
]


def own(*numbers: int, name: str = "own.tsv", **given: str) -> list[object]:
    records = [reply(number, publisher=None, region="371424") for number in numbers]
    return [batch(*records, name=name, **{**OTHERS, **given})]


def stands(database: Database) -> bool:
    with database.reading() as connection:
        return demonstration.standing(connection) is not None


def numbers(store: Store) -> list[int | None]:
    return sorted(found.record.number for found in store.records(Selection()) if found.record.number)


def test_it_leaves_with_the_first_own_document_and_comes_back_as_it_was(database: Database, store: Store) -> None:
    load_demonstration(database, SHOWN)
    before, index = state(database), Index.build(store)
    assert store.records(Selection())[0].caveat is Caveat.DEMONSTRATION
    seen = preview(database, own(31))
    done = load(database, own(31))
    assert (seen.demonstration_left, done.preview) == (True, seen)
    assert (numbers(store), store.reports(), store.passages(), store.people()) == ([31], (), (), ())
    assert store.records(Selection())[0].caveat is None
    index.refresh(store)
    assert [hit.key for hit in index.search(["河道"]).hits] == list(store.keys(Selection()))
    assert undo(database, 2) is True
    assert state(database) == before
    index.refresh(store)
    assert len(index.search(["河道"]).hits) == 3
    index.close()


def test_an_import_that_brings_nothing_leaves_it_alone(database: Database) -> None:
    load_demonstration(database, SHOWN)
    before = state(database)
    assert load(database, [batch(name="empty.tsv", **OTHERS)]).batch_id is None
    assert state(database) == before


def test_it_stays_away_while_any_own_document_stands(database: Database, store: Store) -> None:
    load_demonstration(database, SHOWN)
    before = state(database)
    load(database, own(31))
    load(database, own(*range(32, 60), name="more.tsv"))
    assert undo(database, 2) is False
    assert not stands(database)
    assert undo(database, 3) is True
    assert state(database) == before
    load(database, own(31))
    assert numbers(store) == [31]


def test_the_same_rows_handed_in_by_an_office_are_the_offices(database: Database, store: Store) -> None:
    load_demonstration(database, SHOWN)
    done = load(database, SHOWN)
    assert (done.preview.changed.total, done.preview.unchanged.total) == (0, 0)
    assert not any(found.caveat for found in store.records(Selection()))
    assert store.reports()[0].caveat is None
    load(database, own(31))
    assert numbers(store) == [5, 6, 7, 31]
    with pytest.raises(GongkaiError, match="不需要演示数据"):
        load_demonstration(database, SHOWN)


def test_asked_for_it_stands_beside_own_documents(database: Database, store: Store) -> None:
    load(database, own(31))
    load_demonstration(database, SHOWN, note=demonstration.ASKED)
    assert load_demonstration(database, SHOWN).batch_id is None
    before = state(database)
    assert not load(database, own(32, name="more.tsv")).preview.demonstration_left
    assert numbers(store) == [5, 6, 7, 31, 32]
    done = load(database, [batch(reply(6, "关于另一件事的建议"), name="list.tsv")])
    assert (done.preview.demonstration_left, done.preview.changed.total) == (True, 0)
    assert numbers(store) == [6, 31, 32]
    assert undo(database, 4) is True
    undo(database, 3)
    assert state(database) == before
    assert bundled.remove(database)
    assert numbers(store) == [31]


def test_own_reports_are_not_checked_against_it(database: Database, store: Store) -> None:
    load(database, own(31))
    load_demonstration(database, SHOWN)
    slug = store.reports()[0].agency.slug
    before = store.findings(slug, 2021)
    checked: list[object] = []

    def watched(one: object, earlier: object) -> tuple[object, ...]:
        checked.append((one, earlier))
        return recheck(one, earlier)  # type: ignore[arg-type]

    load(database, [batch(name="r.txt", reports=(report(2020, embedded=()),))], recheck=watched)  # type: ignore[arg-type]
    load(database, [batch(name="s.txt", reports=(report(2022, embedded=()),))], recheck=watched)  # type: ignore[arg-type]
    assert [getattr(one, "year", None) for pair in checked for one in pair] == [2020, None, 2022, None]  # type: ignore[attr-defined]
    assert store.findings(slug, 2021) == before


def test_nobody_is_told_that_it_comes_or_goes(database: Database, store: Store) -> None:
    Subscriptions(database).add(5, Topic.read("everything"))
    load_demonstration(database, SHOWN)
    load(database, own(31))
    undo(database, 2)
    load(database, own(32))
    collect(store)
    with database.reading() as connection:
        events = connection.execute(select(EVENTS.c.key, EVENTS.c.kind)).all()
    assert {(key.split(":")[3].split("@")[0], kind) for key, kind in events} == {
        ("31", "published"),
        ("31", "removed"),
        ("32", "published"),
    }


def test_what_was_withdrawn_or_masked_in_it_is_so_when_it_is_back(database: Database, store: Store) -> None:
    load_demonstration(database, SHOWN)
    withdraw(database, "cppcc:9-2:5", "保密")
    suppress(database, "张三丰")
    before = state(database)
    load(database, own(31))
    key = next(row["key"] for row in before["records"] if row["number"] == 5)
    assert store.left(key).record.title == ""  # type: ignore[union-attr]
    undo(database, 4)
    assert state(database) == before
    assert store.record(key).status is Status.WITHDRAWN  # type: ignore[union-attr]


def test_what_it_was_is_known_after_it_left(database: Database, store: Store) -> None:
    load_demonstration(database, SHOWN)
    key, moment = store.by_number(6)[0].record.key, datetime.now(UTC)
    was = store.record(key)
    assert store.left(key) is None
    load(database, own(31))
    assert store.record(key) is None
    assert store.left(key) == was
    assert store.left(store.by_number(31)[0].record.key) is None
    assert store.only_demonstrated(moment)
    assert not store.only_demonstrated(moment - timedelta(days=1))
    assert not store.only_demonstrated(datetime.now(UTC))
    load(database, [batch(reply(6), name="list.tsv")])
    assert store.left(key) is None


# --- at a start ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "welcome", "there"),
    [
        ([], True, True),
        ([], False, False),
        (["own"], True, False),
        (["own", "undo"], True, True),
        (["start"], True, True),
        (["start"], False, False),
        (["start", "remove"], True, False),
        (["start", "own"], True, False),
        (["start", "own", "undo"], True, True),
        (["ask"], False, True),
        (["own", "ask"], True, True),
        (["own", "ask"], False, True),
        (["as own"], True, False),
    ],
    ids=str,
)
def test_a_start_brings_it_in_line(database: Database, before: list[str], welcome: bool, there: bool) -> None:
    steps: dict[str, Callable[[], object]] = {
        "own": lambda: load(database, own(31)),
        "undo": lambda: undo(database, next(one.id for one in batches(database) if one.action == "import")),
        "start": lambda: bundled.settle(database, welcome=True),
        "remove": lambda: bundled.remove(database),
        "ask": lambda: bundled.add(database, note=demonstration.ASKED),
        "as own": lambda: load_as_own(database),
    }
    for step in before:
        steps[step]()
    bundled.settle(database, welcome=welcome)
    assert stands(database) is there
    revision = database.revision()
    bundled.settle(database, welcome=welcome)
    assert (stands(database), database.revision()) == (there, revision)


# --- databases of 0.1 ---------------------------------------------------------------------------------------------


def as_0_1(database: Database) -> None:
    """Close a database and put what it holds into one of 0.1 in its place, as far as that knows of it."""
    file = Path(str(database.engine.url.database))
    database.close()
    new = file.rename(file.with_suffix(".new"))
    migrated(f"sqlite:///{file}", "0008")
    with closing(sqlite3.connect(file)) as old:
        old.execute("ATTACH ? AS new", (str(new),))
        for (table,) in old.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
        ).fetchall():
            names = ", ".join(f'"{row[1]}"' for row in old.execute(f"PRAGMA main.table_info({table})"))
            if not table.startswith(("alembic", "sqlite")):
                old.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")  # noqa: S608
        old.execute("UPDATE batches SET action = 'import' WHERE action = 'demo'")
        old.commit()


def waiting(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(OUTBOX).where(OUTBOX.c.state == "waiting")).all())


def test_in_a_database_of_0_1_it_is_known_by_its_checksum(url: str) -> None:
    database = Database.open(url)
    Subscriptions(database).add(5, Topic.read("everything"))
    load_as_own(database)
    collect(Store(database))
    assert waiting(database)
    as_0_1(database)
    database.close()
    database = Database.open(url)
    assert (stands(database), waiting(database)) == (True, 0)
    load(database, own(31))
    assert numbers(Store(database)) == [31]
    collect(Store(database))
    assert waiting(database) == 1
    database.close()


def test_in_a_database_of_0_1_beside_own_documents_it_leaves_at_the_start(url: str) -> None:
    database = Database.open(url)
    load_as_own(database)
    load(database, own(31))
    as_0_1(database)
    database.close()
    database = Database.open(url)
    bundled.settle(database, welcome=True)
    assert numbers(Store(database)) == [31]
    database.close()


@pytest.mark.parametrize("how", ["built on", "with others"])
def test_in_a_database_of_0_1_an_office_that_used_it_keeps_it(url: str, how: str) -> None:
    database = Database.open(url)
    if how == "with others":
        from bot.ingest.pipeline import read_paths
        from bot.resources import bundled as path_of

        load(database, [*read_paths(sorted(path_of("documents").iterdir())), *own(31)])  # type: ignore[list-item]
    else:
        load_as_own(database)
        store = Store(database)
        known = store.by_number(399)[0]
        page = batch(
            replace(known.record, text="张委员：现答复如下。", key="", listing=None),
            agency_name=known.agency.name,
            name="letter.txt",
        )
        assert load(database, [page]).preview.changed.total == 1
    as_0_1(database)
    database.close()
    database = Database.open(url)
    bundled.settle(database, welcome=True)
    assert not stands(database)
    assert 399 in numbers(Store(database))
    database.close()
