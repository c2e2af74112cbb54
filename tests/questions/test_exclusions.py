"""What a message leaves out is taken out of it and applied: examples and counter-examples in `exclusions.tsv`."""

from pathlib import Path

import pytest

from bot.questions.exclusions import taken_out
from bot.questions.vocabulary import Vocabulary
from tests.questions.conftest import TODAY
from tests.questions.run import lines_of

ROWS = [(line.split("\t") + [""] * 6)[:6] for line in lines_of(Path(__file__).with_name("exclusions.tsv"))]


@pytest.mark.parametrize(("message", "left", "said", "body", "numbers", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_left_out_is_read(
    message: str, left: str, said: str, body: str, numbers: str, words: str, vocabulary: Vocabulary
) -> None:
    rest, excluded = taken_out(message, vocabulary, TODAY)
    assert rest == left
    assert "、".join(one.said for one in excluded) == said
    assert "".join(one.body.value for one in excluded if one.body) == body
    assert ",".join(str(one.number) for one in excluded if one.number) == numbers
    assert "".join(word for one in excluded for word in one.words) == words
