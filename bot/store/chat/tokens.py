"""Short tokens for what does not fit into the 64 bytes of a button (architecture.md §4). No user stands beside them."""

import base64
import contextlib
import hashlib
import math
import time

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.recent import Recent
from bot.store.behind import PATIENCE
from bot.store.chat_tables import TOKENS
from bot.store.database import Database
from bot.store.errors import UnwritableError

# 16 bytes in base64 without padding are 22 characters.
_BYTES = 16
_KNOWN = 10_000
# Seconds for which no token waits for another writer after one has waited in vain.
_AGAIN = 2.0


class Tokens:
    """Texts kept under a token of 22 ASCII characters, the same text always under the same token.

    The token is a hash of the text: pressing a button again and again, or two processes at once, add nothing.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        # Tokens that are known to be kept: those of common buttons, which need not be looked up for every answer.
        self._known: Recent[str, None] = Recent(_KNOWN)
        self._writable_at = -math.inf

    def keep(self, text: str) -> str:
        """Keep a text and return its token. What no database can hold (half a surrogate pair, NUL) becomes `?`.

        Raises:
            UnwritableError: Nothing can be written for now. A token in memory alone would be a dead button after a
                restart, so there is none.
        """
        text = text.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
        digest = hashlib.blake2b(text.encode("utf-8"), digest_size=_BYTES).digest()
        token = base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
        if token in self._known:
            return token
        if self.value(token) is None:
            self._write(token, text)
        self._known[token] = None
        return token

    def _write(self, token: str, text: str) -> None:
        # An answer with many buttons waits for another writer once.
        patience = PATIENCE if time.monotonic() >= self._writable_at else 0.0
        try:
            # A duplicate is no fault: another process kept the same text between our look and our write.
            with contextlib.suppress(IntegrityError), self.database.writing(patience=patience) as connection:
                connection.execute(insert(TOKENS).values(token=token, value=text))
        except UnwritableError:
            self._writable_at = time.monotonic() + _AGAIN
            raise

    def value(self, token: str) -> str | None:
        """Return the text of a token, None when there is none."""
        return next(iter(self.database.values(select(TOKENS.c.value).where(TOKENS.c.token == token))), None)
