"""What is asked of the list shown last, of the two records looked at last, and of the figure before."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bot.answers.answer import RecordCard, StatisticsAnswer
from bot.answers.computed_answers import ComputedAnswer
from bot.questions.question import Aspect, ByKey, Computed, Figures, LostContext, Operation
from tests.reading.asking import Desk
from tests.reading.asking import desk as opened

LISTS = ("政协11月的答复列一下", "人大建议有哪些", "关于企业的提案有哪些")
PLACES = {"第二条": 1, "第3个": 2, "头一个": 0, "最后那个": -1, "排第二的": 1}
ASKED = {
    "是啥": Aspect.TOPIC,
    "讲的什么": Aspect.TOPIC,
    "哪天公开的": Aspect.PUBLISHED_ON,
    "谁办的": Aspect.PUBLISHER,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened("bundled", Path(tmp_path_factory.mktemp("last_shown"))) as one:
        yield one


@pytest.mark.parametrize(("listed", "place", "asked"), list(product(LISTS, PLACES, ASKED)))
def test_a_place_is_one_of_the_list_shown_last(desk: Desk, listed: str, place: str, asked: str) -> None:
    shown = desk.ask(listed).answer.remember
    assert shown is not None
    if PLACES[place] >= len(shown.keys):
        assert isinstance(desk.ask(listed, f"{place}{asked}").question.asks[0], LostContext)
        return
    ask = ByKey(key=shown.keys[PLACES[place]], aspect=ASKED[asked])
    assert desk.ask(listed, f"{place}{asked}").question.asks == (ask,)


def test_a_place_without_a_list_is_none_of_a_sentence(desk: Desk) -> None:
    assert isinstance(desk.ask("公众号阅读量多少", "第二条是啥").question.asks[0], LostContext)
    assert isinstance(desk.ask("第二条是哪天公开的").question.asks[0], LostContext)


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        (("副组长有几个", "排第三的是谁，干什么的"), "黄性利"),
        (("副组长都有谁", "最后那个呢"), "刘兆乾"),
        (("关颖琳是干啥的", "她哪个科的"), "关颖琳"),
        (("副组长都有谁", "第二个是谁", "他什么职务"), "张政"),
    ],
)
def test_an_official_shown_is_meant_by_a_place_or_a_pronoun(turns: tuple[str, ...], name: str, desk: Desk) -> None:
    shown = desk.ask(*turns).answer.remember
    assert shown is not None
    assert shown.people == (name,)


@pytest.mark.parametrize(
    "turns", [("11月份公布的提案答复有几件", "都是几号提案"), ("11月份公布的提案答复有几件", "分别是哪几件")]
)
def test_which_those_are_is_the_list_of_what_was_counted(desk: Desk, turns: tuple[str, ...]) -> None:
    shown = desk.ask(*turns).answer.remember
    assert shown is not None
    assert len(shown.keys) == 4


def test_what_is_taken_back_reports_no_mistake(desk: Desk) -> None:
    (ask,) = desk.ask("主办几件 人大的", "不对不对 要政协的").question.asks
    assert isinstance(ask, Figures)
    assert [cell.keys for cell in ask.cells] == [("cppcc.lead",)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [("它俩哪个先公开", "469"), ("这两个哪个更早", "469"), ("哪件公布得更晚", "399"), ("两个里哪一个后发的", "399")],
)
def test_of_two_records_one_is_the_sooner(desk: Desk, asked: str, first: str) -> None:
    for turns in (("399号什么内容", "469呢"), ("469号", "399号"), ("399和469",)):
        found = desk.ask(*turns, asked).answer
        assert isinstance(found, StatisticsAnswer)
        assert [str(one.record.number) for one in found.first] == [first]


def test_the_earliest_of_what_was_found_is_one_of_it(desk: Desk) -> None:
    shown = desk.ask("关于智能制造的提案有哪些").answer.remember
    found = desk.ask("关于智能制造的提案有哪些", "最早的是哪天").answer
    assert shown is not None
    assert isinstance(found, StatisticsAnswer)
    assert {one.key for one in found.first} <= set(shown.keys)


def test_a_record_stays_in_mind_beside_the_next_only(desk: Desk) -> None:
    found = desk.ask("267号", "399号", "469号", "哪个先公开").answer
    assert isinstance(found, StatisticsAnswer)
    assert [one.record.number for one in found.first] == [469]


@pytest.mark.parametrize(
    ("turns", "rest"),
    [
        (("依申请公开几件", "全给了吗"), "1"),
        (("收到申请几件", "都是企业的吗"), "7"),
        (("收到申请几件", "都是自然人吗"), "0"),
        (("提案几件", "都是主办吗"), "4"),
        (("提案是不是全都是主办",), "4"),
        (("我记得收到的申请都是企业提的，是这样吗🤔",), "7"),
        (("申请人全是自然人吗",), "0"),
        (("建议全部都是主办的吗",), "6"),
        (("1件申请全部予以公开了，没错吧",), "1"),
    ],
)
def test_whether_all_are_is_told_by_what_is_left(desk: Desk, turns: tuple[str, ...], rest: str) -> None:
    told = desk.ask(*turns)
    assert isinstance(told.answer, ComputedAnswer)
    assert told.answer.operation is Operation.ALL
    assert told.answer.worked is not None
    assert told.answer.worked.result == rest
    assert told.answer.agrees is None
    assert ("不都是：" in told.text) is (rest != "0")


@pytest.mark.parametrize(
    ("turns", "total"),
    [
        (("聊城日报发了多少", "加上聊城新闻一共"), "126"),
        (("聊城日报发了几条", "再加上聊城新闻呢，一共多少"), "126"),
        (("主办提案几件", "加上协办一共几件"), "18"),
        (("公众号发了多少条", "平均每条阅读？"), "59.8"),
    ],
)
def test_what_is_added_is_added_to_the_figure_before(desk: Desk, turns: tuple[str, ...], total: str) -> None:
    found = desk.ask(*turns).answer
    assert isinstance(found, ComputedAnswer)
    assert found.worked is not None
    assert found.worked.result == total


@pytest.mark.parametrize(
    "message", ["不算公众号，其他渠道各发了多少条", "除了公众号，别的渠道分别发多少", "公众号以外的渠道发了多少条"]
)
def test_a_channel_that_is_left_out_is_not_shown(desk: Desk, message: str) -> None:
    told = desk.ask(message)
    assert isinstance(told.answer, ComputedAnswer)
    assert [term.raw for term in told.answer.terms if "公众号" in (term.line.label if term.line else "")] == []
    assert {"698 条", "233 条", "65 条", "61 条"} <= {term.raw for term in told.answer.terms}
    assert "除公众号以外" in told.text


@pytest.mark.parametrize(("part", "whole"), [("里面不掌握的", "unavailable"), ("其中国家秘密", "refused")])
def test_a_figure_is_the_whole_of_what_is_within_it(desk: Desk, part: str, whole: str) -> None:
    (ask,) = desk.ask("无法提供几件" if whole == "unavailable" else "不予公开几件", f"{part}占多少").question.asks
    assert isinstance(ask, Computed)
    assert ask.operands[1].key.startswith(f"requests.{whole}_subtotal")


def test_the_year_of_what_an_answer_is_for_is_not_asked(desk: Desk) -> None:
    asked = "其他对外管理服务事项的处理决定数量是多少"
    assert desk.ask(f"说要跟去年的做个比对，{asked}").facts == desk.ask(asked).facts
    assert desk.ask("去年收到申请几件").question.facets.years == (2025,)


def test_of_a_longer_list_the_records_opened_before_are_not_meant(desk: Desk) -> None:
    found = desk.ask("267号", "469号", "政协11月的答复列一下", "哪个最先公开").answer
    assert isinstance(found, StatisticsAnswer)
    assert 267 not in [one.record.number for one in found.first]


def test_a_card_is_shown_for_a_place(desk: Desk) -> None:
    assert isinstance(desk.ask("人大建议有哪些", "第二条是啥").answer, RecordCard)
