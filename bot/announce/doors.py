"""The ways from an announcement into the bot: links that open a record in the bot's private chat."""

from collections.abc import Callable

from bot.questions.links import Link, LinkKind, deep_link, parameter_of
from bot.store.tokens import Tokens


class BotDoors:
    """Links into one bot; there are none while its name is not known."""

    def __init__(self, username: Callable[[], str], tokens: Tokens) -> None:
        self._username = username
        self._tokens = tokens

    def record(self, key: str) -> str:
        """Return the address that opens a record; empty where there is none."""
        return self._opening(Link(LinkKind.RECORD, key))

    def message(self, words: str) -> str:
        """Return the address that opens the answer to a message; empty where there is none."""
        return self._opening(Link(LinkKind.SEARCH, words))

    def _opening(self, link: Link) -> str:
        name = self._username()
        return deep_link(name, parameter_of(link, self._tokens.keep)) if name else ""

    def bot(self) -> str:
        """Return the address of the bot's private chat; empty where there is none."""
        name = self._username()
        return deep_link(name, "") if name else ""
