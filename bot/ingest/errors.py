"""What the importer refuses after reading (architecture.md §7); words in `data/messages/*/importing.yaml`."""

from typing import Any

from bot.errors import GongkaiError


class ImportingError(GongkaiError):
    """What a file holds cannot be taken. `file` names it; nothing of the import is loaded."""

    def __init__(self, name: str, *, file: str, **values: Any) -> None:
        super().__init__(f"importing.{name}", file=file, **values)
        self.file = file
