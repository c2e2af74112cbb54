"""Which parts of a message ask, which are frame, and which words no question has used: examples in `cover.tsv`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.questions.question import Question
from tests.questions.run import lines_of

ROWS = [line.split("\t") for line in lines_of(Path(__file__).with_name("cover.tsv"))]
CONNECTORS = ("，", "？", "。另外，", "；", "，然后", "\n", "，顺便问下", "。第二个问题：")
HALVES = ("399号", "满意率多少", "公众号发了多少条", "行政复议几件", "组长是谁", "9月的答复有几件")


def _asked(question: Question) -> list[str]:
    return [type(one.asks[0]).__name__ for one in (question, *question.also)]


def _unused(question: Question) -> str:
    found = [one.said for each in (question, *question.also) for one in each.understood if one.how.startswith("un")]
    return "、".join(found)


@pytest.mark.parametrize(("message", "asks", "unused"), ROWS, ids=[row[0] for row in ROWS])
def test_a_message_is_covered_by_its_questions(
    message: str, asks: str, unused: str, asked: Callable[..., Question]
) -> None:
    question = asked(message)
    assert _asked(question) == asks.split("+")
    assert _unused(question) == unused


@pytest.mark.parametrize("connector", CONNECTORS)
@pytest.mark.parametrize("second", HALVES)
@pytest.mark.parametrize("first", HALVES)
def test_two_questions_are_both_read_however_they_are_joined(
    first: str, second: str, connector: str, asked: Callable[..., Question]
) -> None:
    if first == second or (first, second, connector) == ("399号", "满意率多少", "，"):
        return  # 399号，满意率多少 asks it of this one: a whole wins a tie
    question = asked(f"{first}{connector}{second}")
    wanted = {repr(ask) for half in (first, second) for ask in asked(half).asks}
    found = {repr(ask) for one in (question, *question.also) for ask in one.asks}
    kinds = {ask.partition("(")[0] for ask in wanted}
    assert wanted <= found or kinds == {"Figures"} == {ask.partition("(")[0] for ask in found}


@pytest.mark.parametrize("frame", ["我妈让我问，", "急急急！", "写材料要用，", "隔壁老王说你知道，", "求助：", "喂，"])
@pytest.mark.parametrize("half", HALVES)
def test_what_only_leads_to_a_question_changes_nothing(half: str, frame: str, asked: Callable[..., Question]) -> None:
    assert asked(frame + half).asks == asked(half).asks
