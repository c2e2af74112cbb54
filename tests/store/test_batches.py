"""Batches can be listed and taken back; what was overwritten comes back exactly."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.errors import GongkaiError
from bot.records.model import Status
from bot.store.database import Database
from bot.store.load.batches import batches, undo
from bot.store.load.loading import load
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from bot.store.read.values import Selection

from .building import NEW, OLD, batch, notice, passage, reply, report
from .state import state

FIRST = [batch(reply(5), reply(12), notice("关于停水的通知")), batch(name="r.txt", reports=(report(),))]


def correct_records(database: Database) -> None:
    load(database, [batch(reply(5, day=date(2021, 6, 9)), reply(30), name="two.tsv")])


def correct_figures(database: Database) -> None:
    changed = report(
        figures={NEW: "4", OLD: "0", "local.extra.total": "9"},
        passages=(passage(0, "另一句。"),),
        people=(),
        listings=(),
        findings=(),
        prose=(),
    )
    load(database, [batch(name="r2.txt", reports=(changed,))])


def another_form(database: Database) -> None:
    load(database, [batch(name="r3.txt", reports=(report(form="cn_annual_2019", figures={NEW: "3"}),))])


def withdraw_one(database: Database) -> None:
    withdraw(database, "cppcc:9-2:5", "保密审查")


def suppress_one(database: Database) -> None:
    suppress(database, "张三丰")


@pytest.mark.parametrize(
    "change",
    [correct_records, correct_figures, another_form, withdraw_one, suppress_one],
    ids=lambda each: each.__name__,
)
def test_undo_restores_the_old_state_exactly(
    database: Database, store: Store, change: Callable[[Database], None]
) -> None:
    load(database, FIRST)
    before, answered = state(database), store.records(Selection())
    seen = store.revision()
    change(database)
    assert state(database) != before
    undo(database, 2)
    assert state(database) == before
    assert store.records(Selection()) == answered
    assert store.revision() == seen + 2
    changed = store.changes(seen + 1)
    assert changed.changed or changed.removed or changed.reports


def test_what_a_batch_removed_comes_back_after_another_import(database: Database) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    before = state(database)["cells"]
    another_form(database)
    load(database, [batch(name="2020.txt", reports=(report(2020),))])
    undo(database, 2)
    assert [row for row in state(database)["cells"] if row["first_batch"] == 1] == before


def test_undoing_the_first_import_leaves_nothing(database: Database, store: Store) -> None:
    empty = state(database)
    load(database, FIRST)
    keys = store.keys(Selection())
    undo(database, 1)
    assert state(database) == empty
    assert store.agencies() == ()
    gone = store.changes(1)
    assert (set(gone.removed), len(gone.removed_reports)) == (set(keys), 1)
    load(database, FIRST)
    assert store.keys(Selection()) == keys


def test_a_correction_that_was_undone_is_not_told_as_a_former_value(database: Database, store: Store) -> None:
    load(database, FIRST)
    correct_records(database)
    undo(database, 2)
    (found,) = store.by_number(5)
    assert (found.status, found.previous) == (Status.PUBLISHED, ())


def test_a_batch_under_a_later_one_stays(database: Database) -> None:
    load(database, FIRST)
    correct_records(database)
    with pytest.raises(GongkaiError, match="先撤销第 2 批"):
        undo(database, 1)
    undo(database, 2)
    undo(database, 1)


def test_batches_that_touch_different_things_can_be_undone_in_any_order(database: Database, store: Store) -> None:
    load(database, [batch(reply(5))])
    load(database, [batch(reply(6), name="two.tsv")])
    undo(database, 1)
    assert [found.record.number for found in store.records(Selection())] == [6]


@pytest.mark.parametrize(("number", "words"), [(9, "没有第 9 批"), (1, "已经撤销"), (2, "本身就是一次撤销")])
def test_what_cannot_be_undone_is_said(database: Database, number: int, words: str) -> None:
    load(database, FIRST)
    undo(database, 1)
    with pytest.raises(GongkaiError, match=words):
        undo(database, number)


def test_batches_are_listed_latest_first(database: Database) -> None:
    load(database, FIRST)
    suppress(database, "张三丰", reason="本人要求")
    undo(database, 2)
    assert [(each.id, each.action, each.documents, each.note, each.undone_by) for each in batches(database)] == [
        (3, "undo", (), "2", None),
        (2, "suppress", (), "张三丰", 3),
        (1, "import", ("list.tsv", "r.txt"), None, None),
    ]
    assert batches(database)[-1].counts["new"]["record"] == 4
