"""Every answer has a text: questions for change, share and comparison of any figure, in any years, asked on or anew."""

import random
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bot.answers.answer import ComparisonAnswer, NoSuchFigure, Several, TurnNotApplied
from bot.questions.figure_names import names
from bot.questions.question import CellReference, Facets, Figures, Understood
from bot.screens.render import EmptyScreenError, render
from tests.answers.making import Made, batch, made, report
from tests.rounds import WHOLE

OFFICE, OTHER = "临江市财政局", "望山县水利局"
ARTICLE = [f"第二十条第{item}项" for item in "一二三四五六七八九"]
ASKED = ("增加", "减少", "变化", "占比", "占几成", "对比", "几件", "比上年多多少", "多了还是少了")
YEARS = ("", "2020年", "2022年", "2020年和2022年", "2020年和2021年", "2021年和2022年", "近三年")
FOLLOWING = (
    "比上年多多少",
    "和去年比呢",
    "2020年呢",
    "占比呢",
    "2020年和2022年对比呢",
    f"{OTHER}呢",
    "变化呢",
    "人大呢",
)
BODIES = ("提案", "建议", "建议提案", "主办的提案", "满意率", "办结率", "承办")


@pytest.fixture(scope="module")
def library() -> Made:
    told = {
        "cppcc.handled": ("18", "承办提案 18 件"),
        "cppcc.lead": ("14", "主办 14 件"),
        "npc.handled": ("12", "承办建议 12 件"),
        "handling.satisfaction_rate": ("100%", "满意率为 100%"),
    }
    reports = [
        report(OFFICE, 2020, {"requests.received_new.total": "7", "requests.processed_total.total": "7"}, told=told),
        report(OFFICE, 2021, {"requests.received_new.total": "9"}),
        report(OFFICE, 2022, {"requests.received_new.total": "3"}),
        report(OTHER, 2022, {"requests.received_new.total": "4"}),
    ]
    return made(
        Path(mkdtemp()), *(batch(one.agency_name, reports=[one], document=str(at)) for at, one in enumerate(reports))
    )


@pytest.mark.soak
def test_no_answer_is_empty(library: Made) -> None:
    chosen = random.Random(20)
    subjects = [*ARTICLE, *BODIES, *sorted(names())]
    for subject in [*ARTICLE, *BODIES, *chosen.sample(subjects, 60 if WHOLE else 30)]:
        for _ in range(6 if WHOLE else 2):
            text = f"{OFFICE}{chosen.choice(YEARS)}{subject}{chosen.choice(ASKED)}"
            answered = library.said(text)
            assert render(answered, "zh").plain, text
            assert render(answered, "en").plain, text
            if answered.remember is None:
                continue
            following = chosen.choice(FOLLOWING)
            assert render(library.said(following, context=answered.remember), "zh").plain, (text, following)


@pytest.mark.parametrize("asked", ["增加", "减少", "变化"])
@pytest.mark.parametrize("item", ARTICLE)
def test_a_change_of_an_item_is_compared_or_said_to_be_in_no_report(library: Made, asked: str, item: str) -> None:
    for years in ("2020年和2022年", "2021年和2022年"):
        answered = library.said(f"{OFFICE}{years}{item}{asked}")
        # An item that no form has is not understood, and taken for no other (第三项 for 第五项).
        assert isinstance(answered, ComparisonAnswer | NoSuchFigure | TurnNotApplied), (years, answered)
        if isinstance(answered, NoSuchFigure):
            assert "2021、2022年" in render(answered).plain or "2020、2022年" in render(answered).plain


def test_a_figure_that_no_compared_report_has_is_said_to_be_there_in_none(library: Made) -> None:
    figure = CellReference(keys=("handling.satisfaction_rate",), said="满意率")
    answered = library.asked(
        Figures(cells=(figure,), compare=True), facets=Facets(years=(2021, 2022), agencies=_slugs(library))
    )
    assert isinstance(answered, NoSuchFigure)
    assert answered.years == (2021, 2022)
    assert "满意率" in render(answered).plain
    assert "satisfaction" in render(answered, "en").plain or "满意率" in render(answered, "en").plain


def _slugs(library: Made) -> tuple[str, ...]:
    return tuple(agency.slug for agency in library.store.agencies() if agency.name == OFFICE)


def test_proposals_and_suggestions_are_each_a_share_of_both(library: Made) -> None:
    shown = render(library.said(f"{OFFICE}2020年建议提案占比")).plain
    assert "18 ÷ 30" in shown
    assert "12 ÷ 30" in shown


def test_the_renderer_refuses_an_answer_without_text(library: Made) -> None:
    empty = ComparisonAnswer(agency=library.store.agencies()[0], years=(2020, 2022), comparisons=())
    asked_on = replace(empty, understood=(Understood("比上年呢", "满意率", "context"),))
    told = library.said(f"{OFFICE}2020年满意率")
    for answer in (empty, asked_on, Several(parts=(empty, told)), Several(parts=())):
        with pytest.raises(EmptyScreenError):
            render(answer)
