"""A word that turns a question is applied or ends it: what was left out is never given as the answer."""

import pytest

from bot.questions.question import TurnedQuestion
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from tests.questions.conftest import TODAY


@pytest.mark.parametrize(
    ("message", "turn"),
    [
        ("不是行政许可的处理决定有多少", "不是行政许可"),
        ("副组长里面哪几个不是局领导", "不是局"),
        ("除了规章，规范性文件剩下的几件", "除了规章"),
    ],
)
def test_what_cannot_be_left_out_ends_the_question(message: str, turn: str, vocabulary: Vocabulary) -> None:
    ask = read(message, vocabulary=vocabulary, today=TODAY).asks[0]
    assert isinstance(ask, TurnedQuestion)
    assert ask.turn == turn
    assert turn not in ask.nearest


@pytest.mark.parametrize(
    ("message", "left_out"),
    [
        ("除了聊城日报和电视台，报告还点名跟别的媒体合作过吗", "除了聊城日报和电视台"),
        ("除公众号以外还有哪些平台", "除公众号以外"),
        ("除聊城日报外跟哪家媒体合作", "除聊城日报外"),
    ],
)
def test_what_is_left_out_of_sentences_is_named(message: str, left_out: str, vocabulary: Vocabulary) -> None:
    question = read(message, vocabulary=vocabulary, today=TODAY)
    assert (left_out, "unapplied") in [(one.said, one.how) for one in question.understood]


@pytest.mark.parametrize(
    "message",
    [
        "不予公开几件",
        "有没有不予公开的",
        "没有行政复议吗",
        "不是10月的答复有哪些",
        "政协以外的答复有哪些",
        "满意率是不是100%",
        "其他法律行政法规禁止公开几件",
    ],
)
def test_what_can_be_left_out_or_turns_nothing_is_answered(message: str, vocabulary: Vocabulary) -> None:
    asks = read(message, vocabulary=vocabulary, today=TODAY).asks
    assert not any(isinstance(ask, TurnedQuestion) for ask in asks)
