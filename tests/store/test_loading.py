"""Loading: idempotent, all or nothing, nothing overwritten without a trace."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.errors import GongkaiError
from bot.records.model import Batch, Body, Listing, Place, RecordKind, Refusal, Status
from bot.store.database import Database
from bot.store.load.loading import load, preview
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.store.record_columns import comparable_number

from .building import AGENCY, DONE, LIST, NEW, NOTICE, OLD, batch, notice, passage, reply, report
from .state import state

FIRST = datetime(2021, 7, 1, tzinfo=UTC)
LATER = datetime(2021, 8, 1, tzinfo=UTC)


def test_what_is_loaded_can_be_read_with_its_source(database: Database, store: Store) -> None:
    done = load(database, [batch(reply(5), reply(12))])
    assert (done.batch_id, done.revision, store.revision()) == (1, 1, 1)
    assert done.preview.new.counts == {"record": 2}
    (found,) = store.by_number(5)
    assert found.record == replace(reply(5), key=found.record.key, region=found.agency.region)
    assert (found.document, found.agency.name, found.status, found.year) == (
        "list.tsv",
        AGENCY,
        Status.PUBLISHED,
        2021,
    )


def test_loading_again_changes_nothing(database: Database, store: Store) -> None:
    batches = [batch(reply(5), reply(12), notice("关于停水的通知")), batch(name="report.txt", reports=(report(),))]
    load(database, batches)
    before = state(database)
    again = load(database, batches)
    assert again.batch_id is None
    assert not again.preview.changes_anything
    assert again.preview.unchanged.counts["record"] == 4
    assert (state(database), store.revision()) == (before, 1)


def pages(*of_rows: range, total: int) -> list[Batch]:
    """The pages of one list, each with its own pager line, then a page behind one of its rows."""
    made = []
    for page, rows in enumerate(of_rows, 1):
        name = f"page{page}.html"
        said = Listing(
            name=LIST, place=Place(document=name), body=Body.CPPCC,
            total_rows=total, rows_in_source=len(rows), quote=f"共{total}条 第{page}页",
        )  # fmt: skip
        made.append(batch(*map(reply, rows), name=name, listings=(said,)))
    behind = reply(of_rows[0][0], listing=None, text="全文", day=None)
    return [*made, batch(behind, name="reply.html")]


def test_the_pages_of_a_list_are_one_list(database: Database, store: Store) -> None:
    folder = pages(range(1, 6), range(6, 11), range(11, 13), total=12)
    first = load(database, folder).preview
    assert first.new.counts == {"record": 12, "listing": 1}
    before = state(database)
    again = load(database, folder)
    assert again.batch_id is None
    assert (again.preview.unchanged.counts, again.preview.missing.counts) == ({"record": 13, "listing": 1}, {})
    assert state(database) == before
    (stored,) = store.listings()
    assert (stored.listing.total_rows, stored.listing.rows_in_source) == (12, 12)


def test_what_is_on_no_page_any_more_is_named_once(database: Database) -> None:
    load(database, pages(range(1, 6), range(6, 11), total=10))
    done = load(database, pages(range(1, 5), range(6, 11), total=9)).preview
    assert [line.label for line in done.missing.lines] == [reply(5).title]


def test_a_dry_run_says_what_the_real_run_does_and_does_nothing(database: Database, store: Store) -> None:
    load(database, [batch(reply(5), reply(12))])
    before = state(database)
    second = [batch(reply(5, day=date(2021, 6, 9)), reply(30), name="two.tsv")]
    dry = preview(database, second)
    assert (state(database), store.revision()) == (before, 1)
    assert load(database, second).preview == dry
    assert (dry.new.counts, dry.changed.counts, dry.missing.counts) == ({"record": 1}, {"record": 1}, {"record": 1})
    (line,) = dry.changed.lines
    assert [(change.field, change.was, change.now) for change in line.changes] == [
        ("published_on", "2021-06-01", "2021-06-09")
    ]


def test_a_row_moving_within_its_list_is_no_change(database: Database, store: Store) -> None:
    load(database, [batch(reply(5))])
    moved = replace(reply(5), place=Place(document="list2.tsv", row=99))
    assert load(database, [batch(moved, name="list2.tsv")]).batch_id is None


def test_a_correction_keeps_both_values_with_their_dates(database: Database, store: Store) -> None:
    load(database, [batch(reply(5))], now=FIRST)
    load(database, [batch(reply(5, day=date(2021, 6, 9)), name="two.tsv")], now=LATER)
    (found,) = store.by_number(5)
    assert (found.status, found.record.published_on) == (Status.CORRECTED, date(2021, 6, 9))
    assert [(old.field, old.was, old.until) for old in found.previous] == [("published_on", "2021-06-01", LATER)]


def test_what_a_later_source_adds_is_no_correction(database: Database, store: Store) -> None:
    load(database, [batch(reply(5))])
    page = reply(
        5,
        title="关于第5号提案的答复函",
        listing=None,
        publisher=None,
        text="您好：已经办理。",
        doc_no="水函〔2021〕5号",
    )
    done = load(database, [batch(page, name="page.html")])
    assert done.preview.changed.counts == {"record": 1}
    (found,) = store.by_number(5)
    assert (found.status, found.record.text) == (Status.PUBLISHED, "您好：已经办理。")
    assert found.record.title == reply(5).title
    assert load(database, [batch(reply(5)), batch(page, name="page.html")]).batch_id is None
    assert store.keys(Selection(doc_no="水函[2021] 5号")) == (found.record.key,)


def test_two_rows_that_share_a_number_stay_two(database: Database, store: Store) -> None:
    rows = (reply(5, "关于修堤的建议", day=date(2021, 6, 2)), reply(5, "关于清淤的建议"))
    load(database, [batch(*rows)])
    keys = {found.record.topic: found.record.key for found in store.by_number(5)}
    assert len(set(keys.values())) == 2
    assert load(database, [batch(*reversed(rows))]).batch_id is None
    load(database, [batch(rows[0], reply(5, "关于清淤的建议", day=date(2021, 6, 8)), name="two.tsv")])
    assert {found.record.topic: found.record.key for found in store.by_number(5)} == keys


def test_two_lists_of_one_import_that_disagree_lose_nothing(database: Database, store: Store) -> None:
    batches = [batch(reply(5, "关于修堤的建议")), batch(reply(5, "关于清淤的建议"), name="two.tsv")]
    load(database, batches)
    assert {found.record.topic for found in store.by_number(5)} == {"关于修堤的建议", "关于清淤的建议"}
    assert load(database, batches).batch_id is None


def test_documents_of_one_import_that_contradict_each_other_on_a_row(database: Database, store: Store) -> None:
    done = load(database, [batch(reply(5)), batch(reply(5, day=date(2021, 6, 9)), name="two.tsv")])
    (line,) = done.preview.refused.lines
    assert line.reason == "loading.contradicts_earlier_document"
    assert store.by_number(5)[0].record.published_on == date(2021, 6, 1)


def test_the_very_same_row_twice_is_one(database: Database, store: Store) -> None:
    done = load(database, [batch(reply(5), reply(5))])
    assert (done.preview.new.counts, [line.reason for line in done.preview.refused.lines]) == (
        {"record": 1},
        ["loading.repeated_row"],
    )


def test_the_same_words_on_another_day_are_another_item(database: Database, store: Store) -> None:
    load(database, [batch(notice("关于停水的通知"))])
    load(database, [batch(notice("关于停水的通知", day=date(2021, 9, 1)), name="two.tsv")])
    assert store.count(Selection(kinds=(RecordKind.NOTICE,))) == 2


def test_an_opinion_and_a_reply_on_one_matter_are_two(database: Database, store: Store) -> None:
    load(database, [batch(reply(5), reply(5, kind=RecordKind.OPINION))])
    assert [found.record.kind for found in store.by_number(5)] == [RecordKind.REPLY, RecordKind.OPINION]


def test_a_row_without_number_date_or_publisher_loads(database: Database, store: Store) -> None:
    bare = replace(reply(1), number=None, number_raw=None, term=None, session=None, published_on=None, publisher=None)
    load(database, [batch(bare, agency_name=None)])
    (found,) = store.records(Selection())
    assert (found.record.number, found.year, found.agency.name) == (None, None, "未注明单位")


def test_a_long_list_in_pieces_is_one_document(database: Database, store: Store) -> None:
    pieces = (batch(*(reply(number) for number in range(start, start + 700))) for start in (1, 701, 1401))
    done: list[int] = []
    loaded = load(database, pieces, progress=done.append)
    assert (loaded.preview.new.counts, sum(done)) == ({"record": 2100}, 2100)
    assert loaded.preview.documents == ["list.tsv"]
    assert store.count(Selection()) == 2100


def test_refusals_of_the_reader_are_in_the_preview(database: Database) -> None:
    refusal = Refusal(reason="importing.row", place=Place(document="list.tsv", row=3), quote="？")
    done = preview(database, [batch(refusals=(refusal,))])
    assert [(line.label, line.reason) for line in done.refused.lines] == [("？", "importing.row")]


def test_a_changed_cell_keeps_its_former_value(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))], now=FIRST)
    corrected = report(figures={NEW: "4", OLD: "0", DONE: "2"})
    dry = preview(database, [batch(name="report2.txt", reports=(corrected,))])
    done = load(database, [batch(name="report2.txt", reports=(corrected,))], now=LATER)
    assert done.preview == dry
    assert done.preview.changed.counts == {"cell": 1}
    slug = store.agencies()[0].slug
    cells = store.cells(slug, 2021)
    assert (cells[NEW].cell.value, [(old.was, old.until) for old in cells[NEW].previous]) == (
        Decimal(4),
        [("3", LATER)],
    )
    assert cells[OLD].previous == ()
    assert [finding.relation for finding in cells[NEW].findings] == ["K1"]
    load(database, [batch(name="report3.txt", reports=(report(figures={NEW: "/", OLD: "0", DONE: "2"}),))])
    assert [old.was for old in store.cells(slug, 2021)[NEW].previous] == ["4", "3"]


def test_figures_typed_by_staff_leave_the_rest_of_the_report_alone(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    typed = report(
        figures={NEW: "4"}, title="", passages=(), people=(), listings=(), findings=(), embedded=(), prose=()
    )
    load(database, [batch(name="figures.xlsx", reports=(typed,))])
    slug = store.agencies()[0].slug
    assert len(store.passages(agency=slug, year=2021)) == 3
    assert store.cells(slug, 2021)[DONE].cell.raw == "2"
    assert store.reports()[0].title == report().title


def test_prose_figures_typed_by_staff_are_changed_by_key(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    (told,) = report().figures
    typed = report(
        cells=(),
        passages=(),
        people=(),
        listings=(),
        findings=(),
        embedded=(),
        prose=(replace(told, raw="4", value=Decimal(4)), replace(told, key="npc.handled", quote="人大建议 2 件")),
    )
    done = load(database, [batch(name="figures.xlsx", reports=(typed,))])
    assert (done.preview.changed.counts, done.preview.new.counts) == ({"figure": 1}, {"figure": 1})
    figures = store.figures(store.agencies()[0].slug, 2021)
    assert {key: figure.raw for key, figure in figures.items()} == {"cppcc.handled": "4", "npc.handled": "3"}


def test_a_cell_that_a_new_document_lacks_stays_and_is_named(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    done = load(database, [batch(name="two.txt", reports=(report(figures={NEW: "3", OLD: "1"}),))])
    assert [line.key.rpartition("/")[2] for line in done.preview.missing.lines] == [DONE]
    assert DONE in store.cells(store.agencies()[0].slug, 2021)


def test_the_same_document_read_better_leaves_nothing_behind(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(figures={NEW: "3", "local.misread.total": "1"}),))])
    load(database, [batch(name="report.txt", reports=(report(figures={NEW: "3", OLD: "0"}),))])
    assert list(store.cells(store.agencies()[0].slug, 2021)) == [NEW, OLD]


def test_changed_prose_replaces_the_former(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    fewer = report(passages=(passage(0, "全年没有收到申请。"),))
    load(database, [batch(name="two.txt", reports=(fewer,))])
    assert [each.passage.text for each in store.passages()] == ["全年没有收到申请。"]


def test_two_reports_that_contradict_each_other_are_refused(database: Database, store: Store) -> None:
    load(database, [batch(reply(5))])
    before = state(database)
    other = report(figures={NEW: "4"})
    with pytest.raises(GongkaiError, match=r"矛盾.*“3”.*“4”"):
        load(database, [batch(name="a.txt", reports=(report(),)), batch(name="b.txt", reports=(other,))])
    assert (state(database), store.revision()) == (before, 1)
    with pytest.raises(GongkaiError, match="格式不同"):
        preview(
            database,
            [batch(name="a", reports=(report(),)), batch(name="b", reports=(report(form="cn_annual_2019", cells=()),))],
        )


def test_two_copies_of_one_report_are_one(database: Database, store: Store) -> None:
    batches = [batch(name="a.pdf", reports=(report(),)), batch(name="a.docx", reports=(report(passages=()),))]
    load(database, batches)
    assert load(database, batches).batch_id is None
    assert len(store.passages()) == 3


def test_checks_are_done_again_on_what_changed_and_on_the_year_after(database: Database, store: Store) -> None:
    asked: list[tuple[int, int | None]] = []

    def recheck(now: object, earlier: object) -> tuple[()]:
        asked.append((now.year, earlier.year if earlier else None))  # type: ignore[attr-defined]
        return ()

    load(database, [batch(name="b.txt", reports=(report(2022),))])
    load(database, [batch(name="a.txt", reports=(report(2021),))], recheck=recheck)
    assert asked == [(2021, None), (2022, 2021)]
    assert store.findings(store.agencies()[0].slug, 2022) == ()


def test_a_document_inside_a_report_is_a_record(database: Database, store: Store) -> None:
    load(database, [batch(name="report.txt", reports=(report(),))])
    (found,) = store.records(Selection(kinds=(RecordKind.NOTICE,)))
    assert found.record.text == NOTICE.text
    assert store.figures(found.agency.slug, 2021)["cppcc.handled"].value == 3
    assert store.listings()[0].listing.total_rows == 38


def test_every_batch_is_told_to_those_who_follow(database: Database, store: Store) -> None:
    load(database, [batch(reply(5), reply(6))])
    keys = {found.record.number: found.record.key for found in store.records(Selection())}
    load(database, [batch(reply(5, day=date(2021, 6, 9)), name="two.tsv"), batch(name="r.txt", reports=(report(),))])
    told = store.changes(1)
    assert keys[5] in told.changed
    assert keys[6] not in told.changed
    assert told.reports == ((store.agencies()[0].slug, 2021),)
    assert store.changes(2).changed == ()
    assert store.changes(99).everything


@pytest.mark.parametrize("written", ["水函〔2021〕5号", "水函[2021]5号", "水函（2021） 5 号", "水函【2021】５号"])
def test_document_numbers_are_compared_whatever_their_brackets(written: str) -> None:
    assert comparable_number(written) == "水函(2021)5号"
