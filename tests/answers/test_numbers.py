"""A number is exact or nothing; what it may mean otherwise is named, never shown in its place."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer import Chooser, NumberList, NumberNotFound, RecordCard, WithdrawnRecord
from bot.questions.question import ByKey, ByNumber, Facets, NumberReference
from bot.records.model import Body
from bot.screens.render import render
from bot.store.load.withdrawal import withdraw
from tests.answers.making import Made, batch, made, reply, report

DAY = date(2020, 5, 1)
OFFICE, OTHER = "聊城市工业和信息化局", "沭阳县发展和改革局"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    records = [
        reply(12, "关于道路的建议", date(2019, 5, 1), session=(13, 3)),
        reply(12, "关于学校的建议", date(2020, 5, 1), session=(13, 4)),
        reply(45, "关于公园的建议", date(2020, 6, 1)),
        reply(45, "关于医院的建议", date(2020, 7, 1), body=Body.NPC, session=(17, 4), raw="174045"),
        reply(205, "关于商场的建议", date(2020, 7, 2), body=Body.NPC, session=(17, 4), raw="174205"),
        reply(46, "关于桥梁的建议", date(2020, 6, 1)),
    ]
    return made(tmp_path_factory.mktemp("numbers"), batch(OFFICE, records=records))


def number(said: int, **more: object) -> ByNumber:
    return ByNumber(numbers=(NumberReference(said=str(said), number=said, **more),))  # type: ignore[arg-type]


def test_several_sessions_latest_as_card_others_named(library: Made) -> None:
    found = library.asked(number(12))
    assert isinstance(found, RecordCard)
    assert found.entry.record.topic == "关于学校的建议"
    assert [(other.record.term, other.record.session) for other in found.elsewhere] == [(13, 3)]


def test_an_older_session_when_it_is_asked(library: Made) -> None:
    found = library.asked(number(12, body=Body.CPPCC, term=13, session=3))
    assert isinstance(found, RecordCard)
    assert found.entry.record.topic == "关于道路的建议"


def test_a_year_chooses_the_session(library: Made) -> None:
    found = library.asked(number(12), facets=Facets(years=(2019,)))
    assert isinstance(found, RecordCard)
    assert found.entry.year == 2019


def test_both_bodies_are_a_labelled_choice(library: Made) -> None:
    found = library.asked(number(45))
    assert isinstance(found, Chooser)
    assert found.about == "body"
    assert {option.entry.record.body for option in found.options if option.entry} == {Body.CPPCC, Body.NPC}
    assert found.remember is not None
    assert len(found.remember.keys) == 2


def test_the_body_decides(library: Made) -> None:
    found = library.asked(number(45, body=Body.NPC))
    assert isinstance(found, RecordCard)
    assert found.entry.number == "174045"


def test_unknown_is_not_answered_with_a_neighbour(library: Made) -> None:
    found = library.asked(number(44))
    assert isinstance(found, NumberNotFound)
    assert {entry.number for entry in found.near} == {"45", "174045", "46"}
    assert found.stock.sessions


def test_far_numbers_are_no_hint(library: Made) -> None:
    found = library.asked(number(998))
    assert isinstance(found, NumberNotFound)
    assert not found.near


def test_a_number_of_the_other_body_is_called_so(library: Made) -> None:
    found = library.asked(number(174205, body=Body.CPPCC))
    assert isinstance(found, NumberNotFound)
    assert [entry.number for entry in found.other_body] == ["174205"]


@pytest.mark.parametrize("session", [{}, {"term": 17, "session": 4}])
def test_a_number_is_found_as_it_is_printed(library: Made, session: dict[str, int]) -> None:
    found = library.asked(number(174205, **session))
    assert isinstance(found, RecordCard)
    assert found.entry.record.number_raw == "174205"
    assert isinstance(library.asked(number(174012)), NumberNotFound)


def test_another_session_inside_the_number_is_another_number(library: Made) -> None:
    asked = NumberReference(said="173205", number=205, body=Body.NPC, term=17, session=3)
    found = library.asked(ByNumber(numbers=(asked,)))
    assert isinstance(found, NumberNotFound)
    assert not found.other_sessions
    assert not found.near
    assert not found.session_loaded


def test_several_numbers_are_one_list_with_the_missing_marked(library: Made) -> None:
    numbers = tuple(NumberReference(said=str(one), number=one) for one in (46, 998, 12))
    found = library.asked(ByNumber(numbers=numbers))
    assert isinstance(found, NumberList)
    assert found.found == 2
    assert [asked.number for asked in found.missing] == [998]
    assert [entry.order for line in found.lines for entry in line.entries] == [1, 2, 3]


def test_two_offices_with_one_number(library: Made, tmp_path: Path) -> None:
    both = made(
        tmp_path,
        batch(OFFICE, records=[reply(7, "关于水的建议", date(2020, 5, 1))]),
        batch(OTHER, records=[reply(7, "关于电的建议", date(2021, 5, 1), region="321322", session=(10, 5))]),
    )
    found = both.asked(number(7))
    assert isinstance(found, Chooser)
    assert {option.entry.agency.name for option in found.options if option.entry} == {OFFICE, OTHER}
    slug = next(agency.slug for agency in both.store.agencies() if agency.name == OTHER)
    own = both.asked(number(7), agency=slug)
    assert isinstance(own, RecordCard)
    assert own.entry.agency.name == OTHER
    named = both.asked(number(7), facets=Facets(agencies=(slug,)))
    assert isinstance(named, RecordCard)
    assert named.several_agencies


def test_a_pressed_button_opens_exactly_its_record(library: Made) -> None:
    card = library.asked(number(46))
    assert isinstance(card, RecordCard)
    again = library.asked(ByKey(key=card.entry.key))
    assert isinstance(again, RecordCard)
    assert again.entry.record == card.entry.record


def test_withdrawn_says_so_and_nothing_else(tmp_path: Path) -> None:
    library = made(tmp_path, batch(OFFICE, records=[reply(9, "关于秘密的建议", date(2020, 5, 1))]))
    card = library.asked(number(9))
    assert isinstance(card, RecordCard)
    withdraw(library.database, card.entry.key, "error")
    found = library.asked(number(9))
    assert isinstance(found, WithdrawnRecord)
    assert "秘密" not in repr(found)


def test_numbers_that_carry_their_session_are_known_by_how_they_are_printed(tmp_path: Path) -> None:
    printed = reply(31, "关于灯塔的建议", date(2020, 7, 1), body=Body.NPC, session=(17, 4), raw="174031")
    library = made(tmp_path, batch(OTHER, records=[printed]))  # an agency without a scheme on file
    found = library.said("174031")
    assert isinstance(found, RecordCard)
    assert found.entry.record.number == 31
    assert isinstance(library.said("174032"), NumberNotFound)


def test_a_number_that_is_a_figure_of_a_report_is_a_hint_and_no_record(tmp_path: Path) -> None:
    values = {"art20_9.centralized_procurement.amount": "864213"}
    library = made(
        tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, values)], records=[reply(12, "关于道路", DAY)])
    )
    found = library.asked(number(864213))
    assert isinstance(found, NumberNotFound)
    assert [(hint.year, hint.line.raw) for hint in found.figures] == [(2020, "864213")]
    shown = render(found).plain
    assert shown.startswith("没有收录第 864213 号提案或建议。")
    assert "采购总金额：864213（原文未注明单位）" in shown
    asked_as_proposal = library.asked(number(864213, body=Body.CPPCC))
    assert isinstance(asked_as_proposal, NumberNotFound)
    assert not asked_as_proposal.figures


@pytest.mark.parametrize("digits", [20250688, 20180329])
def test_bare_digits_that_look_like_a_day_are_the_number_of_a_record_that_has_it(digits: int, tmp_path: Path) -> None:
    records = [reply(digits, "关于渡口的建议", date(2021, 5, 20), session=(12, 1))]
    found = made(tmp_path, batch(OFFICE, records=records)).said(str(digits))
    cards = [one for one in getattr(found, "parts", (found,)) if isinstance(one, RecordCard)]
    assert [card.entry.record.number for card in cards] == [digits]


def test_a_number_with_its_session_in_it_is_found_as_it_is_printed(tmp_path: Path) -> None:
    record = replace(reply(46, "关于渡口的建议", date(2022, 8, 11), raw="11-1-046"), term=None, session=None)
    library = made(tmp_path, batch(OFFICE, records=[record]))
    assert isinstance(library.said("11-1-046"), RecordCard)
    assert isinstance(library.said("10-2-046"), NumberNotFound)
