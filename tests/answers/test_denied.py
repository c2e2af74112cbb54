"""Nothing is denied that a sentence shown says, and what is denied is named."""

from datetime import date

import pytest

from bot.answers.answer import NothingFound, PassagesAnswer, Several
from bot.questions.question import Focus, Search
from bot.screens.render import render
from tests.answers.making import Made, batch, made, reply, report
from tests.answers.test_told import OFFICE, bold, told

CHANNELS = "在门户网站更新动态 698 条；在临江日报刊发信息 65 条；在临江新闻播发信息 61 条；新媒体阅读量 60 万次。"
ACCOUNT = "“临江文旅”微信公众号自7月1日开始运营以来，累计发布信息 624 条，累计阅读量 3.7 万次。"
STEPS = "所有申请按照接收、登记、审核、答复、归档等各环节办理。"
DAY = date(2020, 11, 3)
OPEN_DAY = "12月3日，组织“政府开放日”活动，邀请部分文旅企业及相关市民代表走进我局。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    texts = (CHANNELS, ACCOUNT, STEPS, OPEN_DAY)
    reports = [report(OFFICE, 2020, sentences=[told(at, text, at) for at, text in enumerate(texts)])]
    replies = [reply(number, f"扶持{name}企业", DAY) for number, name in ((11, "中小"), (12, "旅游"), (13, "民营"))]
    return made(tmp_path_factory.mktemp("denied"), batch(OFFICE, records=replies, reports=reports))


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("公众号阅读量破60万了？我同事这么说的", ["3.7 万次"]),
        ("临江新闻和临江日报各发了几条", ["65 条", "61 条"]),
    ],
)
def test_a_number_is_found_beside_a_supposed_one_and_for_each_of_two(
    library: Made, message: str, numbers: list[str]
) -> None:
    answer = library.said(message)
    assert isinstance(answer, PassagesAnswer)
    assert answer.unsaid is None
    assert sorted(bold(answer)) == sorted(numbers)


@pytest.mark.parametrize("message", ["公众号的又是多少", "处理申请要走几个环节"])
def test_what_a_sentence_shows_is_not_denied(library: Made, message: str) -> None:
    answer = library.said(message)
    assert isinstance(answer, PassagesAnswer)
    assert answer.unsaid is None
    assert not bold(answer)


def test_what_is_denied_is_named(library: Made) -> None:
    answer = library.said("开放日来了多少人次")
    assert isinstance(answer, PassagesAnswer)
    assert answer.unsaid is Focus.HOW_MANY
    assert "没有认出写明“开放日" in render(answer).plain


def test_a_comparison_without_a_subject_is_of_what_stands_before_it(library: Made) -> None:
    answer = library.said("临江日报发了几条，临江新闻发了几条，哪个少")
    assert isinstance(answer, Several)
    text = render(answer).plain
    assert "已收录答复" not in text
    assert "最少" in text


def test_titles_that_share_a_word_by_the_way_are_no_answer(library: Made) -> None:
    answer = library.said("开放日请了谁去来着企业代表还是市民代表")
    assert isinstance(answer, PassagesAnswer)
    assert [one.text for one in answer.passages] == [OPEN_DAY]
    assert not answer.missing
    assert isinstance(library.asked(Search(words=("滑雪场索道检修周期表", "企业"))), NothingFound)
