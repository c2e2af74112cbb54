"""What a message takes back is left out, and what it says instead stands in its place: examples in `repairs.tsv`."""

import datetime
from itertools import product
from pathlib import Path

import pytest

from bot.questions.context import Context
from bot.questions.facets import prepare
from bot.questions.question import Question
from bot.questions.repairs import repaired
from bot.questions.spans import Span, tagged
from bot.questions.vocabulary import Vocabulary
from tests.questions.conftest import TODAY
from tests.questions.run import lines_of

ROWS = [(line.split("\t") + [""] * 3)[:3] for line in lines_of(Path(__file__).with_name("repairs.tsv"))]
NAMES = ("行政复议", "行政诉讼", "行政许可", "行政处罚", "规章")
WORDINGS = (
    "不是{x}，是{y}，几件",
    "问的不是{x} 是{y} 几件",
    "说错了，不是{x}是{y} 几件",
    "我是说{y}，不是{x}，几件",
    "{x} 不对 {y} 几件",
)


def read(message: str, former: str, vocabulary: Vocabulary) -> str:
    def tags(text: str) -> tuple[Span, ...]:
        return tagged(prepare(text, text, vocabulary=vocabulary, today=TODAY))

    context = None
    if former:
        shown_at = datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC)
        context = Context(question=Question(said=former, clean=former, asks=()), shown_at=shown_at)
    return repaired(message, context, tags)


@pytest.mark.parametrize(("message", "former", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_repair_is_read(message: str, former: str, expected: str, vocabulary: Vocabulary) -> None:
    assert read(message, former, vocabulary) == expected


@pytest.mark.parametrize(
    ("wording", "denied", "meant"), [one for one in product(WORDINGS, NAMES, NAMES) if one[1] != one[2]]
)
def test_any_wording_keeps_what_was_meant(wording: str, denied: str, meant: str, vocabulary: Vocabulary) -> None:
    left = read(wording.format(x=denied, y=meant), "", vocabulary)
    assert meant in left
    assert denied not in left
    assert "几件" in left
