"""What the importer refuses after reading (architecture.md §7); words in `data/messages/*/importing.yaml`."""

from typing import Any

from bot.errors import GongkaiError
from bot.ingest.list_columns import Doubt
from bot.records.model import Place


class ImportingError(GongkaiError):
    """What a file holds cannot be taken. `file` names it; nothing of the import is loaded."""

    def __init__(self, name: str, *, file: str, **values: Any) -> None:
        super().__init__(f"importing.{name}", file=file, **values)
        self.file = file


class ColumnQuestionError(ImportingError):
    """A list cannot be read before somebody says which column is its title, or its number.

    Attributes:
        doubt: What is asked, and what it may be.
        office: Whose list it is, where that is known.
    """

    def __init__(self, doubt: Doubt, *, file: str, place: Place, office: str | None) -> None:
        named = doubt.candidates or tuple(label for label in doubt.columns if label)
        super().__init__(
            f"which_{doubt.meaning}",
            file=file,
            sheet=f" {place.sheet}" if place.sheet else "",
            columns="、".join(label for label in doubt.columns if label),
            candidates="、".join(named),
            example=named[0] if named else "",
        )
        self.doubt = doubt
        self.office = office
