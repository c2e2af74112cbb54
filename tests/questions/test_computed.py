"""What is worked out, and officials counted: read from examples, and from nothing that only looks like them."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.questions.question import Axis, Computed, NotPublished, Operation, Persons, Question

EXAMPLES = yaml.safe_load(Path(__file__).with_name("computed.yaml").read_text(encoding="utf-8"))
Asked = Callable[..., Question]


@pytest.mark.parametrize(("text", "operation", "keys", "over"), EXAMPLES["examples"])
def test_an_example_is_worked_out(asked: Asked, text: str, operation: str, keys: list[str], over: str | None) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, Computed), ask
    assert ask.operation is Operation(operation)
    assert [operand.key for operand in ask.operands] == keys
    assert ask.over is (Axis(over) if over else None)


@pytest.mark.parametrize("text", EXAMPLES["counter_examples"])
def test_a_counter_example_is_not(asked: Asked, text: str) -> None:
    assert not any(isinstance(ask, Computed) for ask in asked(text).asks)


@pytest.mark.parametrize(("word", "rank"), [("最多", 1), ("第二多", 2), ("第三少", 3)])
def test_a_rank_is_kept(asked: Asked, word: str, rank: int) -> None:
    ask = asked(f"哪家行政许可{word}").asks[0]
    assert isinstance(ask, Computed)
    assert ask.rank == rank


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("超过12件", "over"),
        ("不到12件", "under"),
        ("至少12件", "at_least"),
        ("不超过12件", "at_most"),
        ("是12件", "equal"),
    ],
)
def test_a_bound_is_kept(asked: Asked, said: str, relation: str) -> None:
    ask = asked(f"有几个单位行政处罚{said}").asks[0]
    assert isinstance(ask, Computed)
    assert ask.bound is not None
    assert (ask.bound.relation, ask.bound.number) == (relation, 12)


# Whatever nobody knows makes it another question: nothing may be worked out of a part of what was asked.
STRANGE = ("紧急的", "夜里", "第三科", "蓝色", "跨省")
WORKED_OUT = ("予以公开比部分公开多几件", "不予公开和部分公开一共几件", "哪年行政处罚最多", "予以公开占比")


@pytest.mark.parametrize(("word", "text"), list(product(STRANGE, WORKED_OUT)))
def test_nothing_is_worked_out_beside_an_unknown_word(asked: Asked, word: str, text: str) -> None:
    for message in (f"{word}{text}", text.replace("公开", f"公开{word}", 1).replace("处罚", f"处罚{word}", 1)):
        assert not any(isinstance(ask, Computed) for ask in asked(message).asks), message


@pytest.mark.parametrize(
    ("text", "called", "besides"),
    [
        ("副组长有几个", ("副组长",), ()),
        ("有几个副组长是党组成员", ("副组长", "党组成员"), ()),
        ("除了高峰还有谁", (), ("高峰",)),
        ("除了刘培哲，副组长还有谁", ("副组长",), ("刘培哲",)),
        ("除了张磊还有谁管日常", ("日常工作",), ("张磊",)),
        ("副组长里头挂副局长头衔的有几位", ("副组长", "副局长"), ()),
        ("领导小组里带调研员职级的有几个", ("调研员",), ()),
    ],
)
def test_officials_are_counted_by_what_they_are_called(
    asked: Asked, text: str, called: tuple[str, ...], besides: tuple[str, ...]
) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, Persons)
    assert (ask.called, ask.besides) == (called, besides)


@pytest.mark.parametrize(
    ("text", "called", "without"),
    [
        ("副组长里头谁不是副局长", ("副组长",), ("副局长",)),
        ("哪些副组长不是一级调研员", ("副组长",), ("一级调研员",)),
        ("名单上谁没有担任副局长", (), ("副局长",)),
        ("领导小组名单上谁没写党组职务", (), ("党组成员", "党组书记", "党组副书记")),
        ("党组成员有谁", ("党组成员",), ()),
        ("谁既是副组长又是副局长", ("副组长", "副局长"), ()),
        ("领导小组里头谁不在党组", (), ("党组成员", "党组书记", "党组副书记")),
        ("除了组长和副组长还有谁", (), ("组长", "副组长")),
        ("既不是调研员也不是副局长的副组长有吗", ("副组长",), ("调研员", "副局长")),
    ],
)
def test_officials_are_told_by_what_they_are_not_called(
    asked: Asked, text: str, called: tuple[str, ...], without: tuple[str, ...]
) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, Persons)
    assert (ask.called, ask.without) == (called, without)


def test_officials_of_one_group_or_surname_alone(asked: Asked) -> None:
    (group,) = asked("领导小组里不是副局长的有哪些人").asks
    (named,) = asked("姓张的有几个").asks
    assert isinstance(group, Persons)
    assert isinstance(named, Persons)
    assert (group.group, named.surname) == ("领导小组", "张")


def test_two_posts_set_against_each_other_are_each_counted(asked: Asked) -> None:
    asks = asked("副局长占副组长的几分之几").asks
    assert [ask.called for ask in asks if isinstance(ask, Persons)] == [("副局长",), ("副组长",)]


def test_the_level_of_a_rank_is_asked_for(asked: Asked) -> None:
    counted, ask = asked("领导小组里带调研员职级的几个人，谁级别最高").asks
    assert isinstance(counted, Persons)
    assert isinstance(ask, Persons)
    assert (counted.called, counted.level, ask.called, ask.level) == (("调研员",), "", ("调研员",), "most")


@pytest.mark.parametrize("text", ["副组长里有几个女的", "领导小组里谁年纪最大", "名单上有几个男同志"])
def test_what_no_list_says_of_persons_is_said(asked: Asked, text: str) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, NotPublished)
    assert ask.about == "personal"


@pytest.mark.parametrize("text", ["除了轴承还有谁", "有几个开发区主任信箱", "几个科室"])
def test_others_are_not(asked: Asked, text: str) -> None:
    assert not any(isinstance(ask, Persons) for ask in asked(text).asks)
