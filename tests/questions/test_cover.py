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


@pytest.mark.parametrize("message", ["公众号啥时候开的 发了多少条", "公众号什么时候开通的？一共发布了几条"])
def test_a_clause_without_a_subject_asks_of_the_one_before(message: str, asked: Callable[..., Question]) -> None:
    first, second = (question := asked(message)), question.also[0]
    assert second.asks[0].terms[0] == first.asks[0].terms[0] == "公众号"  # type: ignore[union-attr]


def test_a_verb_of_one_sign_is_no_word_to_look_for(asked: Callable[..., Question]) -> None:
    """开的 stands in 公开的: sentences on disclosure would be shown beside the one on the account."""
    assert asked("公众号是哪天开的").asks[0].terms == ("公众号",)  # type: ignore[union-attr]
