"""Figures come from one report of one agency, the asked one first, and say what they are."""

from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.answers.answer import Chooser, ComparisonAnswer, ComputedAnswer, FiguresAnswer, NoSuchFigure, NoSuchYear
from bot.answers.figure_parts import FigureGroup, FigureLine, Origin
from bot.answers.figures.claims import agrees
from bot.questions.question import CellReference, Computed, Facets, Figures, Operand, Operation
from bot.records.form import form
from bot.records.model import Finding, FindingStatus, Semantic
from bot.screens.render import render
from tests.answers.making import Made, batch, made, report
from tests.rounds import examples

OFFICE, OTHER = "聊城市工业和信息化局", "沭阳县发展和改革局"
T = "requests.{}.total"


def asked(*keys: str, **more: object) -> Figures:
    return Figures(cells=(CellReference(keys=keys, said="问", **more),))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    old = {
        T.format("received_new"): "7",
        "requests.received_new.natural_person": "7",
        T.format("granted_full"): "6",
        T.format("processed_total"): "7",
        T.format("unavailable_not_held"): "1",
        "art20_1.normative_documents.made": "6",
        "art20_1.normative_documents.newly_disclosed": "6",
        "art20_8.administrative_fees.net_change": "/",
        "art20_9.centralized_procurement.amount": "116455",
        "requests.refused_state_secret.total": "",
    }
    new = {
        T.format("received_new"): "9",
        T.format("refused_state_secret"): "2",
        T.format("refused_internal_affairs"): "1",
        "art20_1.normative_documents.issued": "4",
        "art20_1.normative_documents.in_force": "31",
        "art20_8.administrative_fees.amount_10k_yuan": "12.5",
    }
    broken = Finding(
        relation="K6",
        status=FindingStatus.FAIL,
        cells=("art20_1.normative_documents.newly_disclosed", "art20_1.normative_documents.disclosed_total"),
        left="0",
        right="6",
        difference="-6",
        message="",
    )
    told = {
        "cppcc.handled": ("18", "承办提案 18 件"),
        "cppcc.lead": ("14", "其中主办 14"),
        "cppcc.assist": ("4", "协办 4 件"),
    }
    return made(
        tmp_path_factory.mktemp("figures"),
        batch(OFFICE, reports=[report(OFFICE, 2020, old, told=told, findings=[broken])], document="a"),
        batch(OFFICE, reports=[report(OFFICE, 2021, new)], document="b"),
    )


def first(library: Made, figures: Figures, year: int = 2020) -> FiguresAnswer:
    found = library.asked(figures, facets=Facets(years=(year,)))
    assert isinstance(found, FiguresAnswer)
    return found


def test_the_asked_cell_comes_first_with_what_it_consists_of(library: Made) -> None:
    group = first(library, asked(T.format("received_new"))).groups[0]
    assert [line.raw for line in group.lines] == ["7"]
    assert [line.brief for line in group.breakdown] == ["自然人"]
    assert len(group.zeros) == 5


def test_a_row_is_told_whole(library: Made) -> None:
    group = first(library, asked("art20_1.normative_documents.*")).groups[0]
    assert [line.raw for line in group.lines] == ["6", "6", "0"]
    assert [check.relation for check in group.checks] == ["K6"]


def test_a_broken_relation_goes_with_the_cells_it_involves_and_no_others(library: Made) -> None:
    assert first(library, asked("art20_1.normative_documents.disclosed_total")).groups[0].checks
    assert not first(library, asked("art20_1.rules.*")).groups[0].checks


def test_four_nothings_are_four_answers(library: Made) -> None:
    shown = {
        key: first(library, asked(key)).groups[0].lines[0].semantic
        for key in (
            "art20_1.rules.made",
            "art20_8.administrative_fees.net_change",
            "requests.refused_state_secret.total",
        )
    }
    assert list(shown.values()) == [Semantic.ZERO, Semantic.NOT_APPLICABLE, Semantic.BLANK]
    assert isinstance(library.asked(asked(T.format("received_new")), facets=Facets(years=(2018,))), NoSuchYear)


def test_a_missing_unit_is_said_and_a_printed_one_shown(library: Made) -> None:
    amount = first(library, asked("art20_9.centralized_procurement.amount", unit_asked=True)).groups[0].lines[0]
    assert amount.unit is None
    assert amount.unit_missing
    fees = first(library, asked("art20_8.administrative_fees.amount_10k_yuan"), 2021).groups[0].lines[0]
    assert (fees.unit, fees.unit_missing) == ("万元", False)


def test_a_subtotal_is_computed_and_says_so(library: Made) -> None:
    line = first(library, asked("requests.refused_subtotal"), 2021).groups[0].lines[0]
    assert (line.origin, line.raw) == (Origin.COMPUTED, "3")
    assert line.formula == "2 + 0 + 0 + 0 + 1 + 0 + 0 + 0"


def test_nothing_is_added_up_over_a_blank(tmp_path: Path) -> None:
    """A blank cell is not 0: without what its row is filled in with, the printed rows are shown instead of a sum."""
    blank = {f"requests.refused_state_secret.{column}": "" for column in ("natural_person", "org_other", "total")}
    blank.update({f"requests.refused_state_secret.org_{kind}": "" for kind in ("business", "research", "social")})
    blank["requests.refused_state_secret.org_legal_service"] = ""
    blank["requests.refused_internal_affairs.total"] = "6"
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, blank)]))
    lines = first(library, asked("requests.refused_subtotal")).groups[0].lines
    assert len(lines) == 8
    assert {line.origin for line in lines} == {Origin.CELL}
    assert lines[0].semantic is Semantic.BLANK
    # Nor is a group that cannot be added up left out of the results of the year.
    results = library.said("新收申请多少件").groups[-1]  # type: ignore[union-attr]
    assert {line.key: line.raw for line in results.breakdown}["requests.refused_internal_affairs.total"] == "6"


def test_a_blank_total_is_made_up_for_by_its_applicants_and_says_so(tmp_path: Path) -> None:
    cells = {
        T.format("refused_state_secret"): "",
        "requests.refused_state_secret.natural_person": "14",
        "requests.refused_state_secret.org_business": "2",
        "requests.refused_state_secret.org_other": "",
        T.format("refused_internal_affairs"): "3",
        T.format("processed_total"): "38",
    }
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, cells)]))
    row = first(library, asked("requests.refused_state_secret.*")).groups[0].lines[0]
    assert (row.semantic, row.filled and row.filled.raw) == (Semantic.BLANK, "16")
    total = first(library, asked("requests.refused_subtotal")).groups[0].lines[0]
    assert (total.origin, total.raw, total.partial) == (Origin.COMPUTED, "19", True)
    share = library.asked(
        Computed(operation=Operation.SHARE, operands=(Operand(said="问", key="requests.refused_state_secret"),))
    )
    assert isinstance(share, ComputedAnswer)
    assert share.worked is not None
    assert share.worked.result == "42.1"


def test_doubts_show_the_broken_relations_and_else_the_printed_one(library: Made) -> None:
    broken = first(library, asked(T.format("received_new"))).groups[0]
    assert all(check.relation != "K6" for check in broken.checks)
    doubts = Figures(cells=asked("requests.received_new.*").cells, doubts=True)
    shown = first(library, doubts).groups
    assert [group.checks[0].relation for group in shown] == ["K6"]
    assert shown[0].lines[0].key == "art20_1.normative_documents.newly_disclosed"
    assert first(library, doubts, 2021).groups[0].lines[0].key == T.format("received_new")


def test_by_applicant(library: Made) -> None:
    group = first(library, asked("requests.received_new.*", by_applicant=True)).groups[0]
    assert group.lines[0].raw == "7"
    assert len(group.breakdown) + len(group.zeros) == 6


def test_prose_figures_quote_their_sentence(library: Made) -> None:
    found = first(library, asked("cppcc.handled"))
    group = found.groups[0]
    assert [line.raw for line in (*group.lines, *group.breakdown)] == ["18", "14", "4"]
    assert group.sources[0].quote == "承办提案 18 件"


def test_the_latest_year_when_none_is_said(library: Made) -> None:
    found = library.asked(asked(T.format("received_new")))
    assert isinstance(found, FiguresAnswer)
    assert found.year == 2021


def test_years_compare_where_the_forms_allow_it(library: Made) -> None:
    facets = Facets(years=(2020, 2021))
    found = library.asked(Figures(cells=asked(T.format("received_new")).cells, compare=True), facets=facets)
    assert isinstance(found, ComparisonAnswer)
    assert found.comparisons[0].comparable == "yes"
    assert found.comparisons[0].difference == "+2"


@pytest.mark.parametrize(
    ("key", "comparable"),
    [
        ("art20_1.normative_documents.made", "roughly"),
        ("art20_1.normative_documents.disclosed_total", "no"),
        ("art20_8.administrative_fees.prior_year_items", "no"),
        ("art20_6.administrative_penalties.decisions", "yes"),
    ],
)
def test_what_the_forms_do_not_share_does_not_compare(library: Made, key: str, comparable: str) -> None:
    found = library.asked(Figures(cells=asked(key).cells, compare=True), facets=Facets(years=(2020, 2021)))
    assert isinstance(found, ComparisonAnswer)
    assert found.comparisons[0].comparable == comparable
    assert (found.comparisons[0].difference is None) == (comparable == "no")
    assert (found.comparisons[0].reason is None) == (comparable == "yes")


def test_a_figure_of_the_other_form_is_not_put_in_its_place(library: Made) -> None:
    found = library.asked(asked("art20_9.centralized_procurement.amount"), facets=Facets(years=(2021,)))
    assert isinstance(found, NoSuchFigure)
    assert found.other_years == (2020,)


def test_a_claim_is_held_against_the_figure(library: Made) -> None:
    claimed = Figures(cells=asked(T.format("received_new")).cells, claimed="60")
    assert first(library, claimed).agrees is False
    assert first(library, Figures(cells=claimed.cells, claimed="七件")).agrees is True


def test_a_claim_may_be_the_sum_of_what_is_asked() -> None:
    def line(value: int, origin: Origin = Origin.PROSE) -> FigureLine:
        raw = str(value)
        return FigureLine(key=raw, label=raw, origin=origin, semantic=Semantic.NUMERIC, raw=raw, value=Decimal(value))

    lines = (line(18), line(12), line(30, Origin.COMPUTED))
    group = FigureGroup(title="", lines=lines)
    assert agrees("30件", [group]) is True
    assert agrees("18件", [group]) is True
    assert agrees("12件", [group]) is None
    assert agrees("31件", [group]) is False


def test_figures_of_two_agencies_are_never_mixed(tmp_path: Path) -> None:
    both = made(
        tmp_path,
        batch(OFFICE, reports=[report(OFFICE, 2020, {T.format("received_new"): "7"})]),
        batch(OTHER, reports=[report(OTHER, 2020, {T.format("received_new"): "31"})]),
    )
    question = asked(T.format("received_new"))
    chooser = both.asked(question)
    assert isinstance(chooser, Chooser)
    assert {option.agency.name for option in chooser.options if option.agency} == {OFFICE, OTHER}
    slugs = {agency.name: agency.slug for agency in both.store.agencies()}
    own = both.asked(question, agency=slugs[OTHER])
    named = both.asked(question, facets=Facets(agencies=(slugs[OFFICE],)), agency=slugs[OTHER])
    assert isinstance(own, FiguresAnswer)
    assert isinstance(named, FiguresAnswer)
    assert (own.groups[0].lines[0].raw, named.groups[0].lines[0].raw) == ("31", "7")


_KEYS = {form_id: sorted(form(form_id).cells()) for form_id in ("cn_annual_2019", "cn_annual_2021")}
_RAW = st.sampled_from(["0", "1", "17", "2048", "/", "", "无"])


@examples(10, suppress_health_check=list(HealthCheck))
@given(data=st.data(), form_id=st.sampled_from(sorted(_KEYS)))
def test_every_cell_is_answered_with_what_it_says(data: st.DataObject, form_id: str, tmp_path: Path) -> None:
    """Each key of a generated report, asked alone, is answered first with its own printed text."""
    keys = data.draw(st.lists(st.sampled_from(_KEYS[form_id]), min_size=1, max_size=12, unique=True))
    values = {key: data.draw(_RAW) for key in keys}
    year = 2020 if form_id == "cn_annual_2019" else 2022
    folder = Path(mkdtemp(dir=tmp_path))
    library = made(folder, batch(OFFICE, reports=[report(OFFICE, year, values, form_id=form_id)]))
    for key in keys:
        found = library.asked(asked(key))
        assert isinstance(found, FiguresAnswer)
        line = found.groups[0].lines[0]
        assert (line.key, line.raw, found.year) == (key, values[key], year)
        shown = render(found).plain.splitlines()[0]
        assert values[key] in shown
        assert "原表未填" in shown or values[key] != ""
    library.database.close()
