"""From a message to a Question (design §5): readers in order, the first that is sure wins."""

from datetime import date

from bot.questions.context import Context
from bot.questions.question import Aspect, ByKey, Guard, Guarded, Question
from bot.questions.vocabulary import Vocabulary


def read(
    text: str, *, vocabulary: Vocabulary, context: Context | None = None, today: date, page: int = 1
) -> Question:
    """Read a message.

    Args:
        text: The message as typed, without the bot's @name.
        vocabulary: What is loaded.
        context: What the chat was last shown; None when there is nothing, or it is older than ten minutes.
        today: For relative dates.
        page: Page of the answer's list, when a pager button sent the message again.

    Returns:
        The question; every text has one, nothing is raised.
    """
    raise NotImplementedError


def opened(key: str, aspect: Aspect = Aspect.CARD) -> Question:
    """Return the question of a pressed record button: one record by its stored key."""
    return Question(said="", clean="", asks=(ByKey(key=key, aspect=aspect),))


def of_media(guard: Guard) -> Question:
    """Return the question of an update without text: a sticker, a photo, a voice message."""
    return Question(said="", clean="", asks=(Guarded(guard=guard),))
