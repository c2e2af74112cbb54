"""Withdrawn records and suppressed names are in no answer, at once and for good (domain.md §5.2, §5.3)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import GongkaiError
from bot.records.model import Status
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from bot.store.read.values import Selection

from .building import NOTICE, batch, notice, reply, report

LOADED = [batch(reply(5), reply(12), notice("关于停水的通知")), batch(name="r.txt", reports=(report(),))]


def said(store: Store) -> str:
    """Everything that the store hands out."""
    slugs = [agency.slug for agency in store.agencies()]
    return repr(
        [
            store.records(Selection()),
            store.by_number(5),
            list(store.each_indexed()),
            store.near_numbers(6),
            store.passages(),
            store.people(),
            store.listings(),
            [(store.cells(slug, 2021), store.figures(slug, 2021)) for slug in slugs],
        ]
    )


def test_a_withdrawn_record_is_only_a_number_and_a_date(database: Database, store: Store) -> None:
    load(database, LOADED)
    topic = reply(5).topic
    assert topic in said(store)
    key = withdraw(database, "cppcc:9-2:5", "保密审查", on=date(2021, 9, 1))
    assert topic not in said(store)
    (found,) = store.by_number(5)
    assert (found.record.key, found.status, found.withdrawn_on, found.reason) == (
        key,
        Status.WITHDRAWN,
        date(2021, 9, 1),
        "保密审查",
    )
    assert (found.record.title, found.record.topic, found.record.text) == ("", None, None)
    assert store.count(Selection(keys=(key,))) == 0
    told = store.changes(1)
    assert told.removed == (key,)
    assert told.reports  # a sentence of the report names the topic


@pytest.mark.parametrize(
    "again",
    [
        LOADED,
        [batch(reply(5, day=date(2021, 12, 1)), name="two.tsv")],
        [batch(reply(5, title="关于第5号提案的答复函", listing=None, text="全文"), name="page.html")],
        [batch(replace(reply(5), place=replace(reply(5).place, row=77)), name="three.tsv")],
    ],
)
def test_no_reload_brings_it_back(database: Database, store: Store, again: list) -> None:  # type: ignore[type-arg]
    load(database, LOADED)
    withdraw(database, "cppcc:9-2:5", "保密审查")
    done = load(database, again)
    assert done.preview.withdrawn.counts == {"record": 1}
    assert [found.status for found in store.by_number(5)] == [Status.WITHDRAWN]
    assert reply(5).topic not in said(store)


def test_a_withdrawn_item_without_a_number_stays_away_on_any_day(database: Database, store: Store) -> None:
    load(database, LOADED)
    (found,) = [each for each in store.records(Selection()) if each.record.title == "关于停水的通知"]
    withdraw(database, found.record.key, "有误")
    load(database, [batch(notice("关于停水的通知", day=date(2022, 1, 1)), name="two.tsv")])
    assert "停水" not in said(store)


def test_a_document_inside_a_report_is_withdrawn_with_its_sentences(database: Database, store: Store) -> None:
    load(database, LOADED)
    (found,) = [each for each in store.records(Selection()) if each.record.title == NOTICE.title]
    withdraw(database, found.record.key, "有误")
    assert "组长由张三丰担任" not in repr(store.passages())
    assert len(store.passages()) == 2


def test_withdrawing_what_is_not_there_or_is_gone_already(database: Database) -> None:
    load(database, LOADED)
    with pytest.raises(GongkaiError, match="没有键为 cppcc:9-2:6 的条目"):
        withdraw(database, "cppcc:9-2:6", "有误")
    withdraw(database, "cppcc:9-2:5", "有误")
    with pytest.raises(GongkaiError, match=r"已于 .* 撤下"):
        withdraw(database, "cppcc:9-2:5", "有误")


def test_a_short_key_of_two_agencies_is_asked_back(database: Database) -> None:
    load(database, LOADED)
    load(database, [batch(reply(5, publisher=None), name="b.tsv", agency_name="乐陵市教育局")])
    with pytest.raises(GongkaiError, match="不止一条"):
        withdraw(database, "cppcc:9-2:5", "有误")


def test_a_suppressed_name_is_nowhere(database: Database, store: Store) -> None:
    spaced = reply(7, text="经办人：张 三丰。", title="对市政协九届二次会议第7号提案（张三丰委员的建议）的答复")
    load(database, [*LOADED, batch(spaced, name="two.tsv")])
    assert "张三丰" in said(store)
    seen = store.revision()
    assert suppress(database, " 张三丰 ", "本人要求") == 4
    assert "张三丰" not in said(store)
    assert "张 三丰" not in said(store)
    assert store.people() == ()
    assert any("组长由×××担任" in each.passage.text for each in store.passages())
    told = store.changes(seen)
    assert len(told.changed) == 2
    assert told.reports
    load(database, [batch(reply(8, text="张三丰"), name="later.tsv")])
    assert "张三丰" not in said(store)


@pytest.mark.parametrize(("name", "words"), [("张", "太短"), ("张三丰", "已经屏蔽")])
def test_names_that_cannot_be_suppressed(database: Database, name: str, words: str) -> None:
    load(database, LOADED)
    suppress(database, "张三丰")
    with pytest.raises(GongkaiError, match=words):
        suppress(database, name)
