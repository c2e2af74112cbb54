"""`render`: from an Answer to a Screen."""

from bot.answers.answer import Answer
from bot.screens.screen import Screen


def render(answer: Answer, language: str = "zh", *, plain: bool = False) -> Screen:
    """Show an answer.

    Args:
        answer: What is to be shown.
        language: `zh`, `zh-Hant` or `en`; any other is shown in `zh`.
        plain: For a chat that asked for little decoration (大字和少表情): no pictograms, nothing folded.

    Returns:
        The screen: HTML of at most 4096 UTF-16 units once parsed, its plain text, its buttons.
    """
    raise NotImplementedError
