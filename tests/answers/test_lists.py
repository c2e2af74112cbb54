"""Lists, searches and counts: what is listed, never what was handled; what is not loaded is said with what is."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bot.answers.answer import (
    ComputedAnswer,
    NoSuchYear,
    NothingFound,
    OtherOffice,
    RecordCard,
    RecordList,
    SearchList,
    Several,
    StatisticsAnswer,
)
from bot.questions.question import (
    Aspect,
    Axis,
    Computed,
    Facets,
    Listed,
    Measure,
    Operand,
    Operation,
    Period,
    Search,
    Statistics,
)
from bot.records.model import Body, Listing, Place, RecordKind, Role
from bot.screens.render import render
from bot.search.results import Level
from tests.answers.making import Made, batch, item, made, reply, report

OFFICE = "聊城市工业和信息化局"
TOLD = {"cppcc.handled": ("18", "承办提案 18 件")}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    records = [reply(number, f"关于第{number}条河流治理的建议", date(2020, 3, number)) for number in range(1, 13)]
    records += [
        reply(
            77,
            "关于风筝节的建议",
            date(2020, 9, 1),
            body=Body.NPC,
            session=(17, 4),
            raw="174077",
            text="经研究，答复。",
        ),
        item("关于印发某办法的通知", date(2020, 10, 9), RecordKind.NORMATIVE_DOCUMENT, doc_no="聊工信〔2020〕5号"),
        item("工作动态", date(2020, 11, 3), RecordKind.NEWS),
    ]
    pager = Listing(
        name="建议提案", place=Place(document="x"), total_rows=38, total_pages=4, rows_in_source=13, quote="共 38 条"
    )
    return made(
        tmp_path_factory.mktemp("lists"),
        batch(OFFICE, reports=[report(OFFICE, 2020, told=TOLD, listings=[pager])], records=records),
    )


def test_five_a_page_with_the_total(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(body=Body.CPPCC), page=2)
    assert isinstance(found, RecordList)
    assert (found.total, found.page, found.pages) == (12, 2, 3)
    assert [entry.order for entry in found.entries] == [6, 7, 8, 9, 10]
    assert found.remember is not None
    assert len(found.remember.keys) == 12


def test_up_to_ten_stand_on_one_page(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(body=Body.NPC))
    assert isinstance(found, RecordList)
    assert found.pages == 1


def test_a_page_beyond_the_last_is_the_last(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(body=Body.CPPCC), page=99)
    assert isinstance(found, RecordList)
    assert (found.page, len(found.entries)) == (3, 2)


def test_kinds_of_items(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(kinds=(RecordKind.NORMATIVE_DOCUMENT,)))
    assert isinstance(found, RecordList)
    assert [entry.record.doc_no for entry in found.entries] == ["聊工信〔2020〕5号"]


def test_days(library: Made) -> None:
    day = Period(date(2020, 3, 5), date(2020, 3, 5), "3月5日", "day")
    found = library.asked(Listed(), facets=Facets(period=day))
    assert isinstance(found, RecordList)
    assert [entry.number for entry in found.entries] == ["5"]
    any_year = Period(date(2026, 3, 5), date(2026, 3, 5), "3月5日", "day", any_year=True)
    again = library.asked(Listed(), facets=Facets(period=any_year))
    assert isinstance(again, RecordList)
    assert [entry.number for entry in again.entries] == ["5"]


def test_a_year_that_is_not_loaded(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(years=(2016,), body=Body.CPPCC))
    assert isinstance(found, NoSuchYear)
    assert (found.asked, found.years) == ((2016,), (2020,))


def test_days_without_records_name_the_span_that_has_them(library: Made) -> None:
    may = Period(date(2020, 5, 1), date(2020, 5, 31), "2020年5月", "month")
    found = library.asked(Listed(), facets=Facets(period=may, body=Body.CPPCC))
    assert isinstance(found, NothingFound)
    assert (found.first, found.last, found.others) == (date(2020, 3, 1), date(2020, 3, 12), 12)


def test_listed_and_handled_stand_apart(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(years=(2020,), body=Body.CPPCC))
    assert isinstance(found, RecordList)
    assert found.total == 12
    assert [line.raw for line in found.handled] == ["18"]
    assert [listing.total_rows for listing in found.listings] == [38]


def test_one_hit_opens_as_a_card(library: Made) -> None:
    found = library.asked(Search(words=("风筝节",)))
    assert isinstance(found, RecordCard)
    assert found.entry.number == "174077"


def test_an_aspect_of_what_a_search_finds(library: Made) -> None:
    found = library.asked(Search(words=("风筝节",), aspect=Aspect.REPLY_TEXT))
    assert isinstance(found, RecordCard)
    assert found.text == "经研究，答复。"


def test_several_hits_are_grouped_and_paged(library: Made) -> None:
    found = library.asked(Search(words=("河流治理",)), page=2)
    assert isinstance(found, SearchList)
    assert (found.total, found.page, found.pages) == (12, 2, 3)
    assert {group.level for group in found.groups} <= set(Level)
    assert [entry.order for group in found.groups for entry in group.entries] == [6, 7, 8, 9, 10]


def test_nothing_found_says_what_is_loaded(library: Made) -> None:
    found = library.asked(Search(words=("氢能",)))
    assert isinstance(found, NothingFound)
    assert found.stock.replies == 13
    without = library.asked(Search(words=("风筝节",)), facets=Facets(body=Body.CPPCC))
    assert isinstance(without, NothingFound)
    assert without.others == 1


def test_counts_are_of_the_lists(library: Made) -> None:
    found = library.asked(Statistics(measures=(Measure.LISTED,)), facets=Facets(body=Body.CPPCC))
    assert isinstance(found, StatisticsAnswer)
    assert found.total == 12
    assert [(count.month, count.value) for count in found.by_month] == [("2020-03", 12)]
    assert [line.raw for line in found.handled] == ["18"]


def test_latest_and_earliest(library: Made) -> None:
    latest = library.asked(Statistics(measures=(Measure.LATEST,)))
    earliest = library.asked(Statistics(measures=(Measure.EARLIEST,)))
    assert isinstance(latest, StatisticsAnswer)
    assert isinstance(earliest, StatisticsAnswer)
    assert [entry.number for entry in latest.first] == ["174077"]
    assert [entry.number for entry in earliest.first] == ["1"]


def test_another_office_gets_nothing_of_ours(library: Made) -> None:
    found = library.asked(Listed(), facets=Facets(body=Body.CPPCC, other_office="冠县政协"))
    assert isinstance(found, OtherOffice)
    assert found.office == "冠县政协"


def test_a_hit_in_the_text_says_so(tmp_path: Path) -> None:
    records = [
        reply(number, f"关于第{number}座桥梁的建议", date(2020, 3, number), text="经研究，将修建观景平台。")
        for number in (1, 2)
    ]
    library = made(tmp_path, batch(OFFICE, records=records))
    found = library.asked(Search(words=("观景平台",)))
    assert isinstance(found, SearchList)
    assert "正文：“经研究，将修建观景平台。”" in render(found).plain


def _most(library: Made, over: Axis, operation: Operation = Operation.MOST) -> str:
    found = library.asked(Computed(operation=operation, operands=(Operand(said="答复"),), over=over))
    assert isinstance(found, ComputedAnswer)
    return render(found).plain


def test_the_largest_month_is_named_with_all_that_tie(tmp_path: Path) -> None:
    days = [date(2020, 3, 1), date(2020, 3, 2), date(2020, 4, 1), date(2020, 4, 2), date(2020, 5, 1)]
    records = [reply(number, f"关于第{number}座桥梁的建议", day) for number, day in enumerate(days, 1)]
    library = made(tmp_path, batch(OFFICE, records=records))
    assert "最多：2020年3月、2020年4月，各 2 件" in _most(library, Axis.MONTHS)
    assert "最少：2020年5月，1 件" in _most(library, Axis.MONTHS, Operation.LEAST)


def test_the_day_with_the_most_and_all_days(tmp_path: Path) -> None:
    days = [date(2020, 3, 1), date(2020, 3, 2), date(2020, 3, 2)]
    records = [reply(number, f"关于第{number}座桥梁的建议", day) for number, day in enumerate(days, 1)]
    library = made(tmp_path, batch(OFFICE, records=records))
    shown = _most(library, Axis.DAYS)
    assert "最多：2020年3月2日，2 件（据列表计算）" in shown
    assert "2020年3月1日：1 件" in shown


def _apart(*days: date) -> Period:
    parts = tuple(Period(day, day, f"{day.month}月{day.day}日", "day") for day in days)
    return Period(days[0], days[-1], "、".join(part.said for part in parts), "day", parts=parts)


def test_periods_said_apart_are_one_list_without_what_lies_between(library: Made) -> None:
    apart = _apart(date(2020, 3, 2), date(2020, 3, 5), date(2020, 3, 7))
    found = library.asked(Listed(), facets=Facets(period=apart, body=Body.CPPCC))
    assert isinstance(found, RecordList)
    assert [(entry.order, entry.number) for entry in found.entries] == [(1, "7"), (2, "5"), (3, "2")]
    assert found.total == 3
    assert "3月2日、3月5日、3月7日" in render(found).plain


def test_periods_said_apart_are_counted_each(library: Made) -> None:
    apart = _apart(date(2020, 3, 2), date(2020, 3, 5))
    found = library.asked(Statistics(measures=(Measure.LISTED,)), facets=Facets(period=apart, body=Body.CPPCC))
    assert isinstance(found, Several)
    assert [part.total for part in found.parts if isinstance(part, StatisticsAnswer)] == [1, 1]


def test_a_documents_number_is_found_as_it_is_or_not_at_all(library: Made) -> None:
    found = library.asked(Search(words=("某政发〔2019〕12号",), document=True))
    assert isinstance(found, NothingFound)
    assert found.document
    assert not found.near
    assert "没有收录这个文号" in render(found).plain


def test_where_nothing_has_all_of_it_what_has_a_part_stands_below(library: Made) -> None:
    found = library.asked(Search(words=("要大家都去放风筝玩一天",)))
    assert isinstance(found, NothingFound)
    assert found.has == "风筝"
    assert found.near[0].order == 1
    first = render(found).plain.splitlines()[0]
    assert "风筝" in first
    assert "没有找到" not in first  # said in one line, not denied above what stands below


MARKED = [
    (body, role, letter)
    for place, (body, role, letter) in enumerate(product(Body, Role, "ABC"))
    for _ in range(1 + place % 3)
]
SAID = {Role.LEAD: "主办", Role.ASSIST: "会办", Role.SPLIT: "分办", Body.CPPCC: "提案", Body.NPC: "建议"}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Made:
    records = [
        replace(
            reply(number, f"关于第{number}条道路的{SAID[body]}", date(2023, 6, 1), body=body),
            role=role,
            result_class=letter,
        )
        for number, (body, role, letter) in enumerate(MARKED, 1)
    ]
    return made(tmp_path_factory.mktemp("marked"), batch(OFFICE, records=records))


@pytest.mark.parametrize(("body", "role", "letter"), list(product((None, *Body), (None, *Role), ("", "A", "C"))))
def test_what_lists_print_of_a_reply_limits_what_is_counted(
    body: Body | None, role: Role | None, letter: str, marked: Made
) -> None:
    """Each answer is held against a count of the rows that the list was made of."""
    if not (role or letter):
        return
    asked = f"{SAID[role] if role else ''}{f'的{letter}类' if letter else ''}的{SAID[body] if body else ''}"
    answer = marked.said(f"{asked.removeprefix('的')}有几件")
    counted = sum(
        body in (None, one) and role in (None, part) and letter in ("", result) for one, part, result in MARKED
    )
    assert isinstance(answer, StatisticsAnswer)
    assert answer.total == counted


@pytest.mark.parametrize("asked", ["12号是主办的吗", "12号是A类还是B类", "12号是C类吗"])
def test_what_one_record_is_limits_nothing(asked: str, marked: Made) -> None:
    assert not isinstance(marked.said(asked), StatisticsAnswer | RecordList | SearchList)


def test_the_name_of_a_body_holds_no_part(marked: Made) -> None:
    """政协办了几件 is no 协办, and what the list prints of each is not said to be unpublished."""
    answer = marked.said("政协办了几件")
    assert isinstance(answer, StatisticsAnswer)
    assert answer.total == sum(body is Body.CPPCC for body, _, _ in MARKED)
    assert isinstance(marked.said("政协办的有哪些"), RecordList)
