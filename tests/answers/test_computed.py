"""What is worked out stands on printed numbers: of certain ones a result, of any other the reason why there is none."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, ComputedAnswer, FiguresAnswer, NoSuchFigure, NoSuchYear, PersonsAnswer
from bot.answers.computed_answers import Term
from bot.answers.computing.working import agrees, plain, work
from bot.answers.figure_parts import FigureLine, Origin
from bot.questions.question import Axis, Bound, Computed, Facets, Operand, Operation, Persons
from bot.records.model import Body, Person, Place, Semantic
from bot.screens.render import render
from tests.answers.making import Made, batch, made, reply, report

FIRST, SECOND = "临江市财政局", "望山县水利局"
ROW = "requests.{}.total"
CELLS = {
    "requests.received_new.natural_person": "30",
    "requests.received_new.org_business": "10",
    "requests.received_new.total": "40",
    "requests.granted_full.total": "12",
    "art20_6.administrative_coercion.decisions": "",
    "requests.refused_state_secret.total": "/",
    "requests.refused_internal_affairs.total": "3",
    "requests.unavailable_not_held.total": "20余",
    "requests.processed_total.total": "40",
    "art20_5.administrative_licences.decisions": "550",
    "art20_8.administrative_fees.amount_10k_yuan": "12.5",
}


def _people() -> list[Person]:
    place = Place(document="report.txt", section="通知")
    named = (("高山", "局长", "组长"), ("李水", "党组成员、副局长", "副组长"), ("王石", "副局长", "副组长"))
    return [Person(name=name, post=post, role=role, group="领导小组", place=place) for name, post, role in named]


@pytest.fixture(scope="module")
def library() -> Made:
    told = {
        "cppcc.handled": ("18", "承办提案 18 件"),
        "cppcc.lead": ("14", "主办 14 件"),
        "npc.handled": ("12", "建议 12 件"),
    }
    before = {**CELLS, ROW.format("received_new"): "25", "requests.received_new.natural_person": "15"}
    old = {"art20_9.centralized_procurement.amount": "116455", ROW.format("received_new"): "9"}
    old |= {
        f"art20_5.administrative_licences.{key}": of for key, of in (("prior_year_items", "9"), ("decisions", "600"))
    }
    replies = [
        reply(number, f"关于第{number}件事的建议", date(2022, month, number % 27 + 1), body=body)
        for number, month, body in (
            *((number, 3, Body.CPPCC) for number in range(101, 105)),
            *((number, 5, Body.NPC) for number in range(201, 203)),
        )
    ]
    return made(
        Path(mkdtemp()),
        batch(FIRST, reports=[report(FIRST, 2022, CELLS, told=told, people=_people()), report(FIRST, 2021, before)]),
        batch(FIRST, reports=[report(FIRST, 2020, old)], records=replies, document="old.txt"),
        batch(SECOND, reports=[report(SECOND, 2022, {ROW.format("received_new"): "55"})]),
    )


def asked(
    library: Made,
    operation: Operation,
    *keys: str,
    over: Axis | None = None,
    years: tuple[int, ...] = (),
    **more: object,
) -> Answer:
    operands = tuple(Operand(said="问", key=key) for key in keys)
    slug = next(agency.slug for agency in library.store.agencies() if agency.name == FIRST)
    facets = Facets(agencies=() if over is Axis.AGENCIES or not keys[0] else (slug,), years=years)
    return library.asked(Computed(operation=operation, operands=operands, over=over, **more), facets=facets)  # type: ignore[arg-type]


def result(answered: Answer) -> str | None:
    """Return the result; the labels of what was chosen where there is none, the reason where nothing is worked out."""
    assert isinstance(answered, ComputedAnswer), answered
    if answered.worked is None:
        return answered.reason
    if answered.worked.result is not None:
        return answered.worked.result
    chosen = [answered.terms[place] for place in answered.worked.chosen]
    return "、".join(
        str(term.agency.name if term.agency else term.year or (term.line and term.line.label)) for term in chosen
    )


@pytest.mark.parametrize(
    ("operation", "keys", "over", "shown"),
    [
        (Operation.SHARE, ("requests.granted_full",), None, "30"),
        (Operation.SHARE, ("requests.received_new.natural_person",), None, "75"),
        (Operation.SHARE, ("cppcc.lead",), None, "77.8"),
        (Operation.SHARE, ("cppcc.handled",), None, "60"),
        (Operation.SHARE, ("requests.granted_full", "requests.received_new"), None, "30"),
        (Operation.SHARE, ("requests.received_new",), None, "no_whole"),
        (Operation.SHARE, ("requests.granted_full", "art20_5.administrative_licences"), None, "not_part"),
        (Operation.SUM, ("requests.granted_full", "art20_6.administrative_coercion"), None, "blank"),
        (Operation.SUM, ("requests.granted_full", "requests.refused_internal_affairs"), None, "15"),
        (Operation.SUM, ("requests.granted_full", "requests.refused_state_secret"), None, "not_applicable"),
        (Operation.SUM, ("requests.granted_full", "requests.unavailable_not_held"), None, "text"),
        (Operation.SUM, ("requests.granted_full", "art20_8.administrative_fees"), None, "unit"),
        (Operation.DIFFERENCE, ("requests.received_new", "requests.granted_full"), None, "+28"),
        (Operation.DIFFERENCE, ("requests.granted_full", "requests.received_new"), None, "-28"),
        (Operation.DIFFERENCE, ("requests.received_new",), Axis.YEARS, "+31"),
        (Operation.MEAN, ("requests.received_new",), Axis.YEARS, "24.7"),
        (Operation.MOST, ("requests.received_new",), Axis.YEARS, "2022"),
        (Operation.LEAST, ("requests.received_new",), Axis.YEARS, "2020"),
        (Operation.MOST, ("art20_5.administrative_licences",), Axis.YEARS, "2020"),  # the column of both forms
        (Operation.MOST, ("requests.received_new",), Axis.AGENCIES, SECOND),
        (Operation.MOST, ("requests.received_new",), Axis.APPLICANTS, "本年新收政府信息公开申请数量·自然人"),
        (Operation.MOST, ("requests.granted_full", "requests.received_new"), None, "本年新收政府信息公开申请数量"),
    ],
)
def test_of_certain_numbers_a_result_and_else_the_reason(
    library: Made, operation: Operation, keys: tuple[str, ...], over: Axis | None, shown: str
) -> None:
    answered = asked(library, operation, *keys, over=over, years=() if over is Axis.YEARS else (2022,))
    assert result(answered) == shown
    for language in ("zh", "en"):
        text = render(answered, language).plain
        assert isinstance(answered, ComputedAnswer)
        for term in answered.terms:
            assert term.line is None or term.line.raw in text


def test_a_rank_beyond_what_there_is_is_none(library: Made) -> None:
    assert result(asked(library, Operation.MOST, "requests.received_new", over=Axis.AGENCIES, rank=2)) == FIRST
    assert result(asked(library, Operation.MOST, "requests.received_new", over=Axis.AGENCIES, rank=3)) == "rank"


def test_a_count_names_those_that_it_counts(library: Made) -> None:
    bound = Bound(relation="over", number=50)
    answered = asked(library, Operation.COUNT, "requests.received_new", over=Axis.AGENCIES, bound=bound)
    assert result(answered) == "1"
    assert SECOND[:3] in render(answered).plain.partition("\n")[0]


def test_agencies_of_different_years_are_said_to_be(library: Made) -> None:
    answered = asked(library, Operation.MOST, "requests.received_new", over=Axis.AGENCIES)
    assert isinstance(answered, ComputedAnswer)
    assert not answered.mixed_years
    assert {term.year for term in answered.terms} == {2022}


def test_a_column_of_the_other_form_is_not_set_beside(library: Made) -> None:
    answered = asked(library, Operation.DIFFERENCE, "art20_8.administrative_fees.amount_10k_yuan", over=Axis.YEARS)
    assert result(answered) == "other_column"


def test_years_that_are_not_loaded(library: Made) -> None:
    assert isinstance(asked(library, Operation.SHARE, "requests.granted_full", years=(2015,)), NoSuchYear)
    assert isinstance(asked(library, Operation.SHARE, "handling.satisfaction_rate", years=(2022,)), NoSuchFigure)


def test_counts_of_replies(library: Made) -> None:
    share = Operand(said="政协", facets=Facets(body=Body.CPPCC))
    answered = library.asked(Computed(operation=Operation.SHARE, operands=(share,)))
    assert result(answered) == "66.7"
    assert "4 ÷ 6" in render(answered).plain
    months = library.asked(Computed(operation=Operation.MEAN, operands=(Operand(said="答复"),), over=Axis.MONTHS))
    assert result(months) == "3"
    assert "2022年3月" in render(months).plain


def test_officials_with_two_posts_and_with_one_left_out(library: Made) -> None:
    slug = next(agency.slug for agency in library.store.agencies() if agency.name == FIRST)
    facets = Facets(agencies=(slug,))

    def names(ask: Persons) -> list[str]:
        answered = library.asked(ask, facets=facets)
        assert isinstance(answered, PersonsAnswer)
        assert render(answered, "en").plain
        return [one.name for one in answered.people]

    assert names(Persons(called=("副组长",))) == ["李水", "王石"]
    assert names(Persons(called=("副组长", "党组成员"))) == ["李水"]
    assert names(Persons(called=("副组长",), besides=("李水",))) == ["王石"]
    assert names(Persons(called=("院长",))) == []


def test_a_row_of_several_columns_is_shown_and_nothing_worked_out(library: Made) -> None:
    answered = asked(library, Operation.SUM, "art20_6.administrative_penalties", "requests.received_new", years=(2020,))
    assert result(answered) == "several"


def _term(raw: int) -> Term:
    line = FigureLine(
        key="requests.granted_full.total",
        label="予以公开",
        origin=Origin.CELL,
        semantic=Semantic.NUMERIC if raw else Semantic.ZERO,
        raw=str(raw),
        value=Decimal(raw),
    )
    return Term(line=line)


numbers = st.lists(st.integers(0, 10**6), min_size=2, max_size=9)


@given(values=numbers, operation=st.sampled_from([Operation.SUM, Operation.MEAN, Operation.MOST, Operation.LEAST]))
def test_the_order_of_the_operands_changes_nothing(values: list[int], operation: Operation) -> None:
    ask = Computed(operation=operation, operands=())
    forth, back = (work(ask, [_term(value) for value in order]) for order in (values, values[::-1]))
    assert not isinstance(forth, str)
    assert not isinstance(back, str)
    assert forth.result == back.result
    assert {values[place] for place in forth.chosen} == {values[::-1][place] for place in back.chosen}


@given(values=numbers)
def test_one_that_is_no_number_leaves_nothing_to_work_out(values: list[int]) -> None:
    blank = Term(
        line=FigureLine(key="k", label="l", origin=Origin.CELL, semantic=Semantic.BLANK, raw=""), doubt="blank"
    )
    for operation in Operation:
        assert work(Computed(operation=operation, operands=()), [*map(_term, values), blank]) == "blank"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_number_is_written_without_an_exponent(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)


def test_a_supposed_result_is_held_against_the_one_worked_out(library: Made) -> None:
    answered = asked(library, Operation.DIFFERENCE, "requests.received_new", "requests.granted_full", claimed="28件")
    assert isinstance(answered, ComputedAnswer)
    assert answered.agrees is True
    assert agrees("27件", answered.worked) is False
    assert agrees("28件", None) is None


def test_nothing_is_said_of_a_figure_alone(library: Made) -> None:
    assert isinstance(library.said(f"{FIRST}2022年予以公开几件"), FiguresAnswer)
