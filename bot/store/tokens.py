"""Short tokens for what does not fit into the 64 bytes of a button (design §4). No user stands beside them."""

from bot.store.database import Database


class Tokens:
    """Texts kept under a token of at most 22 ASCII characters, the same text always under the same token."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, text: str) -> str:
        """Keep a text and return its token."""
        raise NotImplementedError

    def value(self, token: str) -> str | None:
        """Return the text of a token, None when there is none."""
        raise NotImplementedError
