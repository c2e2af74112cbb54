"""Questions put to classes of a made-up city's units, against an oracle that reads nothing but what was printed.

A fixed part here, all questions over several cities in `make soak`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers import answer
from bot.questions.chosen_class import of_chosen
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.records.agencies import identify
from bot.screens.render import render
from tests.answers.making import TODAY, Made, made
from tests.generated.city import City, city
from tests.generated.city_oracle import faults
from tests.generated.city_truth import QUESTIONS, questions
from tests.rounds import WHOLE

MORE = QUESTIONS.with_name("city_questions_more.tsv")
SEEDS = range(1, 6) if WHOLE else range(1, 2)
PART = 1 if WHOLE else 3
# Asked of a class, and never to be answered with one of its units, or with a number of something else.
NOT_ANSWERED = (
    "各部门平均每月申请多少",
    "2022年3月各部门申请",
    "市直部门上半年申请排名",
    "2022年市直部门申请占比",
    "2022年市直部门蓝色申请排名",
    "市直部门申请多少件以上算多",
    "哪几个部门三年里有两年申请超过100件",
    "2022年哪个部门答复申请最快",
)


@pytest.fixture(scope="module", params=SEEDS)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[City, Made]]:
    whole, batches = city(request.param, full=request.param % 2 == 0)
    loaded = made(tmp_path_factory.mktemp("city"), *batches)
    yield whole, loaded
    loaded.database.close()


@pytest.mark.soak
def test_every_answer_agrees_with_the_oracle(library: tuple[City, Made]) -> None:
    whole, loaded = library
    asked = [*questions(), *questions(MORE)][::PART]
    found = {one.text: wrong for one in asked if (wrong := faults(one, whole, _screen(loaded, one.text)))}
    assert not found


@pytest.mark.soak
def test_what_is_not_understood_of_a_class_is_said(library: tuple[City, Made]) -> None:
    _, loaded = library
    for text in NOT_ANSWERED:
        assert "没看懂" in _screen(loaded, text), text


@pytest.mark.soak
def test_a_government_that_contains_its_departments_says_so(library: tuple[City, Made]) -> None:
    _, loaded = library
    said = _screen(loaded, "澄江市人民政府2022年收到多少申请")
    assert "政府的年报常包含所属部门的数" in said
    assert "全市共收到" in said
    ranked = _screen(loaded, "2022年市直部门收到的申请排名")
    assert "澄江市人民政府的年报不参与排名和合计" in ranked


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2022年各单位申请合计", "2022年街道"),
        ("2022年哪家收到的申请最多", "2022年街道"),
        ("2022年所有单位申请合计", "2022年市直部门"),
        ("2022年乡镇申请合计", "2022年乡镇"),
        ("2022年各单位申请，不含乡镇和街道，排名", "2022年市直部门"),
        ("教育局2022年申请量在市直部门里排第几", "2022年市直部门"),
    ],
)
@pytest.mark.soak
def test_a_class_that_a_chat_has_chosen_is_meant_where_all_are_asked_of(
    library: tuple[City, Made], text: str, first: str
) -> None:
    _, loaded = library
    question = of_chosen(read(text, vocabulary=Vocabulary.of(loaded.store), today=TODAY), "streets")
    said = render(answer(question, loaded.store, loaded.index, today=TODAY), "zh").plain
    assert said.startswith(first)
    assert ("发送 /settings 可以更改" in said) is (first == "2022年街道")


def _screen(loaded: Made, text: str) -> str:
    return render(loaded.said(text), "zh").plain


def test_the_questions_are_files_that_hold_each_once() -> None:
    texts = [one.text for one in (*questions(), *questions(MORE))]
    assert len(texts) == len(set(texts))
    assert Path(MORE).exists()


@pytest.mark.soak
def test_a_unit_of_the_list_that_nothing_is_loaded_of_is_counted(library: tuple[City, Made]) -> None:
    _, loaded = library
    vocabulary = Vocabulary.of(loaded.store)
    question = read("2022年市直部门收到的申请排名", vocabulary=vocabulary, today=TODAY)
    expected = tuple(identify(name) for name in ("澄江市教育局", "澄江市档案局"))
    found = answer(question, loaded.store, loaded.index, today=TODAY, expected=expected)
    said = render(found, "zh").plain
    assert "29 家中收录" in said
    assert "档案局" in said.partition("未收录年报的")[2].partition("\n")[0]
