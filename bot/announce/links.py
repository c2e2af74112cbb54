"""The ways from an announcement into the bot: links that open a record, or the answer to a message, in private."""

from collections.abc import Callable

from bot.questions.links import LinkKind, LinkTarget, deep_link, parameter_of


class DeepLinks:
    """Links into one bot; each is empty while its name is not known.

    Args:
        username: Gives the bot's name.
        keep: Keeps what does not fit into an address, and returns its token.
    """

    def __init__(self, username: Callable[[], str], keep: Callable[[str], str]) -> None:
        self._username = username
        self._keep = keep

    def record(self, key: str) -> str:
        """Return the address that opens a record."""
        return self._opening(LinkTarget(LinkKind.RECORD, key))

    def message(self, words: str) -> str:
        """Return the address that opens the answer to a message."""
        return self._opening(LinkTarget(LinkKind.SEARCH, words))

    def bot(self) -> str:
        """Return the address of the bot's private chat."""
        name = self._username()
        return deep_link(name, "") if name else ""

    def _opening(self, link: LinkTarget) -> str:
        name = self._username()
        return deep_link(name, parameter_of(link, self._keep)) if name else ""


#: For a rehearsal, which leads nowhere.
NO_LINKS = DeepLinks(lambda: "", str)
