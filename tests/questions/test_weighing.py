"""A question of which more is unused than used asks of something else: no figure answers it."""

from collections.abc import Callable
from itertools import product

import pytest

from bot.questions.question import Figures, Question, TurnedQuestion

Asked = Callable[..., Question]

# What no report tells, of two words each, around an everyday word for a figure; one word before a label of the form.
STRANGE = ("幼儿园{}的滑梯活动", "理发店{}的烫头手艺", "游泳池{}的跳水比赛", "火锅店{}的毛肚食谱", "小卖部{}的雪糕冰柜")
SPOKEN = ("花了多少钱", "老百姓", "罚款")
LIMITS = ("残疾人", "退休", "夜班")
LABELS = ("申请几件", "提案几件", "行政处罚几件")
UNITS = ("个小时", "公里", "公斤", "平方米")


@pytest.mark.parametrize(("strange", "spoken"), list(product(STRANGE, SPOKEN)))
def test_another_question_gets_no_figure(asked: Asked, strange: str, spoken: str) -> None:
    asks = asked(strange.format(spoken)).asks
    assert not any(isinstance(ask, Figures) for ask in asks)


@pytest.mark.parametrize(("limit", "label"), list(product(LIMITS, LABELS)))
def test_one_word_before_a_label_limits_it(asked: Asked, limit: str, label: str) -> None:
    question = asked(f"{limit}{label}")
    assert isinstance(question.asks[0], Figures)
    assert [(one.said, one.how) for one in question.understood] == [(limit, "unapplied")]


@pytest.mark.parametrize(("unit", "name"), list(product(UNITS, ("规章", "行政许可", "信息公开申请"))))
def test_what_figures_do_not_count_gets_none(asked: Asked, unit: str, name: str) -> None:
    count = "几" if unit.startswith("个") else "多少"
    asks = asked(f"{name}办了{count}{unit}").asks
    assert not any(isinstance(ask, Figures) for ask in asks)
    assert any(isinstance(ask, TurnedQuestion) and ask.strange for ask in asks)


@pytest.mark.parametrize(
    "message",
    [
        "帮我看看规章几件",
        "罚款几件",
        "他们去年一共收到几件申请",
        "老百姓申请了几件",
        "花了多少钱采购的",
        "申请都处理完了吗",
    ],
)
def test_plain_questions_keep_their_figures(asked: Asked, message: str) -> None:
    assert any(isinstance(ask, Figures) for ask in asked(message).asks)
