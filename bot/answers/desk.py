"""`answer`: each ask of a question goes to the part that answers it."""

from datetime import date
from typing import TYPE_CHECKING

from bot.answers.answer import Answer
from bot.questions.question import Question

if TYPE_CHECKING:
    from bot.search.index import Index
    from bot.store.queries import Store


def answer(
    question: Question, store: "Store", index: "Index", *, today: date, default_agency: str | None = None
) -> Answer:
    """Answer a question from what is loaded.

    Args:
        question: The message as understood.
        store: What is loaded.
        index: The search index over it.
        today: The day on which it is asked, in the chat's time zone.
        default_agency: Slug of the chat's own agency, used where the question names none and it matters.

    Returns:
        The answer. A question that nothing answers has an answer too; only a failing engine raises.

    Raises:
        GongkaiError: The database or the search engine failed: that is never shown as "nothing found" (design §7).
    """
    raise NotImplementedError
