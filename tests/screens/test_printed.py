"""Traditional screens: ours is converted, what documents print stays as it is printed."""

import pytest

from bot.screens.render import render
from bot.text.normalise import to_traditional
from tests.answers.making import Made


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("399", "关于进一步提高服务水平 助推我市制造业高质量发展的建议"),
        ("智能制造", "关于大力推进智能制造，推动制造业企业转型升级的建议"),
        ("满意率", "所有建议、提案全部按时办结，并公开发布，委员、代表满意率均为 100%。"),
        ("开放日哪天", "政府开放日"),
    ],
)
def test_titles_and_quotations_stay_as_they_are_printed(seed: Made, asked: str, printed: str) -> None:
    simplified, traditional = (render(seed.said(asked), language).plain for language in ("zh", "zh-Hant"))
    assert printed in simplified
    assert printed in traditional
    assert traditional not in {simplified, to_traditional(simplified)}


def test_our_own_words_are_converted(seed: Made) -> None:
    simplified, traditional = (render(seed.said("你好"), language).plain for language in ("zh", "zh-Hant"))
    assert traditional == to_traditional(simplified)
