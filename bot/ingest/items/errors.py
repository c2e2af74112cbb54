"""What is asked before a list can be read; words in `data/messages/*/importing.yaml`."""

from bot.ingest.errors import ImportingError
from bot.ingest.items.columns import Doubt
from bot.records.model import Place


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
