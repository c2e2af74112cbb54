"""Whose a document is that names no office: the bot's own, or an office of that import alone."""

from dataclasses import replace

import pytest

from bot.errors import GongkaiError
from bot.records.model import Batch, Caveat, Listing, Place
from bot.store.database import Database
from bot.store.load.loading import load, load_demonstration
from bot.store.load.own_office import Whose, keep_own_office, own_office, whose
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.tables import AGENCIES

from .building import AGENCY, LIST, batch, reply, report

OTHER = "临邑县教育局"


def unnamed(*numbers: int, name: str = "bare.tsv", **given: object) -> Batch:
    return batch(*(reply(number, publisher=None) for number in numbers), name=name, agency_name=None, **given)


def own(*numbers: int, **given: object) -> Batch:
    return replace(unnamed(*numbers, **given), agency_name=AGENCY, own_office=True)


def test_two_imports_that_name_nobody_never_share_a_key(database: Database, store: Store) -> None:
    load(database, [unnamed(5)])
    done = load(database, [replace(unnamed(5, name="two.tsv"), records=(reply(5, "另一件事", publisher=None),))])
    assert (done.preview.new.counts, done.preview.changed.total, done.preview.nameless) == ({"record": 1}, 0, True)
    first, second = store.by_number(5)
    assert first.agency.slug != second.agency.slug
    assert (first.agency.name, second.agency.name) == ("未注明单位", "未注明单位")
    assert len(store.agencies()) == 2


def test_the_documents_of_one_import_are_of_one_office_and_come_again_as_the_same(
    database: Database, store: Store
) -> None:
    pages = [unnamed(5, name="1.tsv"), unnamed(6, name="2.tsv")]
    load(database, pages)
    assert len(store.agencies()) == 1
    for again in (pages, pages[1:]):
        assert load(database, again).batch_id is None
    load(database, [unnamed(7, name="3.tsv")])
    assert len(store.agencies()) == 2


def test_what_a_source_is_watched_for_is_of_one_office_for_ever(database: Database, store: Store) -> None:
    for day, numbers in enumerate([(5,), (5, 6), (6, 7)]):
        load(database, [replace(unnamed(*numbers, name=f"{day}.csv"), source="source:feed")])
    assert len(store.agencies()) == 1
    assert store.count(Selection()) == 3


def test_a_watched_source_of_0_1_brings_nothing_anew(database: Database, store: Store) -> None:
    load(database, [unnamed(5)])
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("UPDATE agencies SET slug = 'unknown'")
        connection.exec_driver_sql("UPDATE records SET agency = 'unknown', key = 'cppcc:unknown:9-2:5@unknown'")
        connection.exec_driver_sql("UPDATE records SET base_key = key")
    done = load(database, [replace(unnamed(5, 6, name="feed.csv"), source="source:feed")])
    assert (done.preview.new.counts, done.preview.unchanged.counts["record"]) == ({"record": 1}, 1)


def test_a_row_that_comes_back_from_an_export_is_still_of_nobody(database: Database, store: Store) -> None:
    load(database, [unnamed(5)])
    load(database, [unnamed(6, name="two.tsv")])
    (found,) = store.by_number(6)
    assert load(database, [batch(found.record, name="export.csv", agency_name=None)]).batch_id is None


def test_what_is_taken_for_the_bots_own_says_so(database: Database, store: Store) -> None:
    done = load(database, [own(5), replace(own(name="r.txt"), reports=(report(2020, embedded=()),))])
    assert done.preview.own_office == AGENCY
    (found,) = store.by_number(5)
    assert (found.agency.name, found.caveat) == (AGENCY, Caveat.BY_SETTING)
    assert [one.caveat for one in (*store.reports(), *store.passages())] == [Caveat.BY_SETTING] * 4
    load(database, [batch(reply(6), name="named.tsv")])
    assert store.by_number(6)[0].caveat is None


def test_never_beside_another_office_of_the_same_import(database: Database, store: Store) -> None:
    another = batch(reply(9, publisher=None), name="a.tsv", agency_name=OTHER)
    done = load(database, [another, own(5)])
    assert (done.preview.own_office, done.preview.nameless) == (None, True)
    assert store.by_number(5)[0].agency.name == "未注明单位"
    with pytest.raises(GongkaiError, match="没有写明发布机构"):
        load(
            database,
            [another, replace(own(name="r.txt"), reports=(report(2020, agency_name=AGENCY, embedded=()),))],
        )


def test_whose_it_is_and_who_is_asked(database: Database) -> None:
    assert whose(database, ask=True) == Whose(ask=True)
    assert whose(database, ask=False) == Whose()
    load_demonstration(database, [batch(reply(1), agency_name=OTHER, name="demo.txt")])
    assert whose(database, ask=True) == Whose(ask=True)
    load(database, [unnamed(5)])
    assert whose(database, ask=True) == Whose(ask=True)
    load(database, [batch(reply(6), name="named.tsv")])
    assert whose(database, ask=True) == Whose(ask=True, likely=AGENCY)
    keep_own_office(database, AGENCY)
    assert own_office(database) == AGENCY
    assert whose(database, ask=True) == Whose(office=AGENCY)
    load(database, [batch(reply(7, publisher=None), name="other.tsv", agency_name=OTHER)])
    assert whose(database, ask=True) == Whose()
    keep_own_office(database, None)
    assert whose(database, ask=True) == Whose()


def test_a_database_of_0_1_has_a_name_for_nobody(url: str) -> None:
    from tests.store.test_demonstration import as_0_1

    database = Database.open(url)
    load(database, [unnamed(5)])
    with database.writing() as connection:
        connection.execute(AGENCIES.update().values(name=""))
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("UPDATE agencies SET slug = 'unknown'")
        connection.exec_driver_sql("UPDATE records SET agency = 'unknown'")
    as_0_1(database)
    database.close()
    database = Database.open(url)
    assert [one.name for one in Store(database).agencies()] == ["未注明单位"]
    database.close()


def test_a_list_is_of_the_office_that_all_its_rows_name(database: Database, store: Store) -> None:
    rows = [reply(number, publisher=AGENCY) for number in (5, 6)]
    listing = Listing(name=LIST, place=Place(document="list.tsv"), total_rows=2)
    load(database, [batch(*rows, agency_name=None), batch(agency_name=None, listings=(listing,))])
    assert [one.agency.name for one in store.listings()] == [AGENCY]
    assert [one.name for one in store.agencies()] == [AGENCY]
    mixed = [reply(7, publisher=AGENCY), reply(8, publisher=OTHER)]
    load(database, [batch(*mixed, name="two.tsv", agency_name=None, listings=(replace(listing, name="混合"),))])
    assert [one.agency.name for one in store.listings()] == [AGENCY, "未注明单位"]


def test_a_list_of_nobody_in_a_database_of_0_1_becomes_that_of_its_rows(database: Database, store: Store) -> None:
    rows = [reply(number, publisher=AGENCY) for number in (5, 6)]
    listing = Listing(name=LIST, place=Place(document="list.tsv"), total_rows=2)
    found = batch(*rows, agency_name=None, listings=(listing,))
    load(database, [found])
    with database.writing() as connection:
        nobody = {"id": 99, "first_batch": 1, "last_batch": 1, "slug": "unknown", "name": "", "region": "unknown"}
        connection.execute(AGENCIES.insert(), nobody | {"aliases": []})
        connection.exec_driver_sql("UPDATE listings SET agency = 'unknown'")
    load(database, [found])
    assert [one.agency.name for one in store.listings()] == [AGENCY]
