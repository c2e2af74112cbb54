"""Random and mutated messages (more in `make soak`, a million in `make fuzz`): nothing raises, no screen is refused."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.question import Question
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.text.normalise import visible
from tests.fuzz import run
from tests.questions.conftest import TODAY
from tests.rounds import ROUNDS, WHOLE

COUNT = 300 * ROUNDS if WHOLE else 300


@pytest.mark.soak
@pytest.mark.no_cover  # tracing takes twice the time; the other tests cover these lines
def test_mutated_messages(library: Library, settings: Settings) -> None:
    outcome = asyncio.run(run(library, settings, COUNT, seed=20))
    assert outcome.asked == COUNT
    assert not outcome.failures


@given(st.text(max_size=60))
def test_any_text_is_a_question(text: str) -> None:
    question = read(text, vocabulary=Vocabulary(), today=TODAY)
    assert isinstance(question, Question)
    assert question.asks
    assert question.said == visible(text)


@pytest.mark.parametrize("sign", ["\0", "\u202e", "\u2066", "\ud83d", "\u200b", "\x1b"])
def test_no_invisible_sign_of_a_message_is_repeated(library: Library, settings: Settings, sign: str) -> None:
    conversation = Conversation(library, settings)
    conversation.message("公众号什么时候开通的", chat=1)
    for language in ("zh", "zh-Hant", "en"):
        shown = conversation.message(f"无此{sign}一词的公{sign}文", chat=1, language=language).screen.html
        assert "一" in shown
        assert sign not in shown


def test_a_pasted_page_of_numbers_is_one_list_and_of_anything_else_is_too_long(
    library: Library, settings: Settings
) -> None:
    conversation = Conversation(library, settings)
    for pasted in ("\n".join(f"第{number}号" for number in range(100, 500)), "、".join(map(str, range(1, 301)))):
        assert "个编号" in conversation.message(pasted).screen.html
    for pasted in ("2012161309年呢" * 300, "申请了多少件" * 200):
        assert "太长" in conversation.message(pasted).screen.html
