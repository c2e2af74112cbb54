"""A reading that goes on from what the chat was last shown, and one that finds nothing to go on from."""

from bot.questions.context import Context
from bot.questions.message import Message, Reading
from bot.questions.question import Ask, Facets, LostContext, Understood


def following(
    message: Message, context: Context, asks: tuple[Ask, ...], *, facets: Facets | None = None, page: int = 1
) -> Reading:
    """Return a reading with the facets of the question before, where none are given, that names this question."""
    before = context.question.follows or context.question.said
    return Reading(
        asks=asks,
        facets=facets if facets is not None else context.question.facets,
        page=page,
        follows=before,
        understood=(Understood(message.said, before, "context"),),
    )


def lost(message: Message) -> Reading:
    """Return the reading of a message that goes on from nothing."""
    return Reading(asks=(LostContext(said=message.said),))
