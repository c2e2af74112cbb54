"""What is supposed of something that sentences tell is compared with what they say, and judged first."""

from pathlib import Path

import pytest

from bot.answers.answer import FiguresAnswer, PassagesAnswer
from tests.answers.making import Made, batch, made, report
from tests.answers.test_told import told

OFFICE = "临江市文旅局"
SENTENCES = (
    "与临江综合广播推出《文旅之声》栏目，在FM102.3每周四下午15:00--15:30播出。",
    "我局开通“临江文旅”公众号，拓宽公开渠道。",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    sentences = [told(order, text, order) for order, text in enumerate(SENTENCES)]
    reports = [report(OFFICE, 2020, sentences=sentences)]
    return made(tmp_path_factory.mktemp("supposed"), batch(OFFICE, reports=reports))


@pytest.mark.parametrize(
    ("message", "agrees"),
    [
        ("栏目是周四播的吧", True),
        ("栏目是星期五播的对不对", False),
        ("听说栏目是每周四播出", None),
        ("栏目是下午三点播的吧", True),
        ("栏目是上午三点播的吧", False),
        ("栏目是15点到15点半播的吗", True),
        ("栏目是下午三点到四点播的吗", False),
        ("栏目频率是FM102.3对吗", True),
        ("栏目频率不是FM103.2吗", False),
        ("公众号叫“临江文旅”吗", True),
        ("公众号叫“临江发布”吗", False),
    ],
)
def test_it_is_compared(library: Made, message: str, agrees: bool | None) -> None:
    answer = library.said(message)
    assert isinstance(answer, PassagesAnswer), answer
    assert answer.agrees is (True if agrees is None else agrees)


@pytest.mark.parametrize(("received", "agrees"), [("0", True), ("5", False)])
def test_that_there_was_none_is_compared_with_the_cell(received: str, agrees: bool, tmp_path: Path) -> None:
    cells = {"requests.received_new.total": received}
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, cells)]))
    answer = library.said("没有新收申请吧")
    assert isinstance(answer, FiguresAnswer), answer
    assert answer.agrees is agrees


@pytest.mark.parametrize("message", ["办结45件，比新收的还多对吗", "新收46件，比办结少是吧"])
def test_a_right_number_affirms_no_comparison_beside_it(message: str, tmp_path: Path) -> None:
    cells = {"requests.received_new.total": "46", "requests.processed_total.total": "45"}
    answer = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, cells)])).said(message)
    assert isinstance(answer, FiguresAnswer), answer
    assert answer.agrees is None
