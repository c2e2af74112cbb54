"""All that is kept of a chat: deleted when it asks, or throws the bot out; moved when Telegram gives it another id."""

from typing import TYPE_CHECKING

from bot.announce.subscription import Subscriptions
from bot.questions.context import Context

if TYPE_CHECKING:
    from bot.library import Library


def forget(library: "Library", chat: int) -> None:
    """Delete everything that is kept of a chat; this waits for an import that is being written."""
    library.chats.forget(chat)
    library.answered.forget(chat)
    library.inbox.forget(chat)
    library.preferences.forget(chat)
    Subscriptions(library.database).forget(chat)


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
