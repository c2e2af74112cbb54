"""The one error shape (architecture.md §7): what is wrong, where, what was kept, what to do next."""

import re
from typing import Any

from bot.messages import has_message, message


class GongkaiError(Exception):
    """Something a person must be told. Subclasses name the kind; the words are in `data/messages`.

    The message `<area>.<key>` says it all in one line: what, where, what was kept, what to do next.
    """

    exit_code = 1

    def __init__(self, name: str, **values: Any) -> None:
        self.name = name
        self.values = values
        super().__init__(name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross from one process to another: whatever a subclass takes."""
        return _again, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self, language: str | None = None, *, typed: bool = True, alone: bool = True) -> str:
        """Return the line for people, in `language` or the operator's.

        Where they type no commands (`typed` is false), it is the message's `_plain` twin that says what to do, if any.
        Of one file among others that are loaded (`alone` is false) nobody says that the database is unchanged.
        """
        plain = f"{self.name}_plain"
        said = message(plain if not typed and has_message(plain) else self.name, language, **self.values)
        unchanged = message("importing.says_unchanged", language)
        return said if alone else re.sub(rf"[；，。;.,]\s*(?:{unchanged})(?=[。.])", "", said, flags=re.IGNORECASE)


def _again(kind: type[GongkaiError], arguments: tuple[Any, ...], said: dict[str, Any]) -> GongkaiError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(said)
    return error
