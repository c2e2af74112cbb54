"""Kinds of spoken messages, each with counter-examples: measures, names of towns, requests, several posts, years."""

from collections.abc import Callable

import pytest

from bot.answers import answer
from bot.answers.answer import FiguresAnswer, NoSuchYear, PassagesAnswer, Several
from bot.questions.question import (
    Aspect,
    ByNumber,
    Figures,
    Focus,
    Guard,
    Guarded,
    InPassages,
    Persons,
    Question,
    Search,
)
from bot.questions.words import trimmed
from bot.service.library import Library
from tests.questions.conftest import TODAY

Asked = Callable[..., Question]


@pytest.mark.parametrize("message", ["给我来个2020年的年报", "来份2020年年报", "找一份2020年年报"])
def test_a_measure_between_a_verb_and_its_noun_is_nothing(message: str, asked: Asked) -> None:
    assert asked(message).asks == asked("2020年年报").asks or asked(message).asks[0].focus is Focus.REPORT  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("message", "guard"), [("查个人信息", Guard.IDENTITY_CHECK), ("我想申请公开个信息", Guard.APPLY)]
)
def test_a_measure_is_not_taken_out_of_a_word(message: str, guard: Guard, asked: Asked) -> None:
    assert asked(message).asks[0].guard is guard  # type: ignore[union-attr]


@pytest.mark.parametrize("how", ["怎么整啊", "咋弄", "怎么办"])
def test_a_request_is_no_introduction(how: str, asked: Asked) -> None:
    assert asked(f"我想申请公开信息 {how}").asks == (Guarded(guard=Guard.APPLY),)
    assert isinstance(asked("我是本地市民，公众号发了多少条").asks[0], InPassages)


def test_posts_asked_one_after_another_are_not_asked_together(asked: Asked) -> None:
    question = asked("组长是谁 副组长有几个")
    assert [type(one.asks[0]) for one in (question, *question.also)] == [InPassages, Persons]
    assert asked("有几个副组长是党组成员").asks == (Persons(called=("副组长", "党组成员")),)


@pytest.mark.parametrize(
    "message",
    [
        "2019年到底收了多少份信息公开申请",
        "2019年开放日来了多少人",
        "你们局去年收到多少信息公开申请",
        "2021年政府信息公开提案答复了几件",
    ],
)
def test_a_year_that_is_not_loaded_is_said_first(message: str, asked: Asked, library: Library) -> None:
    shelf = library.shelf()
    told = answer(asked(message), shelf.store, shelf.index, today=TODAY)
    assert isinstance(told.parts[0] if isinstance(told, Several) else told, NoSuchYear)


def test_items_counted_are_no_money(asked: Asked) -> None:
    assert isinstance(asked("收了多少份信息公开申请").asks[0], Figures)
    assert not isinstance(asked("行政许可收了多少钱").asks[0], Figures)


@pytest.mark.parametrize(
    ("said", "kept"), [("中山大学", "中山大学"), ("于都县", "于都县"), ("中不予公开", "不予公开"), ("在新镇", "新镇")]
)
def test_the_first_sign_of_a_name_is_no_function_word(said: str, kept: str) -> None:
    assert trimmed(said) == kept


def test_a_correction_does_not_cut_the_name_of_a_town(asked: Asked) -> None:
    assert asked("建新镇收费").facets.other_office == "建新镇"
    assert [one.taken_as for one in asked("行镇收费").understood] == ["行政收费"]


@pytest.mark.parametrize("message", ["问题里面第二条是啥", "第二个问题", "问题的第3点", "改进措施第二条是什么"])
def test_an_item_of_an_enumeration_points_to_its_section(message: str, asked: Asked) -> None:
    assert asked(message).asks[0].sections == ("problems_improvements",)  # type: ignore[union-attr]


@pytest.mark.parametrize("message", ["399号办理结果是A还是B", "399号是B还是C", "399号办理结果是A还是B，谁办的"])
def test_a_class_of_the_result_is_asked_of_the_record(message: str, asked: Asked) -> None:
    question = asked(message)
    assert isinstance(ask := question.asks[0], ByNumber)
    assert ask.aspect is Aspect.RESULT_CLASS
    assert [one.asks[0].aspect for one in question.also] == [Aspect.PUBLISHER] * message.count("谁")  # type: ignore[union-attr]
    assert asked("399号办理结果").asks[0].aspect is Aspect.CARD  # type: ignore[union-attr]


def test_a_link_alone_is_no_code_and_beside_words_is_nothing(asked: Asked) -> None:
    assert asked("http://gxj.example.gov.cn/t1.html").asks[0].guard is Guard.LINK  # type: ignore[union-attr]
    assert isinstance(asked("轴承行业智能制造升级 http://gxj.example.gov.cn/t1.html").asks[0], Search)


@pytest.mark.parametrize(
    ("message", "agrees"),
    [
        ("听说你们公众号是六月份开的 对吗", False),
        ("公众号是7月开通的吧", True),
        ("公众号是7月1日开通的对吧", True),
        ("培训是8月24日对吧", False),
    ],
)
def test_a_supposed_day_or_month_is_compared(message: str, agrees: bool, asked: Asked, library: Library) -> None:
    question, shelf = asked(message), library.shelf()
    assert not question.also
    found = answer(question, shelf.store, shelf.index, today=TODAY)
    assert isinstance(found, PassagesAnswer)
    assert found.agrees is agrees


@pytest.mark.parametrize("message", ["7月24号有什么活动", "7月24日有活动吗", "2020年11月的提案吧"])
def test_a_day_that_nothing_is_supposed_of_is_a_filter(message: str, asked: Asked) -> None:
    assert not any(isinstance(ask, InPassages) and ask.supposed for ask in asked(message).asks)


@pytest.mark.parametrize(
    ("message", "agrees", "unit_lacking"),
    [
        ("政府采购花了一百多万对吗", None, True),
        ("采购金额是116455元对吗", None, True),
        ("采购了6个项目对吗", True, False),
        ("采购了7个项目对吗", False, False),
    ],
)
def test_money_without_a_printed_unit_is_neither_right_nor_wrong(
    message: str, agrees: bool | None, unit_lacking: bool, asked: Asked, library: Library
) -> None:
    shelf = library.shelf()
    found = answer(asked(message), shelf.store, shelf.index, today=TODAY)
    assert isinstance(found, FiguresAnswer)
    assert (found.agrees, found.unit_lacking) == (agrees, unit_lacking)


def test_steps_of_a_request_are_no_count_of_requests(asked: Asked) -> None:
    assert asked("依申请公开都走哪几步啊").asks[0].topic == "request_process"  # type: ignore[union-attr]
    assert isinstance(asked("依申请公开几件").asks[0], Figures)


def test_a_closing_filler_is_no_word_to_look_for(asked: Asked) -> None:
    assert "来着" not in "".join(asked("聊城日报上登了多少条消息来着").asks[0].terms)  # type: ignore[union-attr]
    assert asked("组长是谁来着").asks == asked("组长是谁").asks


@pytest.mark.parametrize("message", ["打官司打了几场", "收申请收了几件", "开发布会开过多少次"])
def test_a_verb_said_again_after_its_object_is_nothing(message: str, asked: Asked) -> None:
    again = message.rindex(message[0])
    question = asked(message)
    assert question.asks == asked(message[:again] + message[again + 2 :]).asks
    assert not question.understood


@pytest.mark.parametrize("year", ["去年", "上一年", "前一年", "2019年"])
@pytest.mark.parametrize("frame", ["跟{}比怎么样", "比{}多还是少", "和{}相比有没有变化", "同{}比一下"])
def test_how_a_year_stands_to_another_is_asked_by_itself(frame: str, year: str, asked: Asked) -> None:
    question = asked(frame.format(year))
    assert all(isinstance(ask, Figures) and ask.compare for ask in question.asks)
    assert not [one for one in question.understood if one.how == "unapplied"]
