"""What is told where only one report is loaded: of 今年, of the year before, and of 答复 where no replies are."""

from pathlib import Path

import pytest

from bot.answers.answer import NoSuchYear, PassagesAnswer, Several
from bot.screens.render import render
from tests.answers.making import Made, batch, made, report, sentence

OFFICE = "临江市文旅局"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Made:
    rows = {"received_new": "43", "carried_in": "7", "processed_total": "46", "carried_out": "4"}
    values = {f"requests.{row}.total": number for row, number in rows.items()}
    told = sentence(0, "全年受理政府信息公开申请43件，申请数量较上年下降8.5%；答复46件。")
    path = Path(tmp_path_factory.mktemp("one_year"))
    return made(path, batch(OFFICE, reports=[report(OFFICE, 2021, values, sentences=[told])]))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("答复总数是多少", "46"),
        ("有多少答复", "46"),
        ("答复率多少", "92%"),
        ("答复率", "46 ÷ 50"),
        ("今年申请几件", "43"),
        ("今年申请几件", "没有 2026 年的数据"),
    ],
)
def test_the_one_report_tells_it(asked: str, shown: str, office: Made) -> None:
    screen = render(office.said(asked), "zh").plain
    assert shown in screen
    assert "没有收录答复" not in screen


@pytest.mark.parametrize(
    ("asked", "agrees"),
    [
        ("申请量比前一年多了还是少了", None),
        ("申请量下降了8.5%对吧", True),
        ("申请量下降了9.5%对吧", False),
        ("申请量增长了8.5%对吧", False),
        ("申请量是不是下降了", True),
    ],
)
def test_a_change_told_in_words_is_quoted_and_held_against_what_is_supposed(
    asked: str, agrees: bool | None, office: Made
) -> None:
    answered = office.said(asked)
    assert isinstance(answered, Several)
    told = answered.parts[0]
    assert isinstance(told, PassagesAnswer)
    assert (told.agrees, "下降8.5%" in told.passages[0].text) == (agrees, True)


def test_another_figure_than_the_one_that_is_told_of_has_no_change(office: Made) -> None:
    answered = office.said("行政复议比上年多吗")
    assert isinstance(answered, Several)
    assert isinstance(answered.parts[0], NoSuchYear)
