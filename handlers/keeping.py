"""All that is kept of a chat: deleted when it asks, or throws the bot out; moved when Telegram gives it another id."""

from typing import TYPE_CHECKING

from bot.announce.subscription import Subscriptions
from bot.questions.context import Context

if TYPE_CHECKING:
    from bot.service.library import Library


def forget(library: "Library", chat: int) -> None:
    """Delete everything that is kept of a chat, or nothing; this waits for an import that is being written.

    Raises:
        StoreError: Nothing can be written for now, and nothing was deleted.
    """
    database = library.database
    with database.behind.still(), database.writing():
        library.chats.forget(chat)
        library.answered.forget(chat)
        library.inbox.forget(chat)
        library.preferences.forget(chat)
        Subscriptions(database).forget(chat)


def move(library: "Library", old: int, new: int) -> None:
    """Move what is kept of a chat to its new id: a group became a supergroup. The second time there is nothing left."""
    context = library.chats.recall(old, Context)
    if context is not None:
        library.chats.remember(new, context)
    library.chats.forget(old)
    # Messages get new numbers there.
    library.answered.forget(old)
    library.preferences.move(old, new)
    Subscriptions(library.database).move(old, new)
