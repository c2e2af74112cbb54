"""Selections, counts and neighbours."""

from datetime import date

import pytest
from sqlalchemy import text

from bot.records.model import Body, Listing, Place, RecordKind
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.record_dates import redate

from .building import AGENCY, LIST, batch, notice, reply, report

OTHER = "乐陵市教育局"


@pytest.fixture
def loaded(database: Database, store: Store) -> Store:
    mine = (
        reply(5, day=date(2021, 6, 1)),
        reply(12, day=date(2021, 6, 3)),
        reply(30, day=date(2020, 11, 3), session=1),
        reply(31, day=date(2020, 11, 3), session=1, body=Body.NPC),
        reply(40, day=None),
        notice("关于停水的通知", day=date(2019, 12, 30), index_no="37/2019-00001"),
    )
    pager = Listing(name=LIST, place=Place(document="list.tsv"), body=Body.CPPCC, total_rows=38, total_pages=4)
    load(
        database,
        [
            batch(*mine, listings=(pager,)),
            batch(reply(5, publisher=None), name="b.tsv", agency_name=OTHER),
            batch(name="r.txt", reports=(report(2021), report(2018))),
        ],
    )
    return store


def numbers(store: Store, **selection: object) -> list[int | None]:
    return [found.record.number for found in store.records(Selection(**selection), limit=20)]  # type: ignore[arg-type]


def slug(store: Store, name: str) -> str:
    return next(agency.slug for agency in store.agencies() if agency.name == name)


def test_records_come_newest_first_and_undated_last(loaded: Store) -> None:
    mine = (slug(loaded, AGENCY),)
    replies = (RecordKind.REPLY,)
    assert numbers(loaded, agencies=mine, kinds=replies) == [12, 5, 31, 30, 40]
    chosen = Selection(agencies=mine, kinds=replies)
    assert [found.record.number for found in loaded.records(chosen, limit=2, offset=1)] == [5, 31]
    assert [found.record.number for found in loaded.records(chosen, oldest_first=True)] == [30, 31, 5, 12]
    assert len(loaded.keys(chosen)) == loaded.count(chosen) == 5
    assert [found.record.key for found in loaded.records(chosen)] == list(loaded.keys(chosen))


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        ({"body": Body.NPC}, [31]),
        ({"term": 9, "session": 1}, [31, 30]),
        ({"published_from": date(2020, 1, 1), "published_to": date(2020, 12, 31)}, [31, 30]),
        ({"window": ((11, 3), (11, 3))}, [31, 30]),
        ({"window": ((12, 15), (1, 15))}, [None]),
        ({"years": (2019,)}, [None]),
        ({"index_no": "37 / 2019-00001"}, [None]),
        ({"number": 12}, [12]),
        ({"keys": ("nothing",)}, []),
    ],
)
def test_each_part_of_a_selection(loaded: Store, selection: dict[str, object], found: list[int | None]) -> None:
    kinds = (RecordKind.REPLY,) if found != [None] else (RecordKind.NOTICE,)
    assert numbers(loaded, kinds=kinds, **selection) == found


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("body", {"cppcc": 5, "npc": 1}),
        ("kind", {"reply": 6}),
        ("month", {"": 1, "2020-11": 2, "2021-06": 3}),
        ("session", {"cppcc:9-1": 1, "cppcc:9-2": 4, "npc:9-1": 1}),
        ("listing", {LIST: 6}),
    ],
)
def test_tallies(loaded: Store, by: str, counts: dict[str, int]) -> None:
    assert loaded.tally(Selection(kinds=(RecordKind.REPLY,)), by) == counts


def test_a_number_of_two_offices_and_its_neighbours(loaded: Store) -> None:
    assert {found.agency.name for found in loaded.by_number(5)} == {AGENCY, OTHER}
    assert [found.agency.name for found in loaded.by_number(5, agency=slug(loaded, OTHER))] == [OTHER]
    assert loaded.by_number(30, body=Body.NPC) == []
    assert [found.record.number for found in loaded.by_number(30, term=9, session=1)] == [30]
    near = loaded.near_numbers(29, agency=slug(loaded, AGENCY))
    assert [found.record.number for found in near] == [30, 31, 40]
    assert [found.record.number for found in loaded.near_numbers(29, body=Body.NPC)] == [31]


def test_a_reply_to_several_numbers_is_found_by_each(database: Database, store: Store) -> None:
    title = "关于县政协九届二次会议第12、15和021号提案的答复"
    load(database, [batch(reply(12, title=title), reply(7))])
    for number in (12, 15, 21):
        assert [found.record.title for found in store.by_number(number, session=2)] == [title]
    assert store.by_number(2) == store.by_number(5) == store.by_number(1521) == []
    load(database, [batch(reply(12, title=title.replace("和021", "")))])
    assert store.by_number(21) == []


def test_what_is_loaded(loaded: Store) -> None:
    assert [each.name for each in loaded.agencies()] == sorted((AGENCY, OTHER), key=lambda name: slug(loaded, name))
    assert loaded.years() == (2021, 2020, 2019, 2018)
    assert [(each.body, each.session, each.count) for each in loaded.sessions() if each.agency.name == AGENCY] == [
        (Body.CPPCC, 2, 3),
        (Body.CPPCC, 1, 1),
        (Body.NPC, 1, 1),
    ]
    assert [each.year for each in loaded.reports(agency=slug(loaded, AGENCY))] == [2021, 2018]
    assert [each.year for each in loaded.reports(year=2018)] == [2018]
    assert loaded.cells("nobody", 2021) == {}
    assert [each.year for each in loaded.people(agency=slug(loaded, AGENCY), year=2018)] == [2018]
    assert [(each.year, each.listing.total_pages) for each in loaded.listings()] == [
        (None, 4),
        (2021, None),
        (2018, None),
    ]
    assert [each.year for each in loaded.listings(agency=slug(loaded, AGENCY), year=2018)] == [2018]


def test_records_by_key_in_pieces(loaded: Store) -> None:
    keys = loaded.keys(Selection())
    assert {found.key for found in loaded.each_indexed()} == set(keys)
    assert {found.key for found in loaded.each_indexed(keys[:2])} == set(keys[:2])


def test_a_pager_that_changes_is_updated(database: Database, loaded: Store) -> None:
    pager = Listing(name=LIST, place=Place(document="list.tsv"), body=Body.CPPCC, total_rows=40, total_pages=4)
    assert load(database, [batch(name="new.tsv", listings=(pager,))]).preview.changed.counts == {"listing": 1}
    assert loaded.listings()[0].listing.total_rows == 40
    assert load(database, [batch(name="new.tsv", listings=(pager,))]).batch_id is None


def test_the_schema_is_one_that_postgresql_takes() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex, CreateTable

    from bot.store.tables import METADATA

    for table in METADATA.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def test_a_date_is_that_of_the_answer_where_none_is_of_publication(database: Database, store: Store) -> None:
    answered = reply(8, day=None, replied_on=date(2021, 6, 2))
    issued = reply(9, day=None, issued_on=date(2021, 7, 1))
    load(database, [batch(reply(5, day=date(2021, 6, 1)), answered, issued, reply(40, day=None))])

    def seen() -> list[object]:
        june = {"published_from": date(2021, 6, 1), "published_to": date(2021, 6, 30)}
        return [
            numbers(store),
            [one.record.number for one in store.records(Selection(), limit=9, oldest_first=True)],
            numbers(store, **june),
            numbers(store, window=((6, 2), (6, 2))),
            store.tally(Selection(), "month"),
            store.tally(Selection(), "day"),
        ]

    expected = [
        [9, 8, 5, 40],
        [5, 8, 9],
        [8, 5],
        [8],
        {"": 1, "2021-06": 2, "2021-07": 1},
        {"": 1, "2021-06-01": 1, "2021-06-02": 1, "2021-07-01": 1},
    ]
    assert seen() == expected
    # A row as an older version kept it.
    with database.writing() as connection:
        connection.execute(text("UPDATE records SET dated_on = NULL, month = NULL, month_day = NULL"))
        redate(connection)
        connection.execute(text("UPDATE state SET revision = revision + 1"))
    assert seen() == expected


def test_taking_back_gives_back_the_date(database: Database, store: Store) -> None:
    load(database, [batch(reply(5, day=None, replied_on=date(2021, 6, 2)))])
    changed = load(database, [batch(reply(5, day=None, replied_on=date(2021, 8, 2)))])
    assert store.tally(Selection(), "month") == {"2021-08": 1}
    undo(database, changed.batch_id or 0)
    assert store.tally(Selection(), "day") == {"2021-06-02": 1}


def test_numbers_have_ends_and_can_be_limited(loaded: Store) -> None:
    every = sorted(one for one in numbers(loaded) if one is not None)
    assert loaded.numbers(Selection()) == (every[0], every[-1])
    assert sorted(numbers(loaded, number_from=30, number_to=31)) == [one for one in every if 30 <= one <= 31]  # type: ignore[type-var]
    assert loaded.numbers(Selection(number_from=every[-1] + 1)) is None
