"""How matters ended, who answered them and what a list holds back, over a list of several offices."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.answer import ComputedAnswer, NotPublishedAnswer, RecordCard, RecordList, StatisticsAnswer
from bot.records.model import Body, Listing, Place
from bot.screens.render import render
from tests.answers.making import Made, batch, made, reply

NAME = "某县政协提案办理情况表"
ROWS = [
    (3, "更换旧路灯", "县住房和城乡建设局", "已解决", date(2023, 5, 3)),
    (5, "疏通雨水管", "县住房和城乡建设局", "正在解决", date(2023, 5, 9)),
    (8, "开办夜校", "县教育局", "已解决", date(2023, 6, 1)),
    (9, "增设校车", "县教育局", "无法解决", date(2023, 6, 2)),
    (12, "修缮古桥", "县文化和旅游局", "列入规划", date(2023, 6, 7)),
    (15, "整治河滩", "县住房和城乡建设局", "已解决", date(2023, 6, 9)),
]
UNSOLVED = 3


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Made:
    records = [
        replace(
            reply(number, f"关于{title}的提案", day),
            published_on=None,
            replied_on=day,
            publisher=office,
            listing=NAME,
            extras=(("会办单位", "县财政局"), ("办理情况", result)),
        )
        for number, title, office, result, day in ROWS
    ]
    columns = ("提案号", "题目", "主办单位", "会办单位", "办理情况", "办复日期", "是否公开")
    of_itself = Listing(name=NAME, place=Place(document="list.xlsx"), columns=columns, withheld=((Body.CPPCC, 2),))
    loaded = replace(batch(""), agency_name=None, records=tuple(records), listings=(of_itself,))
    return made(tmp_path_factory.mktemp("several"), loaded)


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("已解决的有几件", 3),
        ("没解决的几件", UNSOLVED),
        ("不是已解决的几件", UNSOLVED),
        ("列入规划的有几件", 1),
        ("没办成的提案有几件", UNSOLVED),
        ("住建局办了几件", 3),
        ("住建局已解决的几件", 2),
    ],
)
def test_a_result_limits_what_is_counted(asked: str, total: int, several: Made) -> None:
    answer = several.said(asked)
    assert isinstance(answer, StatisticsAnswer)
    assert answer.total == total
    assert answer.withheld is not None
    assert (answer.withheld.count, answer.withheld.every) == (2, False)


@pytest.mark.parametrize("asked", ["提案里有列入规划的吗", "有没有列入规划的"])
def test_whether_there_are_such_lists_those_alone(asked: str, several: Made) -> None:
    answer = several.said(asked)
    assert isinstance(answer, RecordList)
    assert answer.total == 1


def test_what_is_held_back_is_a_number_and_no_title(several: Made) -> None:
    answer = several.said("提案一共几件")
    assert isinstance(answer, StatisticsAnswer)
    assert (answer.total, answer.withheld and answer.withheld.every) == (6, True)
    hidden = several.said("提案有几件没公开")
    assert isinstance(hidden, NotPublishedAnswer)
    assert "2 件标为不公开" in render(hidden).plain


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("夜校那件是无法解决吧", "办理情况：已解决"),
        ("古桥办成了吗", "办理情况：列入规划"),
        ("校车是住建局办的吧", "主办单位：县教育局"),
        ("路灯那件哪天答复的", "答复日期：2023年5月3日"),
    ],
)
def test_what_is_supposed_of_one_is_compared(asked: str, first: str, several: Made) -> None:
    answer = several.said(asked)
    assert isinstance(answer, RecordCard)
    assert render(answer).plain.splitlines()[0] == first


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ("哪个局办得最多", "县住房和城乡建设局"),
        ("已解决和正在解决哪个多", "已解决"),
        ("提案都解决了吗", "50%"),
        ("住建局解决率多少", "66.7%"),
        ("已解决比无法解决多几件", "2 件"),
    ],
)
def test_offices_and_results_are_ranked(asked: str, most: str, several: Made) -> None:
    answer = several.said(asked)
    assert isinstance(answer, ComputedAnswer)
    assert most in render(answer).plain.splitlines()[0]


def test_of_several_results_each_is_told(several: Made) -> None:
    answer = several.said("没解决的有哪些")
    assert isinstance(answer, RecordList)
    text = render(answer).plain
    assert answer.total == UNSOLVED
    assert all(result in text for result in ("正在解决", "无法解决", "列入规划"))
    assert not isinstance(several.said("为什么没解决"), RecordList)  # of one record, which is not named
