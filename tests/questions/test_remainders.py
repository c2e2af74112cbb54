"""What is left of a whole is asked for by what is left out; a word that nobody knows leaves it to another reader."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from bot.answers.computed_answers import ComputedAnswer
from bot.answers.dispatch import answer
from bot.questions.question import Computed, Operation, Persons, Question
from bot.service.library import Library
from tests.questions.conftest import TODAY
from tests.questions.run import lines_of

ROWS = [[*line.split("\t"), ""][:2] for line in lines_of(Path(__file__).with_name("remainders.tsv"))]
Asked = Callable[..., Question]

BEFORE = ("除了", "不算", "去掉", "扣除", "不含", "除去")
ROLES = {"主办": ("lead", 4), "协办": ("assist", 14)}
ASKED = ("提案还有几件", "提案还剩多少件", "政协提案其他的有多少")


def left_out(question: Question) -> list[str]:
    return [
        operand.key
        for ask in question.asks
        if isinstance(ask, Computed) and ask.operation is Operation.REST
        for operand in ask.operands
    ]


@pytest.mark.parametrize(("message", "keys"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_left_out_is_read(asked: Asked, message: str, keys: str) -> None:
    assert ",".join(left_out(asked(message))) == keys


@pytest.mark.parametrize(("before", "role", "question"), list(product(BEFORE, ROLES, ASKED)))
def test_any_wording_gives_the_rest(asked: Asked, library: Library, before: str, role: str, question: str) -> None:
    key, rest = ROLES[role]
    read = asked(f"{before}{role}的，{question}")
    assert left_out(read) == [f"cppcc.{key}"]
    shelf = library.shelf()
    found = answer(read, store=shelf.store, index=shelf.index, today=TODAY)
    assert isinstance(found, ComputedAnswer)
    assert found.worked is not None
    assert found.worked.result == str(rest)


@pytest.mark.parametrize(
    ("message", "called", "without", "besides"),
    [
        ("副组长里头谁不是副局长", ("副组长",), ("副局长",), ()),
        ("不是副局长的副组长有几个", ("副组长",), ("副局长",), ()),
        ("哪些副组长不是党组成员", ("副组长",), ("党组成员", "党组书记", "党组副书记"), ()),
        ("除了组长都有谁", (), ("组长",), ()),
        ("除了组长副组长还有谁", (), ("组长", "副组长"), ()),
        ("除了组长副组长有几个", ("副组长",), ("组长",), ()),
        ("除了高峰还有谁", (), (), ("高峰",)),
    ],
)
def test_officials_without_a_post_are_asked_for(
    asked: Asked, message: str, called: tuple[str, ...], without: tuple[str, ...], besides: tuple[str, ...]
) -> None:
    assert asked(message).asks == (Persons(called=called, without=without, besides=besides),)


@pytest.mark.parametrize("message", ["黄性利是不是副局长", "组长不是高峰吗", "有没有副组长"])
def test_a_doubt_leaves_nobody_out(asked: Asked, message: str) -> None:
    assert not any(isinstance(ask, Persons) and ask.without for ask in asked(message).asks)
